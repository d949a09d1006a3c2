"""How Django loads the site; every model is loaded by the time its wiring is connected."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class WorkflowSiteConfig(AppConfig):
    """闭环."""

    name = "workflow_site"
    verbose_name = _("闭环")

    def ready(self) -> None:
        """Connect the apps, with the broker where there is one, and say which tables may be imported."""
        from workflow_site import assessing, convening, deployed, own_data, planning, wiring
        from workflow_site.setup import targets

        targets.declare()
        planning.declare()
        assessing.declare()
        convening.declare()
        own_data.declare()
        deployed.declare()
        wiring.connect()
        if settings.BROKER_URL:
            from workflow_site import broker

            broker.carry_word()
