"""个人信息副本: everything the rows say about one person, for that person alone, as JSON and as a page to read.

Apps register which of their rows are about a person, and through which field; what others have noted in confidence
(attention lists, handling records, reports by name) has rules of its own and is not part of it.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from accountability.models import TrailEvent
from organizations.models import Person, User

_kinds: list[tuple[type[models.Model], str]] = []
LEFT_OUT = (
    "password",
    "digest",
    "sha256",
    "sm3",
    "salt",
    "org_path",
    "institution_path",
    "version",
    "secret",
    "token",
    "object_",
)
"""Beginnings of the names of fields left out: keys, digests, paths, and what the person's acts were done to."""
MOST = 20_000  # rows of one kind


def register(model: type[models.Model], *fields: str) -> None:
    """Say that rows of `model` are about the person their field leads to."""
    _kinds.extend((model, field) for field in fields)


def of(person: Person) -> list[dict[str, Any]]:
    """What is held, kind by kind."""
    return [_account(person), *(told for model, field in _kinds if (told := _told(model, field, person))["rows"])]


def _account(person: Person) -> dict[str, Any]:
    """The person himself and his account."""
    user = User.objects.filter(person=person).first()
    rows = {**_row(person), **(_row(user) if user else {})}
    rows[_("二次验证")] = bool(user and TOTPDevice.objects.filter(user=user, confirmed=True).exists())
    return {"title": str(person._meta.verbose_name), "through": "", "rows": [rows]}


def _told(model: type[models.Model], field: str, person: Person) -> dict[str, Any]:
    """The rows of one kind that lead to the person through a field."""
    rows = model._default_manager.filter(**{field: person.pk}).select_related().order_by("pk")[:MOST]
    through = str(model._meta.get_field(field.partition("__")[0]).verbose_name)  # type: ignore[union-attr]
    return {"title": str(model._meta.verbose_name), "through": through, "rows": [_row(row) for row in rows]}


def _row(row: models.Model) -> dict[str, Any]:
    """A row under the names of its fields on screen."""
    told = {str(field.verbose_name): value for field, value in _values(row)}
    return told if isinstance(row, TrailEvent) else told | {_("名称"): str(row)}


def _values(row: models.Model) -> Iterator[tuple["models.Field[Any, Any]", Any]]:
    for field in row._meta.concrete_fields:
        if field.is_relation or isinstance(field, models.JSONField) or field.name.startswith(LEFT_OUT):
            continue
        value = getattr(row, field.attname)
        shown = dict(field.flatchoices).get(value, value) if field.choices else value
        if shown not in (None, ""):
            yield field, str(shown) if isinstance(shown, Promise) else shown


def packed(person: Person) -> bytes:
    """A zip of both; nothing in it is about anybody else."""
    told = of(person)
    head = {"person": person.name, "made_at": timezone.localtime().isoformat(timespec="seconds"), "kinds": told}
    page = render_to_string(
        "accountability/own_data_page.html", {"person": person, "kinds": told, "at": timezone.now()}
    )
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("data.json", json.dumps(head, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder))
        package.writestr("data.html", page)
    return into.getvalue()
