"""Adverse events: reported in confidence or by nobody, read by named officers alone, learnt from without names."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accountability.models import Assignment, Notice, TrailBody, TrailEvent
from engine.submissions import new_nonce
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible
from rectification import models, services
from rectification.models import AdverseEvent, AdverseKind, AdverseLesson, AdverseReporter, Finding
from tests.screens.visitors import post, text_of, visit_as

pytestmark = pytest.mark.django_db
STORY = "夜班核对医嘱时发现剂量抄写有误，未执行。"


@pytest.fixture
def hospital(cast):
    """The people's hospital, whose president has named 张主任 as its officer."""
    services.load_shipped()
    home = cast.peoples_hospital
    services.name_officer(home, person=cast.head_zhang, since=timezone.localdate(), by=cast.president_wang)
    return home


def told(**changed):
    kind = AdverseKind.objects.get(code="medication")
    fields = {
        "kind": kind.pk,
        "actuality": "potential",
        "happened_on": timezone.localdate().isoformat(),
        "story": STORY,
    }
    return {**fields, **changed}


def reported(hospital, by, **changed):
    fields = {"happened_on": timezone.localdate(), "story": STORY, "actuality": "actual", **changed}
    kind = AdverseKind.objects.get(code=fields.pop("kind", "medication"))
    return services.report_adverse(hospital, kind=kind, by=by, **fields)


def accepted(event, officer):
    services.accept_adverse(event, kind=event.kind, level=services.levels_of(event.organization)[1], by=officer)
    services.analyse_adverse(event, method="rca", causes="双人核对流于形式。", by=officer)


def test_a_nurse_reports_in_confidence_and_hears_what_came_of_it(cast, hospital):
    nurse, officer = visit_as(cast.nurse_sun), visit_as(cast.head_zhang)
    page = text_of(nurse.get("/adverse/new/"))
    assert "您的姓名仅管理员（张主任）可见" in page

    answer = post(nurse, "/adverse/new/", **told(place="病区走廊"))

    event = AdverseEvent.objects.get()
    address = event.get_absolute_url()
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert STORY in text_of(nurse.get(address))
    seen = text_of(officer.get(address))
    assert "孙护士" in seen
    level = services.levels_of(hospital)[1]
    post(officer, f"{address}accept/", kind=event.kind_id, level=level.pk)
    post(officer, f"{address}analyse/", method="rca", causes="双人核对流于形式。")
    post(officer, f"{address}close/", conclusion="修订核对流程。", feedback="谢谢，流程已经修订。")
    event.refresh_from_db()
    assert event.state == AdverseEvent.State.CLOSED
    answer = text_of(nurse.get(address))
    assert "谢谢，流程已经修订。" in answer
    assert "双人核对流于形式" not in answer
    assert Notice.objects.filter(person=cast.nurse_sun, text__contains="已办结").exists()


def test_the_trail_names_no_reporter_and_tells_nothing_of_the_story(cast, hospital):
    nurse = visit_as(cast.nurse_sun)
    post(nurse, "/adverse/new/", **told())
    nurse.get(AdverseEvent.objects.get().get_absolute_url())
    accepted(AdverseEvent.objects.get(), cast.head_zhang)

    events = TrailEvent.objects.filter(verb__startswith="adverse_").exclude(verb="adverse_officer_named")
    first = events.get(verb="adverse_reported")
    assert (first.actor_id, first.actor_name, first.ip, first.request_id) == (None, "系统", "", "")
    assert not TrailEvent.objects.filter(actor_id=cast.nurse_sun.pk).exists()
    bodies = "".join(TrailBody.objects.filter(event__in=events).values_list("text", flat=True))
    assert STORY not in bodies
    assert "剂量" not in bodies
    assert "孙护士" not in bodies


