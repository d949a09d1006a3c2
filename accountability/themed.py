"""What can carry a theme: each feature enters its things once, with who labels them and what is said of them.

    themed.register(Checklist, title=_("检查表"), icon="list", address=_address, rights=(KEEP,), line=_line)

A thing's page shows its labels, one address sets them, and the page of a theme lists everything entered here.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Cast, JSONObject
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accountability.models import Tagged, Theme
from accountability.models.themes import ThemeQuerySet
from accountability.themes import carrying, tag, untag
from organizations.models import Person
from organizations.refusals import NotAllowed, NotFound
from organizations.rights import Place, exercise, may
from organizations.sight import Who, sight_of, visible
from organizations.together import listed

Rows = models.QuerySet[Any]
MOST = 50
ASKED = "themes_seen"
COLUMNS: dict[str, models.Field] = {
    "title": models.TextField(),
    "unit": models.TextField(),
    "state": models.TextField(),
    "due": models.DateField(null=True),
    "parent": models.BigIntegerField(null=True),
}


@dataclass(frozen=True)
class Carrier:
    """A model whose things carry themes: who labels one, which are going on, and how a line about one reads.

    Whoever has one of the `rights` where `at` says labels a thing, and so do the persons whose keys `by_name` gives.
    `line` names the columns that say `title`, `unit`, `state` and `due` of a thing, and its `parent` where its
    `address` (of key and parent) needs one; `states` are the words for the states. `more` is the address of a list with
    all that carry a theme.
    """

    model: type[models.Model]
    title: str | Promise
    icon: str
    address: Callable[[int, int], str]
    rights: tuple[str, ...]
    at: Callable[[Any], Place] = lambda thing: thing
    by_name: Callable[[Any], Collection[int | None]] = lambda thing: ()
    under_way: Callable[[Rows], Rows] = lambda rows: rows
    line: Callable[[], Mapping[str, Any]] = dict
    states: Mapping[str, str | Promise] = field(default_factory=dict)
    more: Callable[[Theme], str] = lambda theme: ""

    def may(self, who: Who, thing: Any) -> bool:
        """Whether somebody labels this thing: by a right at its place, or because it names him."""
        person = sight_of(who).person
        return bool(person and person.pk in self.by_name(thing)) or any(
            may(who, right, self.at(thing)) for right in self.rights
        )

    def require(self, by: Person, thing: Any) -> None:
        """Refuse whoever does not label this thing; a right used for somebody else is noted."""
        if by.pk in self.by_name(thing) or any(exercise(by, right, self.at(thing)) for right in self.rights):
            return
        raise NotAllowed(_("这项内容由经办单位标注主题，您没有这项权限，请与经办人员联系。"))


@dataclass(frozen=True)
class Group:
    """The things of one kind under a theme, as one reader sees them."""

    carrier: Carrier
    lines: list[dict[str, Any]]
    is_cut: bool
    more: str


_carriers: dict[type[models.Model], Carrier] = {}


def register(model: type[models.Model], **told: Any) -> None:
    """Let the things of a model carry themes; `told` as in `Carrier`."""
    _carriers[model] = Carrier(model, **told)


def carriers() -> list[Carrier]:
    """Every kind that carries themes, in the order in which the features entered them."""
    return list(_carriers.values())


def carrier_of(thing: models.Model) -> Carrier:
    """What was entered about a thing's kind; what carries no themes has no page for them."""
    found = _carriers.get(type(thing))
    if found is None:
        raise NotFound
    return found


def asked_for(who: Who, model: type[models.Model]) -> dict[str, models.Subquery]:
    """What a query of things asks for besides, so that their labels cost none of their own."""
    rows = _seen(who, model).filter(object_id=models.OuterRef("pk")).order_by()
    named = JSONObject(pk="theme", name="theme__name", kind="theme__kind")
    return {ASKED: listed(rows, named)}


