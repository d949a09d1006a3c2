"""What visiting inspectors are shown on a lent page: a frozen 迎检 list with its evidence, a kept dossier (F18)."""

from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from accountability import lending
from accountability.lending import Shown
from accountability.models import Attachment
from organizations.models import Person
from organizations.sight import visible
from organizations.together import listed
from rectification import dossiers
from rectification.models import KeptBox, Readiness, ReadinessItem

STYLES = ("rectification/dossier.css",)


def declare() -> None:
    """Both pages."""
    lending.register(Readiness, of_readiness)
    lending.register(KeptBox, of_box)


def of_readiness(readiness: Readiness, eyes: Person) -> Shown:
    """Item by item what is said of it and what shows it; mock ratings and gaps are the house's own."""
    items = visible(eyes, ReadinessItem).filter(readiness=readiness, readiness__frozen_at__isnull=False)
    files = Attachment.objects.filter(
        pk__in=ReadinessItem.files.through.objects.filter(readinessitem__in=items).values("attachment")
    )
    shown = ReadinessItem.files.through.objects.filter(readinessitem=OuterRef("pk"))
    told = JSONObject(pk="attachment__pk", uuid="attachment__uuid", name="attachment__name")
    rows: list[Any] = list(
        items.annotate(showing=listed(shown, told)).select_related("readiness__organization").order_by("order")
    )
    for row in rows:
        in_order = sorted(row.showing or (), key=itemgetter("pk"))
        row.lent_files = [{"uuid": UUID(one["uuid"]), "name": one["name"]} for one in in_order]
    context = {"readiness": rows[0].readiness if rows else readiness, "rows": rows}
    return Shown("rectification/_lent_readiness.html", context, files.select_related("blob"))


def of_box(box: KeptBox, _eyes: Person) -> Shown:
    """Index and sheets as they were kept."""
    return Shown("rectification/_lent_box.html", {"kept": box, "box": dossiers.opened(box.content)}, styles=STYLES)
