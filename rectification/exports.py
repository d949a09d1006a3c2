"""The ledger as a workbook: written row by row, every cell with a declared type, so that no text becomes a formula."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from accountability.models import Attachment, Holder
from rectification.models import CorrectiveMeasure, Finding, MeasureState

CHUNK = 200
LONGEST_TEXT = 32000
FORMULA_LEADS = ("=", "+", "-", "@", "\t", "\r")
HEAD_FILL = PatternFill("solid", fgColor="FFE3EFEA")
STRUCK = Font(strike=True)
WRAPPED = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True)
class Column:
    """One column of the ledger: its heading, how it reads a finding, its width in characters."""

    heading: Any
    read: Callable[[Any], Any]
    width: int = 12


def _lines(texts: Iterable[str]) -> str:
    """Several texts in one cell, numbered where there is more than one."""
    kept = [text for text in texts if text]
    if len(kept) < 2:
        return "".join(kept)
    return "\n".join(f"{place}. {text}" for place, text in enumerate(kept, 1))


def _holders(finding: Any, *roles: str) -> str:
    """The persons who answer now for the measures of a finding, in these roles."""
    names = [
        holder.person.name
        for measure in finding.present_measures
        if measure.assignment
        for holder in measure.assignment.present_holders
        if holder.role in roles
    ]
    return "、".join(dict.fromkeys(names))


def _responsible(finding: Any) -> str:
    """Who holds the measures; before approval, who is proposed."""
    proposed = dict.fromkeys(measure.proposed_holder.name for measure in finding.present_measures)
    return _holders(finding, Holder.Role.LEAD, Holder.Role.DIRECT) or "、".join(proposed)


def _leader(finding: Any) -> str:
    """The leader named for the finding; otherwise who answers for its measures as a leader."""
    return _name(finding.leader) or _holders(finding, Holder.Role.LEADERSHIP)


def _progress(finding: Any) -> str:
    """The state, with the percentage of each measure's assignment."""
    percents = [f"{measure.assignment.percent}%" for measure in finding.present_measures if measure.assignment]
    return f"{finding.get_state_display()}{'（' + '、'.join(percents) + '）' if percents else ''}"


def _last(rows: Any, field: str) -> Any:
    """A field of the newest of some prefetched rows."""
    found = list(rows.all())
    return getattr(found[-1], field) if found else None


def _of_verification(field: str) -> Callable[[Finding], Any]:
    """A field of the newest verification."""
    return lambda finding: _last(finding.verifications, field)


def _closed(field: str) -> Callable[[Finding], Any]:
    """A field of the close-out in force."""
    return lambda finding: _last(finding.close_outs, field) if finding.is_closed else None


def _conclusion(finding: Finding) -> str:
    """The newest conclusion in words."""
    found = list(finding.verifications.all())
    return found[-1].get_conclusion_display() if found else ""


PARTS: tuple[tuple[Any, tuple[Column, ...]], ...] = (
    (
        gettext_lazy("问题清单"),
        (
            Column(gettext_lazy("编号"), lambda f: f.number_text, 18),
            Column(gettext_lazy("专项工作"), lambda f: f.campaign.title, 28),
            Column(gettext_lazy("发现日期"), lambda f: f.found_on),
            Column(gettext_lazy("来源"), lambda f: f.get_source_display(), 8),
            Column(gettext_lazy("单位"), lambda f: f.organization.name, 24),
            Column(gettext_lazy("科室/部位"), lambda f: "/".join(p for p in (_name(f.department), f.place) if p), 18),
            Column(gettext_lazy("问题描述"), lambda f: f.description, 44),
            Column(gettext_lazy("依据条款"), lambda f: f.cited_text, 32),
            Column(gettext_lazy("问题类别"), lambda f: f.item.section if f.item else "", 18),
            Column(gettext_lazy("严重程度"), lambda f: f.get_severity_display(), 9),
            Column(gettext_lazy("性质"), lambda f: f.get_actuality_display(), 9),
            Column(gettext_lazy("整改方式"), lambda f: f.get_demand_display(), 12),
            Column(gettext_lazy("屡查屡犯"), lambda f: _("是") if f.is_repeated else "", 9),
            Column(gettext_lazy("是否立行立改"), lambda f: _("是") if f.fixed_on_spot else _("否"), 9),
        ),
    ),
    (
        gettext_lazy("责任清单"),
        (
            Column(gettext_lazy("责任领导"), _leader),
            Column(gettext_lazy("责任单位"), lambda f: f.organization.name, 24),
            Column(gettext_lazy("责任科室"), lambda f: _name(f.department), 16),
            Column(gettext_lazy("责任人"), _responsible),
            Column(gettext_lazy("配合单位"), lambda f: "、".join(unit.name for unit in f.supporting_units.all()), 16),
            Column(gettext_lazy("督办人"), lambda f: _name(f.supervisor)),
        ),
    ),
    (
        gettext_lazy("整改清单"),
        (
            Column(gettext_lazy("原因分析"), lambda f: f.root_cause, 32),
            Column(gettext_lazy("整改措施"), lambda f: _lines(m.text for m in f.present_measures), 44),
            Column(gettext_lazy("整改目标"), lambda f: _lines(m.goal for m in f.present_measures), 28),
            Column(gettext_lazy("整改时限"), lambda f: f.due_on),
            Column(gettext_lazy("进展"), _progress, 16),
            Column(gettext_lazy("完成日期"), lambda f: f.reported_at),
            Column(gettext_lazy("整改完成情况"), lambda f: f.result, 32),
            Column(gettext_lazy("佐证材料"), lambda f: "\n".join(f.file_names), 32),
            Column(gettext_lazy("核查人"), lambda f: _name(_of_verification("verifier")(f))),
            Column(gettext_lazy("核查结论"), _conclusion),
            Column(gettext_lazy("销号日期"), _closed("at")),
            Column(gettext_lazy("销号人"), lambda f: _name(_closed("by")(f))),
            Column(gettext_lazy("退回次数"), lambda f: f.returned_times or "", 9),
            Column(gettext_lazy("撤销理由"), lambda f: f.withdrawn_because, 20),
            Column(gettext_lazy("长效措施"), lambda f: ""),
            Column(gettext_lazy("回头看结果"), lambda f: _lines(one.words for one in f.look_backs.all()), 14),
        ),
    ),
)


