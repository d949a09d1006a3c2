"""Which indicators and trainings are found in the one search box; who finds one is decided by the rule of sight."""

from django.utils.translation import gettext_lazy as _

from search import findable
from search.findable import Findable

from .models import Indicator, Training


def _indicator(indicator: Indicator) -> str:
    parts = (indicator.name, indicator.numerator, indicator.denominator, indicator.population, indicator.cited_text)
    return "\n".join(part for part in parts if part)


def _training(training: Training) -> str:
    parts = (training.title, training.topic, training.content, training.audience, training.goal)
    return "\n".join(part for part in parts if part)


def declare() -> None:
    """Enter them."""
    findable.register(
        Findable(
            Indicator,
            _("指标"),
            _indicator,
            title=lambda indicator: indicator.name,
            about=lambda indicator: f"{indicator.indicator_set} · {indicator.standard_words}",
            related=("indicator_set",),
        )
    )
    findable.register(
        Findable(
            Training,
            _("培训考核"),
            _training,
            title=lambda training: training.title,
            about=lambda training: f"{training.organization.name} · {training.get_state_display()}",
            related=("organization",),
        )
    )
