"""F18: visiting inspectors read the frozen list and the dossiers chosen, for some days, and nothing else."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accountability import consultations, uploads, verify_trail
from accountability.gate import gate
from accountability.models import Attachment, Consultation, TrailEvent
from accountability.proofs import checkpoints
from organizations.models import Duty
from organizations.sight import visible
from rectification import services
from rectification.models import KeptBox
from tests import make
from tests.rectification.making import fresh
from tests.rectification.pages import at, post, text_of, visit_as

LINES = ["1.1 危急值有登记", "1.2 手术安全核查三方签名"]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def readiness(stage):
    """The hospital has rated its list, one item mocked and found lacking."""
    cast = stage.cast
    told = {"title": "等级医院复审", "body": "省卫生健康委", "visit_on": timezone.localdate(), "lines": LINES}
    made = services.prepare_readiness(cast.peoples_hospital, by=cast.qian, **told)
    first, second = made.items.select_related("readiness").order_by("order")
    services.give_item(first, owner=cast.head_zhang, by=cast.qian)
    paper = gate(SimpleUploadedFile("登记本.txt", "登记完整。".encode(), "text/plain"))
    services.rate_item(first, rating="ready", note="已归档", by=cast.head_zhang, files=[paper])
    services.rate_item(second, rating="partial", note="周五前补签", by=cast.qian)
    services.mock_item(fresh(first), rating="lacking", note="夜班缺时间", by=cast.qian)
    return made


def letter(**other):
    until = (timezone.localdate() + 3 * DAY).isoformat()
    told = {
        "letter_from": "省卫生健康委",
        "letter_number": "省卫检〔2026〕9号",
        "readers": "郭专家",
        "read_until": until,
    }
    return told | other


def entered(one, by):
    """The visitors' browser, with the code the approver was shown."""
    code = consultations.approve(one, by=by)
    client = Client()
    answer = client.post(reverse("consulted_enter"), {"number": one.number_text, "code": code})
    assert answer.status_code == 302
    return client


def test_the_frozen_list_is_opened_on_a_letter_and_a_second_persons_word(stage, readiness):
    cast = stage.cast
    clerk = visit_as(cast.qian)
    invite = at("readiness_invite", readiness.pk)
    assert "还没有封存" in clerk.get(invite).content.decode()
    services.freeze_readiness(fresh(readiness), by=cast.qian)
    assert "供来检人员查看" in text_of(clerk.get(at("readiness_detail", readiness.pk)))
    post(clerk, at("readiness_index_make", readiness.pk))
    box = readiness.kept_boxes.get()
    scan = SimpleUploadedFile("通知.txt", "检查通知。".encode(), "text/plain")
    made = post(clerk, invite, **letter(boxes=[box.pk], letters=scan))
    one = Consultation.objects.get()
    assert made["Location"] == one.get_absolute_url()
    assert [item.thing for item in one.items.order_by("n")] == [readiness, box]
    assert Attachment.objects.of(one).get().name == "通知.txt"
    visitor = entered(one, cast.president_wang)
    shown = visitor.get(reverse("consulted_item", args=[1]))
    page = text_of(shown)
    assert "1.1 危急值有登记" in page
    assert "已归档" in page
    for own in ("夜班缺时间", "缺项", "模拟检查", "钱"):
        assert own not in page, own
    (link,) = re.findall(r'href="(/[^"]*consulted/1/[0-9a-f-]{36}/)"', shown.content.decode())
    assert b"".join(visitor.get(link).streaming_content) == "登记完整。".encode()
    assert "目录" in text_of(visitor.get(reverse("consulted_item", args=[2])))
    verbs = TrailEvent.objects.filter(actor_id=fresh(one).reader_id).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["read", "read", "downloaded", "read"]


def test_a_lent_page_costs_the_same_dozen_whatever_shows_the_items(stage, readiness, django_assert_max_num_queries):
    cast = stage.cast
    more = [gate(SimpleUploadedFile(f"{n}.txt", f"第{n}份".encode(), "text/plain")) for n in range(12)]
    second = readiness.items.select_related("readiness").get(order=2)
    services.rate_item(second, rating="ready", note="", by=cast.qian, files=more)
    services.freeze_readiness(fresh(readiness), by=cast.qian)
    clerk = visit_as(cast.qian)
    post(clerk, at("readiness_index_make", readiness.pk))
    post(clerk, at("readiness_invite", readiness.pk), **letter(boxes=[readiness.kept_boxes.get().pk]))
    one = Consultation.objects.get()
    visitor = entered(one, cast.president_wang)
    checkpoints.make()
    for n, told in ((1, "11.txt"), (2, "目录")):
        visitor.get(reverse("consulted_item", args=[n]))
        with django_assert_max_num_queries(12):  # two of them begin and end the transaction that notes the reading
            page = visitor.get(reverse("consulted_item", args=[n]))
        assert told in text_of(page)
        assert "日志校验点" in page.content.decode()
    [event] = TrailEvent.objects.filter(actor_id=one.reader_id or fresh(one).reader_id, verb="read")[:1]
    assert (event.actor_post, event.actor_unit) == ("", "")


