"""Who may hand supervision down, tighten deadlines, keep lists and answer questions; and who sees the rows of it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from organizations import rights, sight
from organizations.models import Duty
from organizations.sight import Sight
from rectification import models, permissions

OWN = "own"
REPORTING = (Duty.CLERK, Duty.HEAD, Duty.INSPECTOR, Duty.LEADER, Duty.PRINCIPAL)
DEFAULTS = {
    "issue_order": (Duty.CLERK, Duty.INSPECTOR, Duty.LEADER),
    "receive_order": (Duty.CLERK, Duty.HEAD, Duty.INSPECTOR),
    "keep_lists": (Duty.CLERK,),
    "send_notice": (Duty.CLERK, Duty.LEADER, Duty.PRINCIPAL),
    "ask_question": (Duty.CLERK, Duty.HEAD, Duty.PRINCIPAL),
    "answer_question": (Duty.CLERK, Duty.HEAD),
    "set_response": (Duty.LEADER, Duty.PRINCIPAL),
    "report_order": (Duty.CLERK, Duty.HEAD, Duty.INSPECTOR),
    "report_outside": (Duty.CLERK, Duty.HEAD, Duty.INSPECTOR),
}
NAMES = {
    "issue_order": gettext_lazy("交办属地督导"),
    "receive_order": gettext_lazy("签收属地督导"),
    "keep_lists": gettext_lazy("维护发送名单"),
    "send_notice": gettext_lazy("发工作通知"),
    "ask_question": gettext_lazy("提出政策咨询"),
    "answer_question": gettext_lazy("答复政策咨询"),
    "set_response": gettext_lazy("启动和解除响应"),
    "report_order": gettext_lazy("报告督导情况"),
    "report_outside": gettext_lazy("登记对外报送和回执"),
}


def _orders(seen: Sight) -> Q:
    """The side that handed it down, the side that inspects, and those above both."""
    return seen.covers("org_path") | seen.covers("issuer_path")


def _houses(seen: Sight) -> list[str]:
    """The institutions in which the person sits."""
    return [scope.institution_path for scope in seen.scopes]


def _notices(seen: Sight) -> Q:
    """The office that sent it, and whoever sees a recipient."""
    received = models.NoticeReceipt.objects.filter(seen.covers("org_path")).values("notice")
    return Q(institution_path__in=_houses(seen)) | Q(pk__in=received)


def _outside(seen: Sight) -> Q:
    """Those above the unit that sent it, and those in it who report, lead and answer for it."""
    mine = [scope.institution_path for scope in seen.scopes if scope.duty in REPORTING]
    return seen.covers("org_path") | Q(institution_path__in=mine)


def _boxes(seen: Sight) -> Q:
    """One's own, as long as one still sits where they were put together: who has left takes none of them along."""
    return Q(made_by=seen.person) & (seen.covers("org_path") | Q(institution_path__in=_houses(seen)))


def _of_campaigns(seen: Sight, field: str) -> Q:
    """What is seen by whoever sees the campaign."""
    return Q(**{f"{field}__in": models.Campaign.objects.filter(permissions.campaigns(seen)).values("pk")})


SIGHT: dict[type, sight.Rule] = {
    models.SupervisionOrder: _orders,
    models.DistributionList: lambda seen: Q(institution_path__in=_houses(seen)),
    models.WorkNotice: _notices,
    models.NoticeReceipt: lambda seen: seen.covers("org_path") | Q(notice__institution_path__in=_houses(seen)),
    models.PolicyQuestion: lambda seen: seen.covers("org_path") | Q(office_path__in=_houses(seen)),
    models.Recognition: lambda seen: seen.covers("org_path"),
    models.Response: lambda seen: _of_campaigns(seen, "campaign"),
    models.OutsideReport: _outside,
    models.CampaignMeeting: lambda seen: (
        seen.covers("org_path")
        | Q(institution_path__in=_houses(seen))
        | Q(campaign__institution_path__in=_houses(seen))
    ),
    models.KeptBox: _boxes,
    models.TightenedDeadline: lambda seen: seen.covers("response__org_path"),
}


def declare() -> None:
    """Tell organizations the rights and the rules of sight."""
    permissions.NAMES.update(NAMES)
    for name, duties in DEFAULTS.items():
        for duty in duties:
            rights.default(duty, f"rectification.{name}", OWN)
    for model, rule in SIGHT.items():
        sight.register(model, rule)
