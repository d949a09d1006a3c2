"""How the events of a bundle are written: in files of columns, checked on all cores; the first format is still read."""

import gc
import hashlib
import io
import json
import weakref
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accountability.digest import Pair
from accountability.proofs import bundles, gathering, keys, listing, merkle, verifier
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


def as_one(lines, tree, most):
    """The files of a bundle put together as a whole, as they were before they were written line by line."""
    for start in range(0, len(lines), most):
        some, text = lines[start : start + most], b""
        first = some[0].seq
        for place, line in enumerate(some, 1):
            ends = place == len(some) or some[place].seq != line.seq + 1
            text += listing._spelled(line, tree.proof(first - 1, line.seq - first + 1) if ends else [])
            if ends and place < len(some):
                first = some[place].seq
        yield f"events/{start // most + 1:06d}.tsv", text


class TestInPieces:
    @settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(numbers=st.sets(st.integers(1, 60)), most=st.integers(1, 9))
    def test_the_files_are_those_that_would_be_made_at_once(self, monkeypatch, numbers, most):
        monkeypatch.setattr(listing, "MOST", most)
        tree = merkle.Tree(merkle.leaf(f"{n:064x}", f"{n:064x}") for n in range(60))
        pair = Pair("0" * 64, "1" * 64)
        lines = [listing.Line(n, n, "a", "{}", pair, "正文", "盐", pair, pair) for n in sorted(numbers)]
        made = [(name, b"".join(text)) for name, text in listing.files(iter(lines), tree)]
        assert made == list(as_one(lines, tree, most))

    def test_a_file_in_pieces_is_the_same_file(self):
        whole, pieces = io.BytesIO(), io.BytesIO()
        for file, add in ((whole, "add"), (pieces, "add_pieces")):
            package = bundles.Package(file)
            package.add("a.txt", b"first")
            getattr(package, add)("b.txt", b"12345" if add == "add" else iter([b"12", b"", b"345"]), note="x")
            plain = zipfile.ZipInfo("c.txt")
            plain.create_system, plain.external_attr = 3, 0o644 << 16
            package.zip.writestr(plain, b"as zipfile writes it")
            package.zip.close()
            assert package.told["b.txt"] == {
                "sha256": hashlib.sha256(b"12345").hexdigest(), "size": 5, "note": "x",
            }  # fmt: skip
        assert whole.getvalue() == pieces.getvalue()

    @pytest.mark.django_db
    def test_few_events_are_held_at_a_time_and_the_bundle_is_the_same(self, finding, places, monkeypatch):
        at, alive, most = timezone.now(), [], 0
        monkeypatch.setattr(bundles, "timezone", SimpleNamespace(now=lambda: at))

        def made():
            out = io.BytesIO()
            bundles.write(out, gathering.of_thing(finding, eyes=None), by="周审计", because="审计")
            return out.getvalue()

        whole = made()
        tell = bundles.Page.tell

        def counting(page, events):
            nonlocal most
            alive.extend(map(weakref.ref, events))
            gc.collect()
            most = max(most, sum(one() is not None for one in alive))
            tell(page, events)

        monkeypatch.setattr(bundles, "AT_ONCE", 2)
        monkeypatch.setattr(bundles.Page, "tell", counting)
        assert made() == whole
        assert len(alive) > 6
        assert most <= 4, "those at hand and those just gone by"
