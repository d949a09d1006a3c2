"""责任书: the measures of a department or a person as a letter that both sides sign; the plan cascaded downwards."""

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations import acting
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from plans import events, permissions
from plans.models import (
    Derivation,
    LetterState,
    Measure,
    Plan,
    PlanKind,
    ResponsibilityLetter,
)

from . import assigning, drafting, lines, wording

HANDED_DOWN = ("text", "target", "evidence", "problem", "lead_unit", "person")


def draft_letters(plan: Plan, *, issuer: Person, rewards: str = "", by: Person) -> list[ResponsibilityLetter]:
    """One letter for every unit that leads measures and has none yet, with the head of the unit."""
    with engine.hold(plan):
        permissions.require(by, "issue_letters", plan)
        _require_in_force(plan)
        rows = plan.measures.standing().exclude(lead_unit=plan.organization).filter(lead_unit__isnull=False)
        units = Organization.objects.filter(pk__in=rows.values("lead_unit")).order_by("path")
        made = []
        for unit in units:
            head = assigning.responsible_for(unit)
            if head is None or head == issuer or _has_letter(plan, unit, head):
                continue
            made.append(_letter(plan, unit, head, issuer, list(rows.filter(lead_unit=unit)), rewards, by))
        if not made:
            raise NotYet(_("没有需要新签责任书的部门：各部门都已签订，或者还没有承担任务的部门。"))
    return made


def draft_personal(plan: Plan, *, unit: Organization, rewards: str = "", by: Person) -> list[ResponsibilityLetter]:
    """One letter for everybody in a department who is named for a measure, with the head of the department."""
    head = assigning.responsible_for(unit)
    if head is None:
        raise NotYet(_("“%(unit)s”没有在职的负责人，请先确定责任人。") % {"unit": unit})
    with engine.hold(plan):
        permissions.require(by, "issue_letters", unit)
        _require_in_force(plan)
        mine: dict[Person, list[Measure]] = {}
        for measure in plan.measures.standing().filter(lead_unit=unit).prefetch_related("holders__person"):
            named = [one.person for one in measure.holders.all()] + ([measure.person] if measure.person else [])
            for person in dict.fromkeys(named):
                if person != head and person.active and not _has_letter(plan, unit, person):
                    mine.setdefault(person, []).append(measure)
        made = [_letter(plan, unit, one, head, found, rewards, by, personal=True) for one, found in mine.items()]
        if not made:
            raise NotYet(_("没有需要新签责任书的人员：本部门的任务都由负责人承担，或者都已签订。"))
    return made


def send_letter(letter: ResponsibilityLetter, *, by: Person) -> None:
    """Lay the letter before both sides."""
    with engine.hold(letter):
        permissions.require(by, "issue_letters", letter)
        engine.require_turn(letter, "draft", by=by)
        letter.state = LetterState.SIGNING
        _save(letter)
        trail.record("letter_sent", letter, by=by)
        engine.finish(letter, "draft", by=by)


def write_letter(letter: ResponsibilityLetter, *, duties: str, rewards: str, by: Person) -> None:
    """The words of a letter nobody has been asked to sign."""
    with engine.hold(letter):
        permissions.require(by, "issue_letters", letter)
        if letter.state != LetterState.DRAFT:
            raise NotYet(_("责任书已经送签，不能再改；需要修改时请由签订人退回。"))
        told = {"duties": duties.strip(), "rewards": rewards.strip()}
        changed = wording.difference(letter, told)
        letter.duties, letter.rewards = told["duties"], told["rewards"]
        _save(letter)
        trail.record("letter_written", letter, by=by, changed=changed)


def keep_letter(letter: ResponsibilityLetter) -> None:
    """Both have signed."""
    letter.state, letter.signed_at = LetterState.SIGNED, timezone.now()
    _save(letter)
    now = acting.current()
    by = now.person if now else None
    trail.record("letter_signed", letter, by=by)
    events.letter_signed.send(sender=ResponsibilityLetter, thing=letter, by=by)


