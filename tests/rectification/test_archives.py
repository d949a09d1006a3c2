"""归档: finished things become numbered pieces with a retention, are packed with digests, and pruned only by two."""

import csv
import datetime
import hashlib
import io
import json
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from accountability import archives, attachments, gate, verify
from accountability.archives import packing
from accountability.models import ArchivePackage, ArchivePiece, TrailEvent
from accountability.proofs import keys, verifier
from engine import jobs
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification.models import Campaign, CloseOut, Finding
from tests.accountability import hostile
from tests.screens.visitors import post, text_of, visit_as

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.KEYS_DIR, settings.CHECKPOINT_FILE = tmp_path / "keys", tmp_path / "out" / "checkpoints.jsonl"
    settings.FILES_DIR = tmp_path / "files"
    settings.FILES_DIR.mkdir()


@pytest.fixture
def finished(stage, cast):
    """A closed campaign of the city with a closed finding that has a photograph."""
    finding = stage.supervision_finding(description="=HYPERLINK(1)未执行手卫生")
    attachments.attach(gate.gate(hostile.upload("照片.png", hostile.PNG + b"1")), to=finding, by=cast.zhao)
    Finding.objects.filter(pk=finding.pk).update(state="closed", org_path=cast.city.path)
    CloseOut.objects.create(finding=finding, round=1, by=cast.zhao, opinion="")
    Campaign.objects.filter(pk=finding.campaign_id).update(closed_at=timezone.now())
    return finding


@pytest.fixture
def filed(finished, cast):
    archives.file_year(cast.city, YEAR, by=cast.li)
    return list(ArchivePiece.objects.order_by("n"))


def over(piece):
    """Let the time of a piece be over."""
    ArchivePiece.objects.filter(pk=piece.pk).update(dated=datetime.date(YEAR - 11, 5, 1))
    piece.refresh_from_db()
    return piece


def test_what_was_finished_in_a_year_is_filed_once_with_its_retention(filed, cast):
    told = {(piece.n, piece.content_type.model, piece.retention, piece.lacks) for piece in filed}
    assert {(kind, retention) for _n, kind, retention, _lacks in told} == {("campaign", "30"), ("finding", "10")}
    assert sorted(piece.n for piece in filed) == [1, 2]
    lacks = {piece.content_type.model: piece.lacks for piece in filed}
    assert lacks == {"campaign": "附件", "finding": ""}
    assert archives.file_year(cast.city, YEAR, by=cast.li) == 0
    assert archives.file_year(cast.city, YEAR - 1, by=cast.li) == 0


def test_who_may_not_file_does_not_and_a_wrong_year_is_refused(cast):
    with pytest.raises(NotAllowed):
        archives.file_year(cast.city, YEAR, by=cast.nurse_sun)
    for year in (1999, YEAR + 1):
        with pytest.raises(Invalid):
            archives.file_year(cast.city, year, by=cast.li)


def test_the_package_holds_the_list_the_files_and_signed_digests(filed, cast):
    made = packing.ask(cast.city, YEAR, by=cast.li)
    jobs.run_all()
    made.refresh_from_db()
    assert (made.state, made.pieces) == ("made", 2)
    with zipfile.ZipFile(packing.place_of(made)) as package:
        text = package.read("MANIFEST.json")
        assert verifier.signed(keys.public_key(), text, package.read("MANIFEST.sig").decode())
        for name, told in json.loads(text)["files"].items():
            assert hashlib.sha256(package.read(name)).hexdigest() == told["sha256"]
        rows = list(csv.reader(io.StringIO(package.read("归档目录.csv").decode("utf-8-sig"))))
        assert rows[0][:7] == ["件号", "题名", "责任者", "文号", "日期", "页数", "保管期限"]
        assert not [cell for row in rows for cell in row if cell.startswith("=")]
        assert hostile.PNG + b"1" in [package.read(name) for name in package.namelist() if name.endswith(".png")]
        assert "办理记录.html" in " ".join(package.namelist())
    page = visit_as(cast.li).get(reverse("archive_download", args=[made.uuid]))
    assert hashlib.sha256(b"".join(page.streaming_content)).hexdigest() == made.sha256
    assert TrailEvent.objects.filter(verb="downloaded", object_id=made.pk).exists()
    assert visit_as(cast.president_wu).get(reverse("archive_download", args=[made.uuid])).status_code == 404


