"""What visiting inspectors are shown on a lent page: a frozen 迎检 list with its evidence, a kept dossier (F18)."""

from accountability import lending
from accountability.lending import Shown
from organizations.models import Person
from organizations.sight import visible
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
    rows = list(items.prefetch_related("files__blob").order_by("order"))
    files = {file.pk: file for row in rows for file in row.files.all()}
    return Shown("rectification/_lent_readiness.html", {"readiness": readiness, "rows": rows}, list(files.values()))


def of_box(box: KeptBox, _eyes: Person) -> Shown:
    """Index and sheets as they were kept."""
    return Shown("rectification/_lent_box.html", {"kept": box, "box": dossiers.opened(box.content)}, styles=STYLES)