def test_who_is_not_logged_in_reports_and_nothing_tells_who_it_was(cast, hospital):
    nobody, page = Client(), f"/anonymous/{hospital.pk}/"
    html = nobody.get(page).content.decode()
    assert "不记录账号和网络地址" in html
    assert "drafts.js" not in html

    answer = nobody.post(page, {"nonce": new_nonce(), **told()})

    assert answer["Location"] == f"{page}thanks/"
    assert "无法反馈" in text_of(nobody.get(answer["Location"]))
    event = AdverseEvent.objects.get()
    assert event.way == AdverseEvent.Way.ANONYMOUS
    assert not AdverseReporter.objects.exists()
    accepted(event, cast.head_zhang)
    services.close_adverse(event, conclusion="已改进。", feedback="谢谢", by=cast.head_zhang)
    assert AdverseEvent.objects.get().feedback == ""


def test_whoever_is_logged_in_is_asked_to_log_out_before_he_is_nobody(cast, hospital):
    nurse, page = visit_as(cast.nurse_sun), f"/anonymous/{hospital.pk}/"
    assert "请先退出登录" in text_of(nurse.get(page))
    post(nurse, page, **told())
    assert not AdverseEvent.objects.exists()


def test_only_officers_read_reports_not_leaders_superiors_auditors_or_proxies(cast, hospital):
    event = reported(hospital, cast.nurse_sun)
    for person in (cast.president_wang, cast.zhou, cast.li, cast.director_wang, cast.zheng, cast.qian):
        assert not visible(person, AdverseEvent).exists()
        assert not visible(person, AdverseReporter).exists()
        visitor = visit_as(person)
        for page in ("", "accept/", "analyse/", "channel/", "close/"):
            assert visitor.get(f"{event.get_absolute_url()}{page}").status_code == 404
    assert visit_as(cast.nurse_sun).get(f"{event.get_absolute_url()}accept/").status_code == 404
    with pytest.raises(NotAllowed):
        accepted(event, cast.president_wang)
    officer = models.AdverseOfficer.objects.get()
    services.end_officer(officer, by=cast.president_wang, successor=cast.head_gao)
    assert not visible(cast.head_zhang, AdverseEvent).exists()
    with pytest.raises(AlreadyDone):
        services.end_officer(officer, by=cast.president_wang)


def test_an_officers_reading_is_on_record(cast, hospital):
    event = reported(hospital, None)
    visit_as(cast.head_zhang).get(event.get_absolute_url())
    assert TrailEvent.objects.get(verb="adverse_read").actor_id == cast.head_zhang.pk


def test_an_event_is_no_finding_and_counts_nowhere(cast, hospital):
    """Domain note E7: no source of findings, and nothing of score, radar or accountability points at an event."""
    assert "adverse" not in {value for value, _label in Finding._meta.get_field("source").choices}
    protected = {AdverseEvent, AdverseReporter}
    pointing = {
        model
        for model in models.__dict__.values()
        if isinstance(model, type) and hasattr(model, "_meta")
        for field in model._meta.get_fields()
        if field.concrete and field.related_model in protected
    }
    assert pointing == {AdverseReporter}


def test_the_database_itself_refuses_an_adverse_event_as_a_source(stage):
    finding = stage.finding()
    with pytest.raises(IntegrityError, match="a_finding_comes_from_a_known_source"), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(source="adverse")


def test_what_is_learnt_names_neither_reporter_nor_department(cast, hospital):
    reported(hospital, cast.nurse_sun, department=cast.icu)
    kind = AdverseKind.objects.get(code="medication")
    said = {"kind": kind, "title": "剂量抄写", "lesson": "使用电子医嘱。", "reach": "everybody", "by": cast.head_zhang}
    for story in ("孙护士发现剂量有误。", "重症医学科夜班发现剂量有误。"):
        with pytest.raises(Invalid, match="报告人或者报告科室"):
            services.share_lesson(hospital, story=story, **said)
    services.share_lesson(hospital, story="某院夜班发现剂量有误。", **said)
    assert "某院夜班" in text_of(visit_as(cast.zheng).get("/adverse/lessons/"))
    assert AdverseLesson.objects.get().reach == "everybody"


