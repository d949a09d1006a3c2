"""A paper or a directive becomes a task of the plan in force."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accountability.incoming.becoming import became
from accountability.models import Derivation, Directive, IncomingDocument
from accountability.views.incoming import source_asked
from organizations.sight import visible
from plans import services
from plans.forms.lines import FromPaperForm
from plans.models import Plan
from plans.views.answering import Sheet, act_on_sheet, allow


@login_required
def measure_from_paper(request: HttpRequest) -> HttpResponse:
    """Which plan it joins, what is to be done, by whom and until when; the paper says afterwards what it became."""
    source = source_asked(request, (IncomingDocument, Directive))
    if source is None:
        raise Http404
    unit = source.organization
    person = allow(request, "add_ad_hoc", unit)
    plans = visible(request.user, Plan).filter(institution_path=unit.institution_path).in_force()  # type: ignore[attr-defined]
    said = source.title if isinstance(source, IncomingDocument) else source.text
    initial = {"ordered_by": str(source)[:200], "text": said}
    form = FromPaperForm(request.POST or None, place=unit, plans=plans.order_by("-year", "pk"), initial=initial)
    lead = _("列入已印发的计划，与计划任务一并跟踪；来文或者批示的落实去向同时登记。")
    sheet = Sheet(source, _("列入计划任务"), _("列入并下达"), lead=lead, icon="list-plus", said=_("任务已下达。"))

    def act(_shown: object) -> str:
        values = dict(form.cleaned_data)
        with transaction.atomic():
            measure = services.add_ad_hoc(values.pop("plan"), by=person, **values)
            became(source, kind=Derivation.Kind.PLAN, label=str(measure), by=person, sentence=said, target=measure)
        return measure.get_absolute_url()

    return act_on_sheet(request, sheet, form, act, wide=True)
