"""调阅: on a letter, by a list, approved by a second person, read with a code until a day, and all of it on record."""

import datetime
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from accountability import attachments, consultations, gate, verify
from accountability.models import Consultation, TrailEvent
from accountability.proofs import checkpoints
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from tests.accountability import hostile
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.KEYS_DIR, settings.CHECKPOINT_FILE = tmp_path / "keys", tmp_path / "out" / "checkpoints.jsonl"
    settings.FILES_DIR = tmp_path / "files"
    settings.FILES_DIR.mkdir()


def told(**other):
    today = timezone.localdate()
    return {
        "letter_from": "江州市审计局", "letter_number": "江审函〔2026〕7号", "readers": "郭审计、何审计",
        "purpose": "院长任期经济责任审计", "since": today - 30 * DAY, "until": today, "read_until": today + 5 * DAY,
    } | other  # fmt: skip


@pytest.fixture
def finding(stage):
    """A rectified finding of the hospital, with a photograph and a PDF."""
    found = stage.reported(stage.supervision_finding())
    attachments.attach(gate.gate(hostile.upload("照片.png", hostile.PNG + b"1")), to=found, by=stage.cast.zhao)
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(out)
    pdf = SimpleUploadedFile("签到表.pdf", out.getvalue(), "application/pdf")
    attachments.attach(gate.gate(pdf), to=found, by=stage.cast.zhao)
    return found


@pytest.fixture
def asked(finding, cast):
    """The hospital's clerk wrote the letter down and listed the finding."""
    made = consultations.ask(cast.peoples_hospital, by=cast.qian, **told())
    consultations.add(made, [finding], by=cast.qian)
    return made


@pytest.fixture
def reader(asked, cast):
    """The auditors' browser, opened with the code."""
    code = consultations.approve(asked, by=cast.president_wang)
    client = Client()
    answer = client.post(reverse("consulted_enter"), {"number": asked.number_text, "code": code})
    assert answer.status_code == 302
    return client


def test_a_letter_is_listed_approved_and_read_on_the_screen(finding, cast):
    clerk, president = visit_as(cast.qian), visit_as(cast.president_wang)
    fields = {name: str(value) for name, value in told().items()}
    made = post(clerk, reverse("consultation_new"), **fields)
    one = Consultation.objects.get()
    assert made["Location"] == one.get_absolute_url()
    assert post(clerk, one.get_absolute_url(), number=finding.number_text).status_code == 302
    assert finding.number_text in text_of(clerk.get(one.get_absolute_url()))
    assert clerk.get(reverse("consultation_decide", args=[one.pk])).status_code == 404
    decided = post(president, reverse("consultation_decide", args=[one.pk]), verdict="approve", because="同意调阅")
    page = president.get(decided["Location"])
    code = re.search(r">([0-9a-f]{20})<", page.content.decode())[1]
    assert code not in text_of(president.get(decided["Location"]))
    outside = Client()
    wrong = outside.post(reverse("consulted_enter"), {"number": one.number_text, "code": "0" * 20})
    assert wrong.status_code == 422
    listed = outside.post(reverse("consulted_enter"), {"number": one.number_text, "code": code}, follow=True)
    assert "江审函〔2026〕7号" in text_of(listed)
    shown = outside.get(reverse("consulted_item", args=[1]))
    assert "与系统记录一致" in text_of(shown)
    assert "转科交接记录缺少接收医师签名" in text_of(shown)
    assert "郭审计、何审计" in shown.content.decode()
    assert has_nothing_inline(shown.content.decode())
    assert shown["Cache-Control"].startswith("max-age=0")
    assert one.letter_from in text_of(clerk.get(reverse("consultation_list")))


def test_everything_read_and_taken_is_on_record_under_the_readers_name(reader, asked, finding):
    checkpoints.make()
    page = reader.get(reverse("consulted_item", args=[1])).content.decode()
    for link in re.findall(r'href="(/[^"]*consulted/1/[0-9a-f-]{36}/)"', page):
        assert reader.get(link).status_code == 200
    asked.refresh_from_db()
    events = TrailEvent.objects.filter(actor_id=asked.reader_id).order_by("pk")
    assert [one.verb for one in events] == ["read", "read", "downloaded", "downloaded"]
    assert {one.actor_name for one in events} == {f"郭审计、何审计（{asked.number_text}）"}


def test_a_pdf_carries_the_number_and_the_rest_is_as_it_was(reader, asked, finding):
    page = reader.get(reverse("consulted_item", args=[1])).content.decode()
    links = re.findall(r'href="(/[^"]*consulted/1/[0-9a-f-]{36}/)"', page)
    contents = [b"".join(reader.get(link).streaming_content) for link in links]
    pdf = next(content for content in contents if content.startswith(b"%PDF"))
    assert asked.number_text in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert hostile.PNG + b"1" in contents


