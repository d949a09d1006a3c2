"""Asking units for a form: drafted with its burden, approved by a leader, handed out in chunks, chased, closed."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.notices import Tiding, notify, tell
from accountability.signing.manifests import in_first_language
from organizations.models import Appointment, Duty, Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from rectification import permissions, scope
from rectification.models import (
    Campaign,
    Collection,
    CollectionState,
    Filing,
    FormVersion,
    Period,
    Reminder,
    VersionState,
)

from . import locking, wording
from .actor import acting_person

CHUNK = 100
MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF: 6, Period.YEAR: 12}


def asked_units(
    issuer: Organization, rule: Mapping[str, Any], campaign: Campaign | None = None
) -> QuerySet[Organization]:
    """The units a collection asks: by rule in the issuer's sight; in a campaign only those that take part in it."""
    if campaign is None:
        return scope.evaluate(rule, issuer)
    taking_part = campaign.participants.active().values("organization")
    return Organization.objects.filter(pk__in=taking_part).filter(scope.chosen(rule)).order_by("path")


def period_of(kind: str, day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and last day of the month, quarter, half or year in which a day lies; of no period the day itself."""
    months = MONTHS.get(Period(kind))
    if months is None:
        return day, day
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    following = first.month - 1 + months
    return first, first.replace(year=first.year + following // 12, month=following % 12 + 1) - datetime.timedelta(1)


def draft_collection(
    form_version: FormVersion,
    *,
    organization: Organization,
    due_on: datetime.date,
    by: Person,
    title: str = "",
    campaign: Campaign | None = None,
    period: str = Period.ONCE,
    day: datetime.date | None = None,
    scope_rule: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Collection:
    """Ask for a form: who is asked and what it costs them is worked out now, and a leader approves it.

    `day` lies anywhere in the period asked about (today where it is not given).
    """
    permissions.require(by, "collect_forms", organization)
    rule = scope.clean(scope_rule or {})
    begins, ends = period_of(period, day or timezone.localdate())
    units = asked_units(organization, rule, campaign).count()
    with locking.hold_open(of=campaign):
        _check_request(form_version, begins, due_on, units, campaign)
        collection = Collection.objects.create(
            form_version=form_version,
            campaign=campaign,
            organization=organization,
            org_path=organization.path,
            institution_path=organization.institution_path,
            title=title.strip() or form_version.form.name,
            period=period,
            begins_on=begins,
            ends_on=ends,
            due_on=due_on,
            scope_rule=rule,
            units=units,
            minutes=units * form_version.minutes,
            drafted_by=by,
            **fields,
        )
        trail.record("collection_drafted", collection, by=by, extra=burden_of(collection))
        with engine.hold(collection):
            engine.start(collection, by=by)
    return collection


def _check_request(
    form_version: FormVersion, begins: datetime.date, due_on: datetime.date, units: int, campaign: Campaign | None
) -> None:
    """Only a published form, due after its period has begun, of somebody."""
    if form_version.state != VersionState.PUBLISHED:
        raise NotYet(_("报表还没有发布，请先发布再下发。"))
    if due_on < begins:
        raise Invalid({"due_on": _("报送截止日期不能早于报告期开始的日期。")})
    if not units:
        raise NotYet(_("按所选条件没有任何单位需要报送，请调整报送单位。"))


def burden_of(collection: Collection) -> dict[str, Any]:
    """What a collection costs the units: units, minutes for one, minutes for all, and forms already asked of them."""
    running = Collection.objects.filter(organization=collection.organization, state__in=RUNNING)
    return {
        "units": collection.units,
        "minutes_each": collection.form_version.minutes,
        "minutes": collection.minutes,
        "already_running": running.exclude(pk=collection.pk).count(),
    }


RUNNING = (CollectionState.ISSUING, CollectionState.OPEN)


def approve_collection(collection: Collection, *, by: Person) -> None:
    """A leader who did not draft it answers for the burden; the forms go out."""
    with locking.hold_open(collection):
        engine.require_turn(collection, "approve", by=by)
        permissions.refuse_author(by, {collection.drafted_by_id})
        collection.state = CollectionState.ISSUING
        collection.approved_by, collection.approved_at = by, timezone.now()
        collection.version += 1
        collection.save()
        trail.record("collection_approved", collection, by=by, extra=burden_of(collection))
        engine.finish(collection, "approve", by=by)


def decline_collection(collection: Collection, *, by: Person, because: str) -> None:
    """The form is not asked for; its drafter hears why."""
    reason = wording.required("because", because, _("请写明不同意下发的理由。"))
    with locking.hold_open(collection):
        engine.require_turn(collection, "approve", by=by)
        collection.state = CollectionState.DECLINED
        collection.version += 1
        collection.save()
        trail.record("collection_declined", collection, by=by, because=reason)
        engine.cancel(collection, by=by, because=reason)
        with in_first_language():
            text = _("报表任务未批准：%(what)s。%(because)s") % {"what": collection.title, "because": reason}
        people = [collection.drafted_by]
        notify(people, text=text, url=collection.get_absolute_url(), source=collection, kind="returned")


def hand_out_forms(collection: Collection) -> "engine.More | None":
    """Give the next hundred units their form; asks to be called again until all have it."""
    by = acting_person()
    given = collection.filings.values("organization")
    pending = asked_units(collection.organization, collection.scope_rule, collection.campaign).exclude(pk__in=given)
    units = list(pending[: CHUNK + 1])
    chunk, remains = units[:CHUNK], len(units) > CHUNK
    filings = Filing.objects.bulk_create(_filing(collection, unit) for unit in chunk)
    done = collection.filings.count()
    if not remains:
        collection.state = CollectionState.OPEN
        collection.units, collection.minutes = done, done * collection.form_version.minutes
    collection.save()
    trail.record("forms_handed_out", collection, by=by, also=filings, extra={"count": len(filings)})
    for filing in filings:
        with engine.hold(filing):
            engine.start(filing, by=by)
    _tell_units(collection, chunk)
    return engine.More(done, collection.units) if remains else None


def collect_again(collection: Collection, *, by: Person) -> Collection:
    """The same form of the same units for the next period, due as many days after its end."""
    if collection.period == Period.ONCE:
        raise NotYet(_("这是一次性报表，没有下一期；需要时请新建报表任务。"))
    with locking.hold_open(collection):
        permissions.require(by, "collect_forms", collection)
        if Collection.objects.filter(previous=collection).exists():
            raise AlreadyDone(_("下一期已经建立，请在报表任务中查看。"))
        following = collection.ends_on + datetime.timedelta(days=1)
        _begins, ends = period_of(collection.period, following)
        return draft_collection(
            collection.form_version,
            organization=collection.organization,
            campaign=collection.campaign,
            title=collection.title,
            period=collection.period,
            day=following,
            due_on=ends + (collection.due_on - collection.ends_on),
            scope_rule=collection.scope_rule,
            basis=collection.basis,
            odd_factor=collection.odd_factor,
            previous=collection,
            by=by,
        )


def close_collection(collection: Collection, *, by: Person) -> None:
    """No more filings and corrections: what is there is what counts."""
    with locking.hold_open(collection):
        permissions.require(by, "collect_forms", collection)
        if collection.state != CollectionState.OPEN:
            raise NotYet(_("报表任务不在收表中，不能截止。"))
        collection.state = CollectionState.CLOSED
        collection.version += 1
        collection.save()
        trail.record("collection_closed", collection, by=by)


def remind_filings(
    collection: Collection, *, filings: Sequence[Filing], by: Person, how: str = Reminder.How.NOTICE, note: str = ""
) -> int:
    """Remind units that have not reported: by notice to their clerks, or noted down after a telephone call."""
    if not filings:
        raise Invalid({"filings": _("请至少选择一家要催报的单位。")})
    if how == Reminder.How.PHONE and not note.strip():
        raise Invalid({"note": _("请写明电话催报的情况，例如接听人和答复。")})
    with locking.hold_open(collection):
        permissions.require(by, "collect_forms", collection)
        if not collection.is_running:
            raise NotYet(_("报表任务不在收表中，不需要催报。"))
        wanted = [filing.pk for filing in filings]
        owing = list(collection.filings.missing().filter(pk__in=wanted).select_for_update().order_by("pk"))
        for filing in owing:
            filing.reminded += 1
        Filing.objects.bulk_update(owing, ["reminded"], batch_size=500)
        given = {"how": how, "note": note.strip(), "by": by}
        rows = Reminder.objects.bulk_create(Reminder(filing=filing, **given) for filing in owing)
        trail.record("filings_reminded", collection, by=by, also=[*owing, *rows], extra={"count": len(rows)})
        if how == Reminder.How.NOTICE:
            _tell_owing(collection, owing)
    return len(owing)


def _filing(collection: Collection, unit: Organization) -> Filing:
    """A unit's empty form."""
    places = {"org_path": unit.path, "institution_path": unit.institution_path, "confirm_path": unit.path}
    return Filing(collection=collection, organization=unit, unit_name=unit.name, **places)


def _clerks(units: Iterable[int]) -> QuerySet[Appointment]:
    """Who does the writing in these units today."""
    ids = list(units)
    held = Appointment.objects.valid().filter(post__duty__in=[Duty.CLERK, Duty.PRINCIPAL], person__active=True)
    here = held.filter(post__organization__in=ids, post__oversees__isnull=True)
    return (here | held.filter(post__oversees__in=ids)).select_related("person", "post")


def _tell_units(collection: Collection, units: Sequence[Organization]) -> None:
    with in_first_language():
        text = _("%(issuer)s要求报送“%(title)s”，截止 %(due)s。")
    told = {"issuer": collection.organization.name, "title": collection.title, "due": collection.due_on.isoformat()}
    people = Person.objects.filter(pk__in=_clerks(unit.pk for unit in units).values("person"))
    notify(people, text=text % told, url=collection.get_absolute_url(), source=collection, kind="form_asked")


def _tell_owing(collection: Collection, owing: Sequence[Filing]) -> None:
    """Each clerk is led to his own unit's form."""
    by_unit = {filing.organization_id: filing for filing in owing}
    with in_first_language():
        text = _("催报：“%(title)s”截止 %(due)s，尚未收到你单位的报表，请尽快报送。")
    words = text % {"title": collection.title, "due": collection.due_on.isoformat()}
    tidings = {}
    for held in _clerks(by_unit):
        filing = by_unit[held.post.oversees_id or held.post.organization_id]
        tidings[held.person_id, filing.pk] = Tiding(held.person, words, filing.get_absolute_url())
    tell(tidings.values(), source=collection, kind="form_reminded")
