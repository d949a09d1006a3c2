"""Who may do what by default, and who sees what, in rectification."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models import Holder
from accountability.signing import keeping
from organizations import rights, sight
from organizations.models import Appointment, Duty, Organization, Person
from organizations.refusals import NotAllowed
from organizations.rights import Place
from organizations.sight import Sight

from . import models

OWN, SUBTREE = "own", "subtree"

DEFAULTS: dict[str, tuple[tuple[str, ...], str]] = {
    "draft_campaign": ((Duty.CLERK,), OWN),
    "submit_scheme": ((Duty.CLERK,), OWN),
    "open_phase": ((Duty.LEADER, Duty.PRINCIPAL), OWN),
    "submit_phase": ((Duty.CLERK,), OWN),
    "release_participants": ((Duty.LEADER, Duty.PRINCIPAL), OWN),
    "conclude_campaign": ((Duty.CLERK,), OWN),
    "change_scope": ((Duty.CLERK,), OWN),
    "cancel_campaign": ((Duty.LEADER, Duty.PRINCIPAL), OWN),
    "deliver_output": ((Duty.CLERK, Duty.HEAD), OWN),
    "fill_self_inspection": ((Duty.CLERK, Duty.HEAD), OWN),
    "confirm_self_inspection": ((Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL), OWN),
    "inspect": ((Duty.CLERK, Duty.INSPECTOR), SUBTREE),
    "register_finding": ((Duty.CLERK, Duty.INSPECTOR, Duty.HEAD), SUBTREE),
    "plan_measures": ((Duty.CLERK, Duty.HEAD), OWN),
    "approve_measures": ((Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL), OWN),
    "report_rectified": ((Duty.CLERK, Duty.HEAD), OWN),
    "verify_finding": ((Duty.INSPECTOR, Duty.CLERK, Duty.HEAD), OWN),
    "reopen_finding": ((Duty.INSPECTOR, Duty.LEADER), OWN),
    "object_to_finding": ((Duty.CLERK, Duty.HEAD, Duty.PRINCIPAL), OWN),
    "decide_objection": ((Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL), OWN),
    "ask_waiver": ((Duty.CLERK, Duty.HEAD), OWN),
    "decide_waiver": ((Duty.LEADER, Duty.PRINCIPAL), OWN),
    "withdraw_finding": ((Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL), OWN),
    "name_leader": ((Duty.CLERK, Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL), OWN),
    "set_limit": ((Duty.CLERK, Duty.INSPECTOR), OWN),
    "issue_slip": ((Duty.CLERK, Duty.INSPECTOR), OWN),
    "receive_slip": ((Duty.CLERK, Duty.HEAD), OWN),
    "keep_checklists": ((Duty.CLERK,), OWN),
}

NAMES = {
    "draft_campaign": gettext_lazy("拟定专项工作方案"),
    "submit_scheme": gettext_lazy("提交方案"),
    "open_phase": gettext_lazy("启动阶段"),
    "submit_phase": gettext_lazy("提交阶段小结"),
    "release_participants": gettext_lazy("放行未完成单位"),
    "conclude_campaign": gettext_lazy("提交工作总结"),
    "change_scope": gettext_lazy("增补或剔除参加单位"),
    "cancel_campaign": gettext_lazy("撤销专项工作"),
    "deliver_output": gettext_lazy("登记阶段成果"),
    "fill_self_inspection": gettext_lazy("填报自查"),
    "confirm_self_inspection": gettext_lazy("审核自查"),
    "inspect": gettext_lazy("开展督导检查"),
    "register_finding": gettext_lazy("登记问题"),
    "plan_measures": gettext_lazy("制定整改措施"),
    "approve_measures": gettext_lazy("审核整改措施"),
    "report_rectified": gettext_lazy("报告整改完成"),
    "verify_finding": gettext_lazy("核查整改"),
    "reopen_finding": gettext_lazy("重新启动整改"),
    "object_to_finding": gettext_lazy("陈述申辩"),
    "decide_objection": gettext_lazy("核定陈述申辩"),
    "ask_waiver": gettext_lazy("申请暂缓或豁免整改"),
    "decide_waiver": gettext_lazy("审批暂缓或豁免整改"),
    "withdraw_finding": gettext_lazy("撤销问题"),
    "name_leader": gettext_lazy("确定责任领导"),
    "set_limit": gettext_lazy("确定整改限期"),
    "issue_slip": gettext_lazy("发出整改通知和督办单"),
    "receive_slip": gettext_lazy("签收整改通知和督办单"),
    "keep_checklists": gettext_lazy("维护检查表"),
}

SIGNED = {
    "rectification.campaign": gettext_lazy("专项工作方案"),
    "rectification.phase": gettext_lazy("阶段小结"),
    "rectification.conclusion": gettext_lazy("工作总结"),
}


def declare() -> None:
    """Tell organizations which duties have which rights, and who sees the rows of every model."""
    for name, (duties, reach) in DEFAULTS.items():
        for duty in duties:
            rights.default(duty, f"rectification.{name}", reach)
    for model, rule in SIGHT.items():
        sight.register(model, rule)
    keeping.declare_subjects(SIGNED)


def require(by: Person, name: str, at: Place) -> None:
    """Refuse a person who has not this right there."""
    if not rights.exercise(by, f"rectification.{name}", at):
        raise NotAllowed(_("您在该单位没有“%(right)s”的权限，请由有权限的人员办理。") % {"right": NAMES[name]})


def may(by: Person, name: str, at: Place) -> bool:
    """Whether a person has this right there."""
    return rights.may(by, f"rectification.{name}", at)


def appointments_with(by: Person, name: str, at: str) -> list[Appointment]:
    """The appointments held today, in the order of their posts, that give a person a right reaching down to a path."""
    seen = sight.sight_of(by)
    duties = {right.duty for right in seen.rights if right.permission == f"rectification.{name}"}
    entitled = (scope for scope in seen.scopes if scope.gives_rights and scope.duty in duties)
    return [scope.appointment for scope in entitled if scope.reaches(at)]


def nearest_place(name: str, at: str, without: set[int]) -> str | None:
    """The path at or above which somebody but these persons and their proxies has the right; none where nobody has.

    Where a unit has no second qualified person the superior's takes over (乡镇→县); it is proposed, never waived.
    """
    place, partial = at, without | rights.stand_ins(without)
    while place:
        if rights.who_may(f"rectification.{name}", place).exclude(pk__in=partial).exists():
            return place
        place = _next_place(place)
    return None


def refuse_stand_in(by: Person, people: set[int]) -> None:
    """Four eyes across 代办: who acts today for one of these persons does not judge their work."""
    if by.pk in rights.stand_ins(people):
        raise NotAllowed(_("您正代经办这件事的人员办理事务，不能审核或核查，请由其他人员办理。"))


def _next_place(path: str) -> str:
    """From a department its institution, from an institution the institution above it, from the root nothing."""
    institution = rights.institution_path_of(path)
    if institution != path:
        return institution
    return Organization.objects.filter(path=path).values_list("parent__institution_path", flat=True).first() or ""


def _my_institutions(seen: Sight) -> list[str]:
    """The institutions in which the person sits."""
    return [scope.institution_path for scope in seen.scopes]


def _of_participants(seen: Sight) -> Q:
    """The campaigns of units the person sees, or in which he sits."""
    units = models.Participant.objects.filter(seen.covers("org_path") | Q(org_path__in=_my_institutions(seen)))
    return Q(pk__in=units.values("campaign"))


def campaigns(seen: Sight) -> Q:
    """Drafts inside the issuer's institution; issued ones also above it and in the units that take part."""
    issued = Q(issued_at__isnull=False) & (seen.covers("org_path") | _of_participants(seen))
    return Q(institution_path__in=_my_institutions(seen)) | issued


