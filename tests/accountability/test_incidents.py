"""接报登记: who reported what to whom; the ladder starts at once, receipts close its rungs, parallel receivers each."""

import datetime

import pytest
from django.utils import timezone

from accountability import incidents, rosters, trail, verify
from accountability.ladders import Receiver, load_shipped_ladders
from accountability.models import Escalation, EscalationReceipt, IncidentReport, Ladder, LadderStart, Notice
from accountability.sweeping import sweep
from organizations.refusals import AlreadyDone, Invalid, NotAllowed
from organizations.sight import visible
from tests.accountability.climbers import lay, report, rung
from tests.cast import Cast

pytestmark = pytest.mark.urls("tests.accountability.addresses")
HOUR = datetime.timedelta(hours=1)


def test_a_report_is_numbered_and_its_first_rung_goes_out_at_once(cast: Cast) -> None:
    load_shipped_ladders()
    cast.li, cast.director_wang  # noqa: B018 - on stage
    emergency = Ladder.objects.get(code="public-health-emergency")
    made = report(cast.peoples_hospital, by=cast.qian, ladder=emergency)
    assert made.number_text.endswith("-0001")
    rung_one = Escalation.objects.get()
    assert rung_one.due_at == made.found_at + 2 * HOUR
    assert {one.person for one in rung_one.receipts.all()} == {cast.li, cast.director_wang}
    assert "请接收上报并回执" in Notice.objects.unread(cast.li).first().text
    assert trail.of(made).get().verb == "incident_registered"
    assert [found for result in verify.run() for found in result.differences] == []


def test_parallel_receivers_confirm_each_for_itself_and_then_it_goes_on(cast: Cast) -> None:
    assert cast.li
    clerk, cdc = Receiver(duty="clerk", where="up_one"), Receiver(outside="市疾控中心")
    ladder = lay(
        cast.peoples_hospital, rung("同时报", clerk, cdc), rung("报政府", Receiver(outside="市政府"), start="received")
    )
    made = report(cast.peoples_hospital, by=cast.qian, ladder=ladder)
    first = Escalation.objects.get()
    mine, theirs = first.receipts.get(person=cast.li), first.receipts.get(person=None)
    incidents.acknowledge(mine, by=cast.li, note="已收到")
    first.refresh_from_db()
    assert first.closed_at is None
    with pytest.raises(AlreadyDone):
        incidents.acknowledge(mine, by=cast.li)
    with pytest.raises(Invalid, match="对方接收人的姓名"):
        incidents.acknowledge(theirs, by=cast.qian)
    long_ago = made.found_at - HOUR
    with pytest.raises(Invalid, match="不能早于发现时间"):
        incidents.acknowledge(theirs, by=cast.qian, received_name="王值班", received_at=long_ago)
    incidents.acknowledge(theirs, by=cast.qian, received_name="王值班", received_at=made.received_at)
    first.refresh_from_db()
    assert first.closed_at == made.received_at
    second = Escalation.objects.latest("pk")
    assert (second.rung.name, second.due_at) == ("报政府", made.received_at + 2 * HOUR)
    incidents.acknowledge(second.receipts.get(), by=cast.qian, received_name="刘秘书")
    assert LadderStart.objects.get().state == "ended"
    assert sweep(timezone.now() + 48 * HOUR) == 0
    assert [found for result in verify.run() for found in result.differences] == []


def test_one_of_several_holders_answers_for_the_receiver(cast: Cast) -> None:
    leader = Receiver(duty="leader", where="up_one")
    cast.director_wang  # noqa: B018 - on stage
    report(cast.peoples_hospital, by=cast.qian, ladder=lay(cast.peoples_hospital, rung("报领导", leader)))
    receipt = EscalationReceipt.objects.get()
    with pytest.raises(NotAllowed, match="由接收人本人办理"):
        incidents.acknowledge(receipt, by=cast.qian)
    incidents.acknowledge(receipt, by=cast.director_wang)
    assert Escalation.objects.get().closed_at is not None


def test_no_receipt_in_time_climbs_and_tells_who_registered_it(cast: Cast) -> None:
    assert cast.li
    ladder = lay(cast.peoples_hospital, rung(), rung("报政府", Receiver(outside="市政府"), start="received"))
    report(cast.peoples_hospital, by=cast.qian, ladder=ladder)
    sweep(timezone.now() + 2 * HOUR)
    assert Escalation.objects.count() == 2
    assert Notice.objects.unread(cast.qian).filter(text__startswith="超过时限仍未收到回执").count() == 1
    sweep(timezone.now() + 10 * HOUR)
    assert Escalation.objects.count() == 2
    assert LadderStart.objects.get().state == "climbed"


def test_bad_entries_get_a_sentence_each(cast: Cast) -> None:
    now = timezone.now()
    with pytest.raises(Invalid, match="发现时间不能晚于接报时间"):
        report(cast.peoples_hospital, by=cast.qian, found_at=now)
    with pytest.raises(Invalid, match="接报时间不能晚于现在"):
        report(cast.peoples_hospital, by=cast.qian, received_at=now + HOUR)
    with pytest.raises(Invalid, match="报告人姓名"):
        report(cast.peoples_hospital, by=cast.qian, reporter=" ")
    foreign = lay(cast.tcm_hospital, rung())
    with pytest.raises(Invalid, match="不适用于本单位"):
        report(cast.peoples_hospital, by=cast.qian, ladder=foreign)
    assert not IncidentReport.objects.exists()
    assert not LadderStart.objects.exists()


def test_who_is_on_duty_may_register_and_a_neighbour_sees_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="不在本单位值班"):
        report(cast.peoples_hospital, by=cast.nurse_sun)
    today = timezone.localdate()
    since = today - datetime.timedelta(days=1)
    for slot in ("day", "night"):
        rosters.set_shifts(
            cast.peoples_hospital, slot=slot, person=cast.nurse_sun, since=since, until=today, by=cast.qian
        )
    made = report(cast.peoples_hospital, by=cast.nurse_sun)
    assert visible(cast.li, IncidentReport).get() == made
    assert not visible(cast.president_wu, IncidentReport).exists()
