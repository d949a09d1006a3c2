"""Files are what they say, lie under their digest, and are seen by those who see what they belong to."""

import hashlib
import os
from urllib.parse import quote

import pytest
from django.urls import reverse

from accountability import attachments, gate, trail
from accountability.models import Attachment, Blob, TrailEvent
from organizations.refusals import NotYet, Refusal
from organizations.sight import visible
from tests.accountability import hostile
from tests.accountability.hostile import office, upload
from tests.make import make_account

ACCEPTED = {
    "方案.pdf": hostile.PDF,
    "现场.jpg": hostile.JPEG,
    "现场.JPEG": hostile.JPEG,
    "截图.png": hostile.PNG,
    "照片.webp": hostile.WEBP,
    "方案.docx": office("docx"),
    "台账.xlsx": office("xlsx"),
    "培训.pptx": office("pptx"),
    "说明.txt": "整改说明".encode(),
    "说明2.txt": "整改说明".encode("gb18030"),
    "说明3.txt": "整改说明".encode("utf-16"),
    "台账.csv": "\ufeff编号,问题\r\n1,手卫生".encode(),
}
DAMAGED = office()[:-40]
REFUSED = {
    "a page that calls itself pdf": ("方案.pdf", b"<html><script>alert(1)</script></html>", "不是真正的pdf"),
    "a program that calls itself a picture": ("现场.jpg", b"MZ\x90\0", "不是真正的jpg"),
    "a zip that calls itself docx": ("方案.docx", hostile.zipped({"a.txt": "x"}), "不是真正的docx"),
    "a table that calls itself docx": ("方案.docx", office("xlsx"), "不是真正的docx"),
    "a program": ("整改.exe", b"MZ", "不接受扩展名为“exe”"),
    "a page": ("整改.html", b"<html>", "不接受"),
    "a drawing with scripts": ("整改.svg", b"<svg/>", "不接受"),
    "two extensions": ("方案.pdf.exe", hostile.PDF, "不接受"),
    "a right-to-left trick": ("方案\u202efdp.exe", hostile.PDF, "不接受"),
    "no extension": ("方案", hostile.PDF, "没有扩展名"),
    "nothing": ("方案.pdf", b"", "空文件"),
    "an old document": ("方案.doc", hostile.OLE, "另存为docx"),
    "a document of wps": ("方案.wps", hostile.OLE, "另存为docx"),
    "an encrypted document": ("方案.docx", hostile.OLE, "去掉密码"),
    "a document with macros": ("方案.docx", office(more={"word/vbaProject.bin": b"x"}), "含有宏"),
    "a macro document renamed": (
        "方案.docx",
        office(kind="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "宏",
    ),
    "an embedded program": ("方案.docx", office(more={"word/embeddings/a.bin": b"MZ"}), "嵌入的程序"),
    "an old object under another name": ("方案.docx", office(more={"word/media/a.png": hostile.OLE}), "嵌入的程序"),
    "a doctype": ("方案.docx", office(more={"word/styles.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "内部结构异常"),
    "a doctype in utf-16": (
        "方案.docx",
        office(more={"word/a.xml": "<!DOCTYPE x><x/>".encode("utf-16")}),
        "内部结构异常",
    ),
    "a part outside": ("方案.docx", office(more={"../../etc/passwd": "x"}), "内部结构异常"),
    "a part twice in other letters": ("方案.docx", office(more={"WORD/document.xml": "<x/>"}), "内部结构异常"),
    "too many parts": ("方案.docx", office(more={f"p/{n}": "" for n in range(2001)}), "内部结构异常"),
    "a bomb": ("方案.docx", hostile.bomb(), "解开后过大"),
    "many parts that are large together": (
        "方案.docx",
        office(more={f"word/media/{n}.dat": bytes(range(256)) * 90_000 for n in range(4)}),
        "解开后过大",
    ),
    "a part larger than it says": ("方案.docx", hostile.lying_about_its_size(), "请"),
    "half a document": ("方案.docx", DAMAGED, "已损坏"),
    "bytes that are no text": ("名单.csv", bytes(range(256)), "不是能读出文字"),
    "a secret by name": ("机密★1年 名单.pdf", hostile.PDF, "严禁上传、处理、传输国家秘密"),
    "a secret in its text": ("通知.txt", "密级：秘密 ★ 三年".encode(), "非涉密系统"),
    "a secret across runs": ("通知.docx", office(text="绝密★启用前"), "非涉密系统"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_honest_file_passes_and_lies_under_its_digest(name):
    content = ACCEPTED[name]
    checked = gate.gate(upload(name, content))
    assert checked.sha256 == hashlib.sha256(content).hexdigest()
    assert (checked.name, checked.size) == (name, len(content))
    place = gate.stored(checked.sha256)
    assert place.read_bytes() == content
    assert place.parent.parent.parent == gate.root()


def _kept():
    return sorted(path for path in gate.root().rglob("*") if path.is_file())


@pytest.mark.parametrize("fault", REFUSED)
def test_a_bad_file_is_refused_with_a_sentence_and_leaves_nothing_behind(fault):
    name, content, words = REFUSED[fault]
    before = _kept()
    with pytest.raises(Refusal) as refusal:
        gate.gate(upload(name, content))
    assert words in refusal.value.message
    assert refusal.value.message.endswith("。")
    assert _kept() == before


def test_a_file_over_the_limit_is_refused_even_if_it_announces_less(settings):
    settings.ATTACHMENT_LIMIT = 1024
    large = upload("方案.pdf", hostile.PDF + b" " * 2000)
    for announced in (len(large), 10):
        large.size = announced
        with pytest.raises(Refusal, match="请压缩图片或拆分文件"):
            gate.gate(large)


def test_a_full_disk_is_said_and_not_filled_further(monkeypatch):
    monkeypatch.setattr(gate, "SPARE_BYTES", 2**62)
    with pytest.raises(Refusal, match="存储空间不足"):
        gate.gate(upload("方案.pdf"))


def test_what_a_killed_process_left_is_swept_after_a_day():
    gate.gate(upload("方案.pdf"))
    old, new = gate.root() / "incoming" / "old", gate.root() / "incoming" / "new"
    for left in (old, new):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))
    gate.gate(upload("方案.pdf"))
    assert (old.exists(), new.exists()) == (False, True)
    new.unlink()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\方案.pdf", "方案.pdf"),
        ("/etc/../方案.pdf", "方案.pdf"),
        ("方\r\n案\0.pdf", "方案.pdf"),
        ('方"案<1>.pdf', "方_案_1_.pdf"),
        ("很" * 300 + ".pdf", "很" * 116 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given, kept):
    assert gate.clean_name(given) == kept


@pytest.fixture
def attached(cast):
    """孙护士 attached a photograph to her department."""
    checked = gate.gate(upload("手卫生 现场（1）.png", hostile.PNG))
    return attachments.attach(checked, to=cast.icu, by=cast.nurse_sun, note="整改后")


@pytest.mark.django_db
class TestAttached:
    def test_it_belongs_to_its_thing_and_is_in_the_trail(self, cast, attached):
        assert list(Attachment.objects.of(cast.icu)) == [attached]
        assert (attached.org_path, attached.institution_path) == (cast.icu.path, cast.peoples_hospital.path)
        event = trail.of(attached).get()
        assert (event.actor_name, event.told["extra"]["sha256"]) == ("孙护士", attached.blob.sha256)

    def test_the_same_content_is_kept_once(self, cast, attached):
        again = attachments.attach(gate.gate(upload("另一个名字.png", hostile.PNG)), to=cast.city, by=cast.li)
        assert again.blob == attached.blob
        assert Blob.objects.count() == 1

    def test_a_file_that_was_not_kept_is_not_attached(self, cast):
        checked = gate.gate(upload("方案.txt", b"only here"))
        gate.stored(checked.sha256).unlink()
        with pytest.raises(NotYet):
            attachments.attach(checked, to=cast.city, by=cast.li)

    def test_a_damaged_content_is_healed_by_uploading_it_again(self, cast, attached):
        place = gate.stored(attached.blob.sha256)
        place.chmod(0o600)
        place.write_bytes(hostile.PNG[:-1] + b"x")
        gate.gate(upload("再传.png", hostile.PNG))
        assert gate.is_whole(attached.blob.sha256)

    def test_it_is_seen_by_those_who_see_what_it_belongs_to(self, cast, attached):
        for person in (cast.nurse_sun, cast.president_wang, cast.zhou):
            assert attached in visible(person, Attachment)
        for person in (cast.zheng, cast.head_gao, cast.jiang):
            assert attached not in visible(person, Attachment)


def _get(client, person, attachment):
    client.force_login(make_account(person))
    return client.get(reverse("attachment_download", args=[attachment.uuid]))


@pytest.mark.django_db
class TestDownload:
    def test_it_is_sent_as_a_file_that_no_browser_runs(self, client, cast, attached):
        answer = _get(client, cast.zhou, attached)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content) == hostile.PNG
        assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(attached.name)}"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("sandbox")
        assert answer["Content-Type"] == "image/png"

    def test_it_is_in_the_trail_before_the_first_byte(self, client, cast, attached):
        answer = _get(client, cast.zhou, attached)
        event = TrailEvent.objects.get(verb="downloaded")
        assert (event.actor_name, event.actor_unit, event.ip) == ("周审计", "审计处", "127.0.0.1")
        answer.close()

    def test_another_hospital_does_not_find_it(self, client, cast, attached):
        assert _get(client, cast.zheng, attached).status_code == 404
        assert not TrailEvent.objects.filter(verb="downloaded").exists()

    def test_a_stranger_is_asked_to_log_in(self, client, attached):
        answer = client.get(attached.get_absolute_url())
        assert answer.status_code == 302
        assert reverse("login") in answer["Location"]

    def test_a_file_that_was_changed_is_not_handed_out(self, client, cast, attached):
        place = gate.stored(attached.blob.sha256)
        place.chmod(0o600)
        place.write_bytes(b"something else")
        assert _get(client, cast.zhou, attached).status_code == 404
        gate.gate(upload("再传.png", hostile.PNG))
