"""How plans, their revisions, reviews and letters, indicators, values and trainings run: read this first."""

from django.utils.translation import gettext_lazy as _

from engine import End, Flow, Function, Job, Sign, Start, Step, this
from plans import services


class AnnualPlanFlow(Flow):
    """From the draft to the plan in force."""

    of = "plans.Plan"

    # The drafting unit
    start = Start().Next(this.draft)
    draft = Step(
        _("拟定计划并送审"),
        permission="plans.submit_plan",
        due="draft_due_on",
        who=_("制定单位经办人或科室负责人，起草后20个工作日内"),
    ).Next(this.signing)

    # The unit's own route: review, countersigning, the office, the leader in charge, deliberation, the principal
    signing = Sign(
        _("计划审批"),
        route="signing_route",
        content="plan_manifest",
        returns_to=this.draft,
        who=_("按本单位办理路线：科室负责人审核、会签、办公室核稿、分管领导审批、会议审议、主要负责人签发"),
    ).Next(this.accept)
    accept = Function(services.accept_signed, title=_("签发完成")).Next(this.number)

    # The office
    number = Step(
        _("编号、复核"),
        permission="plans.number_plan",
        due="number_due_on",
        who=_("办公室或经办人，签发后3个工作日内"),
    ).Next(this.issue)
    issue = Step(
        _("印发计划"),
        permission="plans.issue_plan",
        due="issue_due_on",
        who=_("经办人，编号后3个工作日内"),
    ).Next(this.hand_out)

    # Everybody who has work to do
    hand_out = Job(services.hand_out, title=_("下达任务")).Next(this.in_force)
    in_force = End()


class RevisionFlow(Flow):
    """计划调整: from the proposed lines to the lines in force."""

    of = "plans.Revision"

    # The drafting unit
    start = Start().Next(this.draft)
    draft = Step(
        _("拟定调整并送审"),
        permission="plans.revise_plan",
        due="draft_due_on",
        who=_("制定单位经办人或科室负责人，3个工作日内"),
    ).Next(this.signing)

    # The unit's own route
    signing = Sign(
        _("计划调整审批"),
        route="revision_route",
        content="revision_manifest",
        returns_to=this.draft,
        who=_("按本单位办理路线：科室负责人审核，分管领导或主要负责人签发"),
    ).Next(this.approve)
    approve = Function(services.approve_revision, title=_("调整批准")).Next(this.approved)
    approved = End()


class ReviewFlow(Flow):
    """半年小结、年终总结: the departments report first, then the unit sums up and its leaders sign."""

    of = "plans.Review"

    # The departments and the drafting unit
    start = Start().Next(this.write)
    write = Step(
        _("汇总撰写总结并送审"),
        permission="plans.review_plan",
        due="due_on",
        who=_("制定单位经办人或科室负责人，各部门小结报齐之后、规定期限之前"),
    ).Next(this.signing)

    # The unit's own route
    signing = Sign(
        _("总结审批"),
        route="review_route",
        content="review_manifest",
        returns_to=this.write,
        who=_("按本单位办理路线：科室负责人审核，分管领导或主要负责人签发"),
    ).Next(this.approve)
    approve = Function(services.approve_review, title=_("总结审定")).Next(this.approved)
    approved = End()


class LetterFlow(Flow):
    """责任书: the one who takes over signs, then the one who hands over."""

    of = "plans.ResponsibilityLetter"

    # The drafting unit
    start = Start().Next(this.draft)
    draft = Step(
        _("核对责任书并送签"),
        permission="plans.issue_letters",
        who=_("制定单位经办人或科室负责人"),
    ).Next(this.signing)

    # Both sides
    signing = Sign(
        _("签订责任书"),
        route="letter_route",
        content="letter_manifest",
        returns_to=this.draft,
        who=_("责任人和签订领导，须本人办理"),
    ).Next(this.keep)
    keep = Function(services.keep_letter, title=_("责任书签订完成")).Next(this.signed)
    signed = End()


class IndicatorSetFlow(Flow):
    """A version of a set: drafted by one person, put into force by another."""

    of = "plans.IndicatorSet"

    # The owner
    start = Start().Next(this.draft)
    draft = Step(
        _("拟定指标集"),
        permission="plans.keep_indicators",
        due="starts_on",
        who=_("归口单位经办人，执行之日前"),
    ).Next(this.publish)
    publish = Step(
        _("审核发布指标集"),
        permission="plans.publish_indicators",
        at="publish_path",
        but="drafters",
        due="starts_on",
        who=_("拟定人以外的负责人（本单位没有时由上一级），执行之日前"),
    ).Next(this.published)
    published = End()


class IndicatorReportFlow(Flow):
    """A unit fills in its values; somebody else there reviews them and sends them up."""

    of = "plans.IndicatorReport"

    # The unit
    start = Start().Next(this.fill)
    fill = Step(
        _("填报指标"),
        permission="plans.fill_indicators",
        due="due_on",
        who=_("填报单位经办人或科室负责人，报送截止之日前"),
    ).Next(this.review)
    review = Step(
        _("审核上报指标"),
        permission="plans.review_indicators",
        at="confirm_path",
        but="fillers",
        due="due_on",
        who=_("填报人以外的负责人（本单位没有时由上一级），报送截止之日前"),
    ).Next(this.reported)
    reported = End()


class TrainingFlow(Flow):
    """A training or examination: planned with content, method, audience and goal, held, its results entered."""

    of = "plans.Training"

    # Who holds it
    start = Start().Next(this.draft)
    draft = Step(
        _("拟定培训考核"),
        permission="plans.keep_trainings",
        due="due_on",
        who=_("组织单位经办人或科室负责人，计划日期前"),
    ).Next(this.approve)
    approve = Step(
        _("审核培训考核"),
        permission="plans.approve_training",
        at="approve_path",
        but="drafters",
        due="due_on",
        who=_("拟定人以外的负责人（本单位没有时由上一级），计划日期前"),
    ).Next(this.hold)
    hold = Step(
        _("登记举办情况"),
        permission="plans.keep_trainings",
        due="due_on",
        who=_("组织单位经办人或科室负责人，计划日期当日"),
    ).Next(this.enter)
    enter = Step(
        _("登记成绩并办结"),
        permission="plans.keep_trainings",
        due="results_due_on",
        who=_("组织单位经办人或科室负责人，举办后14日内"),
    ).Next(this.closed)
    closed = End()
