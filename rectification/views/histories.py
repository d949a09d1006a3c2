"""What was done to a thing and what is still to come, as the entries of a time line."""

from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Field, Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import returns, trail
from engine.models import Turn
from rectification.models import Conclusion, Finding

MOST_EVENTS = 200
KNOWN_BY_THE_VERB = ("state", "round", "version", "reported_at", "withdrawn_at", "withdrawn_because")
RETURNED_WORDS = ("objection", "return", "reopen", "send_back", "sent_back", "refuse", "cancel", "withdraw")
ICONS = (
    ("objection", "scale"),
    ("waiver", "pause"),
    ("withdraw", "ban"),
    ("slip", "mail"),
    ("return", "undo-2"),
    ("sent_back", "undo-2"),
    ("reopen", "rotate-ccw"),
    ("verif", "search-check"),
    ("clos", "circle-check"),
    ("regist", "flag"),
    ("plan", "list-checks"),
    ("report", "send"),
    ("submit", "send"),
    ("approv", "check"),
    ("confirm", "check"),
    ("cancel", "ban"),
    ("deliver", "file-check"),
    ("answer", "pencil"),
    ("draft", "pencil"),
    ("revis", "pencil"),
    ("open", "play"),
    ("releas", "fast-forward"),
    ("number", "hash"),
)
FINDING_STEPS = (
    ("plan", gettext_lazy("制定整改措施"), "list-checks", gettext_lazy("责任单位")),
    ("approve", gettext_lazy("措施审核"), "check", gettext_lazy("责任单位负责人")),
    ("rectify", gettext_lazy("整改并申请销号"), "send", gettext_lazy("责任单位")),
    ("verify", gettext_lazy("核查"), "search-check", gettext_lazy("整改人、登记人以外的人员")),
    ("close_out", gettext_lazy("销号"), "circle-check", gettext_lazy("系统")),
)


def returned(turns: Iterable[Turn]) -> returns.Returned | None:
    """The return because of which one of these open steps is to be done once more."""
    return next(iter(returns.reasons(turns).values()), None)


def returned_to(thing: Model) -> returns.Returned | None:
    """The return because of which a thing lies where it lies; what was never submitted was never returned."""
    if getattr(thing, "standing", None) == {}:  # campaigns and phases take their figures along when they are submitted
        return None
    return returned(Turn.objects.of(thing).open())


def icon_of(verb: str) -> str:
    """The icon of a verb, by what its name says."""
    return next((icon for word, icon in ICONS if word in verb), "dot")


def _told_changes(changes: list[Any]) -> list[dict[str, str]]:
    """The changes a reader does not know from the verb already; what was empty before is simply new."""
    empty, known = (
        _("（空）"),
        {str(cast(Field, Finding._meta.get_field(name)).verbose_name) for name in KNOWN_BY_THE_VERB},
    )
    return [
        {"label": change.field, "old": "" if change.old == empty else change.old, "new": change.new}
        for change in changes
        if change.field not in known
    ]


def _entry(event: Any, label: str, changes: list[Any]) -> dict[str, Any]:
    """One event as the time line shows it."""
    returned = any(word in event.verb for word in RETURNED_WORDS)
    where = " · ".join(part for part in (event.who, event.actor_post, event.actor_unit) if part)
    return {
        "verb": event.verb,
        "icon": icon_of(event.verb),
        "tone": "returned" if returned else "",
        "title": label,
        "badge": "",
        "meta": where,
        "at": event.at,
        "text": event.reason,
        "extra": event.told.get("extra") or {},
        "changes": _told_changes(changes),
    }


def history(thing: Model, *, hidden: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The events of a thing, oldest first; verbs of the machinery may be left out."""
    events = trail.of(thing)
    leave_out = set(hidden)
    if leave_out:
        events = events.exclude(verb__in=leave_out)
    return [_entry(*told) for told in trail.describe(list(events[:MOST_EVENTS]))]


def _with_verdicts(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the verifiers concluded, as the trail tells it: no question more, however often it was verified."""
    for entry in entries:
        conclusion = entry["extra"].get("conclusion")
        if conclusion in Conclusion.values:
            entry["badge"] = Conclusion(conclusion).label
            entry["badge_tone"] = "done" if entry["verb"] == "finding_verified" else "overdue"
            entry["text"] = entry["extra"].get("opinion", "")
    return entries


def finding_history(finding: Finding, turns: Iterable[Turn]) -> list[dict[str, Any]]:
    """What happened to a finding, what it waits for now, and the steps still ahead."""
    entries = _with_verdicts(history(finding, hidden=MACHINERY))
    if finding.is_closed or finding.is_withdrawn:
        return entries
    waiting = next(iter(turns), None)
    names = [name for name, *_rest in FINDING_STEPS]
    now = names.index(waiting.node) if waiting and waiting.node in names else -1
    for place, (_name, title, icon, who) in enumerate(FINDING_STEPS):
        if place == now and waiting is not None:
            entries.append(
                {
                    "icon": "hourglass",
                    "tone": "waiting",
                    "title": title,
                    "badge": _("办理中"),
                    "badge_tone": "waiting",
                    "meta": who,
                    "at": waiting.opened_at,
                }
            )
        elif place > now:
            entries.append({"icon": icon, "tone": "later", "title": title, "meta": who})
    return entries


MACHINERY = (
    "step_opened",
    "step_closed",
    "flow_started",
    "flow_finished",
    "sent_back",
    "released",
    "read",
    "downloaded",
)
"""Verbs that say how the flow moved; the domain's own verbs already tell it."""
