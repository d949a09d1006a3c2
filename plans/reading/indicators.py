"""How well: which of the numbers of a sentence are thresholds, and what each of them is called."""

import re
from dataclasses import replace

from plans.reading import names, targets
from plans.reading.comparing import EACH, UNIT, Said, V, compare, said_in
from plans.reading.targets import Figure

Span = tuple[int, int]
NAMED = re.compile(
    r"(?:率|占比|比例|比重|比|指数|密度|费用|天数|住院日|得分|评分|满意度|时间|床位数?|用房|面积|水平|依从性|值|次数|人数"
    r"|编制|分|温度|湿度|温差|保存|留存)[)）]?$"
)
"""What a number alone may follow: 床位使用率75%."""
MEASURED = re.compile(
    NAMED.pattern.removesuffix(")[)）]?$")
    + r"|费|时长|时限|时效|面|寿命|例数|数|量|强度|压差|增幅|涨幅|金额|支出|周期|年限|进度|浓度|系数"
    r"|(?<!进)度|CMI|CV|PUE)[)）]?$"
)
"""What a comparator may follow without a unit: CMI值不低于0.85."""
COUNTED = re.compile(r"(?:人次|名|例|项|篇|份|件|人|家|个|台|场|种|首|部|条|所|学时)$")
NOT_AFTER = (
    (re.compile(r"的(?!目标|要求|标准|水平|比例|占|$)"), "强度低于70的立即更换"),
    (re.compile(r"者|时(?![间限段效机长])"), "检出率超过40%时通报"),
    (re.compile(r"[,，]?为(?:优秀|良好|合格|不合格|达标|优|良)"), "90分以上为优秀"),
    (re.compile(r"医师|人员|设备|科室|职称"), "由3名以上医师会诊"),
    (re.compile(r"的?(?:患者|病人|病例)?的?[\u4e00-\u9fff]{0,4}(?:率|比例|占比)"), "D-to-W时间≤90分钟达标率75%"),
)
"""What follows a number that only says when, who or of what, with an example."""
NOT_BEFORE = (
    (re.compile(r"(?:下降|提高|增长|降低|减少|上升|提升|增加|压减|压降|节约|递增|递减)(?:幅度)?$"), "比去年下降5%"),
    (re.compile(r"^比|同比|环比|较上|较20|比上年|比去年"), "同比降幅不低于3%"),
    (re.compile(r"(?:满分|总分)$"), "满分100分"),
    (re.compile(r"^(?:累计|合计|最[长多高低])$"), "最长不超过72小时"),
    (re.compile(r"每[批次例台场期]$"), "每批不少于3个月"),
    (re.compile(r"^(?:每[^每]{1,5})+(?<![率分])(?<!费用)$"), "每次不少于30分钟"),
)
"""What stands before a number that is no target, with an example."""
MODIFIERS = re.compile(
    r"(?:应当|应该|必须|应|要|(?<![周月年日户人次平])均|都|需|须|力争|争取|确保|努力|原则上|要求|分别|全部|全年|每[年月季周]度?"
    r"|每季度|每半年|也|将|能|再|始终|一直|持续|目标值?)$"
)
NEW = re.compile(r"(?:新增|新建)$")
"""应用单位新增10家."""
SAMPLED = re.compile(r"抽|查|点评|随机|考核|访谈|测评|调查")
LISTED = re.compile(r"(?:[^,，。；;:：、]{2,20}(?:率|占比|比例)、){1,6}$")
DAYS = re.compile(r"[到至在]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|年[底末终]|[上下]半年")
CELL_END = re.compile(r"[,，]|$")
LONGEST_NAME = 30
RHYTHM = re.compile(r"每|逐|按|[^,，。]{0,3}[/／]")
"""每月现场观察不少于30个时机 says how many each time."""
EARLIER = re.compile(
    r"^(?P<name>[^,，。；;:：、]{2,30}?(?:率|占比|比例|指数|费用|住院日|满意度|强度))"
    r"(?:较|比|由|从|同比|在|逐年|进一步|稳步|持续|明显)"
)
COLON = re.compile(r"([^,，；;。:：\s\d.．、]{2,20}(?:率|占比|比例|指数))[:：][^。]*$")
AGES = re.compile(r"[周岁届号楼期月]")


