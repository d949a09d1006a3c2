"""The plan against a finding: one cause, several measures, each with somebody who answers for it and a day."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from organizations import paths
from organizations.models import Person
from rectification import services
from rectification.forms.asking import AskingForm, whole_number
from rectification.forms.dates import FIRST_DAY, LAST_DAY
from rectification.forms.findings import MOST_MEASURES, MeasureFormSet, PlanForm
from rectification.models import Finding
from rectification.views.answering import answer, way_back
from rectification.views.findings import departments_of, step
from rectification.views.histories import returned_to
from rectification.views.workdays import DayHint, Workdays


def _people(finding: Finding) -> QuerySet[Person]:
    """Who in the unit may be given a measure."""
    inside = paths.covering("home__path", [paths.subtree(finding.institution_path)])
    return Person.objects.filter(inside, active=True).select_related("home").order_by("home__path", "name")


class PlanPage:
    """The form of a plan: one cause and several measures, rows added without JavaScript."""

    def __init__(self, request: HttpRequest, finding: Finding) -> None:
        """Read what was typed, or the plan that was returned."""
        self.request, self.finding = request, finding
        people = _people(finding)
        choices = [(one.pk, f"{one.name}（{one.home.name}）") for one in people]
        self.kwargs: dict[str, Any] = {"form_kwargs": {"holders": choices, "people": people}, "prefix": "measures"}
        self.is_growing = "more" in request.POST
        self.form = PlanForm(
            None if self.is_growing else request.POST or None,
            initial=self._before(),
            holders=choices,
            people=people,
            departments=departments_of(finding.institution_path),
        )
        self.rows = self._rows()

    def _before(self) -> dict[str, Any]:
        """What stands in the fields above the measures: what was typed, or what is known."""
        if self.is_growing:
            typed: dict[str, Any] = {name: self.request.POST.get(name, "") for name in PlanForm.base_fields}
            return typed | {"supporting_units": self.request.POST.getlist("supporting_units")}
        known = {
            name: getattr(self.finding, name)
            for name in ("root_cause", "cause_method", "cause_kind", "interim_control")
        }
        units = list(self.finding.supporting_units.values_list("pk", flat=True))
        return {**known, "leader": self.finding.leader_id, "supporting_units": units}

    def _rows(self) -> Any:
        if self.request.method != "POST":
            before = [
                {
                    "text": one.text,
                    "goal": one.goal,
                    "holder": one.proposed_holder_id,
                    "due_on": one.proposed_due_on,
                    "evidence_required": one.evidence_required,
                }
                for one in self.finding.measures_in_force
            ]
            rows = MeasureFormSet(initial=before, **self.kwargs)
            rows.min_num = max(1, len(before))
            return rows
        return self._one_more() if self.is_growing else MeasureFormSet(self.request.POST, **self.kwargs)

    def _one_more(self) -> Any:
        """The rows as typed and an empty one; nothing is scolded before it is sent."""
        data = self.request.POST
        shown = min(whole_number(data.get("measures-TOTAL_FORMS", "")) or 0, MOST_MEASURES)
        names = MeasureFormSet.form.base_fields
        typed = [{name: data.get(f"measures-{place}-{name}", "") for name in names} for place in range(shown)]
        rows = MeasureFormSet(initial=typed, **self.kwargs)
        rows.min_num = min(MOST_MEASURES, shown + 1)
        return rows

    def show(self, form: AskingForm, status: int = 200) -> HttpResponse:
        """The page as it stands."""
        context: dict[str, Any] = {"form": form, "rows": self.rows, "finding": self.finding, "most": MOST_MEASURES}
        context |= self._calendar()
        context["returned"] = returned_to(self.finding)
        context["crumbs"] = way_back(self.finding)
        return render(self.request, "rectification/finding_plan.html", context, status=status)

    def _calendar(self) -> dict[str, Any]:
        """Each row with what the calendar says about its day, as far as the day can be read yet."""
        typed = [_day(row["due_on"].value()) for row in self.rows]
        days = Workdays(day for day in typed if day)
        lines = [(row, days.hint(day) if day else None) for row, day in zip(self.rows, typed, strict=True)]
        return {"lines": lines, "missing_years": days.missing_years()}

    def rest_days(self) -> list[DayHint]:
        """The deadlines planned on days on which nobody works."""
        chosen = sorted({one.due_on for one in self.measures()})
        days = Workdays(chosen)
        return [hint for day in chosen if (hint := days.hint(day))]

    def measures(self) -> list[services.Measure]:
        """The rows that were filled, as the verb takes them."""
        return [services.Measure(**row.cleaned_data) for row in self.rows if row.cleaned_data]


def _day(value: object) -> date | None:
    """A day as a form shows it, stored or typed; nothing for what is none."""
    if isinstance(value, date):
        return value
    try:
        found = date.fromisoformat(str(value or "").strip())
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None


@login_required
def finding_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the measures against a finding."""
    finding, person = step(request, pk, "plan")
    page = PlanPage(request, finding)
    if request.method != "POST":
        return page.show(page.form)
    if "more" in request.POST:
        return page.show(page.form)
    if not page.rows.is_valid():
        page.form.is_valid()
        return page.show(page.form, 422)

    def act() -> str:
        services.plan_measures(finding, measures=page.measures(), by=person, **page.form.cleaned_data)
        messages.success(request, _("整改措施已提交审核。"))
        for hint in page.rest_days():
            messages.info(request, hint.accepted)
        return finding.get_absolute_url()

    return answer(request, page.form, act, page.show)
