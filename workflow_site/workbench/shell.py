"""What the bars around each page show: the menu, the counts beside it, and who acts in which post."""

from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accountability.models import Assignment, Notice, Seat
from engine.models import Turn
from organizations.models import Appointment, Duty, Person, User
from organizations.sight import Sight, sight_of
from workflow_site.workbench import managing

LEDGER_PAGES = ("ledger", "finding")
FORM_PAGES = ("collection_", "form_", "filing_", "score_")
FINDING_PAGES = ("search", "hit_open", "article_like", "saved_open")
SECTIONS = {
    "workbench": "work",
    "seat_detail": "work",
    "seat_decide": "work",
    "receipt": "work",
    "seat_transfer": "work",
    "seat_add_signer": "work",
    "seat_remove": "work",
    "request_withdraw": "work",
    "notices": "notices",
    "job_list": "jobs",
}


@dataclass(frozen=True)
class MenuItem:
    """One entry of the side bar, which is the bottom bar of a phone."""

    label: str
    url: str
    icon: str
    current: bool
    count: int = 0


@dataclass(frozen=True)
class Shell:
    """The frame of a page for one person; for nobody it is empty."""

    person: Person | None = None
    appointment: Appointment | None = None
    appointments: tuple[Appointment, ...] = ()
    notices: int = 0
    work: int = 0
    menu: list[MenuItem] = field(default_factory=list)
    manages: bool = False

    @property
    def unit(self) -> str:
        """The institution's or unit's name beneath the site's own."""
        return str(self.appointment.post.organization) if self.appointment else ""


def shell_of(request: HttpRequest | None) -> Shell:
    """The frame for a request; it costs one query besides those of sight."""
    acting = getattr(request, "acting", None)
    if request is None or acting is None:
        return Shell()
    sight = sight_of(request.user)
    notices, work = counts_for(acting.person, cast(User, request.user))
    return Shell(
        person=acting.person,
        appointment=acting.appointment,
        appointments=sight.appointments,
        notices=notices,
        work=work,
        menu=_menu(request, sight, notices, work),
        manages=bool(managing.kept_by(sight)),
    )


def counts_for(person: Person, user: User) -> tuple[int, int]:
    """Unread notices, and open turns, seats and tasks of a person, in one query."""
    row = (
        Person.objects.filter(pk=person.pk)
        .values_list(
            _counted(Notice.objects.unread(person)),
            _counted(Turn.objects.for_person(user)),
            _counted(Seat.objects.waiting_for(person)),
            _counted(Assignment.objects.held_by(person).open()),
        )
        .first()
    )
    notices, turns, seats, tasks = row or (0, 0, 0, 0)
    return notices, turns + seats + tasks


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """The number of rows as a column of another query."""
    bare = rows.order_by().select_related(None).annotate(_one=Value(1)).values("_one")
    return Coalesce(Subquery(bare.annotate(_n=Count("pk")).values("_n"), output_field=IntegerField()), 0)


def _menu(request: HttpRequest, sight: Sight, notices: int, work: int) -> list[MenuItem]:
    """The entries this person has, the current one marked."""
    here = _section(request)
    entries = [
        ("work", _("待办"), "workbench", "inbox", work),
        ("campaigns", pgettext("many", "专项工作"), "rectification:campaign_list", "flag", 0),
        ("ledger", _("整改台账"), "rectification:ledger", "clipboard-check", 0),
        ("forms", _("报表"), "rectification:collection_list", "table-2", 0),
        ("search", _("检索"), "search:search", "search", 0),
        ("library", _("法规库"), "search:regulation_list", "book-open-text", 0),
        ("notices", _("通知"), "notices", "bell", notices),
    ]
    if keeps_the_system(sight):
        entries.append(("jobs", _("后台任务"), "job_list", "server-cog", 0))
    return [
        MenuItem(label, url, icon, section == here, count)
        for section, label, name, icon, count in entries
        if (url := _address(name))
    ]


def _address(name: str) -> str:
    """Where a page lies; nothing where this set of addresses has no such page, so that no entry leads nowhere."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def keeps_the_system(sight: Sight) -> bool:
    """Whether the person is a system administrator today."""
    return any(scope.duty == Duty.SYSTEM_ADMIN for scope in sight.scopes)


def _section(request: HttpRequest) -> str:
    """The menu entry the current page belongs to."""
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    if match and "rectification" in match.namespaces:
        if name.startswith(FORM_PAGES):
            return "forms"
        return "ledger" if name.startswith(LEDGER_PAGES) else "campaigns"
    if match and "search" in match.namespaces:
        return "search" if name in FINDING_PAGES else "library"
    return SECTIONS.get(name, "")