def _through_campaign(field: str) -> sight.Rule:
    """What is seen by whoever sees the campaign's head."""

    def rule(seen: Sight) -> Q:
        return Q(**{f"{field}__in": models.Campaign.objects.filter(campaigns(seen)).values("pk")})

    return rule


def _covered(field: str = "org_path") -> sight.Rule:
    """What lies in the person's range."""

    def rule(seen: Sight) -> Q:
        return seen.covers(field)

    return rule


def findings(seen: Sight) -> Q:
    """Findings in range, those to be verified in range, and those against which the person holds a measure now."""
    held = Holder.objects.current().filter(person=seen.person).values("assignment")
    measures = models.CorrectiveMeasure.objects.filter(assignment__in=held)
    return seen.covers("org_path") | seen.covers("verify_path") | Q(pk__in=measures.values("finding"))


def _through_finding(seen: Sight) -> Q:
    return Q(finding__in=models.Finding.objects.filter(findings(seen)).values("pk"))


def _slips(seen: Sight) -> Q:
    """The papers of the units in range, and those one's own side wrote."""
    return seen.covers("org_path") | seen.covers("issuer_path")


def _in_office(field: str) -> sight.Rule:
    """Published papers: for everybody in office."""

    def rule(seen: Sight) -> Q:
        return Q(**{f"{field}__isnull": False}) if seen.scopes else Q(pk__in=[])

    return rule


def _deliveries(seen: Sight) -> Q:
    """A unit's deliveries in range; the issuer's own with the campaign's head."""
    own = Q(participant__isnull=True) & _through_campaign("output__phase__campaign")(seen)
    return seen.covers("org_path") | own


SIGHT = {
    models.Campaign: campaigns,
    models.Phase: _through_campaign("campaign"),
    models.Output: _through_campaign("phase__campaign"),
    models.Delivery: _deliveries,
    models.Release: _covered(),
    models.Participant: _covered(),
    models.ScopeChange: _covered("campaign__org_path"),
    models.Inspection: _covered(),
    models.Inspector: _covered("inspection__org_path"),
    models.Answer: _covered("inspection__org_path"),
    models.Finding: findings,
    models.CorrectiveMeasure: _through_finding,
    models.Verification: _through_finding,
    models.CloseOut: _through_finding,
    models.Reopening: _through_finding,
    models.Objection: _through_finding,
    models.Waiver: _through_finding,
    models.Slip: _slips,
    models.CampaignTemplate: _in_office("pk"),
    models.TemplatePhase: _in_office("pk"),
    models.TemplateOutput: _in_office("pk"),
    models.Checklist: _in_office("pk"),
    models.ChecklistVersion: _in_office("pk"),
    models.ChecklistItem: _in_office("pk"),
}