def figures_in(sentence: str, taken: list[Span]) -> list[Figure]:
    """The thresholds of a sentence outside the characters that are `taken` already."""
    found: list[Figure] = []
    for reader in (targets.zeros_in, targets.streaks_in, _one_each, targets.made_in, None):
        spans = taken + [(one.start, one.end) for one in found]
        figures = reader(sentence) if reader else _Stated(sentence, spans).figures()
        found += [one for one in figures if not any(start < one.end and one.start < end for start, end in spans)]
    found = [_of_heading(one, sentence) for one in sorted(found, key=lambda one: one.start)]
    for place in range(1, len(found)):
        found[place] = _of_the_same(found[place], found[place - 1])
    return found


class _Stated:
    """The numbers of one sentence that are compared with something."""

    def __init__(self, sentence: str, taken: list[Span]) -> None:
        self.sentence = sentence
        self.taken = taken
        self.found: list[Figure] = []
        self.floor = 0

    def figures(self) -> list[Figure]:
        """Every threshold; its name are the words before it, back to what was read before."""
        for said in said_in(self.sentence):
            read = max((span for span in self.taken if span[1] <= said.start), key=lambda span: span[1], default=(0, 0))
            figure = self._figure(said, read)
            if figure is not None and figure.name in {"且", "并"} and self.found:
                self.found[-1] = replace(self.found[-1], unit=figure.unit, at_most=figure.value, end=figure.end)
            elif figure is not None and not self._is_each_time(figure, read):
                self.found += [*_listed(self.sentence, figure), figure]
                self.floor = figure.end
        return self.found

    def _figure(self, said: Said, read: Span) -> Figure | None:
        """The threshold a number is; nothing where it is a plain number."""
        floor = max(self.floor, read[1])
        begin, words = names.before(self.sentence, self._bare_end(said.start, floor), floor)
        if not words and (said.op or CELL_END.match(self.sentence, said.end)):
            begin, words = self._named_earlier(said, read, floor)
        if _is_none(self.sentence, said, words) or self._is_sampled(said, words, begin):
            return None
        name = names.cleaned(words, counted=bool(COUNTED.search(said.unit)) and bool(said.op or said.suffix))
        if not name or not _is_threshold(name, words, said, self.sentence[said.end : said.end + 1]):
            return None
        return Figure(begin, said.end, name, said.comparator, said.low, said.unit, said.top)

    def _bare_end(self, place: int, floor: int) -> int:
        """Where the name ends: before 应, 均, 力争, 每月 and the like."""
        while place > floor and (found := MODIFIERS.search(self.sentence, max(floor, place - 4), place)):
            place = found.start()
        return place

    def _named_earlier(self, said: Said, read: Span, floor: int) -> tuple[int, str]:
        """进度6月底达到50%、9月底达到75%: the words before the day; 依从率较上年提高，达到85%: the clause before."""
        if said.op and self.floor <= read[0] and DAYS.match(self.sentence, read[0]):
            again = self.found and set(self.sentence[self.found[-1].end : read[0]]) <= set("、,，和")
            return said.start, self.found[-1].name if again else names.before(self.sentence, read[0])[1]
        begin, clause = names.before(self.sentence, said.start - 1, floor) if said.start > floor else (said.start, "")
        found = EARLIER.match(clause)
        if found is None and MEASURED.search(clause) and len(clause) <= LONGEST_NAME:
            return begin, clause
        return (begin, found["name"]) if found else (said.start, "")

    def _is_sampled(self, said: Said, words: str, begin: int) -> bool:
        """每月抽查处方不少于100张、病历不少于30份 and 每周下临床不少于3天 say how much each time."""
        clause = self.sentence[max(self.sentence.rfind(sign, 0, begin) for sign in ",，；;。") + 1 : said.start]
        if said.unit == "天":
            return bool(re.search(r"每[周月]", self.sentence[begin : said.start]))
        counted = said.unit in {"张", "份", "例"} and said.op and SAMPLED.search(clause)
        return bool(counted and re.search(r"每(?:[日周月季年]|半年)", clause))

    def _is_each_time(self, figure: Figure, read: Span) -> bool:
        """Whether it is a number of things right behind a frequency."""
        counted = re.search(rf"{COUNTED.pattern}|分钟|小时", figure.unit) and not MEASURED.search(figure.name)
        return bool(counted and read[1] and figure.start == read[1] and RHYTHM.match(self.sentence, read[0]))


