"""A plan of the hospital with its lines, and what follows from it, with which the routes around them are tried."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from organizations.models import Organization, Person
from plans.models import (
    Indicator,
    IndicatorSet,
    Measure,
    Objective,
    Obligation,
    Plan,
    PlanBasis,
    PlanImport,
    PlanProblem,
    PlanReading,
    PlanReport,
    Proposal,
    ResponsibilityLetter,
    Review,
    ReviewPart,
    Revision,
    RevisionLine,
    Section,
)

HOSPITAL = "江州市第一人民医院"


def _unit() -> Organization:
    return Organization.objects.get(name=HOSPITAL)


def _author() -> Person:
    return Person.objects.get(name="张主任")


def _paths() -> dict[str, str]:
    return {"org_path": _unit().path, "institution_path": _unit().institution_path}


def _plan() -> Plan:
    """A draft of the hospital's."""
    told = {"year": 2031, "until_year": 2031, "drafted_by": _author(), "edited_by": _author(), **_paths()}
    return Plan.objects.get_or_create(title=f"{HOSPITAL}2031年计划", organization=_unit(), defaults=told)[0]


def _measure() -> Measure:
    return Measure.objects.get_or_create(plan=_plan(), text=f"{HOSPITAL}的任务", defaults={"lead_unit": _unit()})[0]


def _section() -> Section:
    return Section.objects.get_or_create(plan=_plan(), heading=f"{HOSPITAL}的标题")[0]


def _basis() -> PlanBasis:
    return PlanBasis.objects.get_or_create(plan=_plan(), title=f"{HOSPITAL}的依据")[0]


def _problem() -> PlanProblem:
    return PlanProblem.objects.get_or_create(plan=_plan(), text=f"{HOSPITAL}的问题")[0]


def _proposal() -> Proposal:
    source = {"source_type": ContentType.objects.get_for_model(Measure), "source_id": _measure().pk}
    told = {"source_label": "上年任务", "text": f"{HOSPITAL}的建议"}
    return Proposal.objects.get_or_create(plan=_plan(), kind="open_item", **source, defaults=told)[0]


def _import() -> PlanImport:
    told = {"state": "read", "uploaded_by": _author(), **_paths()}
    return PlanImport.objects.get_or_create(plan=_plan(), name=f"{HOSPITAL}计划.docx", defaults=told)[0]


def _reading() -> PlanReading:
    told = {"order": 1, "source": f"{HOSPITAL}的句子", "values": {"text": "句子"}}
    return PlanReading.objects.get_or_create(of=_import(), kind="measure", defaults=told)[0]


def _revision() -> Revision:
    told = {"because": f"{HOSPITAL}调整", "effective_on": timezone.localdate(), "drafted_by": _author(), **_paths()}
    return Revision.objects.get_or_create(plan=_plan(), ordinal=1, defaults=told)[0]


def _revision_line() -> RevisionLine:
    told = {"action": "drop", "label": f"{HOSPITAL}的任务"}
    return RevisionLine.objects.get_or_create(revision=_revision(), target=_measure().pk, defaults=told)[0]


def _review() -> Review:
    told = {"due_on": datetime.date(2031, 12, 31), "drafted_by": _author(), "edited_by": _author(), **_paths()}
    return Review.objects.get_or_create(plan=_plan(), kind="year_end", year=2031, defaults=told)[0]


def _part() -> ReviewPart:
    told = {"due_on": datetime.date(2031, 12, 20), "state": "sent", **_paths()}
    return ReviewPart.objects.get_or_create(review=_review(), organization=_unit(), defaults=told)[0]


def _report() -> PlanReport:
    """Reported to the hospital itself, so that no other unit is asked."""
    told = {"to": _unit(), "to_path": _unit().path, "due_on": timezone.localdate(), "text": HOSPITAL}
    return PlanReport.objects.get_or_create(
        plan=_plan(), period="2031Q1", defaults={**told, "sent_by": _author(), **_paths()}
    )[0]


