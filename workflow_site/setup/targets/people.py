"""人员与任职: one row for each post a person holds; whoever holds several has several rows of one staff number."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.imports import Column, Kind, Place, Problem, Row, Target
from organizations.models import Appointment, Duty, Organization, Person, Post
from organizations.paths import covering, subtree
from organizations.permissions import KEEP_PEOPLE
from organizations.refusals import NotYet
from organizations.separation import ADMINISTRATORS
from organizations.services import appoint, create_post, register_person
from workflow_site.setup.targets.places import Units, in_slices, units_beneath

DUTIES = {value: label for value, label in Duty.choices if value not in ADMINISTRATORS}
OF_A_POST = ("post_institution", "post_department", "title", "duty", "oversees", "since", "until")
Whom = tuple[str, str]  # path of the institution, staff number
Chair = tuple[int, str, str, int | None]  # unit, title, duty, what is overseen


class Held(NamedTuple):
    """From when until when a chair is held."""

    since: date
    until: date | None

    def meets(self, since: date, until: date | None) -> bool:
        """Whether the two periods share a day."""
        return (self.until is None or self.until >= since) and (until is None or self.since <= until)


@dataclass
class Known:
    """The units beneath the place, the people of these staff numbers, their posts, and the chairs there are."""

    units: Units
    people: dict[Whom, Person] = field(default_factory=dict)
    held: dict[tuple[int, Chair], list[Held]] = field(default_factory=lambda: defaultdict(list))
    posts: dict[Chair, Post] = field(default_factory=dict)


def know(place: Place, rows: Sequence[Row]) -> Known:
    """What the rows refer to: six queries, more only for tables of many thousands of people."""
    known = Known(units_beneath(place, KEEP_PEOPLE))
    paths = known.units.by_path.keys()
    for numbers in in_slices(row["staff_number"] for row in rows if row["staff_number"]):
        within = covering("home__path", [subtree(place.organization.path)])
        for person in Person.objects.filter(within, staff_number__in=numbers).select_related("home"):
            if person.home.path in paths:
                known.people[person.home.institution_path, person.staff_number] = person
    for keys in in_slices(person.pk for person in known.people.values()):
        for one in Appointment.objects.filter(person__in=keys).select_related("post"):
            known.held[one.person_id, _chair(one.post)].append(Held(one.since, one.until))
    units = {unit.pk for row in rows if row["title"] for unit in _places(row, known)[1:] if unit}
    for keys in in_slices(units):
        for post in Post.objects.filter(organization__in=keys).order_by("-pk"):
            known.posts[_chair(post)] = post
    return known


def _chair(post: Post) -> Chair:
    return post.organization_id, post.title, post.duty, post.oversees_id


def _places(row: Row, known: Known) -> tuple[Organization | None, Organization | None]:
    """Where the person of a row belongs, and where his post is."""
    units = known.units
    institution, _why = units.institution(row["institution"])
    home = units.department(institution, row["department"])[0] if institution else None
    if not (row["post_institution"] or row["post_department"]):
        return home, home
    other, _why = units.institution(row["post_institution"]) if row["post_institution"] else (institution, "")
    return home, units.department(other, row["post_department"])[0] if other else None


def check(rows: Sequence[Row], known: Known) -> Iterator[Problem]:
    """Places exist, a person is one person in all his rows, and a post is wholly said or not at all."""
    first: dict[Whom, Row] = {}
    for row in rows:
        yield from _place_problems(row, known)
        yield from _post_problems(row)
        home, seat = _places(row, known)
        if home is None or not row["staff_number"]:
            continue
        whom = (home.institution_path, row["staff_number"])
        yield from _person_problems(row, known.people.get(whom), first.setdefault(whom, row))
        if seat is not None and row["title"] and row["since"] and (person := known.people.get(whom)):
            yield from _held_problems(row, known.held.get((person.pk, _chair_of(row, seat)), ()))


def _place_problems(row: Row, known: Known) -> Iterator[Problem]:
    """Unknown institutions and departments."""
    units = known.units
    own, why = units.institution(row["institution"])
    if own is None:
        yield Problem(row.number, "institution", why)
    elif (found := units.department(own, row["department"]))[0] is None:
        yield Problem(row.number, "department", found[1])
    other, why = units.institution(row["post_institution"]) if row["post_institution"] else (own, "")
    if other is None:
        if row["post_institution"]:
            yield Problem(row.number, "post_institution", why)
    elif (found := units.department(other, row["post_department"]))[0] is None:
        yield Problem(row.number, "post_department", found[1])


def _post_problems(row: Row) -> Iterator[Problem]:
    """A post has a title, a duty and a first day."""
    if not any(row[name] for name in OF_A_POST):
        return
    sentence = _("填写了任职的，职务、职责、任职日期都要填写；没有职务的，任职各列请全部留空。")
    for name in ("title", "duty", "since"):
        if not row[name]:
            yield Problem(row.number, name, sentence)
    if row["since"] and row["until"] and row["until"] < row["since"]:
        yield Problem(row.number, "until", _("免职日期不能早于任职日期。"))


def _person_problems(row: Row, person: Person | None, first: Row) -> Iterator[Problem]:
    """One staff number is one person, here and in the table."""
    if person is not None and not person.active:
        yield Problem(row.number, "staff_number", _("该工号的人员已停用，请先恢复后再导入。"))
    if person is not None and row["name"] and person.name != row["name"]:
        told = {"who": person.name}
        yield Problem(row.number, "name", _("该工号在系统中是“%(who)s”，请核对工号和姓名。") % told)
    for name in ("name", "mobile", "department"):
        if row[name] and first[name] and row[name] != first[name]:
            sentence = _("与第%(number)d行同一工号，但此项不同，请核对。") % {"number": first.number}
            yield Problem(row.number, name, sentence)


def _held_problems(row: Row, held: Sequence[Held]) -> Iterator[Problem]:
    """Nobody holds one chair twice at a time; the same first day says that it is the same appointment."""
    if any(one.since == row["since"] for one in held):
        return
    if any(one.meets(row["since"], row["until"] or None) for one in held):
        yield Problem(row.number, "since", _("该人员在此期间已任这一职务，不必重复登记。"))


def _chair_of(row: Row, seat: Organization) -> Chair:
    """The chair a row speaks of."""
    wide = row["oversees"] and not seat.is_institution
    return seat.pk, row["title"], row["duty"], _institution_pk(seat) if wide else None


def _institution_pk(unit: Organization) -> int:
    """The key of the institution a unit belongs to, read from its path."""
    return int(unit.institution_path.rstrip("/").rpartition("/")[2])


def _person(row: Row, known: Known) -> Person | None:
    home, _seat = _places(row, known)
    return known.people.get((home.institution_path, row["staff_number"])) if home else None


def exists(row: Row, known: Known) -> bool:
    """Whether the person is registered and holds the post from that day."""
    person, (_home, seat) = _person(row, known), _places(row, known)
    if person is None or seat is None:
        return False
    held = known.held.get((person.pk, _chair_of(row, seat)), ())
    return not row["title"] or any(one.since == row["since"] for one in held)


def apply(row: Row, known: Known, *, by: Person | None) -> Person | Appointment:
    """Register the person unless he is known, create the chair unless there is one, and appoint him."""
    home, seat = _places(row, known)
    if home is None or seat is None:
        raise NotYet(_("所在科室或任职科室已不存在或有重名，请核对后重新上传。"))
    person = known.people.get((home.institution_path, row["staff_number"]))
    if person is None:
        told = {"name": row["name"], "staff_number": row["staff_number"], "mobile": row["mobile"]}
        person = register_person(home, by=by, **told)
        known.people[home.institution_path, row["staff_number"]] = person
    if not row["title"]:
        return person
    chair = _chair_of(row, seat)
    post = known.posts.get(chair) or _created(chair, seat, known, by)
    because = _("导入表格第%(number)d行") % {"number": row.number}
    held = appoint(person, post=post, since=row["since"], until=row["until"] or None, by=by, because=because)
    known.held[person.pk, chair].append(Held(held.since, held.until))
    return held


def _created(chair: Chair, seat: Organization, known: Known, by: Person | None) -> Post:
    """A new chair; it looks after its whole institution where the row says so."""
    oversees = known.units.by_path.get(seat.institution_path) if chair[3] else None
    known.posts[chair] = create_post(seat, title=chair[1], duty=chair[2], oversees=oversees, by=by)
    return known.posts[chair]


TARGET = Target(
    name="people",
    title=gettext_lazy("人员与任职"),
    permission=KEEP_PEOPLE,
    columns=(
        Column(
            "institution", gettext_lazy("所在机构"), longest=120,
            about=gettext_lazy("机构代码、名称或简称；空白表示导入单位本身"),
        ),
        Column("department", gettext_lazy("所在科室"), longest=120, about=gettext_lazy("科室名称；空白表示机构本部")),
        Column("staff_number", gettext_lazy("工号"), required=True, longest=40, about=gettext_lazy("同一机构内唯一")),
        Column("name", gettext_lazy("姓名"), required=True, longest=60),
        Column("mobile", gettext_lazy("手机"), longest=20),
        Column(
            "post_institution", gettext_lazy("任职机构"), longest=120,
            about=gettext_lazy("在其他机构兼职时填写；空白表示所在机构"),
        ),
        Column(
            "post_department", gettext_lazy("任职科室"), longest=120,
            about=gettext_lazy("任职机构和任职科室都空白，表示就在所在科室任职"),
        ),
        Column("title", gettext_lazy("职务"), longest=60, about=gettext_lazy("例如“科主任”；没有职务可不填")),
        Column("duty", gettext_lazy("职责"), kind=Kind.CHOICE, choices=DUTIES),
        Column(
            "oversees", gettext_lazy("负责全机构"), kind=Kind.YES, otherwise=False,
            about=gettext_lazy("岗位设在科室、但负责全机构事务的填“是”，例如医务科经办"),
        ),
        Column("since", gettext_lazy("任职日期"), kind=Kind.DAY, about=gettext_lazy("样式：2026-01-05")),
        Column("until", gettext_lazy("免职日期"), kind=Kind.DAY, about=gettext_lazy("任职的最后一天；现任留空")),
    ),
    key=(
        "institution", "staff_number", "post_institution", "post_department", "title", "duty", "oversees", "since",
    ),
    know=know,
    check=check,
    exists=exists,
    apply=apply,
    samples=(
        {
            "institution": "江北区人民医院", "department": "质控科", "staff_number": "1001", "name": "示例一",
            "title": "科长", "duty": "科室负责人", "oversees": "否", "since": "2024-03-01",
        },
        {
            "institution": "江北区人民医院", "department": "质控科", "staff_number": "1001", "name": "示例一",
            "post_institution": "江北区人民医院", "post_department": "院感科", "title": "副科长", "duty": "经办",
            "oversees": "是", "since": "2025-01-01",
        },
        {"institution": "JB0001", "department": "重症医学科", "staff_number": "1002", "name": "示例二"},
    ),
    lead=gettext_lazy("一人多岗的，每个岗位填一行，工号相同；系统、安全、审计管理员须逐个任职，不能批量导入。"),
)  # fmt: skip
