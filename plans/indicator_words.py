"""How the verbs of indicators and trainings are called in the trail."""

from django.utils.translation import gettext_lazy as _

from accountability import trail

from . import models

VERBS = {
    "indicator_set_drafted": _("拟定指标集"),
    "indicator_set_changed": _("修改指标集"),
    "indicator_set_submitted": _("提交指标集"),
    "indicator_set_returned": _("退回指标集"),
    "indicator_set_published": _("发布指标集"),
    "indicator_set_superseded": _("指标集被新版替代"),
    "indicator_set_retired": _("停用指标集"),
    "indicator_added": _("增加指标"),
    "indicator_changed": _("修改指标"),
    "indicator_removed": _("删除指标"),
    "indicator_ended": _("停止统计指标"),
    "indicator_target_set": _("确定分类目标值"),
    "indicator_target_removed": _("删除分类目标值"),
    "reporter_named": _("指定指标填报人"),
    "indicator_reports_opened": _("下发指标填报"),
    "indicator_report_saved": _("填写指标"),
    "indicator_report_submitted": _("提交指标"),
    "indicator_report_reviewed": _("审核上报指标"),
    "indicator_report_returned": _("退回指标"),
    "indicator_reports_reminded": _("催报指标"),
    "indicator_checked": _("督查核对指标"),
    "indicator_breached": _("指标异常"),
    "indicator_event_recorded": _("登记计数事件"),
    "indicator_event_withdrawn": _("撤销计数事件"),
    "indicator_series_exported": _("导出指标数据"),
    "training_drafted": _("拟定培训考核"),
    "training_changed": _("修改培训考核"),
    "training_submitted": _("提交培训考核"),
    "training_returned": _("退回培训考核"),
    "training_approved": _("审核培训考核"),
    "training_held": _("登记举办培训考核"),
    "training_people_expected": _("确定应参加人员"),
    "training_results_entered": _("登记培训考核结果"),
    "training_attendance_corrected": _("按会议签到更正参加情况"),
    "training_closed": _("培训考核办结"),
    "training_cancelled": _("取消培训考核"),
    "training_results_exported": _("导出培训考核结果"),
    "training_taken_over": _("交接培训考核"),
    "certificate_recorded": _("登记证书"),
    "certificate_revoked": _("注销证书"),
    "certificate_reminded": _("证书到期提醒"),
    "certificate_rule_set": _("规定持证要求"),
    "certificate_rule_ended": _("停用持证要求"),
}

WATCHED = (
    models.IndicatorSet,
    models.Indicator,
    models.IndicatorPart,
    models.IndicatorTarget,
    models.Reporter,
    models.IndicatorReport,
    models.Measurement,
    models.MeasurementCorrection,
    models.CountedEvent,
    models.ReportReminder,
    models.Training,
    models.TrainingResult,
    models.Certificate,
    models.CertificateRule,
)


def declare() -> None:
    """Tell the trail the words and the rows."""
    trail.verbs(VERBS)
    for model in WATCHED:
        trail.watch(model)