def cancel_letter(letter: ResponsibilityLetter, *, because: str, by: Person) -> None:
    """A letter that is not signed is not wanted any more."""
    reason = wording.required("because", because, _("请填写作废的理由。"))
    with engine.hold(letter):
        permissions.require(by, "issue_letters", letter)
        if letter.state not in (LetterState.DRAFT, LetterState.SIGNING):
            raise NotYet(_("责任书已经签订或者作废，不能再作废。"))
        letter.state = LetterState.CANCELLED
        _save(letter)
        trail.record("letter_cancelled", letter, by=by, because=reason)
        engine.cancel(letter, by=by, because=reason)


def note_return(sender: type, *, thing: object, by: Person | None, because: str, to: str, **_rest: object) -> None:
    """One side sent the letter back."""
    if isinstance(thing, ResponsibilityLetter) and to == "draft":
        thing.state = LetterState.DRAFT
        _save(thing)
        trail.record("letter_returned", thing, by=by, because=because)


def cascade(plan: Plan, *, unit: Organization, title: str, by: Person) -> Plan:
    """逐级分解: a department's or subordinate's own draft, beginning with what the plan asks of it."""
    permissions.require(by, "draft_plan", unit)
    _require_in_force(plan)
    rows = plan.measures.standing().filter(lead_unit__path__startswith=unit.path).order_by("order", "pk")
    if not rows:
        raise Invalid({"unit": _("“%(unit)s”在这份计划中没有承担任务。") % {"unit": unit}})
    if plan.derived.filter(organization=unit).exclude(state="abandoned").exists():
        raise AlreadyDone(_("“%(unit)s”已经有依据这份计划的分解计划。") % {"unit": unit})
    values = {"kind": PlanKind.DEPARTMENT, "until_year": plan.until_year}
    return _derived(plan, list(rows), unit, title, Derivation.CASCADE, plan.year, by, **values)


def slice_year(plan: Plan, *, year: int, title: str, by: Person) -> Plan:
    """年度分解: one year's draft of a plan over several years, beginning with what is due in that year."""
    if not plan.is_multi_year or year not in plan.years:
        raise Invalid({"year": _("只有跨年度的规划可以分解，年度应在规划期内。")})
    _require_in_force(plan)
    if plan.derived.filter(derivation=Derivation.SLICE, year=year).exclude(state="abandoned").exists():
        raise AlreadyDone(_("%(year)d年度的分解计划已经起草。") % {"year": year})
    rows = [one for one in plan.measures.standing().order_by("order", "pk") if one.limit.year >= year]
    return _derived(plan, rows, plan.organization, title, Derivation.SLICE, year, by)


def _derived(
    plan: Plan,
    rows: list[Measure],
    unit: Organization,
    title: str,
    how: str,
    year: int,
    by: Person,
    **values: object,
) -> Plan:
    made = drafting.draft_plan(unit, title=title, year=year, parent=plan, derivation=how, by=by, **values)
    with engine.hold(made):
        written = []
        for one in rows:
            told = {name: getattr(one, name) for name in HANDED_DOWN}
            due_on = min(one.limit, made.ends_on)
            written.append(lines.write_line(made, Measure, {**told, "comes_from": one, "due_on": due_on}))
        trail.record("plan_derived", made, by=by, also=written, extra={"from": str(plan)})
    return made


def _letter(
    plan: Plan,
    unit: Organization,
    person: Person,
    issuer: Person,
    measures: list[Measure],
    rewards: str,
    by: Person,
    *,
    personal: bool = False,
) -> ResponsibilityLetter:
    letter = ResponsibilityLetter.objects.create(
        plan=plan,
        unit=unit,
        person=person,
        issuer=issuer,
        for_person=personal,
        rewards=rewards.strip(),
        org_path=unit.path,
        institution_path=unit.institution_path,
        drafted_by=by,
    )
    letter.measures.set(measures)
    trail.record("letter_drafted", letter, by=by, also=[plan], extra={"measures": len(measures)})
    with engine.hold(letter):
        engine.start(letter, by=by)
    return letter


def _has_letter(plan: Plan, unit: Organization, person: Person) -> bool:
    return plan.letters.filter(unit=unit, person=person).exclude(state=LetterState.CANCELLED).exists()


def _require_in_force(plan: Plan) -> None:
    if not plan.is_valid:
        raise NotYet(_("计划还没有印发，请在印发之后办理。"))


def _save(letter: ResponsibilityLetter) -> None:
    letter.version += 1
    letter.save()
