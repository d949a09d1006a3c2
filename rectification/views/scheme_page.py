"""The page on which a draft is worked out, read in as few queries whatever the number of institutions."""

from typing import Any, cast

from django.db.models import Field, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import Organization
from organizations.sight import visible
from rectification import durations, scope
from rectification.forms.asking import AskingForm, Difference
from rectification.forms.campaigns import CampaignEditForm, rule_offers
from rectification.models import Campaign, ChecklistVersion, Phase, standing
from rectification.views import gantt
from rectification.views.answering import find, way_back
from rectification.views.histories import returned_to
from rectification.views.workdays import Workdays

PREVIEWED = 60
RULES_AND_DAYS = ("scope_rule", "focus_rule", "starts_on", "ends_on")


def checklists(request: HttpRequest) -> QuerySet[ChecklistVersion]:
    """The published checklists, the newest version first."""
    return (
        visible(request.user, ChecklistVersion)
        .filter(published_on__isnull=False)
        .select_related("checklist")
        .order_by("checklist__name", "-version")
    )


def draft_of(request: HttpRequest, pk: int) -> tuple[Campaign, list[Phase]]:
    """A campaign in sight and its phases with their outputs, read together."""
    rows = Phase.objects.filter(campaign__in=visible(request.user, Campaign).filter(pk=pk))
    related = rows.select_related("campaign__organization", "campaign__checklist_version")
    phases = list(standing.with_asked(related).prefetch_related("outputs").order_by("order"))
    if not phases:
        return find(request, Campaign, pk, "organization", "checklist_version"), []
    campaign = phases[0].campaign
    for phase in phases:
        phase.campaign = campaign
    return campaign, phases


def length_hints(campaign: Campaign, phases: list[Any]) -> list[str]:
    """Where the words of a scheme say another length than its dates: a hint, never a refusal."""
    windows = [(phase.opens_on, phase.closes_on) for phase in phases]
    texts = (campaign.title, campaign.purpose, campaign.requirements)
    whole = (campaign.starts_on, campaign.ends_on)
    told = {"first": whole[0], "last": whole[1], "days": (whole[1] - whole[0]).days + 1}
    sentence = _("方案写明“%(words)s”，起止日期为 %(first)s 至 %(last)s，共 %(days)d 天，请核对文字或者日期。")
    return [sentence % {"words": one.words, **told} for one in durations.disagreeing(texts, whole, windows)]


class SchemePage:
    """The page on which a draft is worked out: words, windows with hints, the two rules with a preview."""

    def __init__(self, request: HttpRequest, campaign: Campaign, phases: list[Phase]) -> None:
        """Take the draft and read what was typed; the universe is asked for once."""
        self.request, self.campaign, self.phases = request, campaign, phases
        self.within = scope.universe(campaign.organization)
        self.offered = scope.offers(campaign, self.within)
        self.form = CampaignEditForm(
            request.POST or None,
            campaign=campaign,
            phases=self.phases,
            offers=rule_offers(self.offered.regions, self.offered.tags),
            checklists=checklists(request),
        )

    def rules(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The rules as chosen on the page, or as stored."""
        if self.form.is_bound and self.form.is_valid():
            return self.form.rule("scope"), self.form.rule("focus")
        return self.campaign.scope_rule, self.campaign.focus_rule

    def preview(self) -> dict[str, Any]:
        """Whom the rules on the page mean: counts, and once it was asked for the first units of the list."""
        self.campaign.scope_rule, self.campaign.focus_rule = self.rules()
        count, in_focus = self.offered.in_scope, self.offered.in_focus
        if self.form.is_bound:
            count, in_focus = scope.counts(self.campaign, self.within)
        return {
            "count": count,
            "focus_count": in_focus,
            "listed": self._listed() if self.form.is_bound else None,
            "more": max(0, count - PREVIEWED),
            "scope_words": scope.describe(self.campaign.scope_rule),
            "focus_words": scope.describe(self.campaign.focus_rule),
            "burden": standing.burden_of(self.campaign, self.phases, count),
        }

    def _listed(self) -> list[tuple[Organization, bool]]:
        """The first units in scope, each with whether it is in focus."""
        units = list(self.within.filter(scope.chosen(self.campaign.scope_rule)).order_by("path")[:PREVIEWED])
        meant = self.within.filter(scope.chosen(self.campaign.focus_rule), pk__in=[unit.pk for unit in units])
        focus = set(meant.values_list("pk", flat=True))
        return [(unit, unit.pk in focus) for unit in units]

    def _rows(self, form: AskingForm) -> list[dict[str, Any]]:
        """Each phase with its two fields and what the calendar says about them."""
        dues = {output.pk: output.due_on for phase in self.phases for output in phase.outputs.all()}
        days = Workdays([*(day for one in self.phases for day in (one.opens_on, one.closes_on)), *dues.values()])
        today = timezone.localdate()
        self.missing_years = days.missing_years()
        return [
            {
                "phase": phase,
                "opens": form[f"opens_{phase.pk}"],
                "closes": form[f"closes_{phase.pk}"],
                "hint": days.hint(phase.closes_on),
                "dues": [(form[f"due_{one.pk}"], days.hint(one.due_on)) for one in phase.outputs.all()],
                "is_past": phase.opens_on < today,
                "overlaps": [
                    other.name
                    for other in self.phases
                    if other.order < phase.order and other.closes_on >= phase.opens_on
                ],
            }
            for phase in self.phases
        ]

    def _texts(self, form: AskingForm, now: Campaign) -> list[Difference]:
        """Both texts of what differs, the rules in words; first and last day follow from the windows."""
        named = {str(cast(Field, Campaign._meta.get_field(name)).verbose_name): name for name in RULES_AND_DAYS}
        told = [line for line in form.differences if line.label not in named]
        for line in form.differences:
            rule = named.get(line.label, "").removesuffix("_rule")
            if rule in ("scope", "focus"):
                theirs = scope.describe(getattr(now, f"{rule}_rule"))
                told.append(Difference(line.label, scope.describe(self.form.rule(rule)), theirs))
        return told

    def _windows(self, now: Campaign) -> list[Difference]:
        """The windows that another person has moved, or that this one would move."""
        mine = self.form.windows()
        pairs = [(phase, mine[phase.pk], (phase.opens_on, phase.closes_on)) for phase in now.phases.order_by("order")]
        return [
            Difference(phase.name, "—".join(map(str, typed)), "—".join(map(str, stored)))
            for phase, typed, stored in pairs
            if typed != stored
        ]

    def show(self, form: AskingForm, status: int = 200) -> HttpResponse:
        """The page as it stands; after a stale form it carries the newer version, so that saving again is knowing."""
        if form.is_stale:
            now = Campaign.objects.get(pk=self.campaign.pk)
            form.differences = (*self._texts(form, now), *self._windows(now))
            form.data = self.request.POST.copy()
            form.data["version"] = str(now.version)
        context = {
            "campaign": self.campaign,
            "crumbs": way_back(self.campaign),
            "form": form,
            "returned": returned_to(self.campaign),
            "rows": self._rows(form),
            "missing_years": self.missing_years,
            "gantt": gantt.draw(self.phases, today=timezone.localdate()),
            "preview": self.preview(),
            "lengths": length_hints(self.campaign, self.phases),
        }
        return render(self.request, "rectification/campaign_edit.html", context, status=status)
