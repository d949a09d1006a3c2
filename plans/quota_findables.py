"""What of obligations and registers can be found in the one search box; who finds it is decided by sight."""

from django.utils.translation import gettext_lazy as _

from search import findable
from search.findable import Findable

from .models import Obligation, Register, RegisterEntry


def _entry(entry: RegisterEntry) -> str:
    cells = (entry.label, entry.filed_number, *(str(text) for text in entry.values.values()))
    return "\n".join(part for part in cells if part)


def declare() -> None:
    """Enter duties, registers and their entries."""
    findable.register(
        Findable(
            Obligation,
            _("常态化工作任务"),
            lambda one: "\n".join(part for part in (one.text, one.source, one.expected_evidence) if part),
            title=lambda one: one.text[:80],
            about=lambda one: f"{one.lead_unit} · {one.often}",
            related=("lead_unit",),
        )
    )
    findable.register(
        Findable(
            Register,
            _("登记册"),
            lambda one: "\n".join(part for part in (one.name, one.purpose) if part),
            title=lambda one: one.name,
            about=lambda one: str(one.organization),
            related=("organization",),
        )
    )
    findable.register(
        Findable(
            RegisterEntry,
            _("登记项"),
            _entry,
            title=lambda one: one.label,
            about=lambda one: f"{one.register} · {one.organization}",
            related=("register", "organization"),
        )
    )
