"""误传文件: reported by whoever sees it, gone for everybody at once, removed by two, told without its content."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accountability import trail, uploads, verify
from accountability.attachments import attach
from accountability.file_refusals import BadFile
from accountability.gate import gate, stored
from accountability.models import Assignment, Attachment, Notice, WrongUpload
from organizations.models import Person
from organizations.refusals import NotAllowed
from tests.accountability.test_assignments import give
from tests.cast import Cast
from tests.screens.visitors import post, text_of, visit_as

TELLING = "某某行动部署名单"


def a_file(task: Assignment, by: Person, text: str = "不该在这里的内容") -> Attachment:
    checked = gate(SimpleUploadedFile(f"{TELLING}.txt", text.encode(), "text/plain"))
    with transaction.atomic():
        return attach(checked, to=task, by=by)


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def file(cast: Cast) -> Attachment:
    assert cast.security_admin
    return a_file(give(cast, cast.head_zhang), cast.head_zhang)


def download(person: Person, file: Attachment) -> int:
    return int(visit_as(person).get(reverse("attachment_download", args=[file.uuid])).status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("mark", ["秘密★", "机密★10年", "绝密 ★ 长期", "机 密☆"])
def test_a_file_that_calls_itself_secret_is_refused_in_words(mark: str) -> None:
    with pytest.raises(BadFile, match="严禁上传、处理、传输国家秘密"):
        gate(SimpleUploadedFile("通知.txt", f"{mark}\n关于……的通知".encode(), "text/plain"))
    assert gate(SimpleUploadedFile("通知.txt", "内部资料 注意保存".encode(), "text/plain"))


def a_pdf(words: str) -> bytes:
    """A PDF of one page in its plainest form, its text as two-byte codes with a map to Unicode."""
    codes = "".join(f"{n:04x}" for n in range(1, len(words) + 1))
    mapping = "\n".join(f"<{n:04x}> <{char.encode('utf-16-be').hex()}>" for n, char in enumerate(words, 1))
    cmap = f"""/CIDInit /ProcSet findresource begin begincmap
1 begincodespacerange <0000> <ffff> endcodespacerange
{len(words)} beginbfchar\n{mapping}\nendbfchar endcmap end"""
    page = f"BT /F1 12 Tf 72 720 Td <{codes}> Tj ET"
    font, system = "/Type /Font /BaseFont /X", "/Registry (Adobe) /Ordering (Identity) /Supplement 0"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
        f"<< /Subtype /Type0 {font} /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        f"<< /Subtype /CIDFontType2 {font} /DW 1000 /CIDSystemInfo << {system} >> >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    body, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}{end}".encode()


@pytest.mark.django_db
def test_a_pdf_is_read_for_marks_too() -> None:
    with pytest.raises(BadFile, match="国家秘密标志"):
        gate(SimpleUploadedFile("通知.pdf", a_pdf("机密★10年"), "application/pdf"))
    assert gate(SimpleUploadedFile("通知.pdf", a_pdf("关于保密工作的通知"), "application/pdf"))
    assert gate(SimpleUploadedFile("坏.pdf", b"%PDF-1.7\nnothing follows", "application/pdf"))


@pytest.mark.django_db(transaction=True)
def test_a_reported_file_is_gone_for_everybody_and_removed_by_two(cast: Cast, file: Attachment, tmp_path: Path) -> None:
    twin = a_file(give(cast, cast.head_gao), cast.head_gao)
    address, place = reverse("wrong_upload_report", args=[file.uuid]), stored(file.blob.sha256)
    head = visit_as(cast.head_zhang)
    assert download(cast.head_zhang, file) == 200
    assert visit_as(cast.president_wu).get(address).status_code == 404, "who does not see it cannot report it"
    assert post(head, address).status_code == 422
    assert post(head, address, why="secret", note="选错了文件").status_code == 302
    assert not place.exists(), "whatever else reads files finds nothing either"
    assert verify_is_clean()

    assert [download(person, one) for person in (cast.head_zhang, cast.head_gao, cast.security_admin, cast.zhou)
            for one in (file, twin)] == [404] * 8  # fmt: skip
    assert not Attachment.objects.exists()
    upload = WrongUpload.objects.get()
    assert Notice.objects.filter(person=cast.security_admin, url=upload.get_absolute_url()).exists()
    keeper = visit_as(cast.security_admin)
    assert TELLING not in text_of(keeper.get(upload.get_absolute_url())), "its name is not told either"
    assert f"误传文件第{upload.pk}号" in text_of(keeper.get("/security/"))
    with pytest.raises(BadFile, match="隔离"):
        a_file(give(cast, cast.nurse_sun), cast.nurse_sun)

    ways = {way: reverse("wrong_upload_decide", args=[upload.pk, way]) for way in ("propose", "remove", "release")}
    assert post(keeper, ways["remove"], because="确认").status_code == 404, "nothing was proposed"
    assert post(keeper, ways["propose"], because="经核实确属误传").status_code == 302
    assert post(keeper, ways["remove"], because="确认").status_code == 404, "not the same person"
    second = visit_as(cast.president_wang)
    assert post(second, ways["remove"], because="同意清除").status_code == 302

    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file() and path.stat().st_size]
    upload.refresh_from_db()
    assert (upload.state, upload.proposed_by, upload.decided_by) == (
        "removed", cast.security_admin, cast.president_wang
    )  # fmt: skip
    assert set(Attachment.everything.values_list("name", flat=True)) == {"（已清除）"}
    events = trail.of(file)
    assert events.get(verb="attachment_added").is_redacted
    assert [one.sentence for result in verify.run() for one in result.differences] == []
    with pytest.raises(BadFile, match="清除"):
        a_file(give(cast, cast.nurse_sun), cast.nurse_sun)


@pytest.mark.django_db(transaction=True)
def test_what_was_no_mistake_comes_back(cast: Cast, file: Attachment) -> None:
    upload = uploads.report(file, why="other", note="", by=cast.head_zhang)
    keeper = visit_as(cast.security_admin)
    assert post(keeper, reverse("wrong_upload_decide", args=[upload.pk, "release"])).status_code == 422
    assert post(keeper, reverse("wrong_upload_decide", args=[upload.pk, "release"]), because="误报").status_code == 302
    assert download(cast.head_zhang, file) == 200
    assert verify_is_clean()


@pytest.mark.django_db
def test_the_database_itself_asks_for_two(cast: Cast, file: Attachment) -> None:
    upload = uploads.report(file, why="secret", note="", by=cast.head_zhang)
    uploads.propose(upload, by=cast.security_admin, because="属实")
    with pytest.raises(NotAllowed, match="另一人"):
        uploads.remove(upload, by=cast.security_admin, because="属实")
    with pytest.raises(IntegrityError), transaction.atomic():
        WrongUpload.objects.filter(pk=upload.pk).update(state="removed", decided_by=cast.security_admin)


def test_nobody_reports_without_an_account(db: None) -> None:
    answer = Client().get("/files/00000000-0000-0000-0000-000000000000/wrong/")
    assert answer["Location"].startswith(reverse("login"))


def verify_is_clean() -> bool:
    return [one.sentence for result in verify.run() for one in result.differences] == []
