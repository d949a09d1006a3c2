"""再部署 and 响应等级: a phase begun again, and the deadlines of a campaign tightened for a while."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from rectification import services
from rectification.forms.asking import AskingForm
from rectification.forms.findings import BecauseForm
from rectification.forms.responses import AgainForm, RaiseForm
from rectification.models import Campaign, Phase
from rectification.views.answering import Sheet, act_on_sheet, allow, find


@login_required
def phase_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The next round of a phase."""
    phase = find(request, Phase, pk, "campaign", "again_of")
    person = allow(request, "open_phase", phase)
    today = timezone.localdate()
    form = AgainForm(
        request.POST or None, initial={"opens_on": today, "closes_on": today + (phase.closes_on - phase.opens_on)}
    )
    sheet = Sheet(
        phase, _("再部署：%(name)s") % {"name": phase.name}, _("再部署"), icon="rotate-ccw",
        lead=_("按同样的成果要求增加下一轮，由您另行启动；前一轮的问题、自查和材料保留在前一轮。"),
        back=phase.campaign.get_absolute_url(), said=_("已增加下一轮，请在专项工作页面启动。"),
    )  # fmt: skip
    return act_on_sheet(request, sheet, form, lambda f: services.deploy_again(phase, by=person, **f.cleaned_data))


@login_required
def campaign_response(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise the response level of a campaign, or lift it."""
    campaign = find(request, Campaign, pk, "organization")
    person = allow(request, "set_response", campaign)
    responses = list(campaign.responses.select_related("raised_by", "lifted_by"))
    now = next((one for one in responses if one.lifted_at is None), None)
    form: AskingForm
    verb: Callable[..., object]
    if now is None:
        title, said, lead = (
            _("启动响应"),
            _("响应已启动，整改时限和任务期限正在缩短。"),
            _("缩短尚未到期的阶段、成果、问题整改和任务期限，通知责任人；已过期的不变，最近缩短到明天。"),
        )
        form, verb = RaiseForm(request.POST or None), services.raise_response
    else:
        title, said, lead = _("解除响应"), _("响应已解除，期限正在恢复。"), _("没有另行调整过的期限恢复为原期限。")
        form, verb = BecauseForm(request.POST or None), services.lift_response
    sheet = Sheet(
        campaign, title, title, icon="siren", lead=lead, said=said, facts="rectification/_response_history.html"
    )
    return act_on_sheet(
        request, sheet, form, lambda f: verb(campaign, by=person, **f.cleaned_data), responses=responses
    )
