"""How a hand-over runs: read this first."""

from django.utils.translation import gettext_lazy as _

from accountability import handing
from engine import End, Flow, Function, Sign, Start, Step, this


class HandoverFlow(Flow):
    """From the list of what is open to its third signature."""

    of = "accountability.Handover"

    # Who gives
    start = Start().Next(this.draft)
    draft = Step(
        _("填写交接单"),
        permission="accountability.prepare_handover",
        who=_("交出人；已离岗的由其科室负责人代填"),
    ).Next(this.confirm)

    # Who gives, who takes over, who watches
    confirm = Sign(
        _("交接签认"),
        route="route",
        content="content",
        returns_to=this.draft,
        who=_("交出人、接收人、监交人依次签认"),
    ).Next(this.apply)
    apply = Function(handing.apply, title=_("交接生效")).Next(this.applied)
    applied = End()
