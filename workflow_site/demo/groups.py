"""A leader's call and the night after it: an inspection the same afternoon, a meeting at eight, fifteen groups out."""

import datetime

from django.utils import timezone

from accountability.incoming import directing
from accountability.models import Directive
from meetings import services
from meetings.models import MeetingKind
from organizations.models import Organization, Person
from organizations.services import found_body, seat_member
from workflow_site.demo.meetings import in_days
from workflow_site.demo.people import City, as_
from workflow_site.demo.places import DISTRICTS

GROUPS = 15
FIELDS = ("制氧站和供氧管道", "危化品和消毒药品库房", "消防和用电")
CALLED = "召开医疗机构安全生产紧急部署会"


def send_out(city: City, directive: Directive) -> None:
    """What followed the call: the offices went and looked, tomorrow at eight all are told, each group has its place."""
    li, leader = Person.objects.get(name="李干事"), Person.objects.get(name="陈副主任")
    with as_(li):
        directing.deploy(
            directive, kind="inspection", label="当日下午分管领导带队到市第一人民医院、市中医医院现场督导检查",
            at=timezone.now() - datetime.timedelta(hours=2), by=li,
        )  # fmt: skip
        meeting = services.arrange_meeting(
            MeetingKind.objects.get(code="special", org_path=""),
            organization=city.commission,
            title="全市医疗机构安全生产紧急部署会",
            purpose="传达市领导要求，部署十五个督导专班分片包干开展排查。",
            starts_at=in_days(1, 8),
            place="市卫生健康委三楼会议室",
            chair=leader,
            recorder=li,
            by=li,
        )
        services.send_notice(meeting, by=li)
        second = directive.points.order_by("number")[1]
        directing.deploy(
            directive, kind="meeting", label=CALLED, at=timezone.now() - datetime.timedelta(hours=1), by=li,
            point=second, target=meeting,
        )  # fmt: skip
        _found_groups(city, leader, by=li)


def _found_groups(city: City, leader: Person, *, by: Person) -> None:
    """Three groups a district, one for each field; the first is led by the deputy director himself."""
    for number in range(GROUPS):
        territory, field = DISTRICTS[number // len(FIELDS)], FIELDS[number % len(FIELDS)]
        group = found_body(
            city.commission, kind=Organization.Kind.GROUP, name=f"安全生产督导第{number + 1}专班", by=by,
            purpose=f"排查{territory}医疗机构{field}安全隐患，发现问题当场交办、限期整改。",
            territory=territory, founded_on=timezone.localdate(), basis="林副市长在全市安全生产视频调度会上的要求",
        )  # fmt: skip
        if not number:
            seat_member(group, person=leader, role="chair", since=timezone.localdate(), labour="总带队", by=by)
