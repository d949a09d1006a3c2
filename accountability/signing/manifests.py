"""The manifest of exactly what was shown: built once, rebuilt to see whether the thing still says so."""

import json
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import translation

from accountability import digest
from accountability.models import SignedManifest

Content = dict[str, Any]


class Rendered(NamedTuple):
    """What a thing says now, and the canonical text of it: the bytes that are hashed."""

    content: Content
    text: str


def render(thing: models.Model, *, node: str, source: str) -> Rendered:
    """What the method `source` of a thing says now, always in the site's first language, whoever asks."""
    with in_first_language():
        content = getattr(thing, source)()
        text = digest.canonical(
            {
                "format": 1,
                "object": {"type": thing._meta.label_lower, "id": str(thing.pk)},
                "version": version_of(thing),
                "node": node,
                "content": content,
            }
        )
    return Rendered(json.loads(text)["content"], text)


def in_first_language() -> AbstractContextManager[None]:
    """What is stored for everybody is written in the site's first language, not in that of the one who acts."""
    return translation.override(settings.LANGUAGE_CODE)


def version_of(thing: models.Model) -> int:
    """The version of a thing; a thing without versions is always at 0."""
    return int(getattr(thing, "version", 0) or 0)


def make(thing: models.Model, *, node: str, source: str) -> SignedManifest:
    """Store what the signers will be shown."""
    body = render(thing, node=node, source=source).text
    sha256, sm3 = digest.pair(body)
    return SignedManifest.objects.create(
        content_type=ContentType.objects.get_for_model(thing),
        object_id=thing.pk,
        label=str(thing)[:200],
        object_version=version_of(thing),
        body=body,
        sha256=sha256,
        sm3=sm3,
    )


def lines_of(content: Content) -> dict[str, str]:
    """The content as label and text, for saying what differs."""
    lines: dict[str, str] = {}
    for name in ("title", "lead", "question"):
        if content.get(name):
            lines[name] = str(content[name])
    for section in content.get("sections", ()):
        heading = str(section.get("heading", ""))
        for label, text in section.get("rows", ()):
            lines[f"{heading} {label}".strip()] = str(text)
        if "text" in section:
            lines[heading] = str(section["text"])
        for row in section.get("table", {}).get("body", ()):
            lines[f"{heading} {row[0]}".strip()] = "，".join(str(cell) for cell in row[1:])
    for attached in content.get("attachments", ()):
        lines[str(attached["name"])] = str(attached.get("sha256", ""))[:12]
    return lines


def differences(shown: Content, now: Content) -> tuple[dict[str, str], dict[str, str]]:
    """Label and text of the lines that differ: as shown, and as they are now."""
    before, after = lines_of(shown), lines_of(now)
    labels = [label for label in {**before, **after} if before.get(label) != after.get(label)]
    return {label: before.get(label, "") for label in labels}, {label: after.get(label, "") for label in labels}
