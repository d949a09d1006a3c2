"""How a campaign, its phases, the units' self-inspections and the findings run: read this first."""

from django.utils.translation import gettext_lazy as _

from engine import Children, End, Flow, Function, If, Job, Sign, Start, Step, this
from rectification import services


class CampaignFlow(Flow):
    """From the scheme to the signed conclusion."""

    of = "rectification.Campaign"

    # The issuer
    start = Start().Next(this.draft)
    draft = Step(
        _("拟定并提交方案"),
        permission="rectification.submit_scheme",
        due="draft_due_on",
        who=_("主办单位经办人，专项工作开始之日前"),
    ).Next(this.scheme)
    scheme = Sign(
        _("方案审批"),
        route="scheme_route",
        content="scheme_manifest",
        returns_to=this.draft,
        due="draft_due_on",
        who=_("拟稿科室负责人审核，分管领导或主要负责人签发"),
    ).Next(this.accept)
    accept = Function(services.accept_scheme, title=_("方案编号")).Next(this.issue)
    issue = Job(services.issue_campaign, title=_("确定名单并印发")).Next(this.phases)

    # The phases, side by side
    phases = Children("phases_to_run", flow_of="rectification.Phase", title=_("各阶段"), who=_("各阶段流程")).Next(
        this.conclude
    )

    # The issuer
    conclude = Step(
        _("提交工作总结"),
        permission="rectification.conclude_campaign",
        due="conclude_due_on",
        who=_("主办单位经办人，专项工作结束之日前"),
    ).Next(this.conclusion)
    conclusion = Sign(
        _("总结审批"),
        route="conclusion_route",
        content="conclusion_manifest",
        returns_to=this.conclude,
        who=_("拟稿科室负责人审核，分管领导或主要负责人签发"),
    ).Next(this.close)
    close = Function(services.close_campaign, title=_("结束专项工作")).Next(this.closed)
    closed = End()


class PhaseFlow(Flow):
    """From opening a phase to its signed end."""

    of = "rectification.Phase"

    # The issuer's leader
    start = Start().Next(this.open)
    open = Step(
        _("启动阶段"),
        permission="rectification.open_phase",
        due="opens_on",
        who=_("分管领导或主要负责人，阶段开始之日"),
    ).Next(this.is_self_inspecting)
    is_self_inspecting = If("has_self_inspections", title=_("本阶段开展自查？")).Then(this.prepare).Else(this.complete)

    # Every unit in scope
    prepare = Job(services.prepare_inspections, title=_("下发自查任务")).Next(this.self_inspect)
    self_inspect = Children(
        "inspections_to_run", flow_of="rectification.Inspection", title=_("各单位自查"), who=_("各参加单位")
    ).Next(this.complete)

    # The issuer
    complete = Step(
        _("提交阶段小结"),
        permission="rectification.submit_phase",
        due="closes_on",
        who=_("主办单位经办人，阶段结束之日前"),
    ).Next(this.sign_off)
    sign_off = Sign(
        _("阶段小结审批"),
        route="sign_off_route",
        content="sign_off_manifest",
        returns_to=this.complete,
        who=_("拟稿科室负责人审核，分管领导或主要负责人签发"),
    ).Next(this.close)
    close = Function(services.close_phase, title=_("结束阶段")).Next(this.closed)
    closed = End()


class SelfInspectionFlow(Flow):
    """A unit looks at itself; somebody else there confirms it."""

    of = "rectification.Inspection"

    # The unit
    start = Start().Next(this.fill)
    fill = Step(
        _("填报自查"),
        permission="rectification.fill_self_inspection",
        due="due_on",
        who=_("参加单位经办人或科室负责人，阶段结束之日前"),
    ).Next(this.confirm)
    confirm = Step(
        _("审核自查"),
        permission="rectification.confirm_self_inspection",
        at="confirm_path",
        but="fillers",
        due="due_on",
        who=_("填报人以外的负责人（本单位没有时由上一级），阶段结束之日前"),
    ).Next(this.confirmed)
    confirmed = End()


class FindingFlow(Flow):
    """From the ledger to 销号."""

    of = "rectification.Finding"

    # The unit
    start = Start().Next(this.is_fixed)
    is_fixed = If("is_fixed_on_spot", title=_("当场已整改？")).Then(this.verify).Else(this.plan)
    plan = Step(
        _("制定整改措施"),
        permission="rectification.plan_measures",
        due="plan_due_on",
        who=_("责任单位经办人或科室负责人，登记后3个工作日内"),
    ).Next(this.approve)
    approve = Step(
        _("审核整改措施"),
        permission="rectification.approve_measures",
        at="approve_path",
        but="planners",
        due="plan_due_on",
        who=_("拟定人以外的负责人（本单位没有时由上一级），登记后3个工作日内"),
    ).Next(this.rectify)
    rectify = Step(
        _("整改并报告"),
        permission="rectification.report_rectified",
        due="due_on",
        who=_("责任单位经办人或科室负责人，整改时限前"),
    ).Next(this.verify)

    # Neither fixer nor author
    verify = Step(
        _("核查"),
        permission="rectification.verify_finding",
        at="verify_path",
        but="partial",
        due="verify_due_on",
        who=_("整改人和登记人以外的核查人（没有时由上一级），报告后5个工作日内"),
    ).Next(this.close_out)
    close_out = Function(services.close_out, title=_("销号")).Next(this.closed)
    closed = End()