def _name(row: Any) -> str:
    """The name of a person or unit; nothing where there is none."""
    return row.name if row is not None else ""


def ledger_rows(findings: QuerySet[Finding]) -> Iterator[Any]:
    """The findings with everything a row shows, read in chunks so that memory does not grow with the ledger."""
    holders = Holder.objects.current().select_related("person")
    measures = (
        CorrectiveMeasure.objects.filter(state__in=[MeasureState.PROPOSED, MeasureState.APPROVED])
        .select_related("assignment", "proposed_holder")
        .prefetch_related(Prefetch("assignment__holders", queryset=holders, to_attr="present_holders"))
        .order_by("pk")
    )
    rows = findings.select_related(
        "campaign", "organization", "department", "item", "leader", "supervisor"
    ).prefetch_related(
        "supporting_units",
        "look_backs",
        Prefetch("measures", queryset=measures, to_attr="present_measures"),
        "verifications__verifier",
        "close_outs__by",
    )
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from _with_file_names(chunk)


def _with_file_names(chunk: list[Any]) -> list[Any]:
    """Each finding of a chunk with the names of its files; who sees a finding sees its files."""
    names: dict[int, list[str]] = defaultdict(list)
    kind = ContentType.objects.get_for_model(Finding)
    files = Attachment.objects.filter(content_type=kind, object_id__in=[finding.pk for finding in chunk])
    for finding, name in files.order_by("pk").values_list("object_id", "name"):
        names[finding].append(name)
    for finding in chunk:
        finding.file_names = names[finding.pk]
    return chunk


def typed_cell(sheet: Any, value: Any) -> Any:
    """A cell whose type is ours to say: text stays text whatever it begins with, days stay days."""
    cell = WriteOnlyCell(sheet)
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    elif isinstance(value, int | float):
        cell.value = value
    elif value:
        text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST_TEXT]
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(FORMULA_LEADS)
    cell.alignment = WRAPPED
    return cell


def _head_cell(sheet: Any, text: Any) -> Any:
    """A cell of the two heading rows."""
    cell = typed_cell(sheet, str(text))
    cell.font, cell.fill = Font(bold=True), HEAD_FILL
    return cell


def _strike(cells: Iterable[Any]) -> None:
    """A withdrawn finding stays readable, struck through."""
    for cell in cells:
        cell.font = STRUCK


def _watermark(sheet: Any, text: str) -> None:
    """Who took it, in which post and when, at the head and the foot of every printed page."""
    written = ILLEGAL_CHARACTERS_RE.sub("", text).replace("&", "&&")
    sheet.oddHeader.right.text = written
    sheet.oddFooter.left.text = written
    sheet.oddFooter.right.text = "&P/&N"


def ledger_workbook(findings: QuerySet[Finding], *, caption: str, taken_by: str) -> IO[bytes]:
    """The workbook of the ledger in an open file at its beginning; whoever takes it closes it."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(str(_("整改台账")))
    _watermark(sheet, taken_by)
    columns = [column for _heading, part in PARTS for column in part]
    for place, column in enumerate(columns, 2):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = "C4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 8
    sheet.append([typed_cell(sheet, caption)])
    groups = [_head_cell(sheet, "")]
    for heading, part in PARTS:
        groups += [_head_cell(sheet, heading), *(_head_cell(sheet, "") for _column in part[1:])]
    sheet.append(groups)
    sheet.append([_head_cell(sheet, _("序号")), *(_head_cell(sheet, column.heading) for column in columns)])
    for place, finding in enumerate(ledger_rows(findings), 1):
        cells = [typed_cell(sheet, place), *(typed_cell(sheet, column.read(finding)) for column in columns)]
        if finding.is_withdrawn:
            _strike(cells)
        sheet.append(cells)
    file = TemporaryFile()  # noqa: SIM115 - the response closes it after the last byte
    workbook.save(file)
    file.seek(0)
    return file
