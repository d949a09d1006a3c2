"""Consultations, archive pieces and records with which the routes of auditors are tried."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accountability import uploads
from accountability.attachments import attach
from accountability.gate import gate
from accountability.models import (
    ArchivePackage,
    ArchivePiece,
    Attachment,
    Consultation,
    ConsultationItem,
    WrongUpload,
)
from organizations.models import Organization, Person, SecondFactorRule
from rectification.models import Finding

HOSPITAL = "江州市第一人民医院"


def _hospital() -> Organization:
    return Organization.objects.get(name=HOSPITAL)


def _finding() -> Finding:
    return Finding.objects.filter(organization__name=HOSPITAL).earliest("pk")


def _head() -> Person:
    return Person.objects.get(name="张主任")


def _consultation() -> Consultation:
    """The hospital's, asked for by its head of the quality office."""
    today, place = timezone.localdate(), _hospital()
    told = {
        "letter_from": f"{HOSPITAL}上级审计组", "letter_number": "审函1号", "readers": "郭审计", "purpose": "审计",
        "since": today, "until": today, "read_until": today + datetime.timedelta(days=3),
    }  # fmt: skip
    known = Consultation.objects.filter(organization=place).first()
    where = {"org_path": place.path, "institution_path": place.institution_path}
    return known or Consultation.objects.create(organization=place, asked_by=_head(), **told, **where)


def _item() -> ConsultationItem:
    finding = _finding()
    kind = ContentType.objects.get_for_model(finding)
    told = {"n": 1, "label": str(finding)}
    return ConsultationItem.objects.get_or_create(
        consultation=_consultation(), content_type=kind, object_id=finding.pk, defaults=told
    )[0]


def _piece() -> ArchivePiece:
    finding, place = _finding(), _hospital()
    told = {
        "org_path": place.path, "institution_path": place.institution_path, "year": 2026, "n": 1,
        "title": str(finding), "responsible": HOSPITAL, "dated": timezone.localdate(), "retention": "10",
    }  # fmt: skip
    key = {"organization": place, "content_type": ContentType.objects.get_for_model(finding), "object_id": finding.pk}
    return ArchivePiece.objects.get_or_create(**key, defaults=told)[0]


def _package() -> ArchivePackage:
    place = _hospital()
    return ArchivePackage.objects.create(organization=place, org_path=place.path, year=2026)


def _rule() -> SecondFactorRule:
    place = _hospital()
    return SecondFactorRule.objects.get_or_create(organization=place, duty="principal")[0]


def _file() -> Attachment:
    told = SimpleUploadedFile("误传.txt", uuid.uuid4().hex.encode(), "text/plain")
    return attach(gate(told), to=_finding(), by=_head())


def _wrong_upload() -> WrongUpload:
    return uploads.report(_file(), why="other", note="", by=_head())


AUDIT_OBJECTS: dict[str, Callable[[], dict[str, Any]]] = {
    "account_open": lambda: {"pk": _head().pk},
    "second_step_reset": lambda: {"pk": _head().pk},
    "second_step_waive": lambda: {"pk": _rule().pk},
    "lock_lift": lambda: {"pk": _head().pk},
    "wrong_upload_report": lambda: {"uuid": _file().uuid},
    "wrong_upload_show": lambda: {"pk": _wrong_upload().pk},
    "wrong_upload_decide": lambda: {"pk": _wrong_upload().pk, "way": "propose"},
    "walk": lambda: {"label": "rectification.finding", "pk": _finding().pk},
    "person_record": lambda: {"pk": _head().pk},
    "evidence_of_person": lambda: {"pk": _head().pk},
    "pattern_show": lambda: {"code": "quick_signing"},
    "pattern_measure": lambda: {"code": "quick_signing"},
    "consultation_detail": lambda: {"pk": _consultation().pk},
    "consultation_decide": lambda: {"pk": _consultation().pk},
    "consultation_act": lambda: {"pk": _consultation().pk, "act": "end"},
    "consultation_unlist": lambda: {"pk": _item().pk},
    "consulted_item": lambda: {"n": _item().n},
    "consulted_file": lambda: {"n": _item().n, "uuid": uuid.uuid4()},
    "archive_act": lambda: {"pk": _hospital().pk, "year": 2026, "act": "file"},
    "archive_piece": lambda: {"pk": _piece().pk},
    "archive_prune": lambda: {"pk": _piece().pk},
    "archive_download": lambda: {"uuid": _package().uuid},
}
