"""Importing a plan: the file or the pasted words, and what was recognised beside the sentence it stands in."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from organizations.refusals import NotYet
from organizations.rights import may
from plans import services
from plans.forms.asking import BecauseForm
from plans.forms.plans import ImportForm
from plans.forms.readings import corrected_by, form_for
from plans.models import ImportState, Plan, PlanImport, PlanReading, ReadingKind, ReadingVerdict
from plans.views import sentences
from plans.views.answering import Sheet, act_on_sheet, allow, do, find

LINES = 25
BULK = {"confirm": ReadingVerdict.CONFIRMED, "drop": ReadingVerdict.DROPPED}


@login_required
def import_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file or pasted words."""
    plan = find(request, Plan, pk, "organization")
    person = allow(request, "draft_plan", plan)
    if request.method != "POST" and not plan.is_draft:
        raise NotYet(_("计划已经送审或者印发，不能再导入。"))
    lead = _("识别出的章节、任务、频次、指标、时限和依据文件逐条核对后才写入计划；读不懂的逐条列出，不会丢失。")
    sheet = Sheet(plan, _("导入计划"), _("上传并识别"), lead=lead, icon="file-up", files=True, said=_("已上传。"))
    form = ImportForm(request.POST or None, request.FILES or None)

    def act(_form: object) -> str:
        told = form.cleaned_data
        made = services.start_import(
            plan, by=person, upload=told["file"], text="" if told["file"] else told["text"], annexed=told["annexed"]
        )
        return made.get_absolute_url()

    return act_on_sheet(request, sheet, form, act)


@dataclass(frozen=True)
class Line:
    """One line of the text with what was recognised in it."""

    number: int
    heading: str
    pieces: list[sentences.Piece]
    readings: list[PlanReading]


@login_required
@require_GET
def import_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The text on one side, on the other what was recognised in each line, a page of lines at a time."""
    asked = find(request, PlanImport, pk, "plan", "uploaded_by")
    kind = request.GET.get("show", "")
    counts = asked.readings.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(verdict=ReadingVerdict.OPEN)),
        doubt=Count("pk", filter=_doubtful()),
        unread=Count("pk", filter=Q(kind=ReadingKind.UNREAD)),
        last=Max("line"),
    )
    rows = asked.readings.all()
    if kind == "open":
        rows = rows.filter(verdict=ReadingVerdict.OPEN)
    elif kind == "doubt":
        rows = rows.filter(_doubtful())
    elif kind in ReadingKind.values:
        rows = rows.filter(kind=kind)
    numbers = rows.order_by("line").values_list("line", flat=True).distinct()
    page = Paginator(numbers, LINES).get_page(request.GET.get("page"))
    lines = _lines(asked, list(page.object_list), list(rows.filter(line__in=list(page.object_list))))
    context = {
        "asked": asked,
        "plan": asked.plan,
        "page": page,
        "lines": lines,
        "counts": counts,
        "pills": _pills(counts, kind),
        "may_write": asked.state == ImportState.READ and may(request.user, "plans.draft_plan", asked),
        "keys": [one.pk for line in lines for one in line.readings if one.verdict == ReadingVerdict.OPEN],
        "query": request.GET.urlencode(),
        "crumbs": [{"label": str(asked.plan), "url": asked.plan.get_absolute_url()}],
    }
    return render(request, "plans/import_review.html", context)


def _doubtful() -> Q:
    return Q(verdict=ReadingVerdict.OPEN) & (~Q(doubt="") | Q(kind=ReadingKind.UNREAD))


def _lines(asked: PlanImport, numbers: list[int], shown: list[PlanReading]) -> list[Line]:
    """Each line with its words marked where something was recognised."""
    found: dict[int, list[PlanReading]] = {}
    for reading in shown:
        reading.of = asked
        found.setdefault(reading.line, []).append(reading)
    bare = asked.readings.filter(line__in=numbers, kind=ReadingKind.MEASURE).values_list("line", "source")
    whole = dict(bare)
    lines = []
    for number in numbers:
        readings = sorted(found.get(number, []), key=lambda one: one.order)
        text = whole.get(number) or (readings[0].source if readings else "")
        section = readings[0].section if readings else -1
        heading = asked.headings[section] if 0 <= section < len(asked.headings) else {"number": "", "title": ""}
        marked = [one for one in readings if one.kind != ReadingKind.MEASURE]
        title = f"{heading['number']}{heading['title']}"
        lines.append(Line(number, title, sentences.pieces_of(text, marked), readings))
    return lines


def _pills(counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    shown = [
        ("", _("全部"), counts["all"]),
        ("open", _("待核对"), counts["open"]),
        ("doubt", _("存疑和未识别"), counts["doubt"]),
        *((value, label, None) for value, label in ReadingKind.choices),
    ]
    return [
        {"url": f"?show={value}", "label": label, "count": count, "current": value == current}
        for value, label, count in shown
    ]


@login_required
def reading_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct one finding."""
    reading = find(request, PlanReading, pk, "of__plan")
    person = allow(request, "draft_plan", reading.of)
    if reading.kind == ReadingKind.UNREAD:
        raise NotYet(_("未能识别的内容不能直接改正，请作为任务措施登记，或者选择不采用。"))
    title = _("改正：%(kind)s") % {"kind": reading.get_kind_display()}
    sheet = Sheet(reading.of, title, _("改正并确认"), lead=reading.source, icon="pencil", back=_place(request, reading))
    form = form_for(reading, request.POST or None)
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.decide_reading(
            reading, verdict=ReadingVerdict.CHANGED, corrected=corrected_by(f), by=person
        ),
    )