def test_it_ends_by_itself_and_when_it_is_ended(reader, asked, cast):
    assert reader.get(reverse("consulted_list")).status_code == 200
    Consultation.objects.filter(pk=asked.pk).update(read_until=timezone.localdate() - DAY)
    assert reader.get(reverse("consulted_list")).status_code == 404
    Consultation.objects.filter(pk=asked.pk).update(read_until=timezone.localdate())
    assert reader.get(reverse("consulted_list")).status_code == 404  # the session has forgotten it
    code = consultations.renew_code(Consultation.objects.get(pk=asked.pk), by=cast.qian)
    entered = {"number": asked.number_text, "code": code}
    assert reader.post(reverse("consulted_enter"), entered).status_code == 302
    consultations.end(Consultation.objects.get(pk=asked.pk), because="审计结束", by=cast.qian)
    assert reader.get(reverse("consulted_item", args=[1])).status_code == 404
    assert reader.post(reverse("consulted_enter"), entered).status_code == 422


def test_only_the_list_is_read_and_nothing_else_of_the_site(reader, finding):
    assert reader.get(reverse("consulted_item", args=[2])).status_code == 404
    assert reader.get(finding.get_absolute_url()).status_code == 302
    assert reader.get(reverse("workbench")).status_code == 302
    assert Client().get(reverse("consulted_list")).status_code == 404


def test_what_the_asker_may_no_longer_see_is_no_longer_lent(reader, asked, cast):
    cast.qian.appointments.update(until=timezone.localdate() - DAY)
    assert reader.get(reverse("consulted_item", args=[1])).status_code == 404


def test_the_old_code_opens_nothing_after_another_was_given(asked, cast):
    old = consultations.approve(asked, by=cast.president_wang)
    new = consultations.renew_code(asked, by=cast.qian)
    assert consultations.opened_by(asked.number_text, old) is None
    assert consultations.opened_by(asked.number_text, new) == asked
    assert consultations.opened_by("别的编号", new) is None


def test_a_session_that_tries_too_often_is_let_in_no_more(asked, cast):
    code = consultations.approve(asked, by=cast.president_wang)
    client = Client()
    for _each in range(10):
        client.post(reverse("consulted_enter"), {"number": asked.number_text, "code": "wrong"})
    right = client.post(reverse("consulted_enter"), {"number": asked.number_text, "code": code})
    assert right.status_code == 422


def test_who_asks_does_not_approve_and_nobody_decides_twice(asked, cast):
    with pytest.raises(NotAllowed):
        consultations.approve(asked, by=cast.qian)
    with pytest.raises(NotAllowed):
        consultations.approve(asked, by=cast.president_wu)
    with pytest.raises(Invalid):
        consultations.refuse(asked, because=" ", by=cast.president_wang)
    consultations.refuse(asked, because="函件没有盖章", by=cast.president_wang)
    with pytest.raises(AlreadyDone):
        consultations.approve(Consultation.objects.get(pk=asked.pk), by=cast.president_wang)
    with pytest.raises(NotYet):
        consultations.renew_code(Consultation.objects.get(pk=asked.pk), by=cast.qian)


def test_an_empty_list_is_not_approved_and_an_approved_one_does_not_grow(finding, asked, cast):
    empty = consultations.ask(cast.peoples_hospital, by=cast.qian, **told())
    with pytest.raises(NotYet):
        consultations.approve(empty, by=cast.president_wang)
    assert Consultation.objects.get(pk=empty.pk).state == "asked"
    assert consultations.add(asked, [finding], by=cast.qian) == 0
    consultations.approve(asked, by=cast.president_wang)
    with pytest.raises(NotYet):
        consultations.add(asked, [finding], by=cast.qian)
    with pytest.raises(NotYet):
        consultations.remove(asked.items.get(), by=cast.qian)


@pytest.mark.parametrize(("field", "days"), [("until", -31), ("read_until", -1), ("read_until", 93)])
def test_a_wrong_period_is_refused_at_its_field(field, days, cast):
    with pytest.raises(Invalid) as refused:
        consultations.ask(cast.peoples_hospital, by=cast.qian, **told(**{field: timezone.localdate() + days * DAY}))
    assert field in refused.value.errors


def test_a_persons_term_of_office_is_listed_by_name(finding, cast):
    made = consultations.ask(cast.peoples_hospital, by=cast.qian, **told())
    client = visit_as(cast.qian)
    assert post(client, made.get_absolute_url(), name="孙护士").status_code == 302
    assert [item.content_type.model for item in made.items.all()] == ["assignment"]
    assert post(client, made.get_absolute_url(), name="没有此人").status_code == 422
    assert post(client, made.get_absolute_url(), number="ZG-没有").status_code == 422
    item = made.items.get()
    assert post(client, reverse("consultation_unlist", args=[item.pk])).status_code == 302
    assert not made.items.exists()
    assert [found for result in verify.run() for found in result.differences] == []


def test_neighbours_and_staff_see_no_consultation(asked, cast):
    for stranger in (cast.president_wu, cast.nurse_sun, cast.head_zhang, cast.li):
        assert visit_as(stranger).get(asked.get_absolute_url()).status_code == 404
    assert visit_as(cast.zhou).get(asked.get_absolute_url()).status_code == 200
