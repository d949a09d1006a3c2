"""How Django loads this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """会议管理."""

    name = "meetings"
    verbose_name = _("会议管理")
