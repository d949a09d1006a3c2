"""What the registers of papers, directives, circulations, publications and handlings enter: sight, rights, words."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import registry_themes, trail
from accountability.incoming import directing, handling, publishing, reading, registering
from accountability.models import (
    Assignment,
    Circulation,
    Derivation,
    Directive,
    DirectivePoint,
    DocumentLeader,
    HandlingKind,
    HandlingReader,
    HandlingRecord,
    Holder,
    IncidentReport,
    IncomingDocument,
    Publication,
    PublicationPlace,
    Reading,
    Seat,
    Urge,
)
from accountability.models.publications import SUBJECT
from accountability.notices import notify
from accountability.registry_deadlines import incidents_seen
from accountability.signing import keeping
from accountability.signing.manifests import in_first_language
from organizations import openings, paths, rights, sight
from organizations.models import Duty, Person
from organizations.openings import Opening
from organizations.sight import Sight

OFFICE = (Duty.CLERK, Duty.HEAD)
LEADING = (Duty.CLERK, Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL)
OPEN = (Publication.State.PUBLISHED, Publication.State.WITHDRAWN)

VERBS = {
    "incoming_registered": gettext_lazy("收文登记"),
    "incoming_revised": gettext_lazy("修改收文登记"),
    "incoming_voided": gettext_lazy("收文作废"),
    "handling_proposed": gettext_lazy("拟办"),
    "incoming_returned": gettext_lazy("退回拟办"),
    "incoming_handed_out": gettext_lazy("交承办单位"),
    "incoming_closed": gettext_lazy("收文办结"),
    "derived": gettext_lazy("登记落实去向"),
    "directive_entered": gettext_lazy("登记领导批示"),
    "directive_confirmed": gettext_lazy("领导确认"),
    "directive_denied": gettext_lazy("领导未确认"),
    "directive_closed": gettext_lazy("批示办结"),
    "point_assigned": gettext_lazy("分解交办"),
    "point_noted": gettext_lazy("无需交办"),
    "circulated": gettext_lazy("传阅"),
    "readers_added": gettext_lazy("增加传阅对象"),
    "circulation_withdrawn": gettext_lazy("撤回传阅"),
    "reading_known": gettext_lazy("已阅"),
    "reading_failed": gettext_lazy("答题未通过"),
    "reading_handed_on": gettext_lazy("交接待阅事项"),
    "confirmation_handed_on": gettext_lazy("交接待确认事项"),
    "urged": gettext_lazy("催办"),
    "publication_drafted": gettext_lazy("起草信息"),
    "publication_revised": gettext_lazy("修改信息"),
    "publication_submitted": gettext_lazy("信息送审"),
    "publication_returned": gettext_lazy("信息退回修改"),
    "publication_cleared": gettext_lazy("信息发布审核通过"),
    "publication_published": gettext_lazy("发布登记"),
    "publication_withdrawn": gettext_lazy("撤下信息"),
    "publication_dropped": gettext_lazy("不再发布"),
    "handling_registered": gettext_lazy("登记处理情况"),
    "handling_read": gettext_lazy("查阅处理情况"),
    "handling_reader_named": gettext_lazy("增加可阅人"),
    "handling_replied": gettext_lazy("登记回复情况"),
    "handling_appealed": gettext_lazy("登记申诉结果"),
}
WATCHED = (
    IncomingDocument, DocumentLeader, Derivation, Directive, DirectivePoint, Circulation, Urge,
    Publication, PublicationPlace, HandlingRecord, HandlingReader,
)  # fmt: skip


def declare() -> None:
    """Fill the registries; called once, when all models are loaded."""
    registry_themes.declare()
    for duty in OFFICE:
        rights.default(duty, registering.KEEP, "own")
        rights.default(duty, publishing.KEEP, "own")
    for duty in LEADING:
        rights.default(duty, directing.KEEP, "own")
        rights.default(duty, reading.CIRCULATE, "own")
    rights.default(Duty.AUDITOR, handling.REGISTER, "own")
    for model, rule in SIGHT.items():
        sight.register(model, rule)
    for model in WATCHED:
        trail.watch(model)
    trail.watch(Reading, exclude=("opened_at",))
    trail.verbs(VERBS)
    keeping.declare_subjects({SUBJECT: gettext_lazy("信息发布审核")})
    reading.readable(IncomingDocument, when=lambda one: one.state != IncomingDocument.State.VOID)
    reading.readable(Directive, when=lambda one: one.state != Directive.State.DENIED)
    reading.readable(Publication, when=lambda one: one.state == Publication.State.PUBLISHED)
    openings.register(
        "readings", title=gettext_lazy("待阅事项"), order=25, rows=_reading_rows, of_person=_readings_open,
        hand_over=_hand_over_reading,
    )  # fmt: skip
    openings.register(
        "confirmations", title=gettext_lazy("待确认的口头指示"), order=26, rows=_confirmation_rows,
        of_person=_confirmations, hand_over=_hand_over_confirmation,
    )  # fmt: skip


# --- Sight ----------------------------------------------------------------------------------------------------------


def _homes(seen: Sight) -> list[str]:
    """The institutions in which the person sits, or for whose people he acts."""
    return [scope.institution_path for scope in seen.scopes]


def _house(seen: Sight, field: str = "") -> Q:
    """What lies in one's range and in one's own institution; for auditors whatever lies in theirs."""
    audited = [scope.path for scope in seen.scopes if scope.duty == Duty.AUDITOR]
    own = seen.covers(f"{field}org_path") & Q(**{f"{field}institution_path__in": _homes(seen)})
    return own | paths.covering(f"{field}org_path", paths.merged(audited))


def _kind(model: type[Any]) -> dict[str, str]:
    return {"source_type__app_label": model._meta.app_label, "source_type__model": model._meta.model_name}


def _held(seen: Sight, model: type[Any]) -> QuerySet[Any]:
    """The keys of those from which a task follows that one answers for, or answered for."""
    held = Holder.objects.filter(Q(person=seen.person) | Q(person__in=seen.principals, until__isnull=True))
    tasks = Assignment.objects.filter(pk__in=held.values("assignment"), **_kind(model))
    return tasks.order_by().values("source_id")


def _given(seen: Sight, model: type[Any]) -> QuerySet[Any]:
    """The keys of those one was given to read."""
    read = Reading.objects.filter(person=seen.person, withdrawn_at__isnull=True)
    return Circulation.objects.filter(pk__in=read.values("circulation"), **_kind(model)).order_by().values("source_id")


def _seated(seen: Sight, model: type[Any]) -> QuerySet[Any]:
    """The keys of those one signs, or signed."""
    kind = {
        "request__content_type__app_label": "accountability",
        "request__content_type__model": model._meta.model_name,
    }
    mine = Q(person=seen.person) | Q(first_person=seen.person) | Q(on_behalf_of=seen.person)
    return Seat.objects.filter(mine, **kind).order_by().values("request__object_id")


def _documents(seen: Sight) -> Q:
    """The register of one's house; what one's unit handles; what one was given to read, to instruct or to do."""
    unit = seen.covers("lead_unit__path") & Q(lead_unit__institution_path__in=_homes(seen))
    handled = unit & Q(state__in=(IncomingDocument.State.HANDLING, IncomingDocument.State.CLOSED))
    keys = (_held, _given, _seated)
    return reduce(or_, (Q(pk__in=found(seen, IncomingDocument)) for found in keys), _house(seen) | handled)


def _through_documents(field: str) -> sight.Rule:
    def rule(seen: Sight) -> Q:
        return Q(**{f"{field}__in": IncomingDocument.objects.filter(_documents(seen)).order_by().values("pk")})

    return rule


def _directives(seen: Sight) -> Q:
    """Those of one's house, one's own words, and those one was given to read or to do."""
    me = seen.person
    mine = Q(leader=me) | Q(confirmer=me) | Q(entered_by=me)
    keys = (_held, _given)
    return reduce(or_, (Q(pk__in=found(seen, Directive)) for found in keys), _house(seen) | mine)


def _through_directives(field: str) -> sight.Rule:
    def rule(seen: Sight) -> Q:
        return Q(**{f"{field}__in": Directive.objects.filter(_directives(seen)).order_by().values("pk")})

    return rule


def _derivations(seen: Sight) -> Q:
    """What became of the papers and directives one sees, and what was reported up where one sees the report."""
    documents = IncomingDocument.objects.filter(_documents(seen)).order_by().values("pk")
    reports = IncidentReport.objects.filter(incidents_seen(seen)).order_by().values("pk")
    reported = Q(target_type__app_label="accountability", target_type__model="incidentreport", target_id__in=reports)
    papers = Q(source_id__in=documents, **_kind(IncomingDocument))
    return _through_directives("directive")(seen) | papers | reported


def _circulations(seen: Sight) -> Q:
    """What one sent, what one was given, what one's house or one's people were given."""
    mine = Reading.objects.filter(Q(person=seen.person) | _readers_of_mine(seen)).order_by().values("circulation")
    return Q(sent_by=seen.person) | _house(seen) | Q(pk__in=mine)


def _readers_of_mine(seen: Sight) -> Q:
    return seen.covers("org_path") & Q(unit__institution_path__in=_homes(seen))


def _readings(seen: Sight) -> Q:
    """One's own, those of one's people, and those of what one sent."""
    return Q(person=seen.person) | _readers_of_mine(seen) | Q(circulation__sent_by=seen.person)


def _publications(seen: Sight) -> Q:
    """Published ones for the institution and in range; others for the house, their drafters and checkers."""
    out = Q(state__in=OPEN) & (Q(institution_path__in=_homes(seen)) | seen.covers("org_path"))
    return out | _house(seen) | Q(drafted_by=seen.person) | Q(pk__in=_seated(seen, Publication))


def _through_publications(seen: Sight) -> Q:
    return Q(publication__in=Publication.objects.filter(_publications(seen)).order_by().values("pk"))


def _handlings(seen: Sight) -> Q:
    """Named readers while it is in effect; whoever registers there himself; commendations for the house."""
    if not seen.scopes:
        return Q(pk__in=[])
    named = HandlingReader.objects.filter(person=seen.person).values("record")
    in_effect = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    duties = {right.duty for right in seen.rights if right.permission == handling.REGISTER}
    keepers = [one for one in seen.scopes if one.duty in duties and one.delegation is None]
    kept = reduce(or_, (_at(one) for one in keepers), Q(pk__in=[]))
    commended = Q(kind__group=HandlingKind.Group.COMMENDATION) & _house(seen)
    return (Q(pk__in=named) & in_effect & Q(revoked_on__isnull=True)) | kept | commended


def _at(scope: sight.Scope) -> Q:
    inside = paths.covering("org_path", [paths.subtree(scope.path)])
    return inside & Q(institution_path=scope.institution_path)


def _through_handlings(seen: Sight) -> Q:
    return Q(record__in=HandlingRecord.objects.filter(_handlings(seen)).order_by().values("pk"))


SIGHT: dict[type[Any], sight.Rule] = {
    IncomingDocument: _documents,
    DocumentLeader: _through_documents("document"),
    Directive: _directives,
    DirectivePoint: _through_directives("directive"),
    Derivation: _derivations,
    Circulation: _circulations,
    Reading: _readings,
    Urge: lambda seen: Q(sent_by=seen.person) | seen.covers("org_path"),
    Publication: _publications,
    PublicationPlace: _through_publications,
    HandlingKind: lambda seen: Q(pk__isnull=False) if seen.scopes else Q(pk__in=[]),
    HandlingRecord: _handlings,
    HandlingReader: _through_handlings,
}


# --- What is open with a person -------------------------------------------------------------------------------------


def _reading_rows(person: Person) -> QuerySet[Reading]:
    return Reading.objects.unread().filter(person=person)


def _readings_open(person: Person) -> Iterator[Opening]:
    """What he was given and has not read."""
    for one in Reading.objects.to_read(person):
        label = _("待阅：%(label)s") % {"label": one.circulation.source_label}
        yield Opening("readings", one.pk, label, one.org_path, one.get_absolute_url())


def _hand_over_reading(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    if to is not None:
        reading.hand_on(
            Reading.objects.select_related("circulation", "person").get(pk=opening.key), to=to, because=because
        )


def _confirmation_rows(person: Person) -> QuerySet[Directive]:
    return Directive.objects.to_confirm(person)


def _confirmations(person: Person) -> Iterator[Opening]:
    """Whose words wait for him to say that they are his."""
    for one in _confirmation_rows(person):
        yield Opening("confirmations", one.pk, str(one), one.org_path, one.get_absolute_url())


def _hand_over_confirmation(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    """Whoever takes over says whether the order stands."""
    directive = Directive.objects.get(pk=opening.key)
    with engine.hold(directive):
        if directive.state != Directive.State.UNCONFIRMED or to is None:
            return
        directive.confirmer = to
        directive.version += 1
        directive.save(update_fields=["confirmer", "version"])
        changed = {"confirmer": [str(giver), str(to)]}
        trail.record("confirmation_handed_on", directive, by=None, because=because, changed=changed)
    with in_first_language():
        text = _("口头指示转由您确认：%(label)s") % {"label": directive}
    notify([to], text=text, url=directive.get_absolute_url(), source=directive, kind="directive")
