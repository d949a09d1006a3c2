"""How the verbs of the plans are called in the trail, and which rows the trail vouches for."""

from django.utils.translation import gettext_lazy as _

from accountability import trail

from . import models

VERBS = {
    "plan_drafted": _("起草计划"),
    "plan_revised": _("修改计划"),
    "plan_lines_changed": _("修改计划内容"),
    "plan_abandoned": _("放弃计划"),
    "plan_submitted": _("提交计划"),
    "plan_returned": _("退回计划"),
    "plan_signed": _("计划签发完成"),
    "plan_numbered": _("计划编号、复核"),
    "plan_issued": _("印发计划"),
    "plan_superseded": _("计划由新计划替代"),
    "plan_closed": _("计划总结完成"),
    "plan_derived": _("分解计划"),
    "measures_handed_out": _("下达计划任务"),
    "measure_accepted": _("审核任务办结"),
    "ad_hoc_added": _("登记临时性任务"),
    "plan_problem_confirmed": _("确认自查问题"),
    "proposals_gathered": _("汇集计划建议"),
    "proposal_decided": _("处理计划建议"),
    "plan_import_started": _("导入计划文件"),
    "plan_import_read": _("识别计划文件"),
    "plan_import_failed": _("计划文件识别失败"),
    "plan_import_dropped": _("放弃导入"),
    "plan_import_finished": _("完成导入核对"),
    "plan_reading_decided": _("核对识别内容"),
    "plan_readings_decided": _("批量核对识别内容"),
    "revision_drafted": _("提出计划调整"),
    "revision_lines_changed": _("修改调整内容"),
    "revision_submitted": _("提交计划调整"),
    "revision_returned": _("退回计划调整"),
    "revision_abandoned": _("放弃计划调整"),
    "revision_approved": _("批准计划调整"),
    "revision_in_force": _("计划调整生效"),
    "plan_deliberated": _("会议审议结果"),
    "review_begun": _("启动计划总结"),
    "part_written": _("填报部门小结"),
    "part_confirmed": _("审定部门小结"),
    "part_returned": _("退回部门小结"),
    "review_written": _("撰写计划总结"),
    "review_submitted": _("提交计划总结"),
    "review_returned": _("退回计划总结"),
    "review_approved": _("审定计划总结"),
    "letter_drafted": _("起草责任书"),
    "letter_written": _("修改责任书"),
    "letter_sent": _("送签责任书"),
    "letter_returned": _("退回责任书"),
    "letter_signed": _("签订责任书"),
    "letter_cancelled": _("作废责任书"),
    "plan_reported": _("报送计划进展"),
    "plan_report_received": _("签收计划进展"),
    "obligation_revised": _("按计划调整任务频次"),
    "occurrence_recut": _("按计划调整期次"),
    "indicator_target_revised": _("按计划调整目标值"),
    "plan_tasks_exported": _("导出任务清单"),
    "plan_taken_over": _("接手计划"),
    "letter_taken_over": _("接手责任书"),
}

WATCHED = (
    models.Plan,
    models.PlanBasis,
    models.PlanEdition,
    models.Deliberation,
    models.Section,
    models.Objective,
    models.Measure,
    models.PlanProblem,
    models.Revision,
    models.RevisionLine,
    models.Review,
    models.ReviewPart,
    models.PlanReport,
    models.ResponsibilityLetter,
    models.Proposal,
    models.PlanImport,
)


def declare() -> None:
    """Tell the trail the words and the rows."""
    trail.verbs(VERBS)
    for model in WATCHED:
        trail.watch(model)
