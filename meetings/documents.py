"""Meetings as official documents: 会议纪要 in the form of minutes, and the excerpt of one decision for its owner."""

import re

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.documents import Block, Heading, OfficialPaper, PaperKind, Paragraph, Table
from accountability.documents.paper import day
from accountability.signing.manifests import in_first_language
from meetings.models import Decision, Meeting, MeetingState, Minutes, ReaderRole

SIGNED = (MeetingState.SIGNED, MeetingState.ISSUED)
ATTENDED = re.compile(r"(出席|列席|请假|缺席|主持|记录)(?:人员|人)?[：:]\s*(\S.*)")
HEADING = re.compile(r"[一二三四五六七八九十]+、[^。]{1,60}")


def of_minutes(minutes: Minutes) -> OfficialPaper:
    """The minutes as they were signed: their text with its headings, who was there, to whom they went."""
    meeting = minutes.meeting
    with in_first_language():
        lines = [line.strip() for line in minutes.text.splitlines() if line.strip()]
        there = [found for line in lines if (found := ATTENDED.fullmatch(line))]
        blocks = tuple(_block(line) for line in lines if not ATTENDED.fullmatch(line))
        issued = timezone.localdate(meeting.issued_at) if meeting.issued_at else None
        return OfficialPaper(
            kind=PaperKind.MINUTES,
            title=minutes.title,
            issuer=_name_of(meeting),
            number=minutes.number.text if minutes.number else "",
            blocks=blocks,
            attendance=tuple((found[1], found[2]) for found in there),
            signature=meeting.organization.name,
            dated=issued,
            copies_to=_readers(minutes) if issued else (),
            printed_by=meeting.organization.name if issued else "",
            printed_on=issued,
            banner=_banner(meeting),
            is_to_be_sealed=False,
        )


def _name_of(meeting: Meeting) -> str:
    """The standing name of the meeting, which stands in red above its minutes: the body's, else the kind's."""
    name = _("%(body)s会议") % {"body": meeting.body.name} if meeting.body else meeting.kind.name
    host = meeting.organization.name
    return name if name.startswith(host) else f"{host}{name}"


def _block(line: str) -> Block:
    return Heading(1, line) if HEADING.fullmatch(line) else Paragraph(line)


def _readers(minutes: Minutes) -> tuple[str, ...]:
    """The units of those to whom they were sent."""
    rows = minutes.readers.filter(role=ReaderRole.READING).select_related("person__home").order_by("person__home__path")
    return tuple(dict.fromkeys(row.person.home.name for row in rows))


def _banner(meeting: Meeting) -> str:
    return "" if meeting.state in SIGNED else _("讨论稿，不作为执行依据")


def of_decision(decision: Decision) -> OfficialPaper:
    """What one unit has to do by the meeting, without what others said or were given."""
    meeting = decision.meeting
    with in_first_language():
        told = {"day": day(meeting.day), "what": str(meeting)}
        facts = [
            (_("议定事项"), decision.text),
            (_("牵头单位"), str(decision.lead_unit or "")),
            (_("配合单位"), "、".join(unit.name for unit in decision.supporting_units.all())),
            (_("责任人"), str(decision.holder or "")),
            (_("完成时限"), day(decision.due_on) if decision.due_on else ""),
            (_("佐证要求"), decision.evidence_required),
        ]
        rows = tuple((label, said) for label, said in facts if said)
        number = _number_of(meeting)
        return OfficialPaper(
            kind=PaperKind.PLAIN,
            title=_("关于落实会议议定事项的摘录"),
            blocks=(
                Paragraph(_("%(day)s召开的“%(what)s”议定下列事项，请按时限要求抓好落实。") % told),
                Table((_("项目"), _("内容")), rows, widths=(22, 78)),
            ),
            signature=meeting.organization.name,
            dated=timezone.localdate(meeting.issued_at) if meeting.issued_at else None,
            note=_("摘自会议纪要%(number)s") % {"number": number} if number else "",
            banner=_banner(meeting),
            is_to_be_sealed=False,
        )


def _number_of(meeting: Meeting) -> str:
    minutes = Minutes.objects.filter(meeting=meeting).select_related("number").first()
    return minutes.number.text if minutes and minutes.number else ""