class CollectionFlow(Flow):
    """A form asked of many units: approved with its burden, handed out."""

    of = "rectification.Collection"

    # The issuer's leader
    start = Start().Next(this.approve)
    approve = Step(
        _("批准下发报表"),
        permission="rectification.approve_collection",
        but="drafters",
        due="due_on",
        who=_("拟定人以外的分管领导或主要负责人，报送截止之日前"),
    ).Next(this.hand_out)

    # Every unit asked
    hand_out = Job(services.hand_out_forms, title=_("向各单位下发报表")).Next(this.handed_out)
    handed_out = End()


class FilingFlow(Flow):
    """A unit fills in its form; somebody else there reviews it and sends it up."""

    of = "rectification.Filing"

    # The unit
    start = Start().Next(this.fill)
    fill = Step(
        _("填报统计报表"),
        permission="rectification.fill_filing",
        due="due_on",
        who=_("填报单位经办人或科室负责人，报送截止之日前"),
    ).Next(this.review)
    review = Step(
        _("审核上报统计报表"),
        permission="rectification.review_filing",
        at="confirm_path",
        but="fillers",
        due="due_on",
        who=_("填表人以外的负责人（本单位没有时由上一级），报送截止之日前"),
    ).Next(this.reported)
    reported = End()


class ObjectionFlow(Flow):
    """A unit states its case about a finding of others; somebody else there decides."""

    of = "rectification.Objection"

    # The side that found it
    start = Start().Next(this.decide)
    decide = Step(
        _("核定陈述申辩"),
        permission="rectification.decide_objection",
        at="decide_path",
        but="finders",
        due="decide_due_on",
        who=_("检查单位中检查人以外的负责人，提出后5个工作日内"),
    ).Next(this.decided)
    decided = End()


class WaiverFlow(Flow):
    """A unit asks for time; a leader on the finding side decides."""

    of = "rectification.Waiver"

    # The side that found it
    start = Start().Next(this.decide)
    decide = Step(
        _("审批暂缓或豁免"),
        permission="rectification.decide_waiver",
        at="decide_path",
        but="askers",
        due="decide_due_on",
        who=_("发现问题的单位中申请人以外的负责人（没有时由上一级），提出后5个工作日内"),
    ).Next(this.decided)
    decided = End()


class SlipFlow(Flow):
    """A paper to a unit waits for somebody there to sign for it."""

    of = "rectification.Slip"

    # The unit
    start = Start().Next(this.receive)
    receive = Step(
        _("签收通知"),
        permission="rectification.receive_slip",
        due="receive_due_on",
        who=_("收件单位经办人或负责人，发出后3个工作日内"),
    ).Next(this.received)
    received = End()


class SupervisionOrderFlow(Flow):
    """Units handed to a lower commission wait for somebody there to sign for them."""

    of = "rectification.SupervisionOrder"

    # The lower commission
    start = Start().Next(this.receive)
    receive = Step(
        _("签收属地督导"),
        permission="rectification.receive_order",
        due="receive_due_on",
        who=_("承办单位经办人、检查员或科室负责人，交办后3个工作日内"),
    ).Next(this.received)
    received = End()


class PolicyQuestionFlow(Flow):
    """What a unit asks waits with the office for its answer."""

    of = "rectification.PolicyQuestion"

    # The office of the campaign
    start = Start().Next(this.answer)
    answer = Step(
        _("答复政策咨询"),
        permission="rectification.answer_question",
        at="office_path",
        but="askers",
        due="due_on",
        who=_("主办单位经办人或科室负责人，提出后3个工作日内"),
    ).Next(this.answered)
    answered = End()


class OutsideReportFlow(Flow):
    """What went to a superior outside the system waits for its receipt."""

    of = "rectification.OutsideReport"

    # Whoever sent it
    start = Start().Next(this.receive)
    receive = Step(
        _("登记对外报送回执"),
        permission="rectification.report_outside",
        due="receipt_due_on",
        who=_("报送单位经办人、科室负责人或督导人员，回执期限前"),
    ).Next(this.received)
    received = End()
