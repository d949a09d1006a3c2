"""How findings of a campaign are treated: days by severity, the objection window, what a repetition does."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from django.utils.translation import gettext as _

from accountability.signing.manifests import in_first_language
from organizations.calendar import add_working_days
from organizations.refusals import Invalid
from rectification.models.choices import Severity

MOST_DAYS = 365
STEPS = tuple(Severity.values)


@dataclass(frozen=True)
class FindingRules:
    """The rules as a template and a campaign keep them; an empty mapping is a campaign without any."""

    deadline_days: Mapping[str, int] = field(default_factory=dict)
    """Calendar days from registration to the limit, by severity."""
    objection_days: int = 0
    """Working days in which a unit may state its case; 0 where it may not."""
    raise_repeats: bool = False
    """Whether a problem that came again is one step more severe."""
    waiver_days: int = 180
    """The longest 暂缓 or 豁免 in calendar days."""
    recognise_days: int = 90
    """For how many days another body's inspection with the same checklist may be recognised; 0 where it may not."""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """The rules as they are kept; unknown keys are refused."""
        unknown = set(kept) - set(cls.__dataclass_fields__)
        if unknown:
            raise Invalid(
                {
                    "finding_rules": _("问题办理规则里有无法识别的内容：%(what)s。")
                    % {"what": _("、").join(sorted(unknown))}
                }
            )
        return cls(**kept)

    def checked(self) -> Self:
        """These rules, refused where a number makes no sense or a worse problem gets longer."""
        days = [self.deadline_days[step] for step in STEPS if step in self.deadline_days]
        if any(not 0 < one <= MOST_DAYS for one in days):
            raise Invalid({"deadline_days": _("整改天数请填写1—%(most)d之间的整数。") % {"most": MOST_DAYS}})
        if days != sorted(days, reverse=True):
            raise Invalid({"deadline_days": _("问题越严重，整改天数应当越短或者相同，请核对。")})
        if not 0 <= self.recognise_days <= MOST_DAYS:
            raise Invalid({"recognise_days": _("天数请填写%(most)d以内的整数。") % {"most": MOST_DAYS}})
        if not 0 <= self.objection_days <= MOST_DAYS or not 0 < self.waiver_days <= MOST_DAYS:
            raise Invalid({"objection_days": _("天数请填写%(most)d以内的整数。") % {"most": MOST_DAYS}})
        return self

    def kept(self) -> dict[str, Any]:
        """As a campaign keeps them."""
        return asdict(self)

    def limit_on(self, severity: str, day: datetime.date) -> datetime.date | None:
        """The last day for a problem of this severity registered on a day; nothing where there is no rule."""
        days = self.deadline_days.get(severity)
        return day + datetime.timedelta(days=days) if days else None

    def objection_until(self, day: datetime.date) -> datetime.date | None:
        """The last day on which the unit may object to what was registered on a day."""
        return add_working_days(day, self.objection_days) if self.objection_days else None


def one_step_up(severity: str) -> str:
    """The next severity; the worst stays."""
    return STEPS[min(STEPS.index(severity) + 1, len(STEPS) - 1)]


def words_of(kept: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The rules as lines of label and text, for papers and screens."""
    rules, labels = FindingRules.of(kept), dict(Severity.choices)
    days = [
        _("%(severity)s%(days)d天") % {"severity": labels[step], "days": rules.deadline_days[step]}
        for step in STEPS
        if step in rules.deadline_days
    ]
    taken = _("%(days)d天") % {"days": rules.recognise_days} if rules.recognise_days else _("不互认")
    window = _("%(days)d个工作日") % {"days": rules.objection_days} if rules.objection_days else _("不设")
    return [
        (_("整改限期"), _("、").join(days) or _("由责任单位提出")),
        (_("陈述申辩期限"), window),
        (_("屡查屡犯"), _("严重程度上调一级") if rules.raise_repeats else _("标记，不上调")),
        (_("暂缓或豁免最长"), _("%(days)d天") % {"days": rules.waiver_days}),
        (_("检查结果互认期"), taken),
    ]


def kept_words(kept: Mapping[str, Any]) -> str:
    """The rules in the words that are stored for everybody, whatever language is being spoken."""
    with in_first_language():
        return _("；").join(f"{label}：{text}" for label, text in words_of(kept))
