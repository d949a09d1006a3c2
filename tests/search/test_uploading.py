"""Many files in one step: each becomes a draft in the background or says why not, and they are sent on together."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accountability.models import Notice, TrailEvent
from engine.jobs import run_all
from organizations.refusals import Invalid, NotAllowed
from search import services
from search.intake import let_in
from search.models import Edition, EditionState, Level, RegulationUpload, UploadedText
from search.services import uploading
from tests.screens.visitors import post, text_of, visit_as
from tests.search.making import RULE

pytestmark = pytest.mark.django_db
NEW = "/library/upload/"


def file(title, name=None, second="按规定执行。"):
    return SimpleUploadedFile(name or f"{title}.txt", RULE.format(title=title, second=second).encode())


def said(cast, *files, **changed):
    return {
        "documents": list(files), "place": cast.peoples_hospital.pk, "level": "institution", "kind": "regulation",
        "access": "subtree", **changed,
    }  # fmt: skip


def upload(library, *files, by=None, place=None, **about):
    checked = [let_in(one) for one in files]
    cast = library.cast
    told = services.About(**about)
    return services.upload_files(checked, about=told, place=place or cast.peoples_hospital, by=by or cast.qian)


def test_a_keeper_uploads_his_rules_in_one_step_and_submits_those_he_checked(library):
    keeper, cast = visit_as(library.cast.qian), library.cast
    library.draft(title="已有制度")
    bad = SimpleUploadedFile("图.exe", b"MZ")
    files = [file("手卫生制度"), file("已有制度"), file("查对制度"), file("查对制度", "副本.txt"), bad]

    answer = post(keeper, reverse("search:upload_new"), **said(cast, *files))

    made = RegulationUpload.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    page = text_of(keeper.get(made.get_absolute_url()))
    assert "正在分条：0 / 3" in page
    assert "不能作为法规文本读取" in page
    run_all()
    rows = {row.name: row for row in made.files.all()}
    assert rows["手卫生制度.txt"].edition.regulation.title == "手卫生制度"
    assert rows["已有制度.txt"].state == UploadedText.State.REFUSED
    assert "库中已有《已有制度》" in rows["已有制度.txt"].said
    assert Notice.objects.filter(person=cast.qian, text__contains="2个成为草稿，1个未入库").exists()
    assert TrailEvent.objects.get(verb="upload_read").object_id == made.pk

    chosen = rows["手卫生制度.txt"].edition
    answer = post(keeper, reverse("search:upload_send", args=[made.pk]), edition=[chosen.pk])

    assert answer.status_code == 302
    chosen.refresh_from_db()
    assert chosen.state == EditionState.CHECKING
    assert rows["查对制度.txt"].edition.state == EditionState.DRAFT


def test_the_city_puts_many_public_documents_on_the_shelf(library):
    cast = library.cast
    files = [file(f"某市卫生管理办法之{n}") for n in "甲乙"]
    made = upload(library, *files, by=cast.li, place=cast.city, level=Level.LOCAL, access="public")
    run_all()
    drafts = [row.edition.pk for row in made.files.all()]
    post(visit_as(cast.li), reverse("search:upload_send", args=[made.pk]), edition=drafts)
    assert Edition.objects.published().filter(pk__in=drafts).count() == 2
    assert visit_as(cast.nurse_sun).get(f"/library/editions/{drafts[0]}/").status_code == 200


def test_a_neighbour_sees_no_upload_and_sends_nothing_on(library):
    made = upload(library, file("手卫生制度"))
    run_all()
    stranger, page = visit_as(library.cast.zheng), made.get_absolute_url()
    assert stranger.get(page).status_code == 404
    assert post(stranger, f"{page}send/", edition=[made.files.get().edition_id]).status_code == 404


def test_another_uploads_draft_is_not_sent_on_with_these(library):
    mine, other = upload(library, file("甲制度")), upload(library, file("乙制度"))
    run_all()
    foreign = other.files.get().edition
    post(visit_as(library.cast.qian), f"{mine.get_absolute_url()}send/", edition=[foreign.pk, "x", "9" * 30])
    foreign.refresh_from_db()
    assert foreign.state == EditionState.DRAFT


def test_a_hospital_does_not_fill_everybodys_library(library):
    with pytest.raises(NotAllowed, match="上级管理部门"):
        upload(library, file("某条例"), level=Level.ADMINISTRATIVE)
    with pytest.raises(Invalid, match="请选择文件"):
        upload(library)
    assert not RegulationUpload.objects.exists()


def test_what_a_killed_reader_left_is_read_again_and_nothing_twice(library, monkeypatch):
    made = upload(library, file("甲制度"), file("乙制度"), file("丙制度"))
    whole, calls = uploading.draft_edition, []

    def dies(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the process died")
        return whole(*args, **kwargs)

    monkeypatch.setattr(uploading, "draft_edition", dies)
    with pytest.raises(RuntimeError):
        run_all()
    assert made.files.waiting().count() == 2
    run_all()
    assert [row.state for row in made.files.all()] == [UploadedText.State.DRAFTED] * 3
    assert Edition.objects.count() == 3


@pytest.mark.parametrize(
    ("changed", "sentence"), [({"documents": []}, "请选择文件"), ({"access": "units"}, "可以阅读的单位")]
)
def test_what_is_missing_is_said(library, changed, sentence):
    answer = post(
        visit_as(library.cast.qian), reverse("search:upload_new"), **said(library.cast, file("甲"), **changed)
    )
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)


def test_a_page_of_a_hundred_files_costs_as_much_as_one(library, django_assert_max_num_queries):
    made = upload(library, *(file(f"第{n}号制度") for n in range(30)))
    run_all()
    keeper = visit_as(library.cast.qian)
    with django_assert_max_num_queries(12):
        assert keeper.get(made.get_absolute_url()).status_code == 200
