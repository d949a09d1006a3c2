"""Who may do what by default, and who sees what, in meetings."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models import Holder
from organizations import rights, sight
from organizations.models import Duty, Person
from organizations.refusals import NotAllowed
from organizations.rights import Place
from organizations.sight import Sight

from . import attending, models, people

OWN = "own"

DEFAULTS: dict[str, tuple[str, ...]] = {
    "arrange_meeting": (Duty.CLERK, Duty.HEAD),
    "keep_record": (Duty.CLERK, Duty.HEAD),
    "write_minutes": (Duty.CLERK, Duty.HEAD),
    "issue_minutes": (Duty.CLERK, Duty.HEAD),
    "hand_in_paper": (Duty.CLERK, Duty.HEAD, Duty.PRINCIPAL),
    "keep_series": (Duty.CLERK, Duty.HEAD),
    "keep_kinds": (Duty.CLERK,),
}

NAMES = {
    "arrange_meeting": gettext_lazy("筹备会议"),
    "keep_record": gettext_lazy("记录会议"),
    "write_minutes": gettext_lazy("拟写会议纪要"),
    "issue_minutes": gettext_lazy("印发会议纪要"),
    "hand_in_paper": gettext_lazy("报送会议材料"),
    "keep_series": gettext_lazy("维护例会"),
    "keep_kinds": gettext_lazy("维护会议类型"),
}


def declare() -> None:
    """Tell organizations which duties have which rights, and who sees the rows of every model."""
    for name, duties in DEFAULTS.items():
        for duty in duties:
            rights.default(duty, f"meetings.{name}", OWN)
    for model, rule in SIGHT.items():
        sight.register(model, rule)


def require(by: Person, name: str, at: Place) -> None:
    """Refuse a person who has not this right there."""
    if not rights.exercise(by, f"meetings.{name}", at):
        raise NotAllowed(_("您在该单位没有“%(right)s”的权限，请由有权限的人员办理。") % {"right": NAMES[name]})


def may(by: Person, name: str, at: Place) -> bool:
    """Whether a person has this right there."""
    return rights.may(by, f"meetings.{name}", at)


def works_at(by: Person, meeting: models.Meeting) -> bool:
    """Whether a person keeps this meeting: its recorder or clerk by name, else whoever has the right at its desk."""
    if by.pk in (meeting.recorder_id, meeting.arranged_by_id):
        return True
    return not meeting.restricted and may(by, "keep_record", meeting.desk_path)


def require_desk(by: Person, meeting: models.Meeting) -> None:
    """Refuse whoever does not keep this meeting."""
    if not works_at(by, meeting):
        raise NotAllowed(_("这次会议由记录人或会务经办人办理，请与他们联系。"))


def _home(seen: Sight) -> list[str]:
    """The institutions in which the person sits."""
    return [scope.institution_path for scope in seen.scopes]


def meetings(seen: Sight) -> Q:
    """Open meetings of one's own institution, noticed ones also from above; restricted ones for the named alone."""
    told = ~Q(state=models.MeetingState.PLANNED) & seen.covers("org_path")
    return (
        people.named(seen)
        | attending.of_units(seen)
        | (Q(restricted=False) & (Q(institution_path__in=_home(seen)) | told))
    )


def _seen(seen: Sight) -> object:
    return models.Meeting.objects.filter(meetings(seen)).order_by().values("pk")


def _through_meeting(seen: Sight) -> Q:
    return Q(meeting__in=_seen(seen))


def _records(seen: Sight) -> Q:
    """The record, which says who said what, stays with the named and the host's own people."""
    named = models.Meeting.objects.filter(people.named(seen)).order_by().values("pk")
    return Q(meeting__in=named) | Q(meeting__restricted=False, meeting__institution_path__in=_home(seen))


def decisions(seen: Sight) -> Q:
    """With the meeting; and where the unit that carries it out lies in range, or it lies with the person."""
    adopted = Q(state=models.DecisionState.ADOPTED)
    mine = Q(lead_unit__isnull=False) & (seen.covers("lead_unit__path") | Q(holder__in=seen.principals))
    held = Holder.objects.current().filter(person__in=seen.principals).values("assignment")
    return _through_meeting(seen) | (adopted & mine) | Q(assignment__in=held)


def _minutes(to: str) -> sight.Rule:
    """Issued minutes with the meeting; a draft for the named and for whoever was asked about it."""

    def rule(seen: Sight) -> Q:
        named = models.Meeting.objects.filter(people.named(seen)).order_by().values("pk")
        read = models.MinutesReader.objects.filter(person__in=seen.principals).order_by().values("minutes")
        issued = Q(**{f"{to}meeting__in": _seen(seen), f"{to}meeting__issued_at__isnull": False})
        asked = {f"{to}pk__in" if to else "pk__in": read}
        own = Q(**{f"{to}meeting__restricted": False, f"{to}meeting__desk_path__in": _desks(seen)})
        return issued | own | Q(**{f"{to}meeting__in": named}) | Q(**asked)

    return rule


def _desks(seen: Sight) -> list[str]:
    """The units in which the person sits."""
    return [scope.appointment.post.organization.path for scope in seen.scopes]


def _papers(seen: Sight) -> Q:
    """For the unit that hands it in; else with the meeting, unless it is read at the meeting alone."""
    named = models.Meeting.objects.filter(people.named(seen)).order_by().values("pk")
    with_meeting = Q(item__restricted=False, item__meeting__in=_seen(seen))
    return seen.covers("org_path") | with_meeting | Q(item__meeting__in=named)


def _in_office(field: str) -> sight.Rule:
    """The shipped kinds for everybody in office, an institution's own for its people."""

    def rule(seen: Sight) -> Q:
        return Q(**{f"{field}__in": ["", *_home(seen)]}) if seen.scopes else Q(pk__in=[])

    return rule


def _series(seen: Sight) -> Q:
    """Of one's institution and of the units in range."""
    return Q(institution_path__in=_home(seen)) | seen.covers("org_path")


SIGHT: dict[type, sight.Rule] = {
    models.MeetingKind: _in_office("org_path"),
    models.MeetingSeries: _series,
    models.Meeting: meetings,
    models.AgendaItem: _through_meeting,
    models.AgendaPaper: _papers,
    models.Statement: _records,
    models.Decision: decisions,
    models.Minutes: _minutes(""),
    models.MinutesVersion: _minutes("minutes__"),
    models.MinutesReader: _minutes("minutes__"),
    models.MinutesComment: _minutes("minutes__"),
}