def test_an_improvement_becomes_somebodys_task_without_the_event(cast, hospital):
    reported(hospital, cast.nurse_sun)
    due = timezone.localdate() + datetime.timedelta(days=20)
    fields = {
        "title": "推行电子核对",
        "text": "",
        "lead_unit": cast.icu.pk,
        "holder": cast.head_zhang.pk,
        "due_on": due,
    }
    answer = post(visit_as(cast.head_zhang), "/adverse/improvements/new/", **fields)
    assert answer.status_code == 302
    task = Assignment.objects.get(kind="improvement")
    assert (task.title, task.source_label) == ("推行电子核对", "推行电子核对")
    assert "推行电子核对" in text_of(visit_as(cast.nurse_sun).get("/adverse/lessons/"))


def test_where_nobody_is_named_nothing_is_taken(cast):
    services.load_shipped()
    with pytest.raises(NotYet, match="还没有指定不良事件管理员"):
        reported(cast.peoples_hospital, cast.nurse_sun)
    page = visit_as(cast.nurse_sun).get("/adverse/new/")
    assert "还没有指定不良事件管理员" in text_of(page)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"story": ""}, "请填写经过"), ({"happened_on": "2099-01-01"}, "不能晚于今天"), ({"kind": "99"}, "选项已经变化")],
)
def test_what_is_wrong_comes_back_as_typed(cast, hospital, changed, sentence):
    answer = post(visit_as(cast.nurse_sun), "/adverse/new/", **told(**changed))
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)


def test_steps_have_an_order_and_an_end(cast, hospital):
    event, officer = reported(hospital, None), cast.head_zhang
    with pytest.raises(NotYet, match="请先受理"):
        services.close_adverse(event, conclusion="好", by=officer)
    services.accept_adverse(event, kind=event.kind, level=services.levels_of(hospital)[0], by=officer)
    with pytest.raises(NotYet, match="原因分析"):
        services.close_adverse(event, conclusion="好", by=officer)
    services.analyse_adverse(event, method="rca", causes="流程。", by=officer)
    services.note_channel(event, receipt="2026-1", on=timezone.localdate(), by=officer)
    services.close_adverse(event, conclusion="好", by=officer)
    with pytest.raises(AlreadyDone):
        services.note_channel(event, receipt="2026-2", on=timezone.localdate(), by=officer)


def test_a_flood_of_anonymous_reports_is_stopped(cast, hospital, monkeypatch):
    monkeypatch.setattr("rectification.services.adverse.MOST_ANONYMOUS", 2)
    reported(hospital, None)
    reported(hospital, None)
    with pytest.raises(NotYet, match="过多"):
        reported(hospital, None)
    reported(hospital, cast.nurse_sun)


def test_officers_are_named_by_leaders_among_their_own(cast, hospital):
    today = timezone.localdate()
    with pytest.raises(NotAllowed):
        services.name_officer(hospital, person=cast.qian, since=today, by=cast.qian)
    with pytest.raises(Invalid, match="本单位在岗"):
        services.name_officer(hospital, person=cast.zheng, since=today, by=cast.president_wang)
    leader = visit_as(cast.president_wang)
    assert post(leader, "/adverse/officers/", person=cast.qian.pk, since=today).status_code == 302
    assert visit_as(cast.nurse_sun).get("/adverse/officers/").status_code == 200
    assert post(visit_as(cast.nurse_sun), "/adverse/officers/", person=cast.qian.pk, since=today).status_code == 404
    officer = models.AdverseOfficer.objects.get(person=cast.qian)
    assert post(leader, f"/adverse/officers/{officer.pk}/end/").status_code == 302


def test_pages_cost_the_same_for_many_reports(cast, hospital, django_assert_max_num_queries):
    for _time in range(12):
        reported(hospital, None)
    officer = visit_as(cast.head_zhang)
    for page in ("/adverse/", "/adverse/lessons/", "/adverse/new/", "/adverse/officers/"):
        with django_assert_max_num_queries(12):
            assert officer.get(page).status_code == 200
    page = AdverseEvent.objects.earliest("pk").get_absolute_url()
    with django_assert_max_num_queries(12):
        assert officer.get(page).status_code == 200
