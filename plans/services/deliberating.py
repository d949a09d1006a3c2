"""会议审议 of a plan, a revision or a review: put before a meeting, answered by its signed minutes, once.

通过 and 原则通过 let the route go on (the comments of the meeting are told to whoever drafted it and stay beside the
plan); 不通过 sends it back to its drafter; with 再议 it goes on waiting and may be put before another meeting. Who is
asked may still answer the step by hand, as for a meeting held without the system: whoever is first answers it. A
meeting answers only under a chair who leads the house or is asked in the step, and who has not drafted the thing.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.signing import deliberating
from accountability.signing.manifests import in_first_language
from organizations import rights
from organizations.models import Organization, Person
from organizations.sight import Who, visible
from plans.models import Deliberation, Plan, Resolution, Review, Revision

MODELS: tuple[type[Any], ...] = (Plan, Revision, Review)


def waiting_for_a_meeting(who: Who, host: Organization) -> Iterator[tuple[Model, str]]:
    """What of an institution waits for a meeting, with the digest of what it says now."""
    if not rights.may(who, "plans.draft_plan", host):
        return
    for model in MODELS:
        requests = {one.object_id: one.manifest.sha256 for one in deliberating.waiting(model)}
        rows = visible(who, model).filter(pk__in=requests, institution_path=host.institution_path)
        for thing in rows.order_by("pk"):
            yield thing, requests[thing.pk]


def note_deliberated(
    sender: type[Model],
    *,
    thing: Any,
    by: Person,
    source: Any,
    shown: str,
    resolution: str,
    opinion: str,
    meeting: str,
    held_on: datetime.date,
    chair: Person,
    number: str,
    basis: Any,
    **_event: Any,
) -> None:
    """A meeting's minutes are out: its answer is that of the step, unless that was answered or sent anew meanwhile."""
    if not isinstance(source, MODELS):
        return
    plan: Plan = source if isinstance(source, Plan) else source.plan
    with engine.hold(*((plan,) if source is plan else (plan, source))):
        request = deliberating.waiting_for(source, shown=shown)
        if request is None or not deliberating.may_preside(chair, source, request):
            return
        made = Deliberation.objects.create(
            plan=plan, request=request, resolution=resolution, opinion=opinion, meeting=meeting[:200], held_on=held_on,
            number=number[:80], basis=basis, url=basis.get_absolute_url(), recorded_by=by,
        )  # fmt: skip
        told = {"meeting": meeting, "number": number, "resolution": str(Resolution(resolution).label)}
        trail.record("plan_deliberated", source, by=by, because=opinion[:200], also=[made], extra=told)
        if resolution != Resolution.AGAIN:
            with in_first_language():
                said = _sentence(made)
            deliberating.answer(request, source, passed=resolution != Resolution.REJECTED, said=said, by=by)


def _sentence(made: Deliberation) -> str:
    """What the meeting said, with the minutes as its basis."""
    told = {
        "meeting": made.meeting,
        "result": made.get_resolution_display(),
        "number": f"（{made.number}）" if made.number else "",
    }
    sentence = _("%(meeting)s审议%(result)s%(number)s") % told
    return (
        _("%(said)s。会议意见：%(opinion)s") % {"said": sentence, "opinion": made.opinion} if made.opinion else sentence
    )
