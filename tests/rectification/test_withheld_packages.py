"""A package that was made yesterday is not handed out today to whoever has left, nor with what was taken away since."""

import datetime
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from accountability import archives, attachments, gate, trail, uploads
from accountability.archives import packing
from accountability.models import ArchivePiece, Attachment, EvidenceBundle
from accountability.models.trail import TrailEvent
from accountability.proofs import asking, printing
from engine import jobs
from organizations.models import Duty
from organizations.services import end_appointment
from rectification.models import CloseOut, Finding
from tests import make
from tests.accountability import hostile
from tests.screens.visitors import post, text_of, visit_as

YEAR = timezone.localdate().year
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)
WHY = "复核"
REFUSED = 422


@pytest.fixture(autouse=True)
def places(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "program", lambda: None)
    settings.KEYS_DIR, settings.CHECKPOINT_FILE = tmp_path / "keys", tmp_path / "out" / "checkpoints.jsonl"
    settings.FILES_DIR = tmp_path / "files"
    settings.FILES_DIR.mkdir()


@pytest.fixture
def finding(stage, cast):
    """A closed finding of the city with a photograph."""
    found = stage.supervision_finding()
    attachments.attach(gate.gate(hostile.upload("照片.png", hostile.PNG + b"1")), to=found, by=cast.zhao)
    Finding.objects.filter(pk=found.pk).update(state="closed", org_path=cast.city.path)
    CloseOut.objects.create(finding=found, round=1, by=cast.zhao, opinion="")
    return found


@pytest.fixture
def file(finding):
    return Attachment.objects.of(finding).get()


def bundle_of(finding, auditor):
    """Asked for over HTTP, made in the background."""
    asked = post(
        visit_as(auditor), reverse("evidence_of_thing", args=["rectification.finding", finding.pk]), because=WHY
    )
    assert asked.status_code == 302
    jobs.run_all()
    made = EvidenceBundle.objects.latest("pk")
    assert made.state == "made", made.said
    return made


def package_of(cast):
    archives.file_year(cast.city, YEAR, by=cast.li)
    made = packing.ask(cast.city, YEAR, by=cast.li)
    jobs.run_all()
    made.refresh_from_db()
    assert made.state == "made", made.said
    return made


def taken(person, name, made):
    answer = visit_as(person).get(reverse(name, args=[made.uuid]))
    return answer.status_code, "" if answer.streaming else text_of(answer)


def downloads(made):
    return TrailEvent.objects.of(made).filter(verb="downloaded").count()


def test_an_auditor_who_left_takes_nothing_that_he_asked_for_in_his_former_office(finding, cast):
    made = bundle_of(finding, cast.zhou)
    assert taken(cast.zhou, "evidence_download", made)[0] == 200
    end_appointment(cast.zhou.appointments.get(), until=YESTERDAY, by=None, because="调离", at_once=True)
    make.make_appointment(cast.zhou, duty=Duty.AUDITOR, at=cast.tcm_hospital)
    assert visit_as(cast.zhou).get(reverse("evidence_list")).status_code == 200, "he audits another hospital now"
    assert taken(cast.zhou, "evidence_download", made)[0] in (403, 404)
    assert taken(cast.li, "evidence_download", made)[0] == 404, "and nobody else gets it"
    assert downloads(made) == 1


def test_an_isolated_file_comes_out_of_no_package_made_before(finding, file, cast):
    bundle, package = bundle_of(finding, cast.zhou), package_of(cast)
    ways = ((cast.zhou, "evidence_download", bundle), (cast.li, "archive_download", package))
    assert [taken(*way)[0] for way in ways] == [200, 200]
    assert post(visit_as(cast.zhao), reverse("wrong_upload_report", args=[file.uuid]), why="other").status_code == 302
    upload = uploads.WrongUpload.objects.get()
    for way in ways:
        status, said = taken(*way)
        assert (status, "不再提供下载，请重新申请导出" in said) == (REFUSED, True), said
    uploads.release(upload, by=cast.security_admin, because="误报")
    assert [taken(*way)[0] for way in ways] == [200, 200]
    assert downloads(bundle) == downloads(package) == 2


def test_a_removed_file_goes_out_of_the_packages_too(finding, file, cast, django_capture_on_commit_callbacks):
    bundle, package = bundle_of(finding, cast.zhou), package_of(cast)
    places = [asking.place_of(bundle), packing.place_of(package)]
    for place in places:
        with zipfile.ZipFile(place) as whole:
            assert hostile.PNG + b"1" in [whole.read(name) for name in whole.namelist()]
    upload = uploads.report(file, why="other", note="", by=cast.zhao)
    uploads.propose(upload, by=cast.security_admin, because="属实")
    uploads.remove(upload, by=cast.director_wang, because="同意")
    with django_capture_on_commit_callbacks(execute=True):
        jobs.run_all()
    assert [place.exists() for place in places] == [False, False]
    for made in (bundle, package):
        made.refresh_from_db()
        assert (made.state, "重新申请导出" in made.said) == ("failed", True)
        assert TrailEvent.objects.of(made).filter(verb="package_withdrawn").count() == 1


def test_a_redacted_text_comes_out_of_no_bundle_made_before(finding, cast):
    with_text = trail.record("noted", finding, by=cast.zhao, because="含有患者姓名")
    made = bundle_of(finding, cast.zhou)
    assert taken(cast.zhou, "evidence_download", made)[0] == 200
    trail.redact(with_text, by=cast.audit_admin, because="个人信息")
    assert taken(cast.zhou, "evidence_download", made)[0] == REFUSED
    assert taken(cast.zhou, "evidence_download", bundle_of(finding, cast.zhou))[0] == 200, "a new one is clean"


def test_a_pruned_piece_comes_out_of_no_package_made_before(finding, cast):
    made = package_of(cast)
    piece = ArchivePiece.objects.get(object_id=finding.pk, content_type__model="finding")
    ArchivePiece.objects.filter(pk=piece.pk).update(dated=datetime.date(YEAR - 31, 5, 1))
    piece.refresh_from_db()
    archives.propose_pruning(piece, because="保管期满", by=cast.li)
    assert taken(cast.li, "archive_download", made)[0] == 200, "nobody has decided yet"
    archives.decide_pruning(piece, agree=True, because="同意", by=cast.director_wang)
    assert taken(cast.li, "archive_download", made)[0] == REFUSED
