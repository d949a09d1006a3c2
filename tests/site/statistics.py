"""Forms and assessments of one hospital, as rows, for the walls between neighbours."""

from typing import Any

from django.utils import timezone

from organizations.models import Organization, Person
from rectification.models import (
    Collection,
    Filing,
    Finding,
    Form,
    Readiness,
    ReadinessItem,
    Score,
    ScoreObjection,
    ScoreRound,
    ScoreRule,
    StandingTask,
)


def _placed(unit: Organization) -> dict[str, Any]:
    return {"org_path": unit.path, "institution_path": unit.institution_path}


def make_form(name: str) -> Form:
    """A form the hospital asks of its own."""
    hospital = Organization.objects.get(name=name)
    form = Form.objects.create(name=f"{name}手卫生月报", organization=hospital, **_placed(hospital))
    form.versions.create(number=1, state="published")
    form.versions.create(number=2)
    return form


def make_collection(name: str) -> Collection:
    """A form the hospital collects."""
    form, day = make_form(name), timezone.localdate()
    asked = {"begins_on": day, "ends_on": day, "due_on": day, "state": "open", **_placed(form.organization)}
    drafter = Person.objects.get(name="张主任")
    version = form.versions.get(number=1)
    return Collection.objects.create(
        form_version=version, organization=form.organization, title=form.name, drafted_by=drafter, **asked
    )


def make_filing(name: str) -> Filing:
    """The hospital's own filing."""
    collection = make_collection(name)
    unit = collection.organization
    return Filing.objects.create(
        collection=collection, organization=unit, unit_name=unit.name, confirm_path=unit.path, **_placed(unit)
    )


def make_score_rule(name: str) -> ScoreRule:
    """A rule of the hospital."""
    hospital, head = Organization.objects.get(name=name), Person.objects.get(name="张主任")
    basis = {"name": f"{name}科室考核", "basis": "院发〔2026〕3号", "by": head}
    rule = ScoreRule.objects.create(organization=hospital, **basis, **_placed(hospital))
    rule.items.create(order=1, name="问题", kind="finding", points=1)
    return rule


def make_score_round(name: str) -> ScoreRound:
    """A round open for objections."""
    rule, day = make_score_rule(name), timezone.localdate()
    period = {"period": "month", "begins_on": day, "ends_on": day, "algorithm": "1", "state": "objecting"}
    return ScoreRound.objects.create(rule=rule, **period, **_placed(rule.organization))


def make_score(name: str) -> Score:
    """What the hospital reached."""
    round_ = make_score_round(name)
    unit = round_.rule.organization
    return Score.objects.create(round=round_, organization=unit, name=unit.name, total=90, **_placed(unit))


def make_objection(name: str) -> ScoreObjection:
    """What the hospital objects to."""
    score = make_score(name)
    item = score.round.rule.items.get()
    return ScoreObjection.objects.create(score=score, item=item, text="已整改", by=Person.objects.get(name="张主任"))


def make_standing(finding: Finding) -> StandingTask:
    """What shall hold in the hospital after the campaign."""
    told = {"text": "每周核对一次。", "holder": finding.author, "due_on": timezone.localdate()}
    unit = finding.organization
    told |= {"lead_unit": unit, "proposed_by": finding.author, **_placed(unit)}
    return StandingTask.objects.create(campaign=finding.campaign, finding=finding, **told)


def make_readiness(name: str) -> ReadinessItem:
    """What the hospital gets ready for."""
    hospital, head = Organization.objects.get(name=name), Person.objects.get(name="张主任")
    told = {"title": "等级复审", "body": "省卫生健康委", "visit_on": timezone.localdate(), "prepared_by": head}
    made = Readiness.objects.create(organization=hospital, **told, **_placed(hospital))
    return made.items.create(order=1, code="1.1", text="核心制度", owner=head, **_placed(hospital))
