"""Obligations as they are met on the screen: handed in, accepted, tapped, looked up, kept within sight."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from engine.submissions import new_nonce
from plans import services
from plans.models import Obligation, ObligationEvidence, Occurrence, Register
from tests import make

pytestmark = pytest.mark.django_db


def visit(person):
    client = Client()
    client.force_login(make.make_account(person), backend="organizations.backends.SightBackend")
    return client


def at(name, *args):
    return reverse(f"plans:{name}", args=args)


def post(client, address, **told):
    return client.post(address, {"nonce": new_nonce(), **told})


def page(client, address, **asked):
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_from_the_draft_of_a_duty_to_its_accepted_evidence(year):
    cast = year.cast
    clerk, nurse, head = visit(cast.qian), visit(cast.nurse_sun), visit(cast.head_zhang)
    told = {
        "text": "重点科室每月监测紫外线灯", "kind": "monitoring", "unit": "month", "every": "1", "at_least": "1",
        "shifts": "3", "lead_unit": cast.icu.pk, "owed_by": "unit", "department_class": "all", "proof": "evidence",
        "expected_evidence": "监测记录表",
    }  # fmt: skip
    assert post(clerk, at("obligation_new", year.plan.pk), **{**told, "due": "开春"}).status_code == 422
    assert post(clerk, at("obligation_new", year.plan.pk), **told).status_code == 302
    duty = Obligation.objects.get()
    assert "每月 至少1次" in page(clerk, duty.get_absolute_url())
    year.start()
    month = year.owed(duty)

    mine = page(head, at("my_obligations"))
    assert "重点科室每月监测紫外线灯" in mine
    assert "0 / 1" in mine
    assert "最迟1月30日完成" in mine  # 31 January 2026 is a Saturday
    evidence = {"on": "2026-01-05", "title": "1月紫外线灯监测", "text": "10支全部合格"}
    assert post(nurse, at("occurrence_evidence", month.pk), **{**evidence, "text": ""}).status_code == 422
    assert post(nurse, at("occurrence_evidence", month.pk), **evidence).status_code == 302
    shown = ObligationEvidence.objects.get()
    assert "1月紫外线灯监测" in page(head, "/")
    assert "等您核定" in page(head, at("my_obligations"))
    assert "等您核定" not in page(nurse, at("my_obligations"))
    assert post(nurse, at("quota_evidence_accept", shown.pk)).status_code == 403
    assert post(head, at("quota_evidence_return", shown.pk), because="").status_code == 422
    assert post(head, at("quota_evidence_accept", shown.pk)).status_code == 302
    assert post(head, at("quota_evidence_accept", shown.pk)).status_code == 409
    done = page(nurse, month.get_absolute_url())
    assert "已达到要求" in done
    assert "已完成1次，应完成1次" in done


def test_the_nurse_taps_once_a_day_on_her_phone_and_sees_the_month(year):
    cast = year.cast
    duty = year.duty("每日消毒登记", unit="day", lead_unit=cast.icu, proof="tap", kind="monitoring")
    year.start()
    nurse = visit(cast.nurse_sun)
    today = year.owed(duty, begins_on=datetime.date(2026, 1, 5))
    assert "今天已做" in page(nurse, at("my_obligations"))
    month = at("obligation_month", duty.pk)
    answer = post(nurse, month, occurrence=today.pk, back="mine")
    assert (answer.status_code, answer.url) == (302, at("my_obligations"))
    assert "今天已做" not in page(nurse, at("my_obligations"))
    assert post(nurse, month, occurrence=today.pk).status_code == 409
    assert "到今天应登记 1 次，已登记 1 次" in page(nurse, month)
    assert post(nurse, month, untap=today.pk).status_code == 302
    assert post(nurse, month, occurrence="x").status_code == 404

    year.at("2026-01-07")
    head = visit(cast.head_zhang)
    mine = page(head, at("my_obligations"))
    assert "2 天未登记" in mine
    shown = page(head, month, month="2026-01")
    assert shown.count("补记") == 2
    assert "还没有到" in post(head, month, occurrence=duty.occurrences.latest("begins_on").pk).content.decode()
    surgeon = visit(cast.head_gao)
    assert "缺" in page(surgeon, month) or surgeon.get(month).status_code == 200


def test_a_missed_quarter_is_explained_by_the_head(year):
    duty = year.duty(lead_unit=year.cast.icu)
    year.start()
    year.at("2026-04-03")
    year.open()
    first = year.owed(duty, begins_on=datetime.date(2026, 1, 1))
    head = visit(year.cast.head_zhang)
    assert "逾期未完成" in page(head, at("my_obligations"))
    assert "补办并提交" in page(head, first.get_absolute_url())
    assert post(head, at("occurrence_explain", first.pk), because="主任外出进修").status_code == 302
    assert "主任外出进修" in page(head, first.get_absolute_url())
    assert "逾期未完成" not in page(head, at("my_obligations"))


def test_list_calendar_and_year_show_what_is_due(year):
    cast = year.cast
    quarter = year.duty("每季度质控分析会", at_least=2)
    year.duty("每季度全院覆盖抽查", kind="inspection", owed_by="cover")
    vague = year.duty("定期培训", unit="unspecified", at_least=None)
    clerk = visit(cast.qian)
    assert "频次未定" in page(clerk, at("obligation_list"), plan=year.plan.pk)
    assert "原文没有写明频次" in page(clerk, vague.get_absolute_url())
    assert post(clerk, at("obligation_drop", vague.pk)).status_code == 302
    year.start()
    services.count_happening(
        kind="meeting", unit=cast.quality_office, on=datetime.date(2026, 1, 5), source=cast.icu, title="质控会", by=None
    )
    shown = page(clerk, at("obligation_list"), q="质控", kind="meeting", unit="quarter")
    assert "每季度质控分析会" in shown
    assert "全院覆盖" not in shown
    assert "没有符合条件的任务" in page(clerk, at("obligation_list"), standing="missed")
    assert "还没有覆盖的科室（2）" in page(clerk, Obligation.objects.get(owed_by="cover").get_absolute_url())
    assert "1 / 2" in page(clerk, quarter.get_absolute_url())
    month = page(clerk, at("obligation_calendar"), month="2026-03", day="2026-03-31")
    assert "每季度质控分析会" in month
    assert "0/2" in month
    assert "没有到期的常态化工作" in page(clerk, at("obligation_calendar"), month="2026-02")
    assert "第 1 季度" in page(clerk, at("obligation_year"), year="2026")
    for bad in ({"month": "2026-13"}, {"month": "x"}, {"day": "2026-99-99"}, {"page": "999"}, {"plan": "x"}):
        assert page(clerk, at("obligation_calendar"), **bad)
        assert page(clerk, at("obligation_list"), **bad)
        assert page(clerk, at("obligation_year"), **bad)
    assert clerk.get(at("obligation_list"), {"plan": "99999"}).status_code == 404


def test_what_happened_is_registered_and_a_duty_is_stopped(year):
    duty = year.duty("每起纠纷有原因分析", unit="event", follow_days=7, lead_unit=year.cast.icu)
    year.start()
    head, nurse = visit(year.cast.head_zhang), visit(year.cast.nurse_sun)
    assert "登记所发生的事" in page(nurse, duty.get_absolute_url())
    assert post(nurse, at("obligation_happened", duty.pk), event="纠纷1号", on="2026-01-04").status_code == 302
    assert post(nurse, at("obligation_happened", duty.pk), event="纠纷1号", on="2026-01-04").status_code == 409
    assert "纠纷1号" in page(head, at("my_obligations"))
    assert post(nurse, at("obligation_end", duty.pk), because="停").status_code == 403
    assert post(head, at("obligation_end", duty.pk), because="").status_code == 422
    assert post(head, at("obligation_end", duty.pk), because="并入不良事件管理").status_code == 302
    assert Occurrence.objects.get().state == "withdrawn"


def test_a_stale_form_does_not_overwrite_what_another_has_set(year):
    duty = year.duty("定期检查", unit="unspecified", at_least=None)
    chief = visit(year.cast.chen)
    told = {
        "text": "定期检查", "kind": "inspection", "unit": "month", "every": "1", "at_least": "2", "shifts": "3",
        "lead_unit": duty.lead_unit_id, "owed_by": "unit", "proof": "evidence", "version": "1",
    }  # fmt: skip
    assert post(chief, at("obligation_edit", duty.pk), **told).status_code == 302
    assert post(chief, at("obligation_edit", duty.pk), **{**told, "at_least": "1"}).status_code == 409
    duty.refresh_from_db()
    assert duty.at_least == 2
    year.start()
    assert "执行中的任务调整频次，请提出计划调整" in page(chief, at("obligation_edit", duty.pk))
    assert (
        post(chief, at("obligation_edit", duty.pk), version="3", unit="year", expected_evidence="记录").status_code
        == 302
    )
    duty.refresh_from_db()
    assert (duty.unit, duty.expected_evidence) == ("month", "记录")


def test_another_hospital_finds_nothing(year):
    duty = year.duty(lead_unit=year.cast.icu)
    daily = year.duty("每日清点", unit="day", lead_unit=year.cast.icu)
    year.start()
    stranger = visit(year.cast.president_wu)
    occurrence = year.owed(duty)
    for address in (
        duty.get_absolute_url(), occurrence.get_absolute_url(), at("obligation_month", daily.pk),
        at("occurrence_evidence", occurrence.pk), at("obligation_edit", duty.pk), at("obligation_new", year.plan.pk),
    ):  # fmt: skip
        assert stranger.get(address).status_code == 404
        assert post(stranger, address, because="x").status_code in (404, 405)
    assert "质量管理" not in page(stranger, at("obligation_list"))
    assert "质量管理" not in page(stranger, at("obligation_calendar"), month="2026-03")
    everybody = visit(year.cast.director_liu)
    assert everybody.get(duty.get_absolute_url()).status_code == 200


def test_five_hundred_duties_over_five_years_cost_twelve_queries(year, django_assert_max_num_queries):
    unit, plan = year.cast.quality_office, year.plan
    paths = {"org_path": unit.path, "institution_path": unit.institution_path}
    start = datetime.date(2022, 1, 1)
    duties = Obligation.objects.bulk_create(
        Obligation(plan=plan, text=f"任务{n}", unit="month", at_least=1, lead_unit=unit, state="running",
                   starts_on=start, order=n, kind="meeting", **paths)
        for n in range(500)
    )  # fmt: skip
    months = [datetime.date(2022 + n // 12, n % 12 + 1, 1) for n in range(60)]
    Occurrence.objects.bulk_create(
        (Occurrence(obligation=duty, organization=unit, key=f"{month}/{duty.pk}", begins_on=month, lead_path=unit.path,
                    ends_on=month.replace(day=28), due_on=month.replace(day=28), **paths)
         for duty in duties for month in months),
        batch_size=2000,
    )  # fmt: skip
    year.at("2026-06-15")
    client = visit(year.cast.qian)
    client.get(at("obligation_list"))
    for address, asked in (
        ("obligation_list", {"plan": plan.pk}), ("obligation_list", {"standing": "missed"}),
        ("obligation_calendar", {"month": "2026-06", "day": "2026-06-28"}), ("obligation_year", {"year": "2026"}),
        ("my_obligations", {}), ("my_obligations", {"scope": "unit"}),
    ):  # fmt: skip
        with django_assert_max_num_queries(12):
            page(client, at(address), **asked)
    with django_assert_max_num_queries(12):
        page(client, duties[0].get_absolute_url())
    period = duties[0].occurrences.latest("begins_on").get_absolute_url()
    with django_assert_max_num_queries(12):
        page(client, period)


# --- Registers ------------------------------------------------------------------------------------------------------


def test_a_register_is_founded_filled_checked_exported_and_struck_out(year):
    cast = year.cast
    clerk, nurse = visit(cast.qian), visit(cast.nurse_sun)
    told = {
        "name": "感控人员登记册", "organization": cast.peoples_hospital.pk, "label": "岗位", "expires": "on",
        "columns": "人数 数字 必填\n证书日期 日期", "sum_column": "人数", "declared_total": "8", "warn_days": "30",
    }  # fmt: skip
    assert post(clerk, at("register_new"), **{**told, "sum_column": "人头"}).status_code == 422
    assert post(clerk, at("register_new"), **{**told, "columns": "人数 数字\n人数 文字"}).status_code == 422
    assert post(clerk, at("register_new"), **told).status_code == 302
    assert post(clerk, at("register_new"), **told).status_code == 422
    register = Register.objects.get()
    entry = {"label": "主任", "organization": cast.icu.pk, "valid_until": "2026-01-20", "column_0": "1", "column_1": ""}
    assert post(clerk, at("register_entry", register.pk), **{**entry, "column_0": "一"}).status_code == 422
    assert post(clerk, at("register_entry", register.pk), **{**entry, "column_1": "去年"}).status_code == 422
    assert post(clerk, at("register_entry", register.pk), **{**entry, "valid_until": ""}).status_code == 422
    assert post(clerk, at("register_entry", register.pk), **entry).status_code == 302
    assert post(clerk, at("register_entry", register.pk), **entry).status_code == 422
    assert post(nurse, at("register_entry", register.pk), **entry).status_code == 403
    shown = page(nurse, register.get_absolute_url())
    assert "各项合计为1，应为8.00" in shown
    one = register.entries.get()
    assert page(nurse, one.get_absolute_url())
    changed = {**entry, "column_0": "8", "version": one.version}
    assert post(clerk, one.get_absolute_url(), **changed).status_code == 302
    assert "各项合计" not in page(clerk, register.get_absolute_url())
    assert clerk.get(at("register_export", register.pk)).status_code == 200
    assert "感控人员登记册" in page(clerk, at("register_list"))
    assert post(clerk, at("entry_retire", one.pk), because="").status_code == 422
    assert post(clerk, at("entry_retire", one.pk), because="岗位撤销").status_code == 302
    assert "没有符合条件的登记项" in page(clerk, register.get_absolute_url())
    assert "主任" in page(clerk, register.get_absolute_url(), standing="retired")
    stranger = visit(cast.president_wu)
    for address in (register.get_absolute_url(), one.get_absolute_url(), at("register_export", register.pk)):
        assert stranger.get(address).status_code == 404
