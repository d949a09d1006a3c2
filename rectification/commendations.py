"""From a published ranking to the register of commendations: whom the veto meets, and the page on which one is entered.

Nothing is decided here: a candidate is proposed by his place alone, and what a competent body decided is registered.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from organizations.rights import may
from organizations.sight import Who, visible
from rectification.models import RoundState, Score, ScoreRound

RIGHT = "accountability.register_handling"
MOST_NAMED = 3


def vetoed_beside(who: Who, round_: ScoreRound, scores: Iterable[Score]) -> dict[int, list[str]]:
    """By organization the other published assessments of the same house and days that veto it; one question."""
    rows = visible(who, Score).filter(
        organization__in=[score.organization_id for score in scores],
        vetoed=True,
        round__state=RoundState.PUBLISHED,
        round__institution_path=round_.institution_path,
        round__begins_on__lte=round_.ends_on,
        round__ends_on__gte=round_.begins_on,
    )
    told: dict[int, list[str]] = {}
    for score in rows.exclude(round=round_).select_related("round__rule").order_by("pk"):
        told.setdefault(score.organization_id, []).append(str(score.round))
    return told


def offer(who: Who, round_: ScoreRound, scores: Iterable[Any]) -> None:
    """Give each candidate of a published ranking `vetoes`, and where nothing speaks against it `commend_url`."""
    first = [score for score in scores if score.candidate]
    if not first or round_.state != RoundState.PUBLISHED or not may(who, RIGHT, round_):
        return
    beside = vetoed_beside(who, round_, first)
    for score in first:
        score.vetoes = _("、").join(beside.get(score.organization_id, [])[:MOST_NAMED])
        score.commend_url = "" if score.vetoes else _address(round_, score)


def _address(round_: ScoreRound, score: Score) -> str:
    """The register's page with what the ranking knows; whoever registers it reads and completes it."""
    told = {"rule": round_.rule.name, "rank": score.rank}
    checked = _("%(rule)s排名第%(rank)d，未列入末位否决；同期其他已公布的考核没有末位否决。") % told
    known = {"unit": score.organization_id, "basis": f"{round_.rule.basis}；{round_}", "veto_checked": checked}
    return f"{reverse('handling_new')}?{urlencode({'group': 'commendation', **known})}"