def labels_of(thing: models.Model, *, who: Who) -> list[dict[str, Any]]:
    """The themes a thing carries and the reader sees: key, name and kind of each, in the order of the lists."""
    if ASKED in vars(thing):
        found = vars(thing)[ASKED] or []
        return sorted(found, key=lambda one: (one["kind"], one["name"]))
    rows = _seen(who, type(thing)).filter(object_id=thing.pk).order_by("theme__kind", "theme__name")
    return [{"pk": key, "name": name} for key, name in rows.values_list("theme", "theme__name")]


def _seen(who: Who, model: type[models.Model]) -> models.QuerySet[Tagged]:
    ctype = ContentType.objects.get_for_model(model)
    return Tagged.objects.filter(content_type=ctype, theme__in=visible(who, Theme).order_by().values("pk"))


def offered(thing: models.Model) -> ThemeQuerySet:
    """The themes of the thing's own unit and those above it, and what it carries already."""
    carried = Tagged.objects.of(thing).order_by().values("theme")
    usable = Theme.objects.usable_at(getattr(thing, "org_path", "") or "").order_by().values("pk")
    return Theme.objects.filter(models.Q(pk__in=usable) | models.Q(pk__in=carried)).select_related("organization")


def carried_by(thing: models.Model) -> set[int]:
    """The keys of the themes a thing carries."""
    return set(Tagged.objects.of(thing).order_by().values_list("theme", flat=True))


def label(thing: models.Model, *, themes: Iterable[Theme], among: Iterable[Theme], by: Person) -> tuple[int, int]:
    """Let a thing carry these of the themes that were offered and no other of them; how many came and went."""
    carrier_of(thing).require(by, thing)
    wanted = {one.pk for one in themes}
    with transaction.atomic():
        rows = cast(Any, type(thing))._base_manager.select_for_update(no_key=True, of=("self",))
        thing.refresh_from_db(from_queryset=rows)
        carried = carried_by(thing)
        new = [one for one in among if one.pk in wanted - carried]
        old = [one for one in among if one.pk in carried - wanted]
        for one in new:
            tag(thing, theme=one, by=by)
        for one in old:
            untag(thing, theme=one, by=by)
    return len(new), len(old)


def going_on(theme: Theme, *, who: Who) -> list[Group]:
    """Everything under a theme within the reader's sight, kind by kind, the newest first; one query for all kinds."""
    parts = [_rows(number, carrier, theme, who) for number, carrier in enumerate(carriers())]
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in parts[0].union(*parts[1:], all=True).order_by("line_number", "-line_key"):
        found.setdefault(row[0], []).append(row)
    return [_group(carriers()[number], theme, rows) for number, rows in found.items()]


def _rows(number: int, carrier: Carrier, theme: Theme, who: Who) -> Rows:
    """The newest of one kind, each in the columns that all kinds share."""
    manager = cast(Any, carrier.model)._base_manager
    seen = carrier.under_way(carrying(visible(who, cast(Any, carrier.model)), theme))
    newest = manager.filter(pk__in=seen.order_by("-pk").values("pk")[: MOST + 1])
    told = carrier.line()
    columns = {name: Cast(told.get(name, Value(None)), kind) for name, kind in COLUMNS.items()}
    fixed = {"number": Value(number), "key": F("pk")}
    lined = {f"line_{name}": one for name, one in {**fixed, **columns}.items()}
    rows: Rows = newest.order_by().annotate(**lined).values_list(*lined)
    return rows


def _group(carrier: Carrier, theme: Theme, rows: list[tuple[Any, ...]]) -> Group:
    lines = [
        {
            "title": title,
            "url": carrier.address(key, parent or 0),
            "unit": unit or "",
            "state": carrier.states.get(state, state or ""),
            "due": due,
        }
        for _number, key, title, unit, state, due, parent in rows[:MOST]
    ]
    return Group(carrier, lines, len(rows) > MOST, carrier.more(theme))
