"""How Django loads this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """年度计划."""

    name = "plans"
    verbose_name = _("年度计划")
