"""迎检: pages opened to visiting inspectors for some days: a letter, a list, a second person's word, a code (F18)."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import consultations
from accountability.consultations import ASK
from organizations.models import Organization, Person
from organizations.refusals import NotAllowed, NotYet
from organizations.rights import may
from organizations.sight import visible
from rectification.forms.visiting import InviteForm
from rectification.models import Campaign, KeptBox, Readiness
from rectification.views.answering import Sheet, answer, find, visitor

DAYS = datetime.timedelta(days=7)


@login_required
def readiness_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """A frozen list for the body that comes, with the dossiers chosen."""
    readiness = find(request, Readiness, pk, "organization")
    _require(request, readiness.organization)
    if not readiness.is_frozen:
        raise NotYet(_("材料还没有封存，来检人员看到的应当是封存的材料，请先封存。"))
    until = max(timezone.localdate(), readiness.visit_on) + DAYS
    return _invited(request, readiness, readiness.organization, body=readiness.body, until=until)


@login_required
def dossier_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """A campaign's dossier alone, as the visitor put it together last."""
    campaign = find(request, Campaign, pk, "organization")
    _require(request, campaign.organization)
    box = visible(request.user, KeptBox).filter(campaign=campaign).order_by("-pk").first()
    if box is None:
        raise Http404
    return _invited(request, box, campaign.organization, body="", until=timezone.localdate() + DAYS)


def _require(request: HttpRequest, unit: Organization) -> None:
    """Whoever may register what is asked for from outside."""
    if not may(request.user, ASK, unit):
        raise NotAllowed(_("您现在的岗位没有这项权限，请联系有权限的人员办理。"))


def _invited(request: HttpRequest, thing: Any, unit: Organization, *, body: str, until: datetime.date) -> HttpResponse:
    person = visitor(request)
    form = InviteForm(
        request.POST or None,
        request.FILES or None,
        boxes=_boxes(request, thing),
        initial={"letter_from": body, "read_until": until},
    )
    lead = _("登记后由领导审批，来检人员凭调阅码只读查看所列材料，打开和下载的内容全部留有记录，到期自动终止。")
    sheet = Sheet(thing, _("供来检人员查看"), _("登记并送审批"), icon="book-open", lead=lead, files=True)

    def act() -> str:
        told = dict(form.cleaned_data)
        chosen, letters = told.pop("boxes", ()), told.pop("letters")
        return _ask(unit.institution, thing, chosen, letters, by=person, told=told)

    if request.method != "POST":
        return sheet.show(request, form)
    return answer(request, form, act, lambda shown, status: sheet.show(request, shown, status))


def _boxes(request: HttpRequest, thing: Any) -> QuerySet[KeptBox]:
    """The dossiers the visitor has put together in that house, but for the one at hand."""
    rows = visible(request.user, KeptBox).filter(institution_path=thing.institution_path)
    rows = rows.exclude(pk=thing.pk) if isinstance(thing, KeptBox) else rows
    return rows.defer("content").order_by("-pk")


def _ask(
    unit: Organization, thing: Any, chosen: Iterable[KeptBox], letters: list[Any], *, by: Person, told: dict[str, Any]
) -> str:
    """The consultation with its list, waiting for a second person's word."""
    today = timezone.localdate()
    with transaction.atomic():
        asked = consultations.ask(
            unit, by=by, letter=letters[0] if letters else None, since=today, until=today,
            purpose=str(_("迎检：%(what)s") % {"what": thing})[:300], **told,
        )  # fmt: skip
        consultations.add(asked, [thing, *chosen], by=by)
    return asked.get_absolute_url()
