"""The annexes of a draft: uploaded through the gate, signed with the scheme, read by all who have the campaign."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accountability.models import Attachment
from organizations.sight import visible
from rectification import services
from tests.rectification.making import seats_of
from tests.rectification.pages import at, post, text_of, visit_as

SECRECY = "严禁上传、处理、传输国家秘密"
MASKING = "请先遮挡患者姓名、面部、住院号、腕带等信息"


def notice(name: str = "关于开展专项整治的通知.txt") -> SimpleUploadedFile:
    """A harmless file."""
    return SimpleUploadedFile(name, f"{name}：全文".encode(), content_type="text/plain")


@pytest.fixture
def draft(stage):
    """A draft with one annex, uploaded by its drafter."""
    campaign = stage.draft()
    answer = post(visit_as(stage.cast.li), at("campaign_annexes", campaign.pk), attachments=notice())
    assert answer["Location"] == at("campaign_annexes", campaign.pk)
    return campaign


def test_the_drafter_is_led_to_the_page_uploads_and_sees_what_is_there(stage, draft):
    client = visit_as(stage.cast.li)
    address = at("campaign_annexes", draft.pk)
    for page in (draft.get_absolute_url(), at("campaign_edit", draft.pk)):
        assert address in client.get(page).content.decode()
    words = text_of(client.get(address))
    assert "关于开展专项整治的通知.txt" in words
    assert SECRECY in words
    assert MASKING in words
    draft.refresh_from_db()
    assert draft.version == 2


def test_nothing_chosen_or_a_masked_program_is_refused_in_words(stage):
    campaign = stage.draft()
    client = visit_as(stage.cast.li)
    nothing = post(client, at("campaign_annexes", campaign.pk))
    assert nothing.status_code == 422
    assert "请选择附件。" in text_of(nothing)
    program = SimpleUploadedFile("方案.pdf", b"MZ\x90\x00 this is a program", content_type="application/pdf")
    refused = post(client, at("campaign_annexes", campaign.pk), attachments=program)
    assert refused.status_code == 422
    assert "方案.pdf" in text_of(refused)
    assert not Attachment.objects.exists()


def test_others_neither_find_the_draft_nor_upload(stage, draft):
    address = at("campaign_annexes", draft.pk)
    for person in (stage.cast.qian, stage.cast.zheng):
        assert visit_as(person).get(address).status_code == 404
        assert post(visit_as(person), address, attachments=notice()).status_code == 404
    assert post(visit_as(stage.cast.director_wang), address, attachments=notice()).status_code == 403


def test_the_signers_see_name_size_and_digest_and_nothing_is_added_while_they_sign(stage, draft):
    services.submit_scheme(draft, by=stage.cast.li)
    seat = seats_of(draft).first()
    file = Attachment.objects.get()
    words = text_of(visit_as(seat.person).get(seat.get_absolute_url()))
    assert "关于开展专项整治的通知.txt" in words
    assert file.blob.sha256[:12] in words
    assert f"{file.size}" in words
    assert seat.request.manifest.content["attachments"] == [
        {"name": file.name, "size": file.size, "sha256": file.blob.sha256}
    ]
    client = visit_as(stage.cast.li)
    assert 'name="attachments"' not in client.get(at("campaign_annexes", draft.pk)).content.decode()
    late = post(client, at("campaign_annexes", draft.pk), attachments=notice("后补.txt"))
    assert late.status_code == 422
    assert Attachment.objects.count() == 1


def test_once_issued_the_annexes_are_read_by_whoever_has_the_campaign(stage, draft, django_assert_max_num_queries):
    campaign = stage.issue(draft)
    file = Attachment.objects.get()
    for person in (stage.cast.li, stage.cast.qian, stage.cast.doctor_he):
        client = visit_as(person)
        page = client.get(campaign.get_absolute_url())
        assert file.get_absolute_url() in page.content.decode()
        assert list(page.context["files"]) == list(visible(person, Attachment).of(campaign))
        assert client.get(file.get_absolute_url()).status_code == 200
    client = visit_as(stage.cast.li)
    client.get(campaign.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(campaign.get_absolute_url())