def _is_none(sentence: str, said: Said, words: str) -> bool:
    """Whether it is a condition, a change against another year, an age, money, or an amount each time."""
    if any(rule.match(sentence, said.end) for rule, _example in NOT_AFTER):
        return True
    if any(rule.search(words) for rule, _example in NOT_BEFORE) or names.in_brackets(sentence, said.start):
        return True
    if not said.is_strict and (said.of or not said.is_printed):
        return True
    if not said.unit and AGES.match(sentence, said.end):
        return True
    if said.unit == "年":
        return not re.search(r"[存管限期]$", words)
    return not said.op and said.unit.endswith("元")


def _is_threshold(name: str, words: str, said: Said, after: str) -> bool:
    """Whether name, comparator and unit together make a target."""
    if said.unit == "人次" and re.fullmatch(r"(?!参加|选派|派出).{0,10}培训", name):
        return True
    if COUNTED.search(said.unit) and said.suffix.endswith("以上") and not re.match(r"[\u4e00-\u9fff]", after):
        return True
    if COUNTED.search(said.unit) and NEW.search(words) and not re.match(r"[\u4e00-\u9fff]", after):
        return True
    named = bool((MEASURED if said.op else NAMED).search(name))
    if said.is_strict and said.op != "力争":
        return named or (bool(said.unit) and (said.unit != "次" or said.comparator == "<="))
    return named and bool(said.op or (said.unit and said.unit != "次"))


def _of_the_same(figure: Figure, last: Figure) -> Figure:
    """门诊处方抗菌药物使用率≤20%，急诊≤40%: the second is the same figure for others."""
    alone = names.POPULATION.fullmatch(figure.name)
    of = names.without_population(re.sub(r"（[^（）]*）$", "", last.name))
    if not alone or figure.unit != last.unit or not NAMED.search(of):
        return figure
    return replace(figure, name=f"{of}（{figure.name}）")


def _of_heading(figure: Figure, sentence: str) -> Figure:
    """抗菌药物使用率：住院患者≤60%，门诊患者≤20% names the figure once for all."""
    above = COLON.search(sentence[: figure.start])
    if figure.unit != "%" or MEASURED.search(figure.name) or above is None:
        return figure
    return replace(figure, name=f"{above[1]}（{figure.name}）")


def _listed(sentence: str, figure: Figure) -> list[Figure]:
    """报告率、及时率达100%: what stands before in one list without a value is held against the same."""
    before = LISTED.search(sentence, 0, figure.start)
    if before is None:
        return []
    place, found = before.start(), []
    for name in before[0].rstrip("、").split("、"):
        found += [replace(figure, start=place, end=place + len(name), name=names.cleaned(name))]
        place += len(name) + 1
    return found


def _one_each(sentence: str) -> list[Figure]:
    """及时率、完整率分别达到100%、98%: as many names as values, in their order."""
    found: list[Figure] = []
    for match in EACH.finditer(sentence):
        values = re.findall(rf"({V})({UNIT})?", match["values"])
        begin, several = names.list_before(sentence, match.start(), len(values))
        if len(several) != len(values):
            continue
        place = begin
        for printed, (value, sign) in zip(several, values, strict=True):
            unit = sign or values[-1][1]
            comparator = compare(match["op"], match["suffix"] or "", float(value), unit)
            end = match.end() if printed is several[-1] else place + len(printed)
            found.append(Figure(place, end, names.cleaned(printed), comparator, float(value), unit))
            place += len(printed) + 1
    return found
