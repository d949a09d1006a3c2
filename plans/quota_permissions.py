"""Who may do what with obligations and registers by default, and who sees them."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models import Holder
from organizations import rights, sight
from organizations.models import Duty, Organization, Person
from organizations.refusals import NotAllowed
from organizations.rights import Place
from organizations.sight import Sight

from . import models

OWN = "own"
KEEP, DO, ACCEPT, EXPLAIN, REGISTERS = (
    "keep_obligations", "do_obligation", "accept_evidence", "explain_missed", "keep_registers",
)  # fmt: skip

DEFAULTS: dict[str, tuple[str, ...]] = {
    KEEP: (Duty.CLERK, Duty.HEAD),
    DO: (Duty.CLERK, Duty.HEAD, Duty.STAFF),
    ACCEPT: (Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL),
    EXPLAIN: (Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL),
    REGISTERS: (Duty.CLERK, Duty.HEAD),
}
NAMES = {
    KEEP: gettext_lazy("维护常态化工作任务"),
    DO: gettext_lazy("登记和提交常态化工作的完成情况"),
    ACCEPT: gettext_lazy("核定完成依据"),
    EXPLAIN: gettext_lazy("说明未完成的原因"),
    REGISTERS: gettext_lazy("维护登记册"),
}


def declare() -> None:
    """Tell organizations which duties have which rights, and who sees the rows."""
    for name, duties in DEFAULTS.items():
        for duty in duties:
            rights.default(duty, f"plans.{name}", OWN)
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
    """Four eyes: who handed something in, or acts for him today, does not pass it."""
    if author is not None and (by.pk == author or by.pk in rights.stand_ins({author})):
        raise NotAllowed(_("这是您本人（或者您代办的人员）提交的，请由其他负责人核定。"))


def nearest_place(at: str, without: set[int]) -> str | None:
    """The path at or above which somebody but these persons and their proxies may accept; none where nobody may."""
    place, partial = at, without | rights.stand_ins(without)
    while place:
        if rights.who_may(f"plans.{ACCEPT}", place).exclude(pk__in=partial).exists():
            return place
        institution = rights.institution_path_of(place)
        above = Organization.objects.filter(path=place).values_list("parent__institution_path", flat=True)
        place = institution if institution != place else above.first() or ""
    return None


def _mine(seen: Sight) -> list[str]:
    """The institutions in which the person sits."""
    return [scope.institution_path for scope in seen.scopes]


def occurrences(seen: Sight) -> Q:
    """Where it is owed, where it is led, what lies with the person himself; in his own unit everything."""
    held = Holder.objects.current().filter(person__in=seen.principals).values("assignment")
    to_accept = models.ObligationEvidence.objects.filter(seen.covers("accept_path")).exclude(accept_path="")
    own = Q(org_path__in=_mine(seen)) | Q(assignment__in=held) | Q(pk__in=to_accept.values("occurrence"))
    return seen.covers("org_path") | seen.covers("lead_path") | own


def obligations(seen: Sight) -> Q:
    """Inside the institution; once it is owed also above it, and in every unit that owes it."""
    owed = models.Occurrence.objects.filter(occurrences(seen)).values("obligation")
    begun = ~Q(state=models.ObligationState.DRAFT) & (seen.covers("org_path") | Q(pk__in=owed))
    return Q(institution_path__in=_mine(seen)) | begun


def _evidence(seen: Sight) -> Q:
    return Q(occurrence__in=models.Occurrence.objects.filter(occurrences(seen)).values("pk"))


def registers(seen: Sight) -> Q:
    """Inside the institution, and above it."""
    return Q(institution_path__in=_mine(seen)) | seen.covers("org_path")


def _entries(seen: Sight) -> Q:
    return Q(register__in=models.Register.objects.filter(registers(seen)).values("pk"))


SIGHT: dict[type, sight.Rule] = {
    models.Obligation: obligations,
    models.Occurrence: occurrences,
    models.ObligationEvidence: _evidence,
    models.Register: registers,
    models.RegisterEntry: _entries,
}
