"""How well: 达到90%以上, 不超过2次, 控制在10%以内, 新建成2个, 不发生安全事故."""

import re
from dataclasses import dataclass, replace

from search.numerals import number_of

V = r"\d{1,9}(?:\.\d+)?"
DASH = r"[-—–－~～至到]+"
UNIT = (
    r"(?::\d{1,4}(?:\.\d+)?|%|％|‰|个百分点|万平方米|平方米|万元|亿元|元|万人次|人次|分钟|小时|学时|课时|学分|工作日|张|人|名|家|个|项|例|起|次|天|日|分|例次"
    r"|台|套|篇|本|份|件|处|条|吨|倍|级|床日|DDDs?|CFU/cm²|cfu/cm2|μW/cm²)"
)
MORE = (
    "达到|达|不低于|不少于|不小于|不得低于|不得少于|大于等于|高于|大于|超过|"
    "提高到|提高至|提升到|提升至|上升到|至少|力争|保持在|稳定在|≥|>=|>|＞"
)
LESS = (
    "不超过|不高于|不大于|不多于|不得超过|不得高于|小于等于|低于|小于|少于|控制在|控制到|下降到|下降至|"
    "降低到|降低至|降到|降至|压缩至|缩短至|≤|<=|<|＜"
)
SAME = "在|等于|实现|保持|为|是|＝|="
STATED = re.compile(
    rf"(?P<name>[^,，；;。:：、!！?？]{{2,40}}?)\s*(?:应当|必须|应|要|均|都|需|须){{0,3}}\s*(?P<op>{LESS}|{MORE}|{SAME})?\s*(?P<value>{V})\s*(?P<first>%|‰)?"
    rf"(?:{DASH}\s*(?P<top>{V}))?\s*(?P<unit>{UNIT})?\s*(?P<suffix>及?以上|及?以下|以内|之内|内|左右)?(?P<after>.?)"
)
FIGURE_NAME = re.compile(
    r"(?:率|占比|比例|比|指数|密度|费用|天数|住院日|得分|评分|满意度|时间|床位数?|用房|面积|水平|依从性|值|次数|人数|编制|分)$"
)
MADE = re.compile(
    rf"(?P<verb>新?建成|新建|培育|培养出?|引进|创建|新增|打造|建设|招聘|发表|完成)(?P<list>(?:[、,，]?\s*{V}\s*(?:[-—–－]+{V})?(?:名|个|家|项|篇)"
    rf"[^,，、。；;]{{2,24}})+)"
)
ONE_MADE = re.compile(
    rf"(?P<value>{V})(?:[-—–－]+(?P<top>{V}))?(?P<unit>名|个|家|项|篇)(?P<name>[^,，、。；;]{{2,24}})"
)
HARM = r"(?:事故|事件|案件|上访|感染暴发|投诉)"
ZERO = re.compile(
    rf"(?:杜绝|不发生|不出现|避免发生|零发生|无)(?P<name>[^,，。；;]{{0,26}}{HARM})(?=的?发生|[,，。；;、]|$)"
    r"|无(?P<paper>丙级病[历案])(?=[,，。；;、]|$)"
    r"|(?P<who>[^,，、。；;:：]{0,10}?)零(?P<zero>漏诊|感染|事故|投诉|差错|缺陷|死亡|暴发|聚集|瞒报|漏报)"
)
STREAK = re.compile(
    rf"(?P<count>[一二三四五六七八九十\d]+)个(?P<streak>百日无事故(?:记录)?)|(?P<safe>安全生产)(?P<days>{V})天"
)
MISSING = re.compile(
    rf"(?P<name>[^,，；;。:：、]{{0,24}}(?:率|占比|比例|指数|密度|费用|值|\)值))(?:的?上限)?(?P<op>达到|不低于|不少于|不超过|不高于|控制在|控制(?=措施)|降到|降至|≥|≤)"
    rf"(?!\D{{0,2}}{V})(?P<rest>[^,，、。；;]{{0,12}})"
)
COLON = re.compile(r"([^,，；;。:：\s\d.．、]{2,20}(?:率|占比|比例|指数))[:：][^。]*$")
CONDITION = re.compile(r"的(?:应|须|要|立即|及时|予以|由|不得)")
"""低于70的立即更换 says when something is done, not what is to be reached."""
WITHIN_NAME = re.compile(r"(?:小时|分钟|天|日|周|个月|期|级|类)(?:以?内|及以上)?[\u4e00-\u9fff]{2}")
"""A number in the name of a figure: 24小时归档率, 2期及以上压力性损伤发生率."""
LISTED = re.compile(r"(?:[^,，。；;:：、]{2,20}(?:率|占比|比例)、){1,6}$")
PEOPLE = frozenset({"人次", "名", "例", "项", "篇"})
YEARS_OLD = re.compile(r"^(?:周?岁|年|月|届|号|楼|期)")


@dataclass(frozen=True)
class Figure:
    """One threshold in a sentence."""

    start: int
    end: int
    name: str
    comparator: str
    value: float
    unit: str
    at_most: float | None = None
    doubt: str = ""


def figures_in(sentence: str, taken: list[tuple[int, int]]) -> list[Figure]:
    """The thresholds of a sentence outside the characters that are `taken` already."""
    found: list[Figure] = []
    for reader in (_zeros, _streaks, _made, _stated):
        for figure in reader(sentence):
            spans = taken + [(one.start, one.end) for one in found]
            if not any(start < figure.end and figure.start < end for start, end in spans):
                found.append(figure)
    return [_of_heading(one, sentence) for one in sorted(found, key=lambda one: one.start)]


