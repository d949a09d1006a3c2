"""迎检: the outside body's list, owned item by item, shown by shared files, tried out, frozen, printed with pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accountability import verify
from accountability.gate import gate
from accountability.models import Attachment, Notice
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import Finding, Readiness, ReadinessItem
from tests.rectification.making import fresh
from tests.rectification.pages import at, post, text_of, visit_as

LINES = ["1.1 危急值有登记、有处置时间", "1.2 手术安全核查三方签名", "2.1 抗菌药物分级目录公示"]


@pytest.fixture
def readiness(stage) -> Readiness:
    """The hospital's clerk pastes the list of the province."""
    told = {"title": "等级医院复审", "body": "省卫生健康委", "visit_on": timezone.localdate(), "lines": LINES}
    return services.prepare_readiness(stage.cast.peoples_hospital, by=stage.cast.qian, **told)


def item(readiness, code) -> ReadinessItem:
    return readiness.items.select_related("readiness").get(code=code)


def paper(name="危急值登记本.txt"):
    return gate(SimpleUploadedFile(name, "登记完整。".encode(), "text/plain"))


def rated(readiness, by):
    for one in readiness.items.select_related("readiness"):
        services.rate_item(one, rating="ready", note="", by=by)


def test_a_hospital_gets_ready_item_by_item_and_shows_what_it_has(stage, readiness):
    cast = stage.cast
    services.give_item(item(readiness, "1.1"), owner=cast.head_zhang, by=cast.qian)
    assert Notice.objects.filter(kind="readiness", person=cast.head_zhang).exists()
    services.rate_item(item(readiness, "1.1"), rating="ready", note="", by=cast.head_zhang, files=[paper()])
    shared = list(Attachment.objects.of(readiness))
    services.rate_item(item(readiness, "1.2"), rating="partial", note="周五前补签。", by=cast.qian, shared=shared)
    assert list(item(readiness, "1.2").files.all()) == list(item(readiness, "1.1").files.all()) == shared
    services.mock_item(item(readiness, "1.1"), rating="lacking", note="夜班缺处置时间。", by=cast.qian)
    gap = Finding.objects.get()
    assert item(readiness, "1.1").finding == gap
    assert gap.organization == cast.peoples_hospital
    assert "1.1 危急值有登记" in gap.description
    with pytest.raises(NotYet, match=r"2\.1"):
        services.freeze_readiness(readiness, by=cast.qian)
    rated(readiness, cast.qian)
    services.freeze_readiness(readiness, by=cast.qian)
    with pytest.raises(AlreadyDone, match="已经封存"):
        services.rate_item(item(readiness, "2.1"), rating="ready", note="", by=cast.qian)
    assert [str(found) for result in verify.run() for found in result.differences] == []


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "1—300个条目"),
        (["1.1"], "第1行请写成"),
        (["1.1 甲", "1.1 乙"], "出现了两次"),
        (["1.1 " + "长" * 401], "第1行请写成"),
    ],
)
def test_a_list_that_cannot_be_is_refused_whole(stage, lines, sentence):
    told = {"title": "复审", "body": "省卫生健康委", "visit_on": timezone.localdate(), "lines": lines}
    with pytest.raises(Invalid, match=sentence):
        services.prepare_readiness(stage.cast.peoples_hospital, by=stage.cast.qian, **told)
    assert not Readiness.objects.exists()


def test_nobody_tries_out_his_own_item_or_rates_anothers(stage, readiness):
    cast = stage.cast
    with pytest.raises(NotAllowed, match="自己的条目"):
        services.mock_item(item(readiness, "1.1"), rating="ready", note="", by=cast.qian)
    with pytest.raises(NotAllowed):
        services.rate_item(item(readiness, "1.1"), rating="ready", note="", by=cast.nurse_sun)
    with pytest.raises(Invalid, match="写明缺什么"):
        services.rate_item(item(readiness, "1.1"), rating="lacking", note=" ", by=cast.qian)
    with pytest.raises(Invalid, match="本单位在岗"):
        services.give_item(item(readiness, "1.1"), owner=cast.zheng, by=cast.qian)


def test_a_file_of_another_list_is_not_shared(stage, readiness):
    told = {"title": "另一次", "body": "市医保局", "visit_on": timezone.localdate(), "lines": ["1 甲"]}
    other = services.prepare_readiness(stage.cast.peoples_hospital, by=stage.cast.qian, **told)
    services.rate_item(item(other, "1"), rating="ready", note="", by=stage.cast.qian, files=[paper()])
    with pytest.raises(Invalid, match="本次迎检"):
        services.rate_item(
            item(readiness, "1.1"), rating="ready", note="", by=stage.cast.qian, shared=list(Attachment.objects.all())
        )


def test_the_pages_lead_from_the_list_to_the_printed_index(stage, readiness, django_assert_max_num_queries):
    cast = stage.cast
    clerk = visit_as(cast.qian)
    sent = {"title": "飞行检查", "body": "国家卫生健康委", "visit_on": timezone.localdate().isoformat()}
    assert post(clerk, at("readiness_new"), **sent, lines="\n".join(LINES)).status_code == 302
    assert post(clerk, at("readiness_new"), **sent, lines="甲").status_code == 422
    one = item(readiness, "1.1")
    answer = post(
        clerk, at("ready_item_rate", one.pk), rating="ready", note="", uploads=SimpleUploadedFile("a.txt", b"x")
    )
    assert answer.status_code == 302
    assert post(clerk, at("ready_item_give", one.pk), owner=cast.head_zhang.pk).status_code == 302
    assert post(clerk, at("ready_item_mock", one.pk), rating="lacking", note="缺夜班。").status_code == 302
    rated(readiness, cast.qian)
    page = text_of(clerk.get(at("readiness_detail", readiness.pk)))
    assert "a.txt" in page
    assert Finding.objects.get().number_text in page
    assert post(clerk, at("readiness_freeze", readiness.pk)).status_code == 302
    assert fresh(readiness).is_frozen
    assert "还没有编制" in text_of(clerk.get(at("readiness_index", readiness.pk)))
    assert post(clerk, at("readiness_index_make", readiness.pk)).status_code == 302
    with django_assert_max_num_queries(12):
        index = text_of(clerk.get(at("readiness_index", readiness.pk)))
    assert "附件（另附）：a.txt" in index
    assert "— 3 —" in index
    with django_assert_max_num_queries(12):
        clerk.get(at("readiness_detail", readiness.pk))
    assert "飞行检查" in text_of(clerk.get(at("readiness_list")))


def test_a_neighbour_sees_nothing_of_it(stage, readiness):
    neighbour = visit_as(stage.cast.zheng)
    one = item(readiness, "1.1")
    for name in ("readiness_detail", "readiness_index", "readiness_freeze"):
        assert neighbour.get(at(name, readiness.pk)).status_code == 404
    for name in ("ready_item_give", "ready_item_rate", "ready_item_mock"):
        assert neighbour.get(at(name, one.pk)).status_code == 404
    assert "等级医院复审" not in text_of(neighbour.get(at("readiness_list")))
    assert visit_as(stage.cast.nurse_sun).get(at("readiness_new")).status_code == 403
