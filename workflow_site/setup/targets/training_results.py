"""培训考核结果: who came and how he did, from a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.imports import Column, Kind, Place, Problem, Row, Target
from organizations.models import Person
from organizations.refusals import Invalid, NotYet
from plans.models import Training, TrainingResult, TrainingState
from plans.services import trainings, writing
from workflow_site.setup.targets.places import Units, in_slices, units_beneath

PERMISSION = "plans.keep_trainings"


@dataclass
class Known:
    """The trainings that are open for results, the people by name, and what is entered."""

    units: Units
    trainings: dict[str, list[Training]] = field(default_factory=dict)
    people: dict[str, list[Person]] = field(default_factory=dict)
    results: dict[tuple[int, int], TrainingResult] = field(default_factory=dict)


def know(place: Place, rows: Sequence[Row]) -> Known:
    """What the rows refer to."""
    known = Known(units_beneath(place, PERMISSION))
    here = place.organization.path
    titles = {row["training"] for row in rows}
    for one in Training.objects.filter(title__in=titles, state=TrainingState.HELD, org_path__startswith=here):
        if one.org_path in known.units.by_path:
            known.trainings.setdefault(one.title, []).append(one)
    for names in in_slices(row["person"] for row in rows):
        people = Person.objects.filter(name__in=names, active=True, home__path__startswith=here)
        for person in people.select_related("home"):
            known.people.setdefault(person.name, []).append(person)
    found = [one.pk for several in known.trainings.values() for one in several]
    for result in TrainingResult.objects.filter(training__in=found):
        known.results[result.training_id, result.person_id] = result
    return known


def _meant(row: Row, known: Known) -> tuple[Training | None, Person | None, str, str]:
    """The training and the person; otherwise the column that is wrong, and why."""
    held = known.trainings.get(row["training"], [])
    if len(held) != 1:
        told = {"title": row["training"], "count": len(held)}
        if held:
            return None, None, "training", _("“%(title)s”有%(count)d场待登记成绩，请在页面上登记。") % told
        return None, None, "training", _("没有已举办、待登记成绩的“%(title)s”，请先登记举办情况。") % told
    called = known.people.get(row["person"], [])
    there = [one for one in called if not row["department"] or one.home.name == row["department"]]
    if len(there) == 1:
        return held[0], there[0], "", ""
    told = {"who": row["person"]}
    if there:
        return held[0], None, "department", _("有不止一位“%(who)s”，请填写科室。") % told
    return held[0], None, "person", _("没有找到在职的“%(who)s”，请核对姓名和科室。") % told


def _mark(row: Row) -> trainings.Mark:
    def score(name: str) -> Decimal | None:
        return writing.figure(row[name], name, _("成绩"), places=1)

    return trainings.Mark(
        attended=bool(row["attended"]),
        absent_because=row["absent_because"],
        score=score("score"),
        resit_on=row["resit_on"],
        resit_score=score("resit_score"),
    )


def check(rows: Sequence[Row], known: Known) -> Iterator[Problem]:
    """Each training and person is known, each mark can be."""
    for row in rows:
        training, person, column, why = _meant(row, known)
        if training is None or person is None:
            yield Problem(row.number, column, why)
            continue
        try:
            trainings.check_mark(training, person, _mark(row))
        except Invalid as refusal:
            for name, sentence in refusal.errors.items():
                yield Problem(row.number, name, sentence)


def exists(row: Row, known: Known) -> bool:
    """Whether this very result is entered."""
    training, person, _column, _why = _meant(row, known)
    one = known.results.get((training.pk, person.pk)) if training and person else None
    if one is None:
        return False
    try:
        mark = _mark(row)
    except Invalid:
        return False
    came = True if mark.score is not None else mark.attended
    return (one.attended, one.score, one.resit_score) == (came, mark.score, mark.resit_score)


def apply(row: Row, known: Known, *, by: Person | None) -> Training:
    """Enter the mark as on the page."""
    training, person, _column, why = _meant(row, known)
    if training is None or person is None:
        raise NotYet(why)
    if by is None:
        raise NotYet(_("成绩须有登记人，请由有权限的人员导入。"))
    trainings.enter_results(training, marks={person.pk: _mark(row)}, by=by)
    return training


TARGET = Target(
    name="training_results",
    title=gettext_lazy("培训考核结果"),
    permission=PERMISSION,
    columns=(
        Column(
            "training", gettext_lazy("培训考核"), required=True, longest=160, about=gettext_lazy("已登记举办的名称")
        ),
        Column("person", gettext_lazy("姓名"), required=True, longest=60),
        Column("department", gettext_lazy("科室"), longest=120, about=gettext_lazy("同名的须填写")),
        Column("attended", gettext_lazy("已参加"), kind=Kind.YES),
        Column("absent_because", gettext_lazy("缺席原因"), longest=120),
        Column("score", gettext_lazy("成绩"), longest=10, about=gettext_lazy("填了成绩的算已参加")),
        Column("resit_on", gettext_lazy("补考日期"), kind=Kind.DAY, otherwise=None),
        Column("resit_score", gettext_lazy("补考成绩"), longest=10),
    ),
    key=("training", "person", "department"),
    know=know,
    check=check,
    exists=exists,
    apply=apply,
    samples=(
        {
            "training": "医院感染防控知识考试",
            "person": "孙护士",
            "department": "重症医学科",
            "attended": "是",
            "score": "92",
        },
    ),
    lead=gettext_lazy("把阅卷或签到系统里的结果登记到已举办的培训考核；名单外参加的人员自动加入。"),
    label="person",
)
