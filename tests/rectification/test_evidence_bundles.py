"""Evidence bundles of a finding: made through the asker's eyes, taken on record, whole or refused offline by name."""

import contextlib
import io
import json
import random
import re
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accountability import attachments, gate, trail
from accountability.models import Checkpoint, EvidenceBundle, Notice
from accountability.models.trail import TrailEvent
from accountability.proofs import (
    asking,
    bundles,
    checkpoints,
    gathering,
    keys,
    listing,
    printing,
    progress,
    verifier,
)
from engine import jobs
from tests import make
from tests.accountability import hostile
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as

pytestmark = pytest.mark.django_db

EVENTS = "events/000001.tsv"


@pytest.fixture(autouse=True)
def places(settings, tmp_path, monkeypatch):
    """Keys and files of this test alone; no page is printed unless a test asks for it."""
    monkeypatch.setattr(printing, "program", lambda: None)
    settings.KEYS_DIR, settings.CHECKPOINT_FILE = tmp_path / "keys", tmp_path / "out" / "checkpoints.jsonl"
    settings.FILES_DIR = tmp_path / "files"
    settings.FILES_DIR.mkdir()
    return tmp_path


@pytest.fixture
def finding(stage):
    """A finding whose measures were approved and reported, with a photograph."""
    found = stage.reported(stage.supervision_finding())
    checked = gate.gate(hostile.upload("整改照片.png", hostile.PNG + b"1"))
    attachments.attach(checked, to=found, by=stage.cast.zhao)
    return found


@pytest.fixture
def made(finding, cast, places):
    """The bundle of the finding as a file."""
    out = places / "bundle.zip"
    call_command("evidence_bundle", f"finding:{finding.pk}", "--out", str(out), stdout=io.StringIO())
    return out


def checked(path, key="", held=()):
    """What the verifier says in this process: nothing where the bundle is whole."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), zipfile.ZipFile(path) as opened:
            verifier.check(opened, path, key, held)
    except SystemExit as refusal:
        return str(refusal)
    except Exception as error:  # noqa: BLE001  the script says: damaged
        return f"damaged {error}"
    return ""


def repacked(path, changes, *, sign=False):
    """The bundle with some files changed, as clean a zip as before; signed anew only by whoever has the key."""
    with zipfile.ZipFile(path) as old:
        content = {part.filename: old.read(part) for part in old.infolist()} | changes
    content = {name: text for name, text in content.items() if text is not None}
    if sign:
        told = json.loads(content["MANIFEST.json"])
        package = bundles.Package(io.BytesIO())
        for name in told["files"]:
            package.add(name, content[name])
        told["files"] = package.told
        content["MANIFEST.json"] = json.dumps(told, ensure_ascii=False).encode()
        content["MANIFEST.sig"] = keys.sign(content["MANIFEST.json"].decode()).signature.encode()
    new = path.with_name("changed.zip")
    with new.open("w+b") as file:
        package = bundles.Package(file)
        for name, text in content.items():
            package.add(name, text)
        package.zip.close()
    return new


def lines_of(path):
    with zipfile.ZipFile(path) as bundle:
        names = [name for name in bundle.namelist() if name.startswith("events/")]
        rows = [line.split("\t") for name in names for line in bundle.read(name).decode().split("\n")[:-1]]
    return [dict(zip(listing.COLUMNS, row, strict=True)) for row in rows]


def alone(path, *options, cwd):
    """The bundle's own verify.py in a Python that sees nothing of ours."""
    with zipfile.ZipFile(path) as bundle:
        (cwd / "verify.py").write_bytes(bundle.read("verify.py"))
    command = [sys.executable, "-I", "-S", "verify.py", str(path), *options]
    return subprocess.run(
        command, cwd=cwd, env={"PYTHONIOENCODING": "utf-8"}, capture_output=True, text=True, check=False
    )


def test_a_bundle_is_checked_by_a_bare_python(made, finding, places):
    done = alone(made, "--key", keys.public_key(), "--checkpoints", str(checkpoints.file()), cwd=places)
    assert done.returncode == 0, done.stderr
    assert str(finding) in done.stdout
    assert len((places / "verify.py").read_text().splitlines()) <= 150
    with zipfile.ZipFile(made) as bundle:
        names = bundle.namelist()
        page = bundle.read("index.html").decode()
    assert {"index.html", EVENTS, "signatures.json", "checkpoint.json", "public_key.txt"} <= set(names)
    assert [name for name in names if name.startswith("files/")]
    assert "整改照片.png" in page
    assert has_nothing_inline(page)
    kinds = {json.loads(line["facts"])["object"][0] for line in lines_of(made)}
    assert kinds == {"rectification.finding", "accountability.assignment", "accountability.number"}


