"""The words of the minutes, made from what was decided; speeches stay in the record (W3)."""

import difflib
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings import people
from meetings.models import AgendaItem, Decision, ItemState, Meeting, Nature, Part, Resolution
from organizations.models import Person
from organizations.titles import before

CHINESE = "〇一二三四五六七八九十"
SENTENCES = {
    Part.SUMMARY: gettext_lazy("会议听取了%(what)s。"),
    Part.CONVEYANCE: gettext_lazy("会议传达学习了%(what)s。"),
    Part.CIRCULAR: gettext_lazy("会议通报了%(what)s。"),
    Part.EXPERIENCE: gettext_lazy("会议进行了%(what)s。"),
    Part.PREVIOUS: gettext_lazy("会议听取了%(what)s的汇报。"),
    Part.PROBLEMS: gettext_lazy("会议分析了%(what)s。"),
    Part.CASE: gettext_lazy("会议进行了%(what)s。"),
}
RESOLVED = {
    Resolution.PASSED: gettext_lazy("会议审议通过了《%(what)s》。"),
    Resolution.IN_PRINCIPLE: gettext_lazy("会议原则通过了《%(what)s》，请起草单位按会议意见修改完善。"),
    Resolution.REJECTED: gettext_lazy("会议审议了《%(what)s》，未予通过，退回起草单位。"),
    Resolution.AGAIN: gettext_lazy("会议审议了《%(what)s》，决定修改完善后再议。"),
}


def title_of(meeting: Meeting) -> str:
    """The name of the meeting and the word 纪要."""
    return _("%(what)s纪要") % {"what": meeting.title}


def text_of(meeting: Meeting) -> str:
    """The opening, one section for each item that came to something, and who was there."""
    items = list(meeting.agenda.exclude(state=ItemState.STRUCK).select_related("unit").order_by("order", "pk"))
    rows = meeting.decisions.standing().select_related("lead_unit", "holder").prefetch_related("supporting_units")
    decided: dict[int | None, list[Decision]] = {}
    for row in rows.order_by("order", "pk"):
        decided.setdefault(row.item_id, []).append(row)
    sections = [_section(item, decided.get(item.pk, [])) for item in items]
    told = [section for section in sections if section]
    if None in decided:
        told.append((_("其他议定事项"), _points(decided[None])))
    body = [f"{in_chinese(place)}、{heading}\n{text}" for place, (heading, text) in enumerate(told, 1)]
    return "\n".join([_opening(meeting), *body, *_attended(meeting)])


def in_chinese(n: int) -> str:
    """A number up to 99 as official papers count headings."""
    if n <= 10:
        return CHINESE[n]
    tens, ones = divmod(n, 10)
    return f"{CHINESE[tens] if tens > 1 else ''}十{CHINESE[ones] if ones else ''}"


def _opening(meeting: Meeting) -> str:
    """When, where, under whom which meeting was held."""
    day = date_format(timezone.localtime(meeting.held_at or meeting.starts_at), "Y年n月j日")
    told = {"day": day, "chair": _post_and_name(meeting.chair), "where": meeting.place, "what": meeting.title}
    return _("%(day)s，%(chair)s在%(where)s主持召开%(what)s。现将议定事项纪要如下：") % told


def _post_and_name(person: Person) -> str:
    held = person.appointments.valid().with_places().by_precedence().first()
    return f"{before(str(held.post), person.name)}{person.name}" if held else person.name


def _section(item: AgendaItem, rows: list[Decision]) -> tuple[str, str] | None:
    """Heading and text of one item; nothing for one that came to nothing worth a heading."""
    if item.state == ItemState.POSTPONED and not item.resolution:
        return item.title, _("会议研究了该事项，决定缓议。")
    parts = []
    if item.resolution:
        parts.append(RESOLVED[Resolution(item.resolution)] % {"what": item.title.strip("《》")})
    elif item.part in SENTENCES:
        parts.append(SENTENCES[Part(item.part)] % {"what": item.title})
    elif item.state == ItemState.HEARD:
        unit = item.unit.name if item.unit else ""
        parts.append(_("会议听取了%(unit)s关于%(what)s的汇报。") % {"unit": unit, "what": item.title})
    if item.conclusion:
        parts.append(item.conclusion)
    if rows:
        parts.append(_points(rows))
    return (item.title, "\n".join(parts)) if parts else None


def _points(rows: list[Decision]) -> str:
    """The decisions as numbered points, each task with unit, person and day."""
    lead = _("会议议定：")
    if len(rows) == 1:
        return lead + _point(rows[0])
    return "\n".join([lead, *(f"（{in_chinese(place)}）{_point(row)}" for place, row in enumerate(rows, 1))])


def _point(row: Decision) -> str:
    text = row.text.rstrip("。；;")
    if row.nature == Nature.CONCLUSION:
        return f"{text}。"
    supporting = "、".join(unit.name for unit in row.supporting_units.all())
    duty = [
        _("牵头单位：%(unit)s") % {"unit": row.lead_unit} if row.lead_unit else "",
        _("配合单位：%(units)s") % {"units": supporting} if supporting else "",
        _("责任人：%(who)s") % {"who": row.holder} if row.holder else "",
        _("完成时限：%(day)s") % {"day": date_format(row.due_on, "Y年n月j日")} if row.due_on else "",
    ]
    told = "；".join(part for part in duty if part)
    return f"{text}。（{told}）" if told else f"{text}。"


def _attended(meeting: Meeting) -> list[str]:
    """出席, 列席, 请假 below the text, where they were registered."""
    return [f"{word}：{names}" for word, names in people.lines(meeting)]


@dataclass(frozen=True)
class Line:
    """One line of a difference: kept, only in the old text, or only in the new one."""

    text: str
    old: bool = False
    new: bool = False


def difference(old: str, new: str) -> list[Line]:
    """Both texts line by line."""
    marks = difflib.ndiff(old.splitlines(), new.splitlines())
    return [
        Line(one[2:], old=one.startswith("- "), new=one.startswith("+ ")) for one in marks if not one.startswith("? ")
    ]
