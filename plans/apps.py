"""How Django loads this app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DECLARING: tuple[str, ...] = (
    "permissions",
    "quota_permissions",
    "trail_words",
    "quota_words",
    "ledgers",
    "opened",
    "quota_opened",
    "citations",
    "findables",
    "quota_findables",
    "quota_checks",
    "services.carrying",
    "services.occasions",
    "services.obliging",
    "services.figures",
    "services.revising_duties",
    "services.revising_objectives",
    "services.revising_targets",
    "indicator_permissions",
    "indicator_words",
    "indicator_citations",
    "indicator_findables",
    "indicator_checks",
    "indicator_openings",
    "tasks",
    "indicator_tasks",
    "walked",
    "from_papers",
    "themed",
)


class PlansConfig(AppConfig):
    """年度计划."""

    name = "plans"
    verbose_name = _("年度计划")

    def ready(self) -> None:
        """Fill the registries of the layers below: rights, sight, trail, numbers, jobs and flows."""
        for name in DECLARING:
            import_module(f"plans.{name}").declare()
        import_module("plans.flows")
