"""征求意见: asked while a rule is a draft, given by the units, answered one by one by the drafter."""

import datetime
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import notices, trail
from accountability.signing.manifests import in_first_language
from organizations import rights
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from search import events, permissions
from search.models import Edition, EditionState, Opinion, OpinionRequest, Verdict

from .publishing import require_draft

Said = tuple[str, str]
"""The place an opinion is about (may be empty) and its words."""


def ask_opinions(
    edition: Edition, organizations: Iterable[Organization], *, due_on: datetime.date, by: Person
) -> list[OpinionRequest]:
    """Name the units whose opinion is asked; they are told when the draft is submitted."""
    with engine.hold(edition):
        require_draft(edition, by)
        if due_on < timezone.localdate():
            raise Invalid({"due_on": _("反馈时限不能早于今天。")})
        asked = set(edition.opinion_requests.values_list("organization", flat=True))
        units = [unit for unit in organizations if unit.pk not in asked]
        if not units:
            raise Invalid({"organizations": _("请选择还没有征求过的单位。")})
        made = [
            OpinionRequest.objects.create(
                edition=edition,
                organization=unit,
                org_path=unit.path,
                institution_path=unit.institution_path,
                due_on=due_on,
                asked_by=by,
            )
            for unit in units
        ]
        edition.version += 1
        edition.save()
        trail.record("opinions_asked", edition, by=by, also=made, extra={"units": [str(unit) for unit in units]})
    return made


def tell_asked(sender: object, *, thing: Edition, **_event: object) -> None:
    """A draft was submitted: the units asked have it now."""
    for request in thing.opinion_requests.filter(answered_at__isnull=True).select_related("organization"):
        with in_first_language():
            text = _("请对%(title)s（征求意见稿）反馈意见，时限%(day)s。") % {
                "title": thing.regulation.cited_title,
                "day": f"{request.due_on:%Y-%m-%d}",
            }
        people = rights.who_may("search.give_opinion", request.org_path)
        notices.notify(people, text=text, url=thing.get_absolute_url(), source=thing, kind="opinions_asked")


def give_opinions(request: OpinionRequest, *, said: Sequence[Said], by: Person) -> OpinionRequest:
    """Answer for a unit: any number of opinions, none of them meaning 无意见."""
    with engine.hold(request.edition, request):
        permissions.require(by, "give_opinion", request)
        if request.edition.state != EditionState.CONSULTING:
            raise NotYet(_("现在不在征求意见期间，不能反馈。"))
        if request.answered_at is not None:
            raise AlreadyDone(who=request.answered_by, when=request.answered_at)
        rows = [
            Opinion.objects.create(request=request, place=place.strip()[:60], text=text.strip())
            for place, text in said
            if text.strip()
        ]
        request.answered_by, request.answered_at = by, timezone.now()
        request.save()
        trail.record("opinions_given", request, by=by, also=rows, extra={"count": len(rows)})
        events.opinions_given.send(sender=OpinionRequest, thing=request, by=by)
    return request


def tell_given(sender: object, *, thing: OpinionRequest, **_event: object) -> None:
    """A unit has answered: the drafter knows at once."""
    edition = thing.edition
    with in_first_language():
        text = _("%(unit)s已对%(title)s反馈意见%(count)d条，请逐条处理。") % {
            "unit": thing.organization,
            "title": edition.regulation.cited_title,
            "count": thing.opinions.count(),
        }
    drafters = [edition.drafted_by] if edition.drafted_by else []
    url = reverse("search:edition_opinions", args=[edition.pk])
    notices.notify(drafters, text=text, url=url, source=thing, kind="opinions_given")


def decide_opinion(opinion: Opinion, *, verdict: str, by: Person, reason: str = "") -> Opinion:
    """采纳, 部分采纳 or 不采纳; the last two with the reason."""
    edition = opinion.request.edition
    with engine.hold(edition, opinion):
        engine.require_turn(edition, "consult", by=by)
        if verdict not in Verdict.values:
            raise Invalid({"verdict": _("请选择采纳、部分采纳或不采纳。")})
        if verdict != Verdict.ADOPTED and not reason.strip():
            raise Invalid({"reason": _("部分采纳或不采纳的，请写明理由。")})
        opinion.verdict, opinion.reason = verdict, reason.strip()
        opinion.decided_by, opinion.decided_at = by, timezone.now()
        opinion.save()
        trail.record("opinion_decided", opinion.request, by=by, also=[opinion], because=opinion.reason)
    return opinion


def end_consultation(edition: Edition, *, by: Person) -> None:
    """Go on to the check once every opinion was answered and every unit has spoken or let its time pass."""
    with engine.hold(edition):
        engine.require_turn(edition, "consult", by=by)
        open_ones = Opinion.objects.filter(request__edition=edition, verdict="")
        if count := open_ones.count():
            raise NotYet(_("还有%(count)d条意见没有处理，请逐条写明采纳、部分采纳或不采纳。") % {"count": count})
        waiting = edition.opinion_requests.filter(answered_at__isnull=True, due_on__gte=timezone.localdate())
        if names := [str(request.organization) for request in waiting.select_related("organization")]:
            raise NotYet(_("反馈时限未到，这些单位还没有反馈：%(names)s。") % {"names": _("、").join(names[:10])})
        edition.state = EditionState.CHECKING
        edition.submitted_at = timezone.now()
        edition.version += 1
        edition.save()
        trail.record("consultation_ended", edition, by=by)
        engine.finish(edition, "consult", by=by)