def test_one_byte_changed_anywhere_is_refused(made):
    whole = made.read_bytes()
    assert checked(made) == ""
    dice = random.Random(8)
    changed = made.with_name("changed.zip")
    for place in sorted({0, len(whole) - 1, *(dice.randrange(len(whole)) for _each in range(60))}):
        spoilt = bytearray(whole)
        spoilt[place] ^= 1 << dice.randrange(8)
        changed.write_bytes(spoilt)
        assert checked(changed), f"byte {place}"


@pytest.mark.parametrize("left", [0, 0.01, 0.5, 0.99])
def test_a_truncated_one_is_refused(made, left):
    whole = made.read_bytes()
    made.write_bytes(whole[: int(left * len(whole))])
    assert checked(made).startswith("damaged")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (EVENTS, f"文件被改动 altered file: {EVENTS}"),
        ("index.html", "文件被改动 altered file: index.html"),
        ("checkpoint.json", "文件被改动 altered file: checkpoint.json"),
        ("MANIFEST.sig", "清单或其签名被改动"),
    ],
)
def test_what_was_changed_is_named(made, name, sentence):
    with zipfile.ZipFile(made) as bundle:
        text = bundle.read(name)
    spoilt = text[:-2] + bytes([text[-2] ^ 1]) + text[-1:]
    assert sentence in checked(repacked(made, {name: spoilt}))


def test_a_missing_an_added_and_a_hidden_file_are_named(made):
    assert "缺少文件 missing file: style.css" in checked(repacked(made, {"style.css": None}))
    assert "多出文件 unexpected file: ['extra.html']" in checked(repacked(made, {"extra.html": b"x"}))
    made.write_bytes(made.read_bytes()[:-2] + b"\x05\x00hello")
    assert "压缩包本身被改动" in checked(made)


class TestWhoeverHasTheKey:
    """Even the installation itself cannot tell another history than the one it has signed before."""

    def test_an_event_told_otherwise_is_named(self, made):
        lines = lines_of(made)
        lines[0]["facts"] = lines[0]["facts"].replace('"verb":"', '"verb":"un', 1)
        changed = repacked(made, {EVENTS: _written(lines)}, sign=True)
        assert f"内容被改动 columns altered: 第{lines[0]['seq']}条操作记录" in checked(changed)

    def test_a_body_told_otherwise_is_named(self, made):
        lines = lines_of(made)
        lines[-1]["body"] += " "
        changed = repacked(made, {EVENTS: _written(lines)}, sign=True)
        assert f"正文被改动 body altered: 第{lines[-1]['seq']}条操作记录" in checked(changed)

    def test_an_event_moved_to_another_place_is_named(self, made):
        lines = lines_of(made)
        lines[0]["proof"] = lines[-1]["proof"]
        changed = repacked(made, {EVENTS: _written(lines)}, sign=True)
        assert f"不在校验点之内 not under the checkpoint: 第{lines[0]['seq']}条操作记录" in checked(changed)

    def test_an_event_left_out_among_its_neighbours_is_named(self, made):
        lines = lines_of(made)
        place = next(at for at, line in enumerate(lines) if not line["proof"])
        gone = lines.pop(place)
        assert not lines[place - 1]["proof"] or place == 0
        changed = repacked(made, {EVENTS: _written(lines)}, sign=True)
        assert f"第{int(gone['seq']) + 1}条操作记录" in checked(changed)

    def test_another_history_than_the_checkpoint_held_is_named(self, made):
        point = Checkpoint.objects.get()
        root = point.note.replace(f"root: {point.root}", f"root: {'0' * 64}")
        forked = {"note": root, **keys.sign(root)._asdict()}
        changed = repacked(made, {"checkpoint.json": json.dumps(forked).encode()}, sign=True)
        assert "history was forked" in checked(changed, held=[point.line])


def _written(lines):
    return "".join("\t".join(line.values()) + "\n" for line in lines).encode()


