"""问题台账: findings from a ledger kept elsewhere, into a campaign that is going on."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.imports import Column, Kind, Place, Problem, Row, Target
from organizations.models import Organization, Person
from organizations.refusals import NotYet
from rectification import services
from rectification.models import Campaign, CampaignState, Finding, Participant
from rectification.models.choices import Actuality, Demand, FindingSource, ParticipantState, Severity
from workflow_site.setup.targets.places import Units, in_slices, units_beneath

PERMISSION = "rectification.register_finding"
Key = tuple[int, int | None, str]


@dataclass
class Known:
    """The units beneath the place, the campaigns that are going on, who takes part, and what is in the ledger."""

    units: Units
    today: datetime.date
    campaigns: dict[str, list[Campaign]] = field(default_factory=dict)
    participants: dict[tuple[int, int], Participant] = field(default_factory=dict)
    entered: set[Key] = field(default_factory=set)


def know(place: Place, rows: Sequence[Row]) -> Known:
    """What the rows refer to."""
    known = Known(units_beneath(place, PERMISSION), timezone.localdate())
    titles = {row["campaign"] for row in rows}
    going = (CampaignState.RUNNING, CampaignState.CONCLUDING)
    for campaign in Campaign.objects.filter(title__in=titles, state__in=going):
        known.campaigns.setdefault(campaign.title, []).append(campaign)
    taking_part = Participant.objects.filter(
        campaign__in=[one for found in known.campaigns.values() for one in found], state=ParticipantState.ACTIVE
    )
    named = {unit.pk for row in rows if (unit := known.units.institution(row["institution"])[0])}
    for keys in in_slices(named):
        for one in taking_part.filter(organization__in=keys).select_related("campaign", "organization"):
            known.participants[one.campaign_id, one.organization_id] = one
    for words in in_slices(row["description"] for row in rows):
        same = Finding.objects.filter(participant__in=list(known.participants.values()), description__in=words)
        known.entered |= set(same.values_list("participant", "department", "description"))
    return known


def _participant(row: Row, known: Known) -> tuple[Participant | None, str, str]:
    """The unit in its campaign; otherwise the column that is wrong, and why."""
    unit, why = known.units.institution(row["institution"])
    if unit is None:
        return None, "institution", why
    campaigns = known.campaigns.get(row["campaign"], [])
    found = [one for campaign in campaigns if (one := known.participants.get((campaign.pk, unit.pk)))]
    if len(found) == 1:
        return found[0], "", ""
    told = {"campaign": row["campaign"], "unit": unit.name}
    if found:
        return None, "campaign", _("“%(campaign)s”不止一项，请先把标题改为不同。") % told
    return None, "campaign", _("“%(unit)s”不在正在实施的“%(campaign)s”的参加单位名单里，请核对标题和单位。") % told


def _department(row: Row, participant: Participant, known: Known) -> tuple[Organization | None, str]:
    """The department of a row; nothing where the whole unit is responsible."""
    if not row["department"]:
        return None, ""
    return known.units.department(participant.organization, row["department"])


def check(rows: Sequence[Row], known: Known) -> Iterator[Problem]:
    """Each unit takes part in the campaign, each department is one of it, no day lies ahead."""
    for row in rows:
        participant, column, why = _participant(row, known)
        if participant is None:
            yield Problem(row.number, column, why)
            continue
        _department_found, why = _department(row, participant, known)
        if why:
            yield Problem(row.number, "department", why)
        if row["found_on"] and row["found_on"] > known.today:
            yield Problem(row.number, "found_on", _("发现日期不能晚于今天。"))


def _key(row: Row, known: Known) -> Key | None:
    participant, _column, _why = _participant(row, known)
    if participant is None:
        return None
    department = _department(row, participant, known)[0]
    return participant.pk, department.pk if department else None, row["description"]


def exists(row: Row, known: Known) -> bool:
    """Whether the unit's ledger holds these words about this department already."""
    return _key(row, known) in known.entered


def apply(row: Row, known: Known, *, by: Person | None) -> Finding:
    """Enter the finding as a clerk would."""
    participant, _column, why = _participant(row, known)
    if participant is None:
        raise NotYet(why)
    if by is None:
        raise NotYet(_("问题须有登记人，请由有登记权限的人员导入。"))
    names = ("source", "description", "severity", "actuality", "demand", "place", "found_on", "due_on", "cited_text")
    told = {name: row[name] for name in names}
    department = _department(row, participant, known)[0]
    finding = services.enter_finding(participant, department=department, by=by, **told)
    if (key := _key(row, known)) is not None:
        known.entered.add(key)
    return finding


TARGET = Target(
    name="findings",
    title=gettext_lazy("问题台账"),
    permission=PERMISSION,
    columns=(
        Column(
            "campaign", gettext_lazy("专项工作"), required=True, longest=200,
            about=gettext_lazy("正在实施的专项工作的标题"),
        ),
        Column(
            "institution", gettext_lazy("单位"), longest=120,
            about=gettext_lazy("机构代码、名称或简称；空白表示导入单位本身"),
        ),
        Column(
            "department", gettext_lazy("责任科室"), longest=120,
            about=gettext_lazy("该单位内的科室名称；空白为全单位"),
        ),
        Column(
            "description", gettext_lazy("问题描述"), required=True, longest=2000,
            about=gettext_lazy("不写患者姓名"),
        ),
        Column(
            "source", gettext_lazy("来源"), required=True, kind=Kind.CHOICE, choices=dict(FindingSource.choices),
        ),
        Column(
            "severity", gettext_lazy("严重程度"), kind=Kind.CHOICE, choices=dict(Severity.choices),
            otherwise=Severity.GENERAL.value, about=gettext_lazy("空白为一般"),
        ),
        Column(
            "actuality", gettext_lazy("性质"), kind=Kind.CHOICE, choices=dict(Actuality.choices),
            otherwise=Actuality.ACTUAL.value, about=gettext_lazy("空白为实际问题"),
        ),
        Column(
            "demand", gettext_lazy("整改方式"), kind=Kind.CHOICE, choices=dict(Demand.choices),
            about=gettext_lazy("空白为未注明"),
        ),
        Column("place", gettext_lazy("部位"), longest=120),
        Column(
            "found_on", gettext_lazy("发现日期"), kind=Kind.DAY, otherwise=None,
            about=gettext_lazy("空白为导入当日"),
        ),
        Column(
            "due_on", gettext_lazy("整改时限"), kind=Kind.DAY, otherwise=None,
            about=gettext_lazy("空白按严重程度确定"),
        ),
        Column("cited_text", gettext_lazy("依据条款"), longest=2000),
    ),
    key=("campaign", "institution", "department", "description"),
    know=know,
    check=check,
    exists=exists,
    apply=apply,
    samples=(
        {
            "campaign": "医疗安全专项整治", "institution": "江北区人民医院", "department": "重症医学科",
            "description": "转科交接记录缺少接收医师签名。",
            "source": "督查", "severity": "一般", "demand": "书面提交整改", "found_on": "2026-03-05",
        },
    ),
    lead=gettext_lazy("把别处的问题台账导入正在实施的专项工作；同一单位、科室和描述的只登记一次，可以分批、重复上传。"),
    label="description",
)  # fmt: skip