def _duty() -> Obligation:
    told = {"unit": "month", "at_least": 1, "lead_unit": _unit(), **_paths()}
    return Obligation.objects.get_or_create(plan=_plan(), text=f"{HOSPITAL}每月检查", defaults=told)[0]


def _objective() -> Objective:
    return Objective.objects.get_or_create(plan=_plan(), text=f"{HOSPITAL}的目标")[0]


def _figure() -> Indicator:
    told = {"organization": _unit(), "starts_on": datetime.date(2031, 1, 1), "drafted_by": _author(), **_paths()}
    given = IndicatorSet.objects.get_or_create(name=f"{HOSPITAL}的指标集", plan=_plan(), defaults=told)[0]
    return Indicator.objects.get_or_create(indicator_set=given, code="I01", defaults={"name": "合格率"})[0]


def _letter() -> ResponsibilityLetter:
    told = {"issuer": Person.objects.get(name="王院长"), "drafted_by": _author(), **_paths()}
    return ResponsibilityLetter.objects.get_or_create(plan=_plan(), unit=_unit(), person=_author(), defaults=told)[0]


PLAN_OBJECTS: dict[str, Callable[[], dict[str, Any]]] = {
    "plans:line_new": lambda: {"pk": _plan().pk, "kind": "measure"},
    "plans:basis_new": lambda: {"pk": _plan().pk},
    "plans:ad_hoc_new": lambda: {"pk": _plan().pk},
    "plans:import_new": lambda: {"pk": _plan().pk},
    "plans:revision_new": lambda: {"pk": _plan().pk},
    "plans:review_new": lambda: {"pk": _plan().pk},
    "plans:progress_new": lambda: {"pk": _plan().pk},
    "plans:letter_list": lambda: {"pk": _plan().pk},
    "plans:letter_new": lambda: {"pk": _plan().pk},
    "plans:letter_personal": lambda: {"pk": _plan().pk, "unit": _unit().pk},
    "plans:revision_change": lambda: {"pk": _revision().pk, "measure": _measure().pk},
    "plans:revision_drop": lambda: {"pk": _revision().pk, "measure": _measure().pk},
    "plans:revision_duty": lambda: {"pk": _revision().pk, "obligation": _duty().pk},
    "plans:revision_duty_drop": lambda: {"pk": _revision().pk, "obligation": _duty().pk},
    "plans:revision_objective": lambda: {"pk": _revision().pk, "objective": _objective().pk},
    "plans:revision_objective_drop": lambda: {"pk": _revision().pk, "objective": _objective().pk},
    "plans:revision_figure_drop": lambda: {"pk": _revision().pk, "indicator": _figure().pk},
    "plans:revision_target": lambda: {"pk": _revision().pk, "indicator": _figure().pk},
    "plans:revision_line_drop": lambda: {"pk": _revision_line().pk},
    "plans:document_download": lambda: {"pk": _plan().pk, "kind": "plan"},
    "plans:document_lay_out": lambda: {"pk": _plan().pk, "kind": "plan"},
    "plans:line_change": lambda: {"pk": _section().pk, "kind": "section"},
}
PLAN_BY_PREFIX: dict[str, Callable[[], dict[str, Any]]] = {
    "plans:plan_": lambda: {"pk": _plan().pk},
    "plans:line_": lambda: {"pk": _measure().pk, "kind": "measure"},
    "plans:basis_": lambda: {"pk": _basis().pk},
    "plans:proposal_": lambda: {"pk": _proposal().pk},
    "plans:measure_": lambda: {"pk": _measure().pk},
    "plans:problem_": lambda: {"pk": _problem().pk},
    "plans:import_": lambda: {"pk": _import().pk},
    "plans:reading_": lambda: {"pk": _reading().pk},
    "plans:revision_": lambda: {"pk": _revision().pk},
    "plans:review_": lambda: {"pk": _review().pk},
    "plans:part_": lambda: {"pk": _part().pk},
    "plans:progress_": lambda: {"pk": _report().pk},
    "plans:letter_": lambda: {"pk": _letter().pk},
}
