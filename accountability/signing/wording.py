"""The sentences of a sign sheet and its receipt; they promise no more than can be kept (《电子签名法》第十三条)."""

from django.utils.translation import gettext_lazy as _

STATEMENT = _(
    "确认提交办理意见。系统将记录您的身份、岗位、时间及所见内容。"
    "本记录为系统办理记录，不等同于《电子签名法》规定的可靠电子签名；依规应当手写签名或盖章的，请另行办理。"
)
RECORD_ONLY = _(
    "本记录为系统办理记录，不等同于《电子签名法》规定的可靠电子签名；依规应当手写签名或盖章的，请另行办理。"
)
RECEIPT_TITLE = _("办理意见回执")
SHEET_TITLE = _("审批单")
CHECKABLE = _("凭校验码可校验内容是否被改动。")
CANCELLED_BY_SYSTEM = _("系统自动取消")
WITHDRAWN_BY_SENDER = _("送签人撤回")
CHANGED_SINCE_OPENED = _(
    "材料在您打开后有变动，本次意见没有提交。请重新打开核对；需要按新材料办理的，请选择“退回修改”，由经办人重新送签。"
)
CHANGED_SINCE_SENT = _("材料在您打开后有变动，不能按原材料通过。请选择“退回修改”，由经办人重新送签。")
STRENGTHS = {
    "password": _("密码"),
    "password+totp": _("密码和动态码"),
    "password+recovery": _("密码和恢复码"),
    "offline": _("线下办理，系统未核验身份"),
}
