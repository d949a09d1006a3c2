"""The office of those who read adverse events changes hands: nobody's report is left without a reader in silence."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import notices, trail
from accountability.signing.manifests import in_first_language
from organizations import rights
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed
from rectification.models import AdverseEvent, AdverseOfficer

from .adverse import NAME_OFFICERS, name_officer, officers_of


def end_officer(officer: AdverseOfficer, *, by: Person, successor: Person | None = None) -> None:
    """The person reads no more reports from now on; a successor, where named, reads them all, the open ones too.

    Refused without a successor where nobody else would read what is open.
    """
    if not rights.exercise(by, NAME_OFFICERS, officer.org_path):
        raise NotAllowed(_("不良事件管理员由本单位分管领导或主要负责人指定。"))
    home = officer.organization
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=home.pk)
        held = AdverseOfficer.objects.select_for_update(no_key=True).get(pk=officer.pk)
        if held.until is not None and held.until < timezone.localdate():
            raise AlreadyDone(_("“%(who)s”已经不是不良事件管理员。") % {"who": held.person})
        others = officers_of(home).exclude(person=held.person)
        if successor is None and not others.exists() and open_reports(home):
            sentence = _("还有没有办结的报告，“%(who)s”是最后一名管理员，请同时指定接任人。")
            raise Invalid({"successor": sentence % {"who": held.person}})
        if successor is not None and not others.filter(person=successor).exists():
            name_officer(home, person=successor, since=timezone.localdate(), by=by)
        leave(held, by=by, to=successor)
        if successor is not None:
            _tell(successor, home)
        tell_vacant(home)


def leave(held: AdverseOfficer, *, by: Person | None, to: Person | None) -> None:
    """Write the end of a held office, and who reads on."""
    held.until = timezone.localdate() - datetime.timedelta(days=1)
    held.version += 1
    held.save(update_fields=["until", "version"])
    told = {"successor": str(to)} if to else {}
    trail.record("adverse_officer_ended", held, by=by, responsible=to or held.person, extra=told)


def open_reports(home: Organization) -> int:
    """How many reports of an institution nobody has closed."""
    rows = AdverseEvent.objects.filter(institution_path=home.path)
    return rows.exclude(state=AdverseEvent.State.CLOSED).count()


def note_officer_gone(sender: type, *, thing: Any, **_event: Any) -> None:
    """A post or an account ended: where it was the last officer's, those who name officers are told at once."""
    person: Person | None = thing.person
    if person is None:
        return
    for held in AdverseOfficer.objects.in_office().filter(person=person).select_related("organization"):
        tell_vacant(held.organization)


def tell_vacant(home: Organization) -> None:
    """Nobody in office reads the reports: whoever may name an officer is told."""
    for held in officers_of(home):
        if held.person.appointments.valid().filter(post__organization__institution_path=home.path).exists():
            return
    with in_first_language():
        text = _("“%(unit)s”现在没有在岗的不良事件管理员，新的和未办结的报告无人受理，请尽快指定。")
    notices.notify(
        rights.who_may(NAME_OFFICERS, home.path),
        text=text % {"unit": home.name},
        url="/adverse/officers/",
        source=home,
        kind="adverse_vacant",
    )


def _tell(successor: Person, home: Organization) -> None:
    with in_first_language():
        text = _("您已接任不良事件管理员，未办结的报告%(n)d件，请受理。")
    notices.notify(
        [successor], text=text % {"n": open_reports(home)}, url="/adverse/", source=home, kind="adverse_succeeded"
    )