def test_an_empty_year_is_not_packed_and_a_lost_file_is_named(filed, cast, settings):
    with pytest.raises(NotYet):
        packing.ask(cast.city, YEAR - 1, by=cast.li)
    made = packing.ask(cast.city, YEAR, by=cast.li)
    for place in settings.FILES_DIR.rglob("*"):
        if place.is_file():
            place.chmod(0o600)
            place.write_bytes(b"altered")
    jobs.run_all()
    made.refresh_from_db()
    assert made.state == "failed"
    assert "照片.png" in made.said


def test_the_pages_file_correct_and_pack(finished, cast, django_assert_max_num_queries):
    client = visit_as(cast.li)
    assert post(client, reverse("archive_act", args=[cast.city.pk, YEAR, "file"])).status_code == 302
    with django_assert_max_num_queries(12):
        page = client.get(reverse("archive_list"), {"unit": cast.city.pk})
    assert "缺少：附件" in text_of(page)
    piece = ArchivePiece.objects.get(content_type__model="campaign")
    fields = {"title": "专项整治工作材料", "responsible": "市卫健委", "dated": "2026-05-01", "pages": "12"}
    change = reverse("archive_piece", args=[piece.pk])
    assert post(client, change, **fields, retention="99").status_code == 422
    assert post(client, change, **fields, retention="permanent").status_code == 302
    piece.refresh_from_db()
    assert (piece.title, piece.pages, piece.retention, piece.kept_until) == ("专项整治工作材料", 12, "permanent", None)
    assert post(client, reverse("archive_act", args=[cast.city.pk, YEAR, "pack"])).status_code == 302
    assert ArchivePackage.objects.count() == 1
    for other in (cast.president_wu, cast.nurse_sun, cast.zheng):
        assert visit_as(other).get(reverse("archive_list"), {"unit": cast.city.pk}).status_code == 404
        assert visit_as(other).get(change).status_code == 404
    assert client.get(reverse("archive_act", args=[cast.city.pk, YEAR, "burn"])).status_code == 404


def test_nothing_is_pruned_before_its_time_and_what_is_permanent_never(filed, cast):
    piece = next(one for one in filed if one.retention == "10")
    with pytest.raises(NotYet):
        archives.propose_pruning(piece, because="到期", by=cast.li)
    ArchivePiece.objects.filter(pk=piece.pk).update(retention="permanent", dated=datetime.date(1990, 1, 1))
    piece.refresh_from_db()
    with pytest.raises(NotYet):
        archives.propose_pruning(piece, because="到期", by=cast.li)


def test_pruning_takes_two_people_leaves_the_chain_whole_and_says_so(filed, finished, cast):
    piece = over(next(one for one in filed if one.retention == "10"))
    archives.propose_pruning(piece, because="经鉴定无继续保存价值", by=cast.li)
    with pytest.raises(NotAllowed):
        archives.decide_pruning(piece, agree=True, because="", by=cast.li)
    client = visit_as(cast.director_wang)
    decided = post(client, reverse("archive_prune", args=[piece.pk]), verdict="agree", because="同意鉴定意见")
    assert decided.status_code == 302
    piece.refresh_from_db()
    assert (piece.state, piece.pruned_by) == ("pruned", cast.director_wang)
    events = TrailEvent.objects.filter(content_type=piece.content_type_id, object_id=finished.pk)
    assert events.exists()
    assert all(event.is_redacted for event in events)
    assert TrailEvent.objects.get(verb="piece_pruned").actor_name == "王主任"
    results = {result.name: result.differences for result in verify.run()}
    assert results["chain"] == results["bodies"] == results["guards"] == []
    with pytest.raises(AlreadyDone):
        archives.propose_pruning(piece, because="再次", by=cast.li)
    with pytest.raises(AlreadyDone):
        archives.decide_pruning(piece, agree=True, because="", by=cast.director_liu)


def test_who_does_not_agree_leaves_the_piece_as_it_was(filed, cast):
    piece = over(next(one for one in filed if one.retention == "10"))
    archives.propose_pruning(piece, because="到期", by=cast.li)
    archives.decide_pruning(piece, agree=False, because="仍有诉讼", by=cast.director_wang)
    piece.refresh_from_db()
    assert (piece.state, piece.proposed_by) == ("filed", None)
