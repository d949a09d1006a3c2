"""A checked table becomes rows through the verbs: whole when small, chunk by chunk when large, never twice."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accountability import trail
from accountability.imports import batches, jobs
from accountability.models import Attachment, ImportBatch, ImportRow, Notice, TrailEvent
from engine.jobs import claim, drain, perform, worker_name
from engine.models import Job
from organizations.models import Appointment, Duty, Organization, Person, Post
from organizations.refusals import AlreadyDone, NotAllowed, NotYet
from organizations.services import appoint, end_appointment, found_organization
from organizations.sight import visible
from tests import make
from tests.cast import Cast
from tests.setup.making import PEOPLE_HEAD, applied, csv_of, kept

TWO = (("江北区卫健委", "JB00", "卫生健康委", "", ""), ("江北医院", "JB01", "医院", "JB00", "二级"))


def many(number: int) -> bytes:
    return csv_of(*((f"第{n}卫生院", f"K{n}", "乡镇卫生院", "", "一级") for n in range(number)))


def events_of(batch: ImportBatch) -> list[tuple[str, dict[str, int]]]:
    return [(event.verb, event.told["extra"]) for event in trail.of(batch)]


@pytest.fixture
def chunks_of_three(monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 3)


def test_institutions_are_founded_by_the_verb_and_the_batch_has_one_event(cast: Cast):
    batch = applied(csv_of(*TWO), at=cast.city, by=cast.system_admin)
    hospital = Organization.objects.get(code="JB01")
    assert (batch.state, batch.created, batch.skipped, batch.failed) == ("applied", 2, 0, 0)
    assert hospital.parent.name == "江北区卫健委"
    assert hospital.path.startswith(cast.city.path)
    founded = trail.of(hospital).get(verb="organization_founded")
    assert (founded.actor_id, founded.actor_post) == (cast.system_admin.pk, "系统管理员")
    assert [(verb, told["total"], told["created"]) for verb, told in events_of(batch)] == [("import_applied", 2, 2)]
    assert [row.result for row in batch.rows.order_by("number")] == [hospital.parent, hospital]
    assert Notice.objects.get(person=cast.system_admin).url == batch.get_absolute_url()
    assert Attachment.objects.of(batch).get().blob.sha256 == batch.sha256


def test_departments_and_the_departments_beneath_them(cast: Cast):
    head = ("所属机构", "科室名称", "上级科室", "重点科室")
    rows = ((cast.peoples_hospital.name, "肾内科", "", ""), (cast.peoples_hospital.name, "血液透析室", "肾内科", "是"))
    applied(csv_of(*rows, head=head), at=cast.city, by=cast.system_admin, of="departments")
    unit = Organization.objects.get(name="血液透析室")
    assert (unit.parent.name, unit.institution, unit.is_key_department) == ("肾内科", cast.peoples_hospital, True)


def test_a_person_with_several_posts_is_one_person(cast: Cast):
    assert cast.quality_office
    at = (cast.peoples_hospital.name, "质控科", "1001", "钱新")
    rows = (
        (*at, "", "", "科长", "科室负责人", "否", "2024-03-01"),
        (*at, "", "", "医务干事", "经办", "是", "2025/1/1"),
        (*at, cast.tcm_hospital.name, "", "督导员", "检查员", "否", "2025-01-01"),
        (cast.peoples_hospital.name, "质控科", "1002", "钱二", "", "", "科长", "科室负责人", "否", "2020-01-01"),
        (cast.peoples_hospital.name, "", "1003", "钱三", "", "", "", "", "", ""),
    )
    batch = applied(csv_of(*rows, head=PEOPLE_HEAD), at=cast.city, by=cast.security_admin, of="people")
    person = Person.objects.get(staff_number="1001")
    held = {(one.post.title, one.post.organization, one.post.oversees) for one in person.appointments.all()}
    assert batch.created == 5
    assert held == {
        ("科长", cast.quality_office, None),
        ("医务干事", cast.quality_office, cast.peoples_hospital),
        ("督导员", cast.tcm_hospital, None),
    }
    assert Post.objects.filter(organization=cast.quality_office, title="科长").count() == 1
    assert not Person.objects.get(staff_number="1003").appointments.exists()


def test_the_same_table_again_makes_nothing_twice(cast: Cast):
    rows = tuple(
        (cast.peoples_hospital.name, "", str(n), f"员工{n}", "", "", "科员", "经办", "否", "2024-01-01") for n in "12"
    )
    content = csv_of(*rows, head=PEOPLE_HEAD)
    for created, skipped in ((2, 0), (0, 2)):
        batch = applied(content, at=cast.city, by=cast.security_admin, of="people")
        assert (batch.state, batch.created, batch.skipped) == ("applied", created, skipped)
    assert Appointment.objects.filter(post__title="科员").count() == 2
    assert [applied(csv_of(*TWO), at=cast.city).created for _each in range(2)] == [2, 0]


def test_the_same_file_is_the_same_batch_as_long_as_it_lives(cast: Cast):
    first = kept(csv_of(*TWO), at=cast.city)
    assert kept(csv_of(*TWO), at=cast.city) == first
    batches.begin(first, by=None)
    assert kept(csv_of(*TWO), at=cast.city) == first
    assert kept(csv_of(*TWO), at=cast.east_district) != first
    found = ImportBatch.objects.unfinished(target="institutions", organization=cast.city, sha256=first.sha256)
    assert found == first
    assert Attachment.objects.of(first).count() == 1


@pytest.mark.usefixtures("chunks_of_three")
def test_a_large_table_goes_chunk_by_chunk_and_a_dead_worker_repeats_only_its_own(cast: Cast, monkeypatch):
    batch = batches.begin(kept(many(8), at=cast.city, by=cast.system_admin), by=cast.system_admin)
    assert drain(limit=1) == 1
    assert batch.rows.filter(state="created").count() == 3
    asked, calls = claim(worker_name()), []

    def dies(*given, **named):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return found_organization(*given, **named)

    monkeypatch.setattr("workflow_site.setup.targets.institutions.found_organization", dies)
    with pytest.raises(KeyboardInterrupt):
        perform(asked)
    assert Organization.objects.filter(kind="township_hospital").count() == 3
    monkeypatch.setattr("workflow_site.setup.targets.institutions.found_organization", found_organization)
    Job.objects.filter(pk=asked.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    drain()
    batch.refresh_from_db()
    names = Organization.objects.filter(kind="township_hospital").values_list("name", flat=True)
    assert (batch.state, batch.created, len(names), len(set(names))) == ("applied", 8, 8, 8)
    assert [(verb, told["created"]) for verb, told in events_of(batch)] == [("import_applied", 8)]
    job = Job.objects.get(pk=asked.pk)
    assert (job.state, job.done, job.total) == ("done", 8, 8)


@pytest.mark.usefixtures("chunks_of_three")
def test_a_row_that_became_impossible_is_left_out_of_a_large_table_and_reported(cast: Cast):
    batch = batches.begin(kept(many(5), at=cast.city), by=None)
    make.make_hospital(cast.city, name="别的医院", code="K4")
    drain()
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.failed) == ("applied", 4, 1)
    failed = batch.rows.get(state=ImportRow.State.FAILED)
    assert failed.label == "第4卫生院"
    assert failed.errors[0][0] == "code"


def test_a_small_table_is_applied_whole_or_not_at_all(cast: Cast):
    batch = batches.begin(kept(many(5), at=cast.city), by=None)
    make.make_hospital(cast.city, name="别的医院", code="K4")
    drain()
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.STOPPED
    assert not Organization.objects.filter(kind="township_hospital").exists()
    assert "全表都没有导入" in batch.error
    assert batch.rows.filter(state="failed").count() == 1
    assert [verb for verb, _told in events_of(batch)] == ["import_stopped"]


def test_a_refusal_of_a_verb_stands_in_its_row(cast: Cast, monkeypatch):
    def refuses(*_given, **_named):
        raise NotYet("上级单位已停用。")

    monkeypatch.setattr("workflow_site.setup.targets.institutions.found_organization", refuses)
    batch = applied(many(1), at=cast.city)
    assert batch.rows.get().errors == [["", "上级单位已停用。"]]


@pytest.mark.usefixtures("chunks_of_three")
def test_a_person_whose_first_post_is_refused_is_registered_with_the_second(cast: Cast, monkeypatch):
    titles = ("科长", "科员", "组长", "秘书")
    at = (cast.peoples_hospital.name, "", "1001", "钱新", "", "")
    rows = ((*at, title, "经办", "否", "2024-03-01") for title in titles)

    def refuses_the_first(person, *, post, **told):
        if post.title == "科长":
            raise NotYet("这个岗位暂停任职。")
        return appoint(person, post=post, **told)

    monkeypatch.setattr("workflow_site.setup.targets.people.appoint", refuses_the_first)
    batch = applied(csv_of(*rows, head=PEOPLE_HEAD), at=cast.city, by=cast.security_admin, of="people")
    assert (batch.state, batch.created, batch.failed) == ("applied", 3, 1)
    person = Person.objects.get(staff_number="1001")
    assert {one.post.title for one in person.appointments.all()} == {"科员", "组长", "秘书"}
    assert not Post.objects.filter(title="科长").exists()


def test_nobody_imports_after_he_has_lost_the_post(cast: Cast):
    admin = make.make_holder(Duty.SYSTEM_ADMIN, cast.city, name="旧管理")
    batch = batches.begin(kept(many(3), at=cast.city, by=admin), by=admin)
    end_appointment(Appointment.objects.get(person=admin), until=date(2020, 1, 1), by=None)
    drain()
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.STOPPED
    assert not Organization.objects.filter(kind="township_hospital").exists()


def test_a_table_with_faults_is_not_applied(cast: Cast):
    batch = kept(csv_of(("江北医院", "", "医馆", "", "")), at=cast.city)
    with pytest.raises(NotYet, match="还有错误"):
        batches.begin(batch, by=None)
    assert not Job.objects.filter(kind=batches.APPLY).exists()


def test_one_confirms_and_the_second_is_told(cast: Cast):
    batch = kept(many(1), at=cast.city)
    batches.begin(batch, by=cast.system_admin)
    with pytest.raises(AlreadyDone, match="许管理"):
        batches.begin(batch, by=None)
    with pytest.raises(AlreadyDone):
        batches.withdraw(batch, by=None)


def test_an_unapplied_table_is_withdrawn_and_leaves_no_rows(cast: Cast):
    batch = kept(many(2), at=cast.city, by=cast.system_admin)
    with pytest.raises(NotAllowed):
        batches.withdraw(batch, by=cast.li)
    batches.withdraw(batch, by=cast.system_admin)
    assert batch.state == ImportBatch.State.WITHDRAWN
    assert not batch.rows.exists()
    assert [verb for verb, _told in events_of(batch)] == ["import_withdrawn"]
    with pytest.raises(NotYet):
        batches.begin(batch, by=cast.system_admin)
    assert kept(many(2), at=cast.city) != batch


def test_what_nobody_applies_is_cleared_after_some_days(cast: Cast):
    old, new, done = (kept(many(n), at=cast.city) for n in (1, 2, 3))
    batches.begin(done, by=None)
    drain()
    ImportBatch.objects.exclude(pk=new.pk).update(uploaded_at=timezone.now() - batches.KEPT - timedelta(days=1))
    jobs.clear_imports(Job(kind=jobs.CLEAR))
    assert list(ImportBatch.objects.order_by("pk").values_list("state", flat=True)) == [
        "withdrawn",
        "checked",
        "applied",
    ]
    assert TrailEvent.objects.get(verb="import_withdrawn", object_id=old.pk).actor_name == "系统"


def test_a_batch_is_seen_where_one_could_import_it(cast: Cast):
    units = kept(many(1), at=cast.east_district)
    head = ("工号", "姓名")
    people = kept(csv_of(("1", "甲"), head=head), at=cast.tcm_hospital, of="people")
    neighbour = make.make_holder(Duty.SYSTEM_ADMIN, cast.west_district, name="邻区管理")
    near = make.make_holder(Duty.SYSTEM_ADMIN, cast.east_district, name="本区管理")
    seen = {
        who: set(visible(who, ImportBatch))
        for who in (cast.system_admin, cast.security_admin, near, neighbour, cast.li, cast.zhou, cast.zheng)
    }
    assert list(seen.values()) == [{units}, {people}, {units}, set(), set(), set(), set()]
    assert set(visible(near, ImportRow)) == set(units.rows.all())
    assert not visible(neighbour, Attachment).exists()
    assert visible(near, Attachment).count() == 1
