"""How the events of a bundle are written: in files of columns, checked on all cores; the first format is still read."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command

from accountability.proofs import keys, listing, verifier
from tests.rectification.test_evidence_bundles import alone, checked, finding, places, repacked

__all__ = ["finding", "places"]

OLD = Path(__file__).with_name("bundle_of_format_1.zip")  # nine events, as they were written first


def said_of(path, name="events.jsonl"):
    """What the verifier says of the events of a bundle of the first format."""
    with zipfile.ZipFile(OLD) as bundle:
        note = json.loads(bundle.read("checkpoint.json"))["note"]
    size, root = (note.partition(f"{word}: ")[2].split("\n")[0] for word in ("size", "root"))
    try:
        return verifier.events((path, name, int(size), root))
    except SystemExit as refusal:
        return str(refusal)


def altered(tmp_path, change):
    """The old bundle's lines after a change, in a zip of their own."""
    with zipfile.ZipFile(OLD) as bundle:
        lines = [json.loads(line) for line in bundle.read("events.jsonl").splitlines()]
    change(lines)
    text = b"".join(json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n" for line in lines)
    with zipfile.ZipFile(tmp_path / "altered.zip", "w") as bundle:
        bundle.writestr("events.jsonl", text)
    return tmp_path / "altered.zip", lines


class TestTheFirstFormat:
    def test_a_bundle_of_it_is_whole(self):
        assert checked(OLD) == ""
        assert said_of(OLD) == 9

    def test_one_byte_changed_is_refused(self, tmp_path):
        whole = OLD.read_bytes()
        for place in range(0, len(whole), 997):
            spoilt = bytearray(whole)
            spoilt[place] ^= 4
            (tmp_path / "changed.zip").write_bytes(spoilt)
            assert checked(tmp_path / "changed.zip"), place

    @pytest.mark.parametrize(
        ("column", "sentence"),
        [
            ("facts", "内容被改动 columns altered"),
            ("body", "正文被改动 body altered"),
            ("salt", "正文被改动 body altered"),
            ("event", "链接不符 link altered"),
        ],
    )
    def test_what_is_altered_is_named(self, tmp_path, column, sentence):
        def change(lines):
            lines[3][column] = f"{lines[3][column]}1" if column != "facts" else lines[3]["facts"] + " "

        path, lines = altered(tmp_path, change)
        assert f"{sentence}: 第{lines[3]['seq']}条操作记录" in said_of(path)

    def test_a_proof_of_another_event_is_named(self, tmp_path):
        def change(lines):
            lines[0]["proof"] = lines[1]["proof"]

        path, lines = altered(tmp_path, change)
        assert f"不在校验点之内 not under the checkpoint: 第{lines[0]['seq']}条操作记录" in said_of(path)

    def test_a_redacted_body_is_not_looked_for(self, tmp_path):
        def change(lines):
            lines[0].update(body="", salt="", redacted=True)

        path, _lines = altered(tmp_path, change)
        assert said_of(path) == 9


@pytest.mark.django_db
class TestManyFiles:
    @pytest.fixture
    def made(self, finding, places, monkeypatch):
        """A bundle of more events than one file takes."""
        monkeypatch.setattr(listing, "MOST", 4)
        out = places / "bundle.zip"
        call_command("evidence_bundle", f"finding:{finding.pk}", "--out", str(out), stdout=io.StringIO())
        return out

    def test_they_are_checked_by_a_bare_python_on_all_cores(self, made, places):
        done = alone(made, "--key", keys.public_key(), cwd=places)
        assert done.returncode == 0, done.stderr
        with zipfile.ZipFile(made) as bundle:
            names = [name for name in bundle.namelist() if name.startswith("events/")]
            told = json.loads(bundle.read("MANIFEST.json"))
            count = sum(bundle.read(name).count(b"\n") for name in names)
        assert len(names) > 2
        assert told["files"][names[0]]["columns"] == list(listing.COLUMNS)
        assert f"{count} 条操作记录 events" in done.stdout

    def test_what_is_altered_in_one_of_them_is_named(self, made, places):
        with zipfile.ZipFile(made) as bundle:
            text = bundle.read("events/000002.tsv")
        seq = text.split(b"\n")[0].rpartition(b"\t")[2].decode()
        changed = repacked(made, {"events/000002.tsv": text.replace(b'"verb":"', b'"verb":"un', 1)}, sign=True)
        done = alone(changed, cwd=places)
        assert done.returncode == 1
        assert f"内容被改动 columns altered: 第{seq}条操作记录" in done.stderr

    def test_a_body_that_breaks_the_columns_stops_the_bundle(self, finding, places):
        line = listing.Line(1, 1, "a", "{}", ("", ""), "{}\t", "", ("", ""), ("", ""))
        with pytest.raises(ValueError, match="1"):
            listing._spelled(line, [])
