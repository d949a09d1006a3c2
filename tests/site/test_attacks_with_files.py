"""Attacks with files, through a form as it stands on the site: refused in words, or stored as something inert."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accountability.models import Attachment
from organizations.models import Person
from rectification.models import Output
from tests.screens.visitors import post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_city")]

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = ("[Content_Types].xml", f'<Types><Override ContentType="{KIND}"/></Types>')
DOCTYPE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
BODY = "word/document.xml"


def document(*parts: tuple[str, str | bytes]) -> bytes:
    """A package that calls itself a Word document."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (TYPES, *parts):
            package.writestr(name, content)
    return packed.getvalue()


@pytest.fixture
def delivery(signed_in):
    """Sends one file with the form by which the commission delivers an output."""
    client = signed_in(Person.objects.get(name="李干事"))
    phase = {"phase__campaign__state": "running", "phase__state": "open"}
    address = reverse("rectification:output_deliver", args=[Output.objects.filter(per="campaign", **phase)[0].pk])

    def send(name: str, content: bytes):
        file = SimpleUploadedFile(name, content)
        return client, post(client, address, delivered_on="2026-11-01", text="已完成", attachments=file)

    return send


REFUSED = {
    "a picture that runs": ("a.svg", b"<svg onload=alert(1)>"),
    "a page": ("a.html", b"<script>alert(1)</script>"),
    "a program called a paper": ("a.pdf", b"MZ" + b"\x90" * 100),
    "a program after a paper": ("a.pdf.exe", b"%PDF-1.7"),
    "nothing": ("a.txt", b""),
    "a name that is only an ending": (".txt", b"x"),
    "a bomb": ("a.docx", document((BODY, b"<a>" + b"0" * 60_000_000))),
    "an entity": ("a.docx", document((BODY, DOCTYPE))),
    "an entity in UTF-16": ("a.docx", document((BODY, DOCTYPE.encode("utf-16")))),
    "an entity in UTF-32": ("a.docx", document((BODY, DOCTYPE.encode("utf-32")))),
    "an entity in UTF-7": ("a.docx", document((BODY, '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a>'))),
    "an entity in EBCDIC": ("a.docx", document((BODY, DOCTYPE.encode("cp037")))),
    "a way out of the folder": ("a.docx", document((BODY, "<a/>"), ("../../x", "x"))),
    "a macro": ("a.docx", document((BODY, "<a/>"), ("word/vbaProject.bin", "x"))),
    "a state secret in the name": ("机密★1年.txt", b"x"),
    "a state secret with a gap": ("a.txt", "机　密 ★ 1年".encode()),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_file_is_refused_and_nothing_of_it_stays(delivery, what: str) -> None:
    before = Attachment.objects.count()

    _client, page = delivery(*REFUSED[what])

    assert page.status_code == 422
    assert Attachment.objects.count() == before
    assert not list(Path(settings.FILES_DIR, "incoming").glob("*"))


INERT = {
    "../../../../etc/passwd.txt": "passwd.txt",
    "合同\u202etxt.exe.txt": "合同txt.exe.txt",
    "a\x00b.txt": "ab.txt",
    "长" * 300 + ".txt": "长" * 116 + ".txt",
}


@pytest.mark.parametrize("name", INERT, ids=range(len(INERT)))
def test_what_is_accepted_comes_back_as_a_download_that_no_browser_runs(delivery, name: str) -> None:
    client, answer = delivery(name, b"<script>alert(1)</script>")
    assert answer.status_code == 302
    attachment = Attachment.objects.latest("pk")
    assert attachment.name == INERT[name]

    file = client.get(attachment.get_absolute_url())

    assert file["Content-Disposition"].startswith("attachment;")
    assert file["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file["Cache-Control"]
    assert "\n" not in file["Content-Disposition"]
