"""What compares a figure: 不低于95%, 控制在5‰以内, 压缩到7天以下, 14℃～24℃, 22±2℃, 不低于出院病历的30%."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.numerals import number_of

V = r"(?<![\d.])\d{1,9}(?:\.\d+)?(?!\.?\d)"
HAN = r"[一二两三四五六七八九十百]{1,4}(?=个|名|家|项|篇|次|人|台|张|份|年|天|小时)"
DASH = r"(?:[-—–－~～至到]+|±)"
THINGS = (
    r"[万亿]?(?:平方米|平方公里|元|人次|例次|件次|剂次|台次|学时|课时|学分|分钟|小时|公里|床日|毫升|毫克|千克|厘米|毫米"
    r"|治疗量|单位|种类|品种|品规|张|人(?![员才均])|名|家|个(?!月|工作日)|项|例|起|次|天|日|分(?![别期批级])|台|套|篇|本"
    r"|份|件|处|条|吨|倍|级|℃|度|种|株|辆|部|座|秒|年|所|袋|剂|针|米|克|升|支|门|床|户|对|岁|首|DDDs?|CFU|mg/L)"
)
UNIT = (
    r"(?::\d{1,4}(?:\.\d+)?|/(?:10|1|十)?[万千]|%|‰|个百分点|个?工作日|个月|CFU/cm²|cfu/cm2|μW/cm²|个(?:品规|品种|批次)"
    rf"|{THINGS}(?:/(?:[百千万]|\d+万?)?[\u4e00-\u9fffA-Za-z]{{1,5}}?(?=[以及之左内]|[^\u4e00-\u9fffA-Za-z]|$))?|[万亿])"
)
"""A unit may be a quotient: 例/千导管日, 名/10万人口, DDDs/百人天."""
MORE = (
    "大于等于|不低于|不少于|不小于|不短于|不得低于|不得少于|不得小于|不能低于|不能少于|高于|大于|多于|超过|超出|突破"
    "|至少|最少|力争|发展[到至]|(?:提|上|增|升|扩|延|拉|拓)[\u4e00-\u9fff]?[到至]|(?:保持|稳定|维持)在|达[到至]?|≥|>=|>|＞"
)
LESS = (
    "小于等于|不超过|不超出|不高于|不大于|不多于|不长于|不突破|不[得能](?:超过|高于|大于|多于|突破)|低于|小于|少于"
    "|控制[在到至于]|(?:下|降|减|压|缩)[\u4e00-\u9fff]?[到至]|≤|<=|<|＜"
)
SAME = "等于|实现|保持|为|是|在|＝|="
OPERATOR = f"{LESS}|{MORE}|{SAME}"
IS_MORE, IS_LESS, IS_SAME = (re.compile(f"(?:{words})") for words in (MORE, LESS, SAME))
WITHIN = re.compile(r"控制在|保持在?|维持在|在|为|")
"""Before a range these open it and set no upper end alone: 病床使用率控制在85%—93%."""
STATED = re.compile(
    rf"(?:(?P<op>{OPERATOR})(?P<of>(?:[\u4e00-\u9fff]{{2,14}}的)?)(?:每[日周月季年]度?|每季度|每半年|全年|人均)?[约近]?)?"
    rf"\s*±?(?P<value>{V}|{HAN})\s*(?P<first>%|‰|℃)?(?:{DASH}\s*(?P<top>{V}))?\s*(?P<unit>{UNIT})?"
    r"\s*(?P<suffix>及?以上|及?以下|以内|之内|之间|内|左右|上下)?"
)
EACH = re.compile(
    rf"分别[要须应]?(?P<op>{OPERATOR})\s*(?P<values>(?:{V}(?:{UNIT})?[、,，和及与]{{1,2}}){{1,6}}{V}(?:{UNIT})?)"
    r"(?P<suffix>以上|以下|以内)?"
)


@dataclass(frozen=True)
class Said:
    """One number with what compares it; `of` what it is a share of, `is_printed` false where it is said in words."""

    start: int
    end: int
    op: str
    of: str
    low: float
    top: float | None
    unit: str
    suffix: str
    is_printed: bool

    @property
    def is_strict(self) -> bool:
        """Whether a comparator is printed and no mere 为 or 在."""
        return bool(self.op) and not IS_SAME.fullmatch(self.op)

    @property
    def comparator(self) -> str:
        """The comparator that operator and suffix say together."""
        return compare(self.op, self.suffix, self.low, self.unit, self.top)


def said_in(sentence: str) -> Iterator[Said]:
    """Every number of a sentence with what compares it."""
    for match in STATED.finditer(sentence):
        printed, unit = match["value"], match["unit"] or match["first"] or ""
        low = float(printed) if printed[0].isdigit() else float(number_of(printed) or 0)
        top = float(match["top"]) if match["top"] else None
        if top is not None and "±" in match[0]:
            low, top = low - top, low + top
        end = max(match.end(part) for part in ("value", "first", "top", "unit", "suffix"))
        unit = unit.removeprefix("个") if unit.endswith("工作日") else unit
        yield Said(
            match.start(), end, match["op"] or "", match["of"] or "", low, top, unit, match["suffix"] or "",
            printed[0].isdigit(),
        )  # fmt: skip


def compare(op: str, suffix: str, value: float, unit: str, top: float | None = None) -> str:
    """≥, ≤ or =; 达100% can only be equal, and a range begins at its least."""
    if suffix.endswith("以上") or (not op and unit.endswith(("人次", "家", "份", "个"))):
        return ">="
    if top is not None and WITHIN.fullmatch(op):
        return ">="
    if IS_LESS.fullmatch(op) or (suffix.endswith(("以下", "内")) and top is None):
        return "<="
    if unit == "%" and value == 100:
        return "="
    return ">=" if IS_MORE.fullmatch(op) else "="
