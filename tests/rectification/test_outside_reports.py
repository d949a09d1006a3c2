"""逐级上报 to a superior outside the system: sent, waited for, confirmed with number and scan; and the second path."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accountability import verify
from accountability.gate import gate
from accountability.models import Attachment
from engine.models import Turn
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import OutsideReport
from tests.rectification.filing import asked
from tests.rectification.making import fresh
from tests.rectification.pages import at, post, text_of, visit_as


def _day(days=0):
    return timezone.localdate() + datetime.timedelta(days=days)


def told(**other):
    return {
        "title": "专项整治工作报告", "to_name": "省卫生健康委", "way": "paper", "path": "line", "sent_on": _day(),
        "receipt_due_on": _day(5),
    } | other  # fmt: skip


def sent(**other):
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in told(**other).items()}


def scan(name="回执.txt"):
    return SimpleUploadedFile(name, "已收到。".encode(), "text/plain")


def test_a_report_goes_up_and_waits_in_the_clerks_work_until_its_receipt_is_entered(stage):
    cast = stage.cast
    campaign, clerk = stage.issue(), visit_as(cast.li)
    address = at("campaign_outside_new", campaign.pk)
    assert "省卫生健康委" not in text_of(clerk.get(address))
    assert post(clerk, address, **sent(receipt_due_on=_day(-1))).status_code == 422
    assert post(clerk, address, **sent(own_number="江卫报〔2026〕3号", papers=scan("报告.txt"))).status_code == 302
    assert post(clerk, address, **sent(own_number="江卫报〔2026〕3号")).status_code == 409
    report = OutsideReport.objects.get()
    turn = Turn.objects.of(report).open().get()
    assert (turn.node, turn.due_on) == ("receive", report.receipt_due_on)
    page = text_of(clerk.get(report.get_absolute_url()))
    assert "等待回执" in page
    assert "报告.txt" in page
    receipt = {"received_name": "孙科长", "received_on": _day().isoformat()}
    assert "请填写对方收文编号" in text_of(post(clerk, at("outside_receive", report.pk), **receipt))
    assert post(clerk, at("outside_receive", report.pk), **receipt, papers=scan()).status_code == 302
    assert post(clerk, at("outside_receive", report.pk), **receipt, their_number="收131").status_code == 409
    report = fresh(report)
    assert (report.received_name, report.entered_by) == ("孙科长", cast.li)
    assert set(Attachment.objects.of(report).values_list("name", flat=True)) == {"报告.txt", "回执.txt"}
    assert not Turn.objects.of(report).open().exists()
    assert "孙科长" in text_of(clerk.get(report.get_absolute_url()))
    assert [str(found) for result in verify.run() for found in result.differences] == []


def test_what_nobody_has_confirmed_in_time_is_shown_overdue(stage):
    campaign = stage.issue()
    late = told(sent_on=_day(-9), receipt_due_on=_day(-2))
    services.report_outside(campaign, at=stage.cast.city, by=stage.cast.li, **late)
    services.report_outside(campaign, at=stage.cast.city, by=stage.cast.li, **told(to_name="省疾控局"))
    clerk = visit_as(stage.cast.li)
    page = text_of(clerk.get(at("outside_list"), {"campaign": campaign.pk, "waiting": 1}))
    assert "逾期未回执" in page
    assert page.index("省卫生健康委") < page.index("省疾控局")
    assert "已逾期" in text_of(clerk.get("/"))


def test_the_supervisor_reports_straight_up_beside_the_units_own_line(stage):
    cast = stage.cast
    finding = stage.supervision_finding(severity="major")
    line = services.report_outside(finding, at=cast.peoples_hospital, by=cast.qian, **told(title="重大问题报告"))
    with pytest.raises(NotAllowed, match="检查人"):
        services.report_outside(finding, at=cast.city, by=cast.li, **told(path="supervisor"))
    straight = services.report_outside(finding, at=cast.city, by=cast.zhao, **told(path="supervisor", way="office"))
    page = text_of(visit_as(cast.zhao).get(straight.get_absolute_url()))
    assert "督导人员直报" in page
    assert "江州市人民医院 · 逐级上报" in page
    own = visit_as(cast.qian)
    assert "督导人员直报" not in text_of(own.get(line.get_absolute_url()))
    assert own.get(straight.get_absolute_url()).status_code == 404
    assert visit_as(cast.zheng).get(line.get_absolute_url()).status_code == 404
    with pytest.raises(NotAllowed):
        services.enter_outside_receipt(line, received_name="甲", received_on=_day(), their_number="1", by=cast.zheng)


def test_figures_that_are_also_due_on_a_platform_keep_the_platforms_number(stage):
    collection = asked(stage)
    clerk = visit_as(stage.cast.li)
    address = at("collection_outside_new", collection.pk)
    assert post(clerk, address, **sent(to_name="国家院感监测平台", way="platform")).status_code == 302
    report = OutsideReport.objects.get()
    services.enter_outside_receipt(
        report, received_name="平台自动受理", received_on=_day(), their_number="R-77", by=stage.cast.li
    )
    assert "R-77" in text_of(clerk.get(at("outside_list")))
    assert (report.about, report.way) == (collection, "platform")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " "}, "请填写报送材料"),
        ({"to_name": ""}, "请填写收件单位"),
        ({"to_name": "长" * 121}, "最多120个字"),
        ({"way": "pigeon"}, "请选择报送方式"),
        ({"path": "sideways"}, "请选择上报途径"),
        ({"sent_on": _day(1), "receipt_due_on": _day(3)}, "不能晚于今天"),
    ],
)
def test_a_report_says_what_went_to_whom_when(stage, fields, sentence):
    with pytest.raises(Invalid, match=sentence):
        services.report_outside(stage.issue(), at=stage.cast.city, by=stage.cast.li, **told(**fields))
    assert not OutsideReport.objects.exists()


def test_a_draft_is_not_reported_and_a_receipt_is_not_older_than_its_report(stage):
    cast = stage.cast
    with pytest.raises(NotYet, match="还没有印发"):
        services.report_outside(stage.draft(), at=cast.city, by=cast.li, **told())
    campaign = stage.issue(title="另一项")
    with pytest.raises(NotAllowed):
        services.report_outside(campaign, at=cast.city, by=cast.qian, **told())
    report = services.report_outside(campaign, at=cast.city, by=cast.li, **told())
    receipt = {"received_name": "甲", "their_number": "1", "by": cast.li}
    for day, sentence in ((_day(1), "不能晚于今天"), (_day(-1), "不能早于报送日期")):
        with pytest.raises(Invalid, match=sentence):
            services.enter_outside_receipt(report, received_on=day, **receipt)
    services.enter_outside_receipt(report, received_on=_day(), files=[gate(scan())], **receipt)
    with pytest.raises(AlreadyDone):
        services.enter_outside_receipt(report, received_on=_day(), **receipt)


def test_list_and_page_cost_the_same_however_much_went_up(stage, django_assert_max_num_queries):
    campaign = stage.issue()
    for n in range(4):
        made = services.report_outside(campaign, at=stage.cast.city, by=stage.cast.li, **told(title=f"报告{n}"))
    client = visit_as(stage.cast.li)
    for page in (at("outside_list"), f"{at('outside_list')}?campaign={campaign.pk}", made.get_absolute_url()):
        client.get(page)
        with django_assert_max_num_queries(12):
            assert client.get(page).status_code == 200