def test_one_of_another_installation_is_refused(made, settings, places):
    settings.KEYS_DIR = places / "others"
    done = alone(made, "--key", keys.public_key(), cwd=places)
    assert done.returncode == 1
    assert "不是该系统出具的 made by another installation" in done.stderr
    assert alone(made, "--key", cwd=places).returncode == 1


def test_a_redacted_body_is_left_out_and_the_rest_still_holds(made, finding, cast, places):
    event = TrailEvent.objects.of(finding).filter(body__isnull=False).first()
    trail.redact(event, by=cast.zhou, because="含患者姓名")
    out = places / "redacted.zip"
    call_command("evidence_bundle", f"finding:{finding.pk}", "--out", str(out), stdout=io.StringIO())
    assert checked(out) == ""
    assert [line["redacted"] for line in lines_of(out) if line["event"] == str(event.pk)] == ["True"]


def test_the_command_says_what_is_wrong(made, finding, cast, places):
    def refused(*arguments):
        with pytest.raises(CommandError) as said:
            call_command("evidence_bundle", *arguments)
        return str(said.value)

    out = ["--out", str(places / "new.zip")]
    assert "不能写入" in refused(f"finding:{finding.pk}", "--out", str(made))
    assert "没有找到“finding:999999”" in refused("finding:999999", *out)
    assert "二者选一" in refused(*out)
    make.make_account(cast.zheng, username="waiyuan")
    stranger = make.make_account(make.make_holder("auditor", make.make_organization(), name="邻居"), username="linju")
    assert "没有找到" in refused(f"finding:{finding.pk}", "--as", stranger.username, *out)
    assert "没有账号“nobody”" in refused(f"finding:{finding.pk}", "--as", "nobody", *out)
    assert not (places / "new.zip").exists()


class TestOnTheScreen:
    def test_an_auditor_asks_on_the_page_of_records_and_takes_it(self, finding, cast):
        client = visit_as(cast.zhou)
        address = reverse("trail", args=["rectification.finding", finding.pk])
        ask = f"{address}evidence/"
        assert ask in client.get(address).content.decode()
        assert has_nothing_inline(client.get(ask).content.decode())
        assert "请写明用途" in text_of(post(client, ask, because=" "))
        assert post(client, ask, because="市纪委〔2026〕5号调阅函").status_code == 302
        bundle = EvidenceBundle.objects.get()
        assert "正在生成" in text_of(client.get(reverse("evidence_list")))
        early = client.get(bundle.get_absolute_url())
        assert early.status_code == 422
        assert "还没有生成" in text_of(early)
        jobs.run_all()
        bundle.refresh_from_db()
        assert (bundle.state, bundle.said) == ("made", "")
        assert Notice.objects.filter(person=cast.zhou, kind="evidence").exists()
        before = TrailEvent.objects.of(bundle).filter(verb="downloaded").count()
        taken = b"".join(client.get(bundle.get_absolute_url()).streaming_content)
        assert TrailEvent.objects.of(bundle).filter(verb="downloaded").count() == before + 1
        place = asking.place_of(bundle)
        assert taken == place.read_bytes()
        assert checked(place, keys.public_key()) == ""
        page = client.get(reverse("evidence_list"))
        assert bundle.sha256 in text_of(page)
        assert has_nothing_inline(page.content.decode())

    def test_it_is_his_alone_and_not_for_those_without_the_right(self, finding, cast):
        asking.ask_for_thing(finding, because="审计", by=cast.zhou)
        jobs.run_all()
        bundle = EvidenceBundle.objects.get()
        assert visit_as(cast.audit_admin).get(bundle.get_absolute_url()).status_code == 404
        head = visit_as(cast.zhao)
        address = reverse("evidence_of_thing", args=["rectification.finding", finding.pk])
        assert head.get(address).status_code == 403
        assert address not in head.get(reverse("trail", args=["rectification.finding", finding.pk])).content.decode()
        assert post(head, reverse("evidence_new"), number=finding.number_text, because="x").status_code == 403

    def test_by_number_or_by_person_and_period(self, finding, cast):
        client, today = visit_as(cast.zhou), timezone.localdate()
        new = reverse("evidence_new")
        assert "二者选一" in text_of(post(client, new, because="审计"))
        assert "没有找到这个编号" in text_of(post(client, new, number="不存在", because="审计"))
        assert "须填写起止日期" in text_of(post(client, new, name="赵督导", because="审计"))
        period = {"since": today - timedelta(days=1), "until": today}
        assert "没有这名人员" in text_of(post(client, new, name="无此人", because="审计", **period))
        backwards = {"since": today, "until": today - timedelta(days=1)}
        assert "不能早于" in text_of(post(client, new, name="赵督导", because="审计", **backwards))
        assert post(client, new, number=finding.number_text, because="审计").status_code == 302
        assert post(client, new, name="赵督导", because="审计", **period).status_code == 302
        jobs.run_all()
        of_person, of_thing = EvidenceBundle.objects.all()
        assert of_thing.thing == finding
        assert of_person.about == cast.zhao
        for bundle in (of_person, of_thing):
            assert checked(asking.place_of(bundle)) == ""
        his = {json.loads(line["facts"])["actor"][0] for line in lines_of(asking.place_of(of_person))}
        assert cast.zhao.pk in his

    def test_an_attachment_that_is_gone_is_named_and_nothing_is_made(self, finding, cast):
        sha256 = attachments.Attachment.objects.of(finding).first().blob.sha256
        gate.stored(sha256).unlink()
        asking.ask_for_thing(finding, because="审计", by=cast.zhou)
        jobs.run_all()
        bundle = EvidenceBundle.objects.get()
        assert bundle.state == "failed"
        assert "附件“整改照片.png”已丢失" in bundle.said
        assert not asking.place_of(bundle).exists()


