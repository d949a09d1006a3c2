"""半年小结和年终总结: the departments report, the missing ones are shown, the unit sums up and its leaders sign."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import notices, trail
from accountability.signing.manifests import in_first_language
from organizations import acting
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet, Stale
from plans import events, permissions
from plans.models import (
    PartState,
    Plan,
    PlanState,
    Review,
    ReviewKind,
    ReviewPart,
    ReviewState,
)

from . import assigning, standing, wording


def begin_review(
    plan: Plan, *, kind: str, due_on: datetime.date, by: Person, year: int | None = None, parts_due_on: datetime.date
) -> Review:
    """Ask every unit that has work in the plan for its part, and begin the unit's own review."""
    with engine.hold(plan):
        permissions.require(by, "review_plan", plan)
        if not plan.is_valid:
            raise NotYet(_("计划还没有印发或者已经由新计划替代，不能开展总结。"))
        if parts_due_on > due_on:
            raise Invalid({"parts_due_on": _("部门小结的期限不能晚于总结的期限。")})
        of_year = year or _year_of(plan, due_on)
        if plan.reviews.filter(kind=kind, year=of_year).exists():
            raise AlreadyDone(_("这一期的总结已经启动，请在计划页面继续办理。"))
        review = Review.objects.create(
            plan=plan,
            kind=ReviewKind(kind),
            year=of_year,
            due_on=due_on,
            org_path=plan.org_path,
            institution_path=plan.institution_path,
            drafted_by=by,
            edited_by=by,
        )
        parts = [_part(review, unit, parts_due_on) for unit in _units(plan)]
        ReviewPart.objects.bulk_create(parts)
        trail.record("review_begun", review, by=by, also=[plan, *parts])
        with engine.hold(review):
            engine.start(review, by=by)
        for part in parts:
            _ask(part)
        events.review_asked.send(sender=Review, thing=review, by=by)
    return review


def write_part(
    part: ReviewPart, *, done: str, not_done: str = "", next_steps: str = "", version: int, by: Person
) -> None:
    """A department's part; its head's own words are settled at once, anybody else's wait for the head."""
    with engine.hold(part.review, part):
        permissions.require(by, "write_part", part)
        _require_open(part.review)
        if part.version != version:
            mine = wording.shown(part, {"done": done, "not_done": not_done, "next_steps": next_steps})
            theirs = {name: getattr(part, name) for name in ("done", "not_done", "next_steps")}
            raise _stale(mine, wording.shown(part, theirs))
        part.done = wording.required("done", done, _("请填写完成情况。"))
        part.not_done, part.next_steps = not_done.strip(), next_steps.strip()
        part.written_by, part.written_at, part.returned_because = by, timezone.now(), ""
        head = permissions.may(by, "confirm_part", part)
        part.state = PartState.CONFIRMED if head else PartState.SENT
        part.confirmed_by, part.confirmed_at = (by, part.written_at) if head else (None, None)
        part.version += 1
        part.save()
        trail.record("part_confirmed" if head else "part_written", part, by=by, also=[part.review])


def confirm_part(part: ReviewPart, *, by: Person) -> None:
    """The head of the department stands by what was written."""
    with engine.hold(part.review, part):
        permissions.require(by, "confirm_part", part)
        _require_open(part.review)
        if part.state == PartState.CONFIRMED:
            raise AlreadyDone(who=part.confirmed_by, when=part.confirmed_at)
        if part.state != PartState.SENT:
            raise NotYet(_("部门小结还没有填报。"))
        if part.written_by_id == by.pk:
            raise NotAllowed(_("这是您本人填报的，请由其他负责人审定。"))
        part.state, part.confirmed_by, part.confirmed_at = PartState.CONFIRMED, by, timezone.now()
        part.version += 1
        part.save()
        trail.record("part_confirmed", part, by=by, also=[part.review])


def return_part(part: ReviewPart, *, because: str, by: Person) -> None:
    """Back to the department, by its head or by whoever sums up, with the reason."""
    reason = wording.required("because", because, _("请写明退回的理由。"))
    with engine.hold(part.review, part):
        if not (permissions.may(by, "confirm_part", part) or permissions.may(by, "review_plan", part.review)):
            permissions.require(by, "confirm_part", part)
        _require_open(part.review)
        if part.state == PartState.ASKED:
            raise NotYet(_("部门小结还没有填报，不需要退回。"))
        part.state, part.confirmed_by, part.confirmed_at = PartState.ASKED, None, None
        part.returned_because = reason[:300]
        part.version += 1
        part.save()
        trail.record("part_returned", part, by=by, because=reason, also=[part.review])
        if part.written_by:
            with in_first_language():
                text = _("被退回：%(thing)s。%(because)s") % {"thing": part, "because": reason}
            notices.notify([part.written_by], text=text, url=part.get_absolute_url(), source=part, kind="returned")