def _of_heading(figure: Figure, sentence: str) -> Figure:
    """抗菌药物使用率：住院患者≤60%，门诊患者≤20% names the figure once for all."""
    above = COLON.search(sentence[: figure.start])
    if figure.unit != "%" or FIGURE_NAME.search(figure.name) or above is None:
        return figure
    return replace(figure, name=f"{above[1]}（{figure.name}）")


def missing_in(sentence: str) -> list[tuple[int, int, str]]:
    """Thresholds without a number: where, and why they were not read."""
    answers = []
    for match in MISSING.finditer(sentence):
        name, rest = match["name"].strip("(") + match["op"], match["rest"]
        if "标准" in rest or "要求" in rest or "规定" in rest:
            reason = f"“{name}{rest}”的限值写在别的文件里，请补上数值或引用的条款"
        else:
            reason = f"“{name}”后面没有数值，疑似漏印"
        answers.append((match.start(), match.end(), reason))
    return answers


def _zeros(sentence: str) -> list[Figure]:
    found = []
    for match in ZERO.finditer(sentence):
        name = match["name"] or match["paper"] or f"{_name(match['who'] or '')}{match['zero']}"
        found.append(
            Figure(
                match.start(),
                match.end(),
                re.sub(r"^(?:出现|发生)", "", name),
                "=",
                0,
                "份" if match["paper"] else "起",
            )
        )
    return found


def _streaks(sentence: str) -> list[Figure]:
    found = []
    for match in STREAK.finditer(sentence):
        if match["streak"]:
            found.append(
                Figure(match.start(), match.end(), match["streak"], ">=", number_of(match["count"]) or 1, "个")
            )
        else:
            found.append(Figure(match.start(), match.end(), match["safe"], ">=", float(match["days"]), "天"))
    return found


def _made(sentence: str) -> list[Figure]:
    found = []
    for block in MADE.finditer(sentence):
        for one in ONE_MADE.finditer(block["list"]):
            start = block.start("list") + one.start()
            top = float(one["top"]) if one["top"] else None
            figure = Figure(start, start + len(one[0]), one["name"], ">=", float(one["value"]), one["unit"], top)
            found.append(figure)
    return found


def _stated(sentence: str) -> list[Figure]:
    found, place, begun = [], 0, None
    while match := STATED.search(sentence, place):
        if CONDITION.match(sentence, max(match.end(part) for part in ("value", "unit", "suffix"))):
            place, begun = match.end("value"), None
            continue
        figure = _figure(match)
        if figure is not None and begun is not None and match.start() == place:
            figure = replace(figure, start=begun, name=_name(sentence[begun : match.end("name")]))
        place = match.end("value") if figure is None else max(figure.end, match.end("value"))
        in_name = figure is None and WITHIN_NAME.match(sentence, place)
        begun = (match.start("name") if begun is None else begun) if in_name else None
        if figure is not None:
            found += [*_listed(sentence, match, figure), figure]
    return found


def _listed(sentence: str, match: re.Match[str], figure: Figure) -> list[Figure]:
    """报告率、及时率均达100%: what stands before in one list is held against the same value."""
    if not re.search(r"[均都]", sentence[match.end("name") : match.start("value")]):
        return []
    before = LISTED.search(sentence, 0, match.start("name"))
    if before is None:
        return []
    place, found = before.start(), []
    for name in before[0].rstrip("、").split("、"):
        found.append(replace(figure, start=place, end=place + len(name), name=_name(name)))
        place += len(name) + 1
    return found


def _figure(match: re.Match[str]) -> Figure | None:
    """The threshold of one match; nothing where it is a plain number."""
    name, unit, op, suffix = (
        _name(match["name"]),
        match["unit"] or match["first"] or "",
        match["op"] or "",
        match["suffix"],
    )
    percent = unit in {"%", "‰"} or match["first"]
    if not name or (YEARS_OLD.match(f"{match['after']}") and not unit):
        return None
    named = bool(FIGURE_NAME.search(name))
    strict = op and op not in SAME.split("|") and op != "力争"
    people = unit in PEOPLE and (suffix or "").endswith("以上")
    if not people and not (strict and (unit or named)) and not (named and (percent or op or (unit and unit != "次"))):
        return None
    end = max(match.end(part) for part in ("value", "first", "top", "unit", "suffix"))
    top = float(match["top"]) if match["top"] else None
    comparator = compare(op, suffix or "", float(match["value"]), unit)
    return Figure(match.start("name"), end, name, comparator, float(match["value"]), "%" if unit == "％" else unit, top)


def compare(op: str, suffix: str, value: float, unit: str) -> str:
    """The comparator that operator and suffix say together; 达100% can only be equal."""
    if suffix.endswith("以上"):
        return ">="
    if suffix.endswith(("以下", "内")) or op in LESS.split("|"):
        return "<="
    if unit == "%" and value == 100:
        return "="
    return ">=" if op in MORE.split("|") else "="


def _name(words: str) -> str:
    """The name without what leads to it: 力争, 确保, 使, 规划, 到2026年."""
    name = re.sub(
        r"^.*(?:力争|确保|使得?(?!用)|实现|(?<!免疫)规划|保证|做到|年内|要求|争取|并将|将|把|其中)", "", words
    ).strip(' (（)）“”"和及与')
    if name.count("(") + name.count("（") > name.count(")") + name.count("）"):
        name = re.sub(r"[(（]([^()（）]*)$", r"（\1）", name)
    name = re.sub(r"^(?:\d+)?年度?", "", name)
    if not re.search(r"率|比$", name):
        name = re.sub(r"^(?:培养|引进|招聘|选送|选派)(?=.{2})", "", name)
    return re.sub(r"^(?:全市|全院|我院|的|各|全年)(?=.{4})", "", name)
