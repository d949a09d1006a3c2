"""How the verbs of rectification are called in the trail, and which rows the trail vouches for."""

from django.utils.translation import gettext_lazy as _

from accountability import trail
from rectification import models

VERBS = {
    "campaign_drafted": _("拟定方案"),
    "campaign_revised": _("修改方案"),
    "scheme_submitted": _("提交方案"),
    "scheme_returned": _("方案退回修改"),
    "scheme_accepted": _("方案签发并编号"),
    "participants_frozen": _("确定参加单位"),
    "campaign_issued": _("印发方案"),
    "campaign_cancelled": _("撤销专项工作"),
    "participant_added": _("增补参加单位"),
    "participant_removed": _("剔除参加单位"),
    "campaign_concluded": _("提交工作总结"),
    "conclusion_returned": _("总结退回修改"),
    "campaign_closed": _("结束专项工作"),
    "phase_opened": _("启动阶段"),
    "inspections_prepared": _("下发自查任务"),
    "output_delivered": _("登记阶段成果"),
    "participants_released": _("放行未完成单位"),
    "phase_submitted": _("提交阶段小结"),
    "phase_returned": _("阶段小结退回修改"),
    "phase_closed": _("结束阶段"),
    "inspection_opened": _("开始检查"),
    "item_answered": _("填写条目"),
    "inspection_submitted": _("提交检查"),
    "inspection_confirmed": _("审核自查"),
    "inspection_returned": _("退回自查"),
    "finding_registered": _("登记问题"),
    "measures_planned": _("制定整改措施"),
    "measures_approved": _("审核整改措施"),
    "measures_returned": _("退回整改措施"),
    "finding_reported": _("报告整改完成"),
    "finding_verified": _("核查整改"),
    "finding_returned": _("退回整改"),
    "finding_deadline_moved": _("整改时限延期"),
    "finding_closed": _("销号"),
    "finding_reopened": _("重新启动整改"),
    "ledger_exported": _("导出台账"),
    "ledger_printed": _("打印三张清单"),
    "finding_withdrawn": _("撤销问题"),
    "objection_filed": _("提出陈述申辩"),
    "objection_decided": _("核定陈述申辩"),
    "waiver_asked": _("申请暂缓或豁免"),
    "waiver_granted": _("同意暂缓或豁免"),
    "waiver_refused": _("不同意暂缓或豁免"),
    "waiver_ended": _("暂缓或豁免到期恢复"),
    "leader_named": _("确定责任领导"),
    "limit_set": _("确定整改限期"),
    "slip_issued": _("发出通知"),
    "slip_received": _("签收通知"),
    "inspection_taken_over": _("交接检查"),
    "measure_taken_over": _("交接整改措施"),
    "campaign_taken_over": _("交接专项工作"),
    "responsibility_followed": _("参加单位变更后由承接单位负责"),
    "checklist_published": _("发布检查表"),
    "template_published": _("发布模板"),
}

WATCHED = (
    models.Campaign,
    models.Phase,
    models.Output,
    models.Delivery,
    models.Release,
    models.Participant,
    models.ScopeChange,
    models.Inspection,
    models.Inspector,
    models.Answer,
    models.Finding,
    models.CorrectiveMeasure,
    models.Verification,
    models.CloseOut,
    models.Reopening,
    models.Objection,
    models.Waiver,
    models.Slip,
    models.CampaignTemplate,
    models.TemplatePhase,
    models.TemplateOutput,
    models.Checklist,
    models.ChecklistVersion,
    models.ChecklistItem,
)


def declare() -> None:
    """Tell the trail the words and the rows."""
    trail.verbs(VERBS)
    for model in WATCHED:
        trail.watch(model)