def test_only_what_the_asker_sees_is_gathered(finding, cast):
    everything = gathering.of_thing(finding, eyes=None)
    outsider = make.make_holder("auditor", make.make_organization(name="邻州市卫生健康委员会"), name="邻居")
    seen = gathering.of_thing(finding, eyes=outsider)
    assert everything.events.exists()
    assert not seen.events.exists()
    assert not seen.attachments.exists()
    assert not seen.requests.exists()
    assert seen.things == [finding]


def test_names_lead_to_things(finding, cast):
    for name in (f"finding:{finding.pk}", f"rectification.finding:{finding.pk}", f" {finding.number_text} "):
        assert gathering.find(name, eyes=cast.zhou) == finding
    for name in ("finding:", "finding:x", "nothing:1", f"person:{cast.li.pk}", "", f"finding:{10**30}"):
        assert gathering.find(name, eyes=cast.zhou) is None


def test_sm3_is_checked_too_where_it_is_known(made):
    lines = lines_of(made)
    lines[0]["digest"] = re.sub(" .", " x", lines[0]["digest"])
    assert "columns altered" in checked(repacked(made, {EVENTS: _written(lines)}, sign=True))


def test_the_page_goes_along_as_pdf_where_it_can_be_printed(finding, places, monkeypatch):
    monkeypatch.setattr(printing, "as_pdf", lambda page, style: b"%PDF-1.7 " + page.read_bytes()[:20])
    out = places / "bundle.zip"
    call_command("evidence_bundle", f"finding:{finding.pk}", "--out", str(out), stdout=io.StringIO())
    with zipfile.ZipFile(out) as bundle:
        assert bundle.read("index.pdf").startswith(b"%PDF-1.7")
    assert checked(out) == ""


@pytest.mark.parametrize("said", ["exit 1", "exit 0"])
def test_where_libreoffice_fails_the_bundle_goes_without(said, monkeypatch, tmp_path):
    broken = tmp_path / "soffice"
    broken.write_text(f"#!/bin/sh\n{said}\n")
    broken.chmod(0o755)
    monkeypatch.setattr(printing, "program", lambda: str(broken))
    page = tmp_path / "page.html"
    page.write_text("<p>1</p>")
    assert printing.as_pdf(page, b"") is None


def test_the_list_of_bundles_says_how_far_one_is(finding, cast):
    asking.ask_for_thing(finding, because="审计", by=cast.zhou)
    bundle = EvidenceBundle.objects.get()
    place = asking.place_of(bundle)
    place.parent.mkdir(parents=True, exist_ok=True)
    going = progress.Progress(progress.place_of(place))
    going.begin(progress.EACH * 4)
    for _each in range(progress.EACH):
        going.step()
    page = visit_as(cast.zhou).get(reverse("evidence_list")).content.decode()
    assert "生成进度：25%" in page
    assert 'hx-trigger="every 3s"' in page
    progress.place_of(place).write_text("{")
    assert "生成进度" not in visit_as(cast.zhou).get(reverse("evidence_list")).content.decode()
    jobs.run_all()
    assert not progress.place_of(place).exists()
