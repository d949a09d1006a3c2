"""Who may do what by default, and who sees what, in rectification."""

from typing import Any

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
    "keep_forms": ((Duty.CLERK,), OWN),
    "collect_forms": ((Duty.CLERK,), OWN),
    "approve_collection": ((Duty.LEADER, Duty.PRINCIPAL), OWN),
    "fill_filing": ((Duty.CLERK, Duty.HEAD), OWN),
    "review_filing": ((Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL), OWN),
    "keep_scores": ((Duty.CLERK,), OWN),
    "publish_scores": ((Duty.LEADER, Duty.PRINCIPAL), OWN),
    "object_score": ((Duty.CLERK, Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL), OWN),
    "hold_draw": ((Duty.CLERK, Duty.INSPECTOR), OWN),
    "keep_pools": ((Duty.CLERK,), OWN),
    "pay_attention": ((Duty.LEADER, Duty.PRINCIPAL), OWN),
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
    "keep_forms": gettext_lazy("设计统计报表"),
    "collect_forms": gettext_lazy("下发和汇总统计报表"),
    "approve_collection": gettext_lazy("批准下发统计报表"),
    "fill_filing": gettext_lazy("填报统计报表"),
    "review_filing": gettext_lazy("审核统计报表"),
    "keep_scores": gettext_lazy("考核评分"),
    "publish_scores": gettext_lazy("公布考核结果"),
    "object_score": gettext_lazy("提出考核异议"),
    "hold_draw": gettext_lazy("组织随机抽取"),
    "keep_pools": gettext_lazy("维护检查人员库"),
    "pay_attention": gettext_lazy("登记重点关注"),
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


def refuse_author(by: Person, authors: set[int | None]) -> None:
    """Four eyes: whoever wrote something, or acts for him today, does not pass it."""
    people = {pk for pk in authors if pk is not None}
    if by.pk in people:
        raise NotAllowed(_("这是您本人填报或拟定的，请由其他负责人审核。"))
    refuse_stand_in(by, people)


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
    """Findings in range, those to be verified in range, and those whose measures lie with the person now.

    Those of whom he stands in for lie with him too.
    """
    held = Holder.objects.current().filter(person__in=seen.principals).values("assignment")
    measures = models.CorrectiveMeasure.objects.filter(assignment__in=held)
    return seen.covers("org_path") | seen.covers("verify_path") | Q(pk__among=measures.values("finding"))


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


def _templates(to: str) -> sight.Rule:
    """The shipped ones for everybody in office, an institution's own for its people."""

    def rule(seen: Sight) -> Q:
        shipped = Q(**{f"{to}organization__isnull": True}) if seen.scopes else Q(pk__in=[])
        return shipped | Q(**{f"{to}organization__institution_path__in": _my_institutions(seen)})

    return rule


def _checklists(to: str, published: str = "") -> sight.Rule:
    """Published lists: for everybody in office; a draft, or a list without any published version: for its keepers."""

    def rule(seen: Sight) -> Q:
        if not seen.scopes:
            return Q(pk__in=[])
        out = models.ChecklistVersion.objects.published().values("checklist")
        told = Q(**{f"{published}__isnull": False}) if published else Q(pk__in=out)
        return told | Q(**{f"{to}organization__path__in": _my_institutions(seen)})

    return rule


def _deliveries(seen: Sight) -> Q:
    """A unit's deliveries in range; the issuer's own with the campaign's head."""
    own = Q(participant__isnull=True) & _through_campaign("output__phase__campaign")(seen)
    return seen.covers("org_path") | own


def _filed_here(seen: Sight) -> Any:
    """The units' forms in range."""
    return models.Filing.objects.filter(seen.covers("org_path"))


def collections(seen: Sight) -> Q:
    """Inside the institution that asks; once handed out also where a unit in range is asked."""
    return Q(institution_path__in=_my_institutions(seen)) | Q(pk__in=_filed_here(seen).values("collection"))


def statistical_forms(seen: Sight) -> Q:
    """The shipped ones for everybody in office, one's institution's own, and those asked of a unit in range."""
    asked = models.Collection.objects.filter(collections(seen)).values("form_version__form")
    shipped = Q(organization__isnull=True) if seen.scopes else Q(pk__in=[])
    return shipped | Q(institution_path__in=_my_institutions(seen), organization__isnull=False) | Q(pk__in=asked)


