"""The menu: what the site offers in the order of a year's work, and which entry a page belongs to."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from organizations.models import Duty
from organizations.sight import Sight


@dataclass(frozen=True)
class MenuItem:
    """One entry of the side bar; the main ones are also the bottom bar of a phone."""

    label: str
    url: str
    icon: str
    current: bool
    count: int = 0
    is_main: bool = False


@dataclass(frozen=True)
class MenuGroup:
    """Entries under one heading; the first group has none."""

    label: str
    items: list[MenuItem] = field(default_factory=list)


Entry = tuple[str, Any, str, str]

GROUPS: tuple[tuple[Any, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            ("work", gettext_lazy("待办"), "workbench", "inbox"),
            ("calendar", gettext_lazy("日程"), "calendar_show", "calendar-days"),
            ("notices", gettext_lazy("通知"), "notices", "bell"),
        ),
    ),
    (
        pgettext_lazy("many", "计划"),
        (
            ("plans", gettext_lazy("工作计划"), "plans:plan_list", "calendar-range"),
            ("quotas", gettext_lazy("常态化工作"), "plans:my_obligations", "calendar-check"),
            ("indicators", pgettext_lazy("many", "指标"), "plans:indicator_list", "gauge"),
            ("trainings", gettext_lazy("培训考核"), "plans:training_list", "graduation-cap"),
        ),
    ),
    (
        gettext_lazy("会议和公文"),
        (
            ("meetings", pgettext_lazy("many", "会议"), "meetings:meeting_list", "presentation"),
            ("incoming", gettext_lazy("收文和批示"), "incoming_list", "mail-open"),
        ),
    ),
    (
        gettext_lazy("检查整改"),
        (
            ("campaigns", pgettext_lazy("many", "专项工作"), "rectification:campaign_list", "flag"),
            ("ledger", gettext_lazy("整改台账"), "rectification:ledger", "clipboard-check"),
            ("forms", pgettext_lazy("many", "报表"), "rectification:collection_list", "table-2"),
            ("readiness", gettext_lazy("迎检"), "rectification:readiness_list", "clipboard-pen"),
            ("adverse", gettext_lazy("不良事件"), "rectification:adverse_list", "shield-alert"),
        ),
    ),
    (
        gettext_lazy("查询"),
        (
            ("search", gettext_lazy("检索"), "search:search", "search"),
            ("library", gettext_lazy("法规库"), "search:regulation_list", "book-open-text"),
            ("themes", pgettext_lazy("many", "主题"), "theme_list", "tags"),
            ("jobs", gettext_lazy("后台任务"), "job_list", "server-cog"),
        ),
    ),
)
MAIN = ("work", "quotas", "meetings", "ledger")
"""What a phone keeps at hand; everything else is one tap behind 更多."""

SPACES: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "plans": (
        (("training_", "certificate_"), "trainings"),
        (("indicator_", "report_", "counted_event_", "target_", "unit_series"), "indicators"),
        (("my_obligations", "obligation", "occurrence", "quota_", "register", "entry_"), "quotas"),
        (("",), "plans"),
    ),
    "meetings": ((("",), "meetings"),),
    "rectification": (
        (("collection_", "form_", "filing_", "score_"), "forms"),
        (("adverse_", "lesson_", "improvement_"), "adverse"),
        (("readiness_", "ready_item_"), "readiness"),
        (("ledger", "finding"), "ledger"),
        (("",), "campaigns"),
    ),
    "search": (
        (("search", "hit_open", "article_like", "saved_open"), "search"),
        (("",), "library"),
    ),
    "": (
        (("incoming_", "directive_", "point_", "circulation_", "publication_", "handling_"), "incoming"),
        (("workbench", "seat_", "receipt", "request_", "task_", "reading_"), "work"),
        (("notices",), "notices"),
        (("calendar_",), "calendar"),
        (("theme_",), "themes"),
        (("job_",), "jobs"),
    ),
}
"""By set of addresses: the beginnings of the names of pages, and the entry they belong to; the first that fits."""


def groups_for(request: HttpRequest, sight: Sight, *, notices: int, work: int) -> list[MenuGroup]:
    """The entries this person has, the current one marked."""
    here, counts = section_of(request), {"notices": notices, "work": work}
    hidden = set() if keeps_the_system(sight) else {"jobs"}
    found = []
    for label, entries in GROUPS:
        items = [
            MenuItem(str(words), url, icon, section == here, counts.get(section, 0), section in MAIN)
            for section, words, name, icon in entries
            if section not in hidden and (url := _address(name))
        ]
        if items:
            found.append(MenuGroup(str(label), items))
    return found


def section_of(request: HttpRequest) -> str:
    """The menu entry the current page belongs to."""
    match = request.resolver_match
    if match is None:
        return ""
    space, name = next(iter(match.namespaces), ""), match.url_name or ""
    return next((section for begins, section in SPACES.get(space, ()) if name.startswith(begins)), "")


def keeps_the_system(sight: Sight) -> bool:
    """Whether the person is a system administrator today."""
    return any(scope.duty == Duty.SYSTEM_ADMIN for scope in sight.scopes)


def more_of(request: HttpRequest) -> MenuItem:
    """What leads a phone to everything else."""
    url = _address("menu")
    return MenuItem(_("更多"), url, "menu", request.path == url, 0, is_main=True)


def _address(name: str) -> str:
    """Where a page lies; nothing where this set of addresses has no such page, so that no entry leads nowhere."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
