"""How the verbs of obligations and registers are called in the trail, and which rows the trail vouches for."""

from django.utils.translation import gettext_lazy as _

from accountability import trail
from plans import models

VERBS = {
    "obligation_drafted": _("拟定常态化工作任务"),
    "obligation_changed": _("修改常态化工作任务"),
    "obligation_dropped": _("删除拟定的常态化工作任务"),
    "obligation_started": _("常态化工作任务开始执行"),
    "obligation_ended": _("常态化工作任务停止执行"),
    "obligation_taken_over": _("交接常态化工作任务"),
    "obligation_followed": _("常态化工作任务改由承接单位承办"),
    "occurrences_opened": _("建立期次"),
    "occurrence_asked": _("登记所发生的事"),
    "occurrence_done": _("期次已完成"),
    "occurrence_tapped": _("登记当日已完成"),
    "occurrence_untapped": _("撤回当日登记"),
    "occurrence_explained": _("说明未完成的原因"),
    "occurrence_reopened": _("期次恢复为未完成"),
    "occurrence_withdrawn": _("期次不再要求"),
    "occurrence_moved": _("期次期限延期"),
    "happening_counted": _("系统内记录计入完成次数"),
    "happening_withdrawn": _("系统内记录不再计入"),
    "quota_evidence_submitted": _("提交完成依据"),
    "quota_evidence_accepted": _("核定完成依据"),
    "quota_evidence_returned": _("未采纳完成依据"),
    "quota_evidence_withdrawn": _("撤回完成依据"),
    "register_founded": _("建立登记册"),
    "register_changed": _("修改登记册"),
    "happening_proposed": _("提请核定是否计入"),
    "register_exported": _("导出登记册"),
    "entry_entered": _("登记"),
    "entry_changed": _("修改登记项"),
    "entry_retired": _("注销登记项"),
    "entry_warned": _("登记项到期提醒"),
}

WATCHED = (
    models.Occurrence,
    models.ObligationEvidence,
    models.Register,
)


def declare() -> None:
    """Tell the trail the words and the rows."""
    trail.verbs(VERBS)
    trail.watch(models.Obligation, exclude=("opened_until",))
    trail.watch(models.RegisterEntry, exclude=("remind_on",))
    for model in WATCHED:
        trail.watch(model)
