"""Who may do what by default, and who sees what, in the plans."""

from pathlib import Path

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models import Holder
from accountability.signing import keeping
from organizations import rights, sight
from organizations.models import Duty, Person
from organizations.refusals import NotAllowed
from organizations.rights import Place
from organizations.sight import Sight

from . import models

OWN, SUBTREE = "own", "subtree"

DEFAULTS: dict[str, tuple[tuple[str, ...], str]] = {
    "draft_plan": ((Duty.CLERK, Duty.HEAD), OWN),
    "submit_plan": ((Duty.CLERK, Duty.HEAD), OWN),
    "number_plan": ((Duty.CLERK, Duty.HEAD), OWN),
    "issue_plan": ((Duty.CLERK,), OWN),
    "revise_plan": ((Duty.CLERK, Duty.HEAD), OWN),
    "add_ad_hoc": ((Duty.CLERK, Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL), OWN),
    "accept_measure": ((Duty.CLERK, Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL), OWN),
    "review_plan": ((Duty.CLERK, Duty.HEAD), OWN),
    "write_part": ((Duty.CLERK, Duty.HEAD), OWN),
    "confirm_part": ((Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL), OWN),
    "issue_letters": ((Duty.CLERK, Duty.HEAD), OWN),
    "report_plan": ((Duty.CLERK, Duty.HEAD), OWN),
    "receive_report": ((Duty.CLERK, Duty.HEAD), OWN),
}

NAMES = {
    "draft_plan": gettext_lazy("拟定计划"),
    "submit_plan": gettext_lazy("提交计划"),
    "number_plan": gettext_lazy("计划编号和复核"),
    "issue_plan": gettext_lazy("印发计划"),
    "revise_plan": gettext_lazy("提出计划调整"),
    "add_ad_hoc": gettext_lazy("登记临时性任务"),
    "accept_measure": gettext_lazy("审核任务办结"),
    "review_plan": gettext_lazy("撰写计划总结"),
    "write_part": gettext_lazy("填报部门小结"),
    "confirm_part": gettext_lazy("审定部门小结"),
    "issue_letters": gettext_lazy("发起签订责任书"),
    "report_plan": gettext_lazy("报送计划进展"),
    "receive_report": gettext_lazy("签收计划进展"),
}

SIGNED = {
    "plans.plan": gettext_lazy("工作计划"),
    "plans.revision": gettext_lazy("计划调整"),
    "plans.review": gettext_lazy("计划总结"),
}


def declare() -> None:
    """Tell organizations which duties have which rights, and who sees the rows of every model."""
    for name, (duties, reach) in DEFAULTS.items():
        for duty in duties:
            rights.default(duty, f"plans.{name}", reach)
    for model, rule in SIGHT.items():
        sight.register(model, rule)
    keeping.declare_subjects(SIGNED)
    keeping.ship(Path(__file__).parent / "shipped" / "routes.json")


def require(by: Person, name: str, at: Place) -> None:
    """Refuse a person who has not this right there."""
    if not rights.exercise(by, f"plans.{name}", at):
        raise NotAllowed(_("您在该单位没有“%(right)s”的权限，请由有权限的人员办理。") % {"right": NAMES[name]})


def may(by: Person, name: str, at: Place) -> bool:
    """Whether a person has this right there."""
    return rights.may(by, f"plans.{name}", at)


def _my_institutions(seen: Sight) -> list[str]:
    """The institutions in which the person sits."""
    return [scope.institution_path for scope in seen.scopes]


def _concerning(seen: Sight) -> Q:
    """The plans in which a unit in range, or the person himself, answers for a measure."""
    held = Holder.objects.current().filter(person__in=seen.principals).values("assignment")
    mine = Q(assignment__in=held) | seen.covers("lead_unit__path") | Q(lead_unit__path__in=_my_institutions(seen))
    return Q(pk__in=models.Measure.objects.filter(mine).values("plan"))


def plans(seen: Sight) -> Q:
    """Drafts inside the institution that writes them; issued ones also above it and where they give work to do."""
    issued = Q(issued_at__isnull=False) & (seen.covers("org_path") | _concerning(seen))
    return Q(institution_path__in=_my_institutions(seen)) | issued


def _through_plan(field: str) -> sight.Rule:
    """What is seen by whoever sees the plan."""

    def rule(seen: Sight) -> Q:
        return Q(**{f"{field}__in": models.Plan.objects.filter(plans(seen)).values("pk")})

    return rule


def _inside(prefix: str = "") -> sight.Rule:
    """What stays inside the institution: imports, proposals."""

    def rule(seen: Sight) -> Q:
        return Q(**{f"{prefix}institution_path__in": _my_institutions(seen)})

    return rule


def _parts(seen: Sight) -> Q:
    """A department's part: in the department and above it."""
    return Q(institution_path__in=_my_institutions(seen)) | seen.covers("org_path")


def _reports(seen: Sight) -> Q:
    """A report upwards: where it was written and where it goes."""
    return Q(institution_path__in=_my_institutions(seen)) | seen.covers("org_path") | seen.covers("to_path")


def _letters(seen: Sight) -> Q:
    """A letter: both who sign it, the department it binds and those over it."""
    signers = Q(person=seen.person) | Q(issuer=seen.person) | Q(drafted_by=seen.person)
    return signers | seen.covers("org_path") if seen.scopes else signers


SIGHT: dict[type, sight.Rule] = {
    models.Plan: plans,
    models.PlanBasis: _through_plan("plan"),
    models.PlanEdition: _through_plan("plan"),
    models.Section: _through_plan("plan"),
    models.Objective: _through_plan("plan"),
    models.Measure: _through_plan("plan"),
    models.MeasureHolder: _through_plan("measure__plan"),
    models.PlanProblem: _through_plan("plan"),
    models.Revision: _through_plan("plan"),
    models.RevisionLine: _through_plan("revision__plan"),
    models.Deliberation: _through_plan("plan"),
    models.Review: _through_plan("plan"),
    models.ReviewPart: _parts,
    models.PlanReport: _reports,
    models.ResponsibilityLetter: _letters,
    models.Proposal: _inside("plan__"),
    models.PlanImport: _inside(),
    models.PlanReading: _inside("of__"),
}