def test_it_ends_by_itself_and_nothing_else_of_the_site_is_open(stage, readiness):
    cast = stage.cast
    services.freeze_readiness(fresh(readiness), by=cast.qian)
    post(visit_as(cast.qian), at("readiness_invite", readiness.pk), **letter())
    visitor = entered(Consultation.objects.get(), cast.president_wang)
    for closed in (readiness.get_absolute_url(), at("readiness_list"), reverse("workbench")):
        assert visitor.get(closed).status_code == 302
    assert visitor.get(reverse("consulted_item", args=[2])).status_code == 404
    Consultation.objects.update(read_until=timezone.localdate() - DAY)
    assert visitor.get(reverse("consulted_item", args=[1])).status_code == 404


def test_a_file_that_shows_no_item_is_not_lent_with_the_list(stage, readiness):
    cast = stage.cast
    services.freeze_readiness(fresh(readiness), by=cast.qian)
    other = services.prepare_readiness(
        cast.peoples_hospital, title="另一次", body="市", visit_on=timezone.localdate(), lines=LINES, by=cast.qian
    )
    first = other.items.select_related("readiness").earliest("order")
    paper = gate(SimpleUploadedFile("内部.txt", b"x", "text/plain"))
    services.rate_item(first, rating="ready", note="", by=cast.qian, files=[paper])
    post(visit_as(cast.qian), at("readiness_invite", readiness.pk), **letter())
    visitor = entered(Consultation.objects.get(), cast.president_wang)
    secret = Attachment.objects.of(other).get()
    assert visitor.get(reverse("consulted_file", args=[1, secret.uuid])).status_code == 404


def test_a_campaigns_dossier_is_lent_as_it_was_kept(stage, django_assert_max_num_queries):
    cast = stage.cast
    campaign, clerk = stage.issue(), visit_as(cast.li)
    assert clerk.get(at("dossier_invite", campaign.pk)).status_code == 404
    post(clerk, at("campaign_dossier_make", campaign.pk))
    clerk.get(at("dossier_invite", campaign.pk))
    with django_assert_max_num_queries(12):
        clerk.get(at("dossier_invite", campaign.pk))
    assert post(clerk, at("dossier_invite", campaign.pk), **letter(readers="")).status_code == 422
    assert post(clerk, at("dossier_invite", campaign.pk), **letter()).status_code == 302
    visitor = entered(Consultation.objects.get(), cast.director_wang)
    page = text_of(visitor.get(reverse("consulted_item", args=[1])))
    assert campaign.title in page
    assert "工作方案" in page
    assert visit_as(cast.qian).get(at("dossier_invite", campaign.pk)).status_code == 403
    assert visit_as(cast.qian).get(at("campaign_dossier", campaign.pk)).status_code == 404


def test_who_has_left_the_house_takes_no_dossier_of_it_along(stage):
    cast = stage.cast
    campaign, clerk = stage.issue(), visit_as(cast.li)
    post(clerk, at("campaign_dossier_make", campaign.pk))
    post(clerk, at("dossier_invite", campaign.pk), **letter())
    visitor = entered(Consultation.objects.get(), cast.director_wang)
    assert visitor.get(reverse("consulted_item", args=[1])).status_code == 200
    cast.li.appointments.update(until=timezone.localdate() - DAY)
    make.make_appointment(cast.li, duty=Duty.CLERK, at=cast.peoples_hospital)
    assert visitor.get(reverse("consulted_item", args=[1])).status_code == 404
    assert not visible(fresh(cast.li), KeptBox).exists()


def test_with_another_code_whoever_came_in_by_the_old_one_is_out(stage, readiness):
    cast = stage.cast
    services.freeze_readiness(fresh(readiness), by=cast.qian)
    post(visit_as(cast.qian), at("readiness_invite", readiness.pk), **letter())
    thief = entered(Consultation.objects.get(), cast.president_wang)
    assert thief.get(reverse("consulted_item", args=[1])).status_code == 200
    code = consultations.renew_code(Consultation.objects.get(), by=cast.qian)
    for page in (reverse("consulted_list"), reverse("consulted_item", args=[1])):
        assert thief.get(page).status_code == 404
    visitor = Client()
    visitor.post(reverse("consulted_enter"), {"number": Consultation.objects.get().number_text, "code": code})
    assert visitor.get(reverse("consulted_item", args=[1])).status_code == 200


def test_no_kept_dossier_says_what_a_removed_file_was_called(stage, readiness):
    cast = stage.cast
    post(visit_as(cast.qian), at("readiness_index_make", readiness.pk))
    box, file = readiness.kept_boxes.get(), Attachment.objects.get(name="登记本.txt")
    assert "登记本.txt" in str(box.content)
    wrong = uploads.report(file, why="other", note="", by=cast.head_zhang)
    uploads.propose(wrong, by=cast.security_admin, because="核实")
    uploads.remove(wrong, by=cast.director_wang, because="同意")
    box = fresh(box)
    assert "登记本" not in str(box.content)
    assert "（已清除的文件）" in str(box.content)
    assert box.pages == len(box.content["sheets"])
    assert box.pk in TrailEvent.objects.filter(verb="box_name_removed").values_list("object_id", flat=True)
    assert [one for one in verify_trail.rows() if "keptbox" in one.thing] == []