@login_required
@require_POST
def reading_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or drop one finding as it is, or take an unread sentence as a measure."""
    reading = find(request, PlanReading, pk, "of__plan")
    person = allow(request, "draft_plan", reading.of)
    verdict = BULK.get(request.POST.get("verdict", ""))

    def act() -> None:
        if request.POST.get("verdict") == "measure":
            services.take_as_measure(reading, by=person)
        elif verdict is not None:
            services.decide_reading(reading, verdict=verdict, by=person)

    return do(request, act, _place(request, reading))


def _place(request: HttpRequest, reading: PlanReading) -> str:
    """Back to the same page of the same list, at the same line."""
    query = request.GET.urlencode()
    home = reading.of.get_absolute_url()
    return f"{home}{'?' if query else ''}{query}#line-{reading.line}"


@login_required
@require_POST
def import_bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or drop everything a page shows that is neither doubtful nor unread."""
    asked = find(request, PlanImport, pk, "plan")
    person = allow(request, "draft_plan", asked)
    verdict = BULK.get(request.POST.get("verdict", ""), ReadingVerdict.CONFIRMED)
    keys = [int(key) for key in request.POST.getlist("reading") if key.isdecimal() and len(key) < 19]
    query = request.GET.urlencode()
    home = f"{asked.get_absolute_url()}{'?' if query else ''}{query}"
    return do(request, lambda: services.decide_many(asked, keys, verdict=verdict, by=person), home)


@login_required
@require_POST
def import_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was confirmed into the draft."""
    asked = find(request, PlanImport, pk, "plan")
    person = allow(request, "draft_plan", asked)
    count = cast(Any, asked.readings).taken().count()
    said = ngettext("已写入计划，共%(count)d处。", "已写入计划，共%(count)d处。", count)
    told = said % {"count": count}
    done = do(request, lambda: services.finish_import(asked, by=person), asked.plan.get_absolute_url(), told)
    return done if PlanImport.objects.get(pk=asked.pk).state == ImportState.FINISHED else _back(asked)


def _back(asked: PlanImport) -> HttpResponse:
    return redirect(f"{reverse('plans:import_review', args=[asked.pk])}?show=open")


@login_required
def import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an import up."""
    asked = find(request, PlanImport, pk, "plan")
    person = allow(request, "draft_plan", asked)
    back = asked.plan.get_absolute_url()
    sheet = Sheet(asked, _("放弃导入"), _("确认放弃"), icon="ban", danger=True, back=back, said=_("已放弃导入。"))
    form = BecauseForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.drop_import(asked, by=person, **f.cleaned_data))
