"""Who may do what by default, and who sees what, of indicators, values, trainings and certificates."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations import paths, rights, sight
from organizations.models import Duty, Organization, Person
from organizations.refusals import NotAllowed
from organizations.rights import Place
from organizations.sight import Sight

from . import models

OWN, SUBTREE = "own", "subtree"
DECIDING = (Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL)

DEFAULTS: dict[str, tuple[tuple[str, ...], str]] = {
    "keep_indicators": ((Duty.CLERK, Duty.HEAD, Duty.INSPECTOR), OWN),
    "publish_indicators": (DECIDING, OWN),
    "fill_indicators": ((Duty.CLERK, Duty.HEAD), OWN),
    "review_indicators": (DECIDING, OWN),
    "check_indicators": ((Duty.CLERK, Duty.INSPECTOR), SUBTREE),
    "record_events": ((Duty.CLERK, Duty.HEAD, Duty.INSPECTOR), SUBTREE),
    "keep_trainings": ((Duty.CLERK, Duty.HEAD), OWN),
    "approve_training": (DECIDING, OWN),
    "keep_certificates": ((Duty.CLERK, Duty.HEAD), OWN),
}

NAMES = {
    "keep_indicators": gettext_lazy("维护指标集"),
    "publish_indicators": gettext_lazy("发布指标集"),
    "fill_indicators": gettext_lazy("填报指标"),
    "review_indicators": gettext_lazy("审核指标填报"),
    "check_indicators": gettext_lazy("督查核对指标"),
    "record_events": gettext_lazy("登记计数事件"),
    "keep_trainings": gettext_lazy("组织培训考核"),
    "approve_training": gettext_lazy("审核培训考核"),
    "keep_certificates": gettext_lazy("登记证书"),
}


def declare() -> None:
    """Tell organizations which duties have which rights, and who sees the rows of every model."""
    for name, (duties, reach) in DEFAULTS.items():
        for duty in duties:
            rights.default(duty, f"plans.{name}", reach)
    for model, rule in SIGHT.items():
        sight.register(model, rule)


def require(by: Person, name: str, at: Place) -> None:
    """Refuse a person who has not this right there."""
    if not rights.exercise(by, f"plans.{name}", at):
        raise NotAllowed(_("您在该单位没有“%(right)s”的权限，请由有权限的人员办理。") % {"right": NAMES[name]})


def may(by: Person, name: str, at: Place) -> bool:
    """Whether a person has this right there."""
    return rights.may(by, f"plans.{name}", at)


def refuse_author(by: Person, author: int | None) -> None:
    """Four eyes: whoever wrote something, or acts for him today, does not pass it."""
    people = {author} if author else set()
    if by.pk in people:
        raise NotAllowed(_("这是您本人填报或拟定的，请由其他负责人审核。"))
    if by.pk in rights.stand_ins(people):
        raise NotAllowed(_("您正代经办这件事的人员办理事务，不能审核，请由其他人员办理。"))


def nearest_place(name: str, at: str, without: set[int]) -> str | None:
    """The path at or above which somebody but these persons and their proxies has the right; none where nobody has."""
    place, partial = at, without | rights.stand_ins(without)
    while place:
        if rights.who_may(f"plans.{name}", place).exclude(pk__in=partial).exists():
            return place
        institution = rights.institution_path_of(place)
        if institution != place:
            place = institution
        else:
            above = Organization.objects.filter(path=place).values_list("parent__institution_path", flat=True)
            place = above.first() or ""
    return None


def _my_institutions(seen: Sight) -> list[str]:
    return [scope.institution_path for scope in seen.scopes]


def _looks_after(field: str, seen: Sight) -> Q:
    """What one's posts look after themselves: a link shows a centre, not what the centre is told by others."""
    return paths.covering(field, paths.merged(scope.path for scope in seen.scopes))


def sets(seen: Sight) -> Q:
    """Inside the institution that owns them; once published above it too and where they are reported."""
    asked = models.IndicatorReport.objects.filter(seen.covers("org_path")).values("indicator_set")
    out = ~Q(state__in=[models.SetState.DRAFT, models.SetState.APPROVING])
    own = Q(institution_path__in=_my_institutions(seen)) | seen.covers("publish_path")
    return own | out & (seen.covers("org_path") | Q(pk__in=asked))


def _through_set(field: str) -> sight.Rule:
    def rule(seen: Sight) -> Q:
        return Q(**{f"{field}__in": models.IndicatorSet.objects.filter(sets(seen)).values("pk")})

    return rule


def _of_unit_or_owner(owner: str) -> sight.Rule:
    """Values: in the unit and above it, and with those who look after the owner of the set."""

    def rule(seen: Sight) -> Q:
        return seen.covers("org_path") | _looks_after(owner, seen)

    return rule


def _reports(seen: Sight) -> Q:
    return seen.covers("org_path") | seen.covers("confirm_path") | _looks_after("indicator_set__org_path", seen)


def _through_measurement(seen: Sight) -> Q:
    rows = models.Measurement.objects.filter(_of_unit_or_owner("indicator__indicator_set__org_path")(seen))
    return Q(measurement__in=rows.values("pk"))


def _through_report(seen: Sight) -> Q:
    return Q(report__in=models.IndicatorReport.objects.filter(_reports(seen)).values("pk"))


NOT_OVER_OTHERS = (Duty.STAFF,)


def _keeping(field: str, seen: Sight) -> Q:
    """Units over which the person has a duty: a colleague's marks are not for everybody in the department."""
    over = [path for scope in seen.scopes if scope.duty not in NOT_OVER_OTHERS for path in (scope.path, *scope.links)]
    return paths.covering(field, paths.merged(over))


def trainings(seen: Sight) -> Q:
    """Inside and above the unit that holds them; those who are expected too."""
    expected = models.TrainingResult.objects.filter(person=seen.person).values("training")
    return seen.covers("org_path") | seen.covers("approve_path") | Q(pk__in=expected)


def _results(seen: Sight) -> Q:
    """Marks: one's own, those of one's people, and those of one's own training (W6)."""
    return Q(person=seen.person) | _keeping("org_path", seen) | _keeping("training__org_path", seen)


def _certificates(seen: Sight) -> Q:
    return Q(person=seen.person) | _keeping("org_path", seen)


def _covered(seen: Sight) -> Q:
    return seen.covers("org_path")


SIGHT: dict[type, sight.Rule] = {
    models.IndicatorSet: sets,
    models.Indicator: _through_set("indicator_set"),
    models.IndicatorPart: _through_set("indicator__indicator_set"),
    models.IndicatorTarget: _through_set("indicator__indicator_set"),
    models.Reporter: _of_unit_or_owner("indicator_set__org_path"),
    models.IndicatorReport: _reports,
    models.Measurement: _of_unit_or_owner("indicator__indicator_set__org_path"),
    models.MeasurementCorrection: _through_measurement,
    models.CountedEvent: _of_unit_or_owner("indicator__indicator_set__org_path"),
    models.ReportReminder: _through_report,
    models.Training: trainings,
    models.TrainingResult: _results,
    models.Certificate: _certificates,
    models.CertificateRule: _covered,
}
