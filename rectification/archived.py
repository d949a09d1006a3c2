"""Which finished things of rectification are filed 件 by 件, and for how long by default."""

from accountability.archives import Kind, register
from accountability.models.archives import Retention

from .models import Campaign, Finding, ScoreRound, Slip


def declare() -> None:
    """Register them; the archivist may change the retention of each piece."""
    register(
        Kind(
            Campaign, lambda year: Campaign.objects.filter(closed_at__year=year), dated="closed_at",
            retention=Retention.THIRTY, title=lambda one: one.title, is_signed=True,
        )
    )  # fmt: skip
    register(
        Kind(
            Slip, lambda year: Slip.objects.filter(issued_at__year=year), dated="issued_at",
            retention=Retention.TEN, number="number_text",
        )
    )  # fmt: skip
    register(
        Kind(
            Finding, lambda year: Finding.objects.filter(close_outs__at__year=year, state="closed").distinct(),
            dated="recorded_at", retention=Retention.TEN, number="number_text",
        )
    )  # fmt: skip
    register(
        Kind(
            ScoreRound, lambda year: ScoreRound.objects.filter(published_at__year=year).select_related("rule"),
            dated="published_at", retention=Retention.THIRTY,
        )
    )  # fmt: skip