def write_review(review: Review, *, text: str, next_steps: str = "", version: int, by: Person) -> None:
    """The unit's own words; whoever read an older version gets both texts back."""
    with engine.hold(review):
        permissions.require(by, "review_plan", review)
        _require_open(review)
        told = {"text": text.strip(), "next_steps": next_steps.strip()}
        if review.version != version:
            now = {name: getattr(review, name) for name in told}
            raise _stale(wording.shown(review, told), wording.shown(review, now))
        changed = wording.difference(review, told)
        review.text, review.next_steps, review.edited_by = told["text"], told["next_steps"], by
        review.version += 1
        review.save()
        trail.record("review_written", review, by=by, changed=changed)


def submit_review(review: Review, *, without_missing: str = "", by: Person) -> None:
    """Send the review for signature with the figures of this moment; who has not reported is named, with the reason."""
    with engine.hold(review.plan, review):
        permissions.require(by, "review_plan", review)
        engine.require_turn(review, "write", by=by)
        if not review.text:
            raise NotYet(_("请先撰写总结正文。"))
        missing = [str(part.organization) for part in review.parts.missing().select_related("organization")]
        if missing and not without_missing.strip():
            told = wording.first_few(missing)
            raise Invalid(
                {"without_missing": _("%(units)s还没有报送小结，请催报，或者写明不再等待的理由。") % {"units": told}}
            )
        today = timezone.localdate()
        review.standing = {
            "figures": standing.figures(review.plan, today),
            "unfinished": standing.unfinished(review.plan),
            "missing": missing,
            "on": today.isoformat(),
        }
        review.without_missing = without_missing.strip()[:300] if missing else ""
        review.state = ReviewState.SIGNING
        review.version += 1
        review.save()
        trail.record("review_submitted", review, by=by, because=review.without_missing)
        engine.finish(review, "write", by=by)


def approve_review(review: Review) -> None:
    """Signed: the review stands."""
    review.state, review.approved_at = ReviewState.APPROVED, timezone.now()
    review.version += 1
    review.save()
    now = acting.current()
    by = now.person if now else None
    trail.record("review_approved", review, by=by)
    events.review_approved.send(sender=Review, thing=review, by=by)


def close_summed_up(asked: int) -> None:
    """After its year-end summary a plan is closed; it still holds until the next one is issued."""
    review = Review.objects.select_related("plan").get(pk=asked)
    plan = review.plan
    with engine.hold(plan):
        is_last = review.kind == ReviewKind.YEAR_END and review.year >= plan.until_year
        if is_last and plan.state == PlanState.IN_FORCE:
            plan.state = PlanState.CLOSED
            plan.version += 1
            plan.save()
            trail.record("plan_closed", plan, by=None, also=[review])


def note_return(sender: type, *, thing: object, by: Person | None, because: str, to: str, **_rest: object) -> None:
    """A signer sent the review back."""
    if isinstance(thing, Review) and to == "write":
        thing.state = ReviewState.COLLECTING
        thing.version += 1
        thing.save()
        trail.record("review_returned", thing, by=by, because=because)


def _units(plan: Plan) -> list[Organization]:
    """The units that have work in the plan, besides the one whose plan it is."""
    rows = plan.measures.standing().exclude(lead_unit=plan.organization).exclude(lead_unit__isnull=True)
    return list(Organization.objects.filter(pk__in=rows.values("lead_unit")).order_by("path"))


def _part(review: Review, unit: Organization, due_on: datetime.date) -> ReviewPart:
    return ReviewPart(
        review=review,
        organization=unit,
        org_path=unit.path,
        institution_path=unit.institution_path,
        due_on=due_on,
    )


def _ask(part: ReviewPart) -> None:
    head = assigning.responsible_for(part.organization)
    if head is None:
        return
    with in_first_language():
        text = _("请于%(day)s前报送：%(what)s") % {"day": f"{part.due_on:%Y-%m-%d}", "what": part}
    notices.notify([head], text=text, url=part.get_absolute_url(), source=part, kind="review_part")


def _year_of(plan: Plan, due_on: datetime.date) -> int:
    """The year a review is about: in the first months the year before, within the plan's years."""
    year = due_on.year - 1 if due_on.month <= 3 else due_on.year
    return min(max(year, plan.year), plan.until_year)


def _require_open(review: Review) -> None:
    if review.state != ReviewState.COLLECTING:
        raise NotYet(_("总结已经送审或者审定，不能再改；需要修改时请由办理人退回。"))


def _stale(mine: dict[str, str], theirs: dict[str, str]) -> Stale:
    """Both texts of what differs."""
    different = {label for label in theirs if mine.get(label) != theirs[label]}
    return Stale(mine={label: mine[label] for label in different}, theirs={label: theirs[label] for label in different})
