"""The words attendance and votes are told with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Capacity(models.TextChoices):
    """As what somebody takes part."""

    ATTEND = "attend", _("出席")
    SIT_IN = "sit_in", _("列席")


class Presence(models.TextChoices):
    """Whether somebody came."""

    EXPECTED = "expected", _("未签到")
    LEAVE_ASKED = "leave_asked", _("请假待批")
    EXCUSED = "excused", _("请假")
    PRESENT = "present", _("已到")
    LATE = "late", _("迟到")
    ABSENT = "absent", _("缺席")


class Reply(models.TextChoices):
    """What was answered to the notice 回执."""

    NONE = "", _("未回执")
    COMES = "comes", _("参加")
    LEAVE = "leave", _("请假")
    PROXY = "proxy", _("委托参会")


class SignedBy(models.TextChoices):
    """How somebody signed in."""

    NONE = "", _("未签到")
    CODE = "code", _("扫码签到")
    RECORDER = "recorder", _("会务人员登记")
    PAPER = "paper", _("纸质签到表")
    AFTERWARDS = "afterwards", _("补签")


class Quorum(models.TextChoices):
    """How many of those who should attend must be there before anything is decided."""

    NONE = "", _("不要求")
    HALF = "half", _("过半数")
    TWO_THIRDS = "two_thirds", _("三分之二以上")


class Secrecy(models.TextChoices):
    """Whether it is known who voted how."""

    NAMED = "named", _("记名表决")
    SECRET = "secret", _("无记名表决")


class Choice(models.TextChoices):
    """What may be voted."""

    FOR = "for", _("同意")
    AGAINST = "against", _("不同意")
    ABSTAIN = "abstain", _("弃权")


class Basis(models.TextChoices):
    """Of whom more than half must be for it."""

    ENTITLED = "entitled", _("应出席人数的过半数")
    PRESENT = "present", _("到会人数的过半数")


HERE = (Presence.PRESENT, Presence.LATE)
"""What counts as having come."""

UNDECIDED = (Presence.EXPECTED, Presence.LEAVE_ASKED)
"""What becomes 缺席 when the meeting has been held."""