def _through_form(field: str) -> sight.Rule:
    """What is seen by whoever sees the form."""

    def rule(seen: Sight) -> Q:
        return Q(**{f"{field}__in": models.Form.objects.filter(statistical_forms(seen)).values("pk")})

    return rule


def _attentions(field: str) -> sight.Rule:
    """An attention is seen by its named readers and by nobody else, however high (F16)."""

    def rule(seen: Sight) -> Q:
        readers = models.AttentionReader.objects.filter(person=seen.person)
        return Q(**{f"{field}__in": readers.values("attention")}) if seen.scopes else Q(pk__in=[])

    return rule


def _announced(seen: Sight) -> Any:
    """The scores in range that those assessed may know."""
    return models.Score.objects.filter(seen.covers("org_path")).exclude(round__state=models.RoundState.DRAFT)


def score_rounds(seen: Sight) -> Q:
    """Inside the institution that assesses; once announced also where somebody in range is assessed."""
    return Q(institution_path__in=_my_institutions(seen)) | Q(pk__in=_announced(seen).values("round"))


def scores(seen: Sight) -> Q:
    """All for the institution that assesses; one's own once announced; everybody's ranking once published."""
    own = Q(round__institution_path__in=_my_institutions(seen))
    published = Q(round__state=models.RoundState.PUBLISHED, round__in=_announced(seen).values("round"))
    return own | Q(pk__in=_announced(seen).values("pk")) | published


def _in_detail(field: str) -> sight.Rule:
    """What stands behind a score: for the institution that assesses, and for the assessed himself."""

    def rule(seen: Sight) -> Q:
        own = Q(**{f"{field}__round__institution_path__in": _my_institutions(seen)})
        return own | Q(**{f"{field}__in": _announced(seen).values("pk")})

    return rule


def _score_rules(seen: Sight) -> Q:
    rounds = models.ScoreRound.objects.filter(score_rounds(seen))
    return Q(institution_path__in=_my_institutions(seen)) | Q(pk__in=rounds.values("rule"))


def _score_items(seen: Sight) -> Q:
    return Q(rule__in=models.ScoreRule.objects.filter(_score_rules(seen)).values("pk"))


SIGHT = {
    models.ScoreRule: _score_rules,
    models.ScoreItem: _score_items,
    models.ScoreRound: score_rounds,
    models.Score: scores,
    models.ScoreLine: _in_detail("score"),
    models.ScoreGrant: _in_detail("score"),
    models.ScoreObjection: _in_detail("score"),
    models.Form: statistical_forms,
    models.FormVersion: _through_form("form"),
    models.FormColumn: _through_form("form_version__form"),
    models.FormCheck: _through_form("form_version__form"),
    models.FormLayout: _through_form("form"),
    models.Collection: collections,
    models.Filing: _covered(),
    models.Correction: _covered("filing__org_path"),
    models.Reminder: _covered("filing__org_path"),
    models.Campaign: campaigns,
    models.Phase: _through_campaign("campaign"),
    models.Output: _through_campaign("phase__campaign"),
    models.Delivery: _deliveries,
    models.Release: _covered(),
    models.Participant: _covered(),
    models.ScopeChange: _covered("campaign__org_path"),
    models.SitePaper: _covered(),
    models.Draw: _covered(),
    models.InspectorPool: _covered(),
    models.PoolMember: _covered("pool__org_path"),
    models.Avoidance: _covered(),
    models.Attention: _attentions("pk"),
    models.AttentionReader: _attentions("attention"),
    models.Inspection: _covered(),
    models.Inspector: _covered("inspection__org_path"),
    models.VisitResult: _covered(),
    models.LookBack: _through_finding,
    models.Answer: _covered("inspection__org_path"),
    models.Finding: findings,
    models.CorrectiveMeasure: _through_finding,
    models.Verification: _through_finding,
    models.CloseOut: _through_finding,
    models.Reopening: _through_finding,
    models.Objection: _through_finding,
    models.Waiver: _through_finding,
    models.Slip: _slips,
    models.CampaignTemplate: _templates(""),
    models.TemplatePhase: _templates("template__"),
    models.TemplateOutput: _templates("phase__template__"),
    models.Checklist: _checklists(""),
    models.ChecklistVersion: _checklists("checklist__", "published_on"),
    models.ChecklistItem: _checklists("checklist_version__checklist__", "checklist_version__published_on"),
}
