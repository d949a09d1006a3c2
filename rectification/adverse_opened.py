"""The office of an adverse-event officer is open work: it stands on the list of whoever leaves, and is handed on."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations import openings
from organizations.models import Organization, Person
from organizations.openings import Opening
from organizations.refusals import Invalid
from rectification.models import AdverseOfficer
from rectification.services.adverse import officers_of
from rectification.services.adverse_offices import leave, open_reports


def declare() -> None:
    """Register the kind."""
    openings.register(
        "adverse_offices",
        title=gettext_lazy("不良事件管理员"),
        order=63,
        rows=_rows,
        of_person=_offices,
        hand_over=_hand_over,
    )


def _rows(person: Person) -> QuerySet[AdverseOfficer]:
    return AdverseOfficer.objects.in_office().filter(person=person)


def _offices(person: Person) -> Iterator[Opening]:
    """The institutions whose reports he reads."""
    for one in _rows(person).select_related("organization", "person").order_by("pk"):
        label = _("%(unit)s不良事件管理员") % {"unit": one.organization.name}
        yield Opening("adverse_offices", one.pk, label, one.org_path, one.get_absolute_url())


def _hand_over(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    """The office ends; the successor must have been named by a leader, a leaving officer opens the reports to nobody.

    Where nothing is open and somebody else reads, no successor is needed.
    """
    with transaction.atomic():
        home = Organization.objects.filter(path=opening.org_path)
        home.select_for_update(no_key=True).get()
        held = AdverseOfficer.objects.select_for_update(no_key=True).select_related("organization").get(pk=opening.key)
        if not AdverseOfficer.objects.in_office().filter(pk=held.pk).exists():
            return
        others = officers_of(held.organization).exclude(person=giver)
        if to is not None and not others.filter(person=to).exists():
            sentence = _("“%(who)s”还不是不良事件管理员，请先由分管领导或主要负责人指定，再交接。")
            raise Invalid({"successors": sentence % {"who": to}})
        if to is None and not others.exists() and open_reports(held.organization):
            raise Invalid({"successors": _("还有没有办结的不良事件报告，请选择接任的管理员。")})
        leave(held, by=None, to=to)
