"""Deadlines on the screen: extensions, receipts, ladders, rosters and reports, without JavaScript."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accountability import rosters
from accountability.ladders import Receiver, load_shipped_ladders
from accountability.models import (
    Assignment,
    Escalation,
    EscalationReceipt,
    Extension,
    IncidentReport,
    Ladder,
    Shift,
    WorkingHours,
)
from accountability.sweeping import sweep
from engine.submissions import new_nonce
from organizations.models import Workday
from organizations.services.workdays import seed_workdays
from tests.accountability.climbers import lay, report, rung, task_of
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as
from workflow_site.templatetags.bihuan_ui import dated

DAY = datetime.timedelta(days=1)
MOST = 12


@pytest.fixture
def task(cast: Cast) -> Assignment:
    """孙护士 owes something in five days."""
    assert cast.vice_president_he
    return task_of(cast, cast.nurse_sun, due_on=timezone.localdate() + 5 * DAY)


def costs_at_most_twelve(client: Client, url: str, count: Any) -> str:
    """The page, looked at twice: the second time it costs at most twelve queries and carries nothing inline."""
    client.get(url)
    with count(MOST):
        page = client.get(url)
    assert page.status_code == 200
    assert has_nothing_inline(page.content.decode())
    return text_of(page)


def test_an_extension_is_asked_read_and_granted(cast: Cast, task: Assignment, django_assert_max_num_queries):
    mine = visit_as(cast.nurse_sun)
    address = f"/assignments/{task.pk}/extension/"
    assert "原定完成日期" in costs_at_most_twelve(mine, address, django_assert_max_num_queries)
    later = (task.due_on + 20 * DAY).isoformat()
    wrong = post(mine, address, due_on="2026-99-99", rest_day="as_is", because="设备未到货")
    assert wrong.status_code == 422
    assert "设备未到货" in wrong.content.decode(), "nothing typed is lost"
    earlier = post(mine, address, due_on=task.due_on.isoformat(), rest_day="as_is", because="设备未到货")
    assert "应当晚于现在的期限" in text_of(earlier)
    nonce = new_nonce()
    asked = [post(mine, address, nonce=nonce, due_on=later, rest_day="as_is", because="设备未到货") for _twice in "ab"]
    extension = Extension.objects.get()
    assert {one["Location"] for one in asked} == {extension.get_absolute_url()}
    assert "撤回申请" in text_of(mine.get(extension.get_absolute_url()))
    assert "同意延期" not in text_of(mine.get(extension.get_absolute_url()))
    his = visit_as(cast.vice_president_he)
    page = costs_at_most_twelve(his, extension.get_absolute_url(), django_assert_max_num_queries)
    assert "设备未到货" in page
    assert "请写明理由" in text_of(post(his, extension.get_absolute_url(), verdict="refuse", opinion=""))
    assert "请点击" in text_of(post(his, extension.get_absolute_url(), opinion="好"))
    assert post(his, extension.get_absolute_url(), verdict="agree", opinion="同意").status_code == 302
    again = post(visit_as(cast.president_wang), extension.get_absolute_url(), verdict="refuse", opinion="晚了")
    assert again.status_code == 409
    assert "何副院长" in text_of(again)
    assert "设备未到货" not in text_of(visit_as(cast.president_wu).get(extension.get_absolute_url()))


def test_a_day_without_work_is_pointed_out_and_may_be_moved(cast: Cast, task: Assignment):
    saturday = task.due_on + (12 - task.due_on.weekday()) * DAY
    seed_workdays(saturday.year, by=None)
    Workday.objects.filter(day__range=(saturday - 9 * DAY, saturday + 9 * DAY)).delete()
    client = visit_as(cast.nurse_sun)
    address = f"/assignments/{task.pk}/extension/"
    asked = post(client, address, due_on=saturday.isoformat(), rest_day="as_is", because="等设备")
    page = text_of(client.get(asked["Location"]))
    assert dated(f"前一个工作日{saturday - DAY}，后一个工作日{saturday + 2 * DAY}") in page
    post(client, asked["Location"], verdict="withdraw")
    post(client, address, due_on=saturday.isoformat(), rest_day="after", because="等设备")
    assert Extension.objects.latest("pk").due_on == saturday + 2 * DAY


def test_a_year_without_an_arrangement_is_a_visible_warning(cast: Cast, task: Assignment):
    Workday.objects.all().delete()
    client = visit_as(cast.nurse_sun)
    year = str(task.due_on.year)
    load_shipped_ladders()
    rule = Ladder.objects.get(code="overdue")
    for address in (f"/assignments/{task.pk}/extension/", "/roster/", "/ladders/", rule.get_absolute_url()):
        assert f"{year} 年的法定节假日安排尚未录入" in text_of(client.get(address)), address
    seed_workdays(timezone.localdate().year, by=None)


def test_a_receiver_confirms_on_his_page(cast: Cast, django_assert_max_num_queries):
    assert cast.li
    cdc = Receiver(outside="市疾控中心")
    ladder = lay(cast.peoples_hospital, rung("同时报", Receiver(duty="clerk", where="up_one"), cdc))
    made = report(cast.peoples_hospital, by=cast.qian, ladder=ladder)
    escalation = Escalation.objects.get()
    client = visit_as(cast.li)
    assert "同时报" in costs_at_most_twelve(client, "/escalations/", django_assert_max_num_queries)
    page = costs_at_most_twelve(client, escalation.get_absolute_url(), django_assert_max_num_queries)
    assert "确认收到" in page
    assert "市疾控中心" in page
    mine = escalation.receipts.get(person=cast.li)
    address = f"/escalations/receipts/{mine.pk}/"
    costs_at_most_twelve(client, address, django_assert_max_num_queries)
    assert post(client, address, note="已报主任").status_code == 302
    assert post(client, address, note="再点一次").status_code == 409
    theirs = f"/escalations/receipts/{escalation.receipts.get(person=None).pk}/"
    registrar = visit_as(cast.qian)
    assert "请填写对方接收人" in text_of(post(registrar, theirs, received_at="2020-01-01T00:00"))
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    given = post(registrar, theirs, received_name="王值班", received_at=now)
    assert given.status_code == 302
    seen = costs_at_most_twelve(registrar, made.get_absolute_url(), django_assert_max_num_queries)
    assert "王值班" in seen
    assert EscalationReceipt.objects.filter(answered=False).count() == 0
    stranger = visit_as(cast.president_wu)
    for gone in (escalation.get_absolute_url(), address, made.get_absolute_url()):
        assert stranger.get(gone).status_code == 404
        assert post(stranger, gone, note="x").status_code in (404, 405)


def test_lists_cost_the_same_whatever_their_length(cast: Cast, task: Assignment, django_assert_max_num_queries):
    load_shipped_ladders()
    assert cast.li
    assert cast.head_zhang
    client = visit_as(cast.qian)
    for rows in (1, 6):
        for number in range(rows):
            task_of(cast, cast.nurse_sun, due_on=timezone.localdate() - 60 * DAY, title=f"逾期{rows}{number}")
            report(cast.peoples_hospital, by=cast.qian, ladder=Ladder.objects.get(code="infection-outbreak"))
        sweep()
        for address in ("/escalations/?part=unit", "/escalations/?part=extensions", "/incidents/", "/ladders/"):
            costs_at_most_twelve(client, address, django_assert_max_num_queries)
    assert "提醒承办科室负责人" in text_of(client.get("/escalations/?part=unit"))
    assert "逾期10" not in text_of(visit_as(cast.president_wu).get("/escalations/?part=unit"))


def test_a_report_is_entered_by_whoever_is_on_duty(cast: Cast, django_assert_max_num_queries):
    load_shipped_ladders()
    nurse = visit_as(cast.nurse_sun)
    assert nurse.get("/incidents/new/").status_code == 403
    assert "登记接报" not in text_of(nurse.get("/incidents/"))
    today = timezone.localdate()
    for slot in ("day", "night"):
        rosters.set_shifts(
            cast.peoples_hospital, slot=slot, person=cast.nurse_sun, since=today - DAY, until=today, by=cast.qian
        )
    assert "登记接报" in text_of(nurse.get("/incidents/"))
    page = costs_at_most_twelve(nurse, "/incidents/new/", django_assert_max_num_queries)
    assert "突发公共卫生事件报告（《突发公共卫生事件应急条例》第二十条）" in page
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    given = {
        "organization": cast.peoples_hospital.pk,
        "reporter": "急诊科周医生",
        "way": "telephone",
        "found_at": now,
        "received_at": now,
        "content": "急诊接诊多名同源发热患者。",
        "ladder": Ladder.objects.get(code="public-health-emergency").pk,
    }
    late = post(nurse, "/incidents/new/", **{**given, "found_at": "2090-01-01T00:00"})
    assert "发现时间不能晚于接报时间" in text_of(late)
    assert "急诊接诊多名同源发热患者" in late.content.decode()
    made = post(nurse, "/incidents/new/", **given)
    assert made.status_code == 302
    shown = text_of(nurse.get(made["Location"]))
    assert "急诊科周医生" in shown
    assert "报所在地县级卫生健康主管部门" in shown
    assert IncidentReport.objects.get().recorded_by == cast.nurse_sun


def test_a_ladder_is_changed_as_a_new_version(cast: Cast, django_assert_max_num_queries):
    load_shipped_ladders()
    shipped = Ladder.objects.get(code="step-by-step")
    client = visit_as(cast.qian)
    assert "制定本单位的规则" in costs_at_most_twelve(client, shipped.get_absolute_url(), django_assert_max_num_queries)
    address = f"/ladders/{shipped.pk}/edit/"
    page = client.get(address)
    assert has_nothing_inline(page.content.decode())
    with django_assert_max_num_queries(MOST):
        client.get(address)
    sent: dict[str, Any] = {"name": "本院上报", "basis": "院办〔2026〕3号", "note": ""}
    for n, one in enumerate(("报院领导", "报上级", "", "", ""), start=1):
        sent |= {f"place{n}": n, f"name{n}": one, f"amount{n}": 2, f"clock{n}": "natural_hours"}
        sent |= {f"start{n}": "received", f"receivers{n}": [], f"outside{n}": ""}
    sent |= {"receivers1": ["clerk:up_one"], "receivers2": ["leader:institution"]}
    backwards = post(client, address, **sent)
    assert backwards.status_code == 422
    assert "规则不能往回走" in text_of(backwards)
    assert "clock1" in client.post(address, {"nonce": new_nonce(), **sent, "clock1": "lunar"}).content.decode()
    empty = post(client, address, **{**sent, "receivers1": []})
    assert "没有接收方" in text_of(empty)
    made = post(client, address, **{**sent, "place1": 2, "place2": 1})
    assert made.status_code == 302
    own = Ladder.objects.get(organization=cast.peoples_hospital)
    assert [one.name for one in own.rungs.all()] == ["报上级", "报院领导"]
    again = post(client, address, **{**sent, "place1": 2, "place2": 1})
    assert again.status_code == 409
    assert "停用" in text_of(client.get(own.get_absolute_url()))
    costs_at_most_twelve(client, f"/ladders/{own.pk}/retire/", django_assert_max_num_queries)
    assert post(client, f"/ladders/{own.pk}/retire/", because="改用统一规则").status_code == 302
    outsider = visit_as(cast.zheng)
    for gone in (own.get_absolute_url(), f"/ladders/{own.pk}/edit/", f"/ladders/{own.pk}/retire/"):
        assert outsider.get(gone).status_code == 404
    assert visit_as(cast.nurse_sun).get("/ladders/new/").status_code == 403


def test_a_month_of_duty_with_its_gaps_and_a_substitute(cast: Cast, django_assert_max_num_queries):
    today = timezone.localdate()
    unit = cast.peoples_hospital
    client = visit_as(cast.qian)
    form = f"/roster/new/?unit={unit.pk}"
    assert cast.head_zhang
    costs_at_most_twelve(client, form, django_assert_max_num_queries)
    given = {"slot": "night", "person": cast.head_zhang.pk, "since": today.isoformat(), "until": today.isoformat()}
    assert post(client, form, **given).status_code == 302
    twice = post(client, form, **{**given, "person": cast.nurse_sun.pk})
    assert "一个班次只能排一人" in text_of(twice)
    month = costs_at_most_twelve(client, f"/roster/?unit={unit.pk}", django_assert_max_num_queries)
    assert "张主任" in month
    assert "个班次没有排人" in month
    shift = Shift.objects.get()
    change = f"/roster/shifts/{shift.pk}/"
    costs_at_most_twelve(client, change, django_assert_max_num_queries)
    assert post(client, change, person=cast.nurse_sun.pk, because="外出开会").status_code == 302
    assert "替张主任：外出开会" in text_of(client.get("/roster/"))
    assert "孙护士" in text_of(visit_as(cast.head_gao).get("/roster/"))
    outsider = visit_as(cast.zheng)
    assert outsider.get(f"/roster/?unit={unit.pk}").status_code == 404
    assert outsider.get(form).status_code == 404
    assert outsider.get(change).status_code == 404
    assert visit_as(cast.head_gao).get(change).status_code == 403
    clear = f"/roster/shifts/{shift.pk}/clear/"
    costs_at_most_twelve(client, clear, django_assert_max_num_queries)
    assert post(client, clear).status_code == 302
    assert not Shift.objects.exists()
    for odd in ("2026-13", "x", "9999-12"):
        assert client.get("/roster/", {"month": odd}).status_code == 200
    assert client.get("/roster/?unit=99999999999999999999").status_code == 404


def test_the_number_that_is_answered_day_and_night_stands_on_the_roster(cast: Cast, django_assert_max_num_queries):
    client = visit_as(cast.qian)
    form = f"/roster/telephone/?unit={cast.peoples_hospital.pk}"
    costs_at_most_twelve(client, form, django_assert_max_num_queries)
    assert "未登记" in text_of(client.get("/roster/"))
    wrong = post(client, form, telephone="总值班室")
    assert wrong.status_code == 422
    assert "不像电话号码" in text_of(wrong)
    assert post(client, form, telephone="0571-8800 1234转 8001").status_code == 302
    everybody = visit_as(cast.head_gao).get("/roster/")
    assert "0571-8800 1234转 8001" in text_of(everybody)
    assert 'href="tel:057188001234"' in everybody.content.decode()
    assert "/roster/telephone/" not in everybody.content.decode()
    assert visit_as(cast.head_gao).get(form).status_code == 403
    assert visit_as(cast.zheng).get(form).status_code == 404
    assert post(client, form, telephone=" ").status_code == 302
    assert "0571" not in visit_as(cast.head_gao).get("/roster/").content.decode()


def test_a_units_own_hours_are_set(cast: Cast, django_assert_max_num_queries):
    client = visit_as(cast.qian)
    costs_at_most_twelve(client, "/ladders/hours/", django_assert_max_num_queries)
    given = {"morning_from": "07:30", "morning_until": "11:30", "afternoon_from": "13:30", "afternoon_until": "16:30"}
    assert "按先后填写" in text_of(post(client, "/ladders/hours/", **{**given, "morning_until": "07:00"}))
    assert post(client, "/ladders/hours/", **given).status_code == 302
    assert WorkingHours.objects.get().organization == cast.peoples_hospital
    assert visit_as(cast.nurse_sun).get("/ladders/hours/").status_code == 403
