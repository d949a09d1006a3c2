"""How often: 每季度一次, 不少于2次/年, 每两月, 每起纠纷后, 2—3次, 每季度或半年, 定期."""

import re
from dataclasses import dataclass, replace

from search.numerals import number_of

N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
DASH = r"[-—–－~～至到]"
MANY_THINGS = 10
"""So many papers or cases at a time are an amount and no number of times."""
MEASURE = r"(?:次|场|期|轮|回|遍|篇|堂|节课|人次|份|例)"
MANY = (
    rf"(?P<low>{N})\s*{MEASURE}?\s*(?:{DASH}+\s*(?P<high>{N}))?\s*个?{MEASURE}(?!性|数|序|年龄|产值)(?P<up>\s*及?以上)?"
)
COUNT = re.compile(
    rf"(?:(?:(?P<floor>不少于|不低于|至少|最少|≥|>=|大于等于|不得少于|保证)|(?P<roof>不超过|不多于|至多|最多|≤|<=))"
    rf"[\u4e00-\u9fff]{{0,4}}?)?(?<![\d.])(?<!第)(?<!首)(?<!每)(?<!人)(?<!同){MANY}"
)
UNITS = {
    "日": "day", "天": "day", "工作日": "day", "周": "week", "星期": "week", "礼拜": "week", "旬": "ten_days",
    "月": "month", "月度": "month", "季": "quarter", "季度": "quarter", "半年": "half_year", "半年度": "half_year",
    "年": "year", "年度": "year", "学期": "half_year", "晚": "day", "夜": "day", "班": "shift", "班次": "shift",
}  # fmt: skip
FIXED = {
    "daily": ("day", 1, 1), "shifts": ("shift", 1, 1), "two_months": ("month", 2, 1), "half_month": ("month", 1, 2),
    "other_month": ("month", 2, 1), "half": ("half_year", 1, 1), "halves": ("half_year", 1, 1), "quota": ("year", 1, 1),
}  # fmt: skip
LONG = r"(?:工作日|学期|星期|礼拜|季度|季|半年度|半年|年度|月度|日|天|周|旬|月|年)"
PERIODS = re.compile(
    rf"(?P<daily>日产日清|日清日结)"
    rf"|(?P<half_month>每半个?月)"
    rf"|(?P<other_month>每双月|每单月|每?隔月)"
    rf"|每隔?(?P<n>{N})个?(?P<nth>季度|星期|周|月|年|天|日|工作日)(?!以|内|度[^季])"
    rf"|(?:每个?|逐)(?P<each>班次?(?![组级子主])|{LONG})(?!以来|龄)(?!清单)"
    rf"|(?P<shifts>班班)(?=交接|清点|核对|检查|登记)|每(?P<night>晚|夜)(?=[\u4e00-\u9fff])"
    rf"|按(?P<kept_by>日|周(?![期围])|旬|月|季)(?=[\u4e00-\u9fff]{{2}})(?!月份|月龄|日程|日期|季节)"
    rf"|(?<!每)(?P<two_months>双月)(?={N}{MEASURE})"
    rf"|(?:按|分)(?P<by>季度|季|月|周(?![期围边密])|年度|半年)(?=[,、]?(?:对|进行|开展|组织|召开|完成|上报|汇总|总结|分析|考核|下达|兑现|更新|公示|盘点|检查|通报|公布|报送|统计|落实|制定))"
    rf"|(?P<plain>{N})个?(?P<plain_unit>季度|星期|周|月|年|天)(?=(?:至少|不少于|内至少)?{N}次)"
    rf"|(?P<halves>上半年[、和与及]?下半年(?:各|分别)(?!{N}{MEASURE}))"
    rf"|(?P<half>半年)(?=(?:至少|不少于|≥)?{N}{MEASURE})"
    rf"|(?P<quota>全年|(?<![\d一二两三])年内|年度内|本年度?|一年内|今年|(?:20\d\d|20[xX×]{{2}}|[xX×]{{2,4}})年度?(?!\d*月))"
    rf"|(?<=[次场期回遍轮])[/／每](?P<per>{LONG})"
    rf"|(?P<report>季度|月度|半年)报表(?=[^,，。]{{0,6}}(?:上报|报送|填报))"
)
EVENTS = re.compile(
    r"(?P<event>每(?:起|例|件|批次?|宗|台)(?!之)[^,，。；;]{1,16}?(?=后|均|都|要|应|须|必须|有|进行|,|，)(?:发生)?后?"
    r"|每(?:发生|出现|发现|逢)[一1]?[起例件次]?[^,，。；;、\d]{1,14}"
    r"|每次[^,，。；;、\d]{1,12}?(?=均|都|须|应|必须)"
    r"|每次[^,，。；;、\d]{1,12}?(?:结束|完成)?[后前]|每次(?=视|检查|考核|培训|会议|活动)[^,，。；;、\d]{0,8}"
    r"|每?新(?:购[入进置]?|引进|领)的?[^,，。；;、]{1,14}?(?:使用前|启用前|后|时|均|应|须|必须|要)|发生[^,，。；;、]{1,16}(?:后|时)(?=\d|[立即在]))"
)
SOMETIMES = re.compile(r"(?<![规固限预约确法指稳未])(?P<words>定期[、,或和]?不定期|不定期|定期)(?!限|存款|券|刊)")
FLOOR = re.compile(r"(?:至少|不少于|最少|不低于)(?:做到|保证)?$")
FLOOR_BETWEEN = re.compile(r"至少|最少|不少于")
NO_DUTY = re.compile(
    r"^\d{1,2}月?(?:至|到|-|—|~)+\d{1,2}月(?:[,，]|$|期间)|^[^,，、]{0,6}(?:时间|时长)(?:不|累计|达)|^[^,，、]{0,8}(?:率|占比|比例)(?:应|要|须)?(?:不低于|不少于|不高于|不超过|达到?|控制|≥|≤)|^\d{1,2}月\d{1,2}日(?:为|是|至)|^(?:均|都)?(?:学分|学时|继续教育学分|可(?!能)|平均|增长|递增|下降|可以|门诊量|收入|住院人)"
)
AND_OR = re.compile(rf"^或者?每?个?(?P<unit>{LONG})")
WITHOUT_PERIOD = re.compile(
    r"(?:参加|召开|组织|开展|举办|进行|考试|检查|演练|培训|督导|会议|联席会)[^,，。；;]{0,24}?$|^(?:拟|计划)?[^,，。；;]{0,10}$"
)
PARTS_OF_A_DAY = re.compile(r"(?:上午|早)[、和]?(?:中[、和]?)?(?:下午|晚)上?")
AMOUNT = re.compile(r"[份例篇]")
ONCE = re.compile(r"(?<!人)次")
OF_TIMES = re.compile(r"(?<!人)次|[期场轮]")
"""People are counted by 人次, and that is no frequency."""
PAST = re.compile(r"间隔|次以上的|超过|[共已了]|累计|完成了|10余")


@dataclass(frozen=True)
class Rhythm:
    """One frequency in a clause: characters from `start` to `end`, and what it asks for."""

    start: int
    end: int
    unit: str
    every: int = 1
    at_least: int | None = None
    at_most: int | None = None
    counted: bool = False
    alternative: str = ""
    words: str = ""


def rhythms_in(clause: str, following: str = "") -> list[Rhythm]:
    """The frequencies of a clause; `following` is the next one, which may hold the count (每月抽查,不少于2次)."""
    spans = [match for match in PERIODS.finditer(clause) if not NO_DUTY.match(clause[match.end() :])]
    found = []
    for place, match in enumerate(spans):
        until = spans[place + 1].start() if place + 1 < len(spans) else len(clause)
        since = spans[place - 1].end() if place else 0
        if rhythm := _rhythm(match, clause[since : match.start()], clause[match.end() : until], following):
            found.append(rhythm)
    found = _without_repeats(found, clause)
    if not found:
        found = [_of_event(match) for match in EVENTS.finditer(clause)]
    if not found and (vague := SOMETIMES.search(clause)):
        found = [Rhythm(vague.start(), vague.end(), "unspecified", words=vague[0])]
    return found or _without_period(clause)


def completes(before: str, clause: str) -> bool:
    """Whether a clause only holds the count of the one before it (每月督查,不少于2次)."""
    period = PERIODS.search(before)
    return bool(period and not COUNT.search(before[period.end() :]) and COUNT.match(clause))


def amounts(match: re.Match[str]) -> tuple[int | None, int | None]:
    """The least and the most a count allows."""
    low, high = number_of(match["low"]), number_of(match["high"]) if match["high"] else None
    if match["roof"]:
        return None, high or low
    if high is not None:
        return low, high
    return (low, None) if match["floor"] or match["up"] else (low, low)


def _rhythm(match: re.Match[str], before: str, after: str, following: str) -> Rhythm | None:
    """One period with its count; a bare 全年 without a count is no frequency."""
    unit, every, times = _unit(match)
    other = AND_OR.match(after)
    count = COUNT.search(after[other.end() :] if other else after)
    begin, end = match.span()
    if match["per"]:
        count = next(iter(reversed(list(COUNT.finditer(before)))), None)
        begin -= len(before) - count.start() if count else 0
    elif count is not None:
        end += (other.end() if other else 0) + count.end()
        count = None if _is_amount(count) else count
    if count is None and not match["quota"]:
        count = re.match(rf"^(?:并|且)?{COUNT.pattern}", following)
    if count is None and match["quota"]:
        return None
    if count is None:
        least = times if match["daily"] is None else 1
        return Rhythm(match.start(), end, unit, every, least, None, alternative=_other(other), words=match[0])
    low, high = amounts(count)
    between = after[: count.start("low")] if not match["per"] else ""
    if FLOOR.search(before) or FLOOR_BETWEEN.search(between):
        high = None
    times *= _days_each(between)
    return Rhythm(begin, end, unit, every, low and low * times, high and high * times, True, _other(other), match[0])


def _is_amount(count: re.Match[str]) -> bool:
    """Whether a count says how much is looked at each time and not how often."""
    return bool(AMOUNT.search(count[0])) and (number_of(count["low"]) or 0) >= MANY_THINGS


def _unit(match: re.Match[str]) -> tuple[str, int, int]:
    """The unit of the period, how many of it, and how many times the unit holds what is printed."""
    for name, told in FIXED.items():
        if match[name]:
            return told
    if match["n"] or match["plain"]:
        number = number_of(match["n"] or match["plain"]) or 1
        return UNITS[match["nth"] or match["plain_unit"]], number, 1
    named = next(match[name] for name in ("each", "night", "kept_by", "by", "per", "report") if match[name])
    return UNITS[named], 1, 1


def _days_each(between: str) -> int:
    """每年5月、10月各一次 is twice a year."""
    if "各" in between and (parts := PARTS_OF_A_DAY.search(between)):
        return len(re.findall(r"上午|下午|早|中|晚", parts[0]))
    months = re.findall(r"\d{1,2}月", between)
    return len(months) if "各" in between and months else 1


def _other(match: re.Match[str] | None) -> str:
    return UNITS[match["unit"]] if match else ""


def _of_event(match: re.Match[str]) -> Rhythm:
    return Rhythm(match.start(), match.end(), "event", at_least=1, words=match[0])


def _without_repeats(found: list[Rhythm], clause: str) -> list[Rhythm]:
    """每年定期组织四个季度的大检查 is once a quarter; 每季度或每半年 is one frequency."""
    if len(found) == 1 and found[0].unit == "year" and not found[0].counted and re.search(r"[四4]个季度", clause):
        one = found[0]
        return [Rhythm(one.start, one.end, "quarter", at_least=1, words=one.words)]
    kept: list[Rhythm] = []
    for one in found:
        between = clause[kept[-1].start + len(kept[-1].words) : one.start] if kept else ""
        kept.append(_joined(kept.pop(), one) if between in {"或", "或者"} else one)
    return kept


def _joined(first: Rhythm, other: Rhythm) -> Rhythm:
    """Two periods for one count."""
    return replace(first, end=other.end, at_least=other.at_least, at_most=other.at_most, alternative=other.unit)


def _without_period(clause: str) -> list[Rhythm]:
    """参加培训一至两次, 召开不少于2次的会议: so many times in the plan's year."""
    for count in COUNT.finditer(clause):
        before = clause[: count.start()] + count[0][: count.start("low") - count.start()]
        low, high = amounts(count)
        several = bool(count["floor"] or count["high"] or count["up"] or (low or 0) > 1)
        floored = count["floor"] or (count["up"] or "").startswith("以")
        several = several and bool((OF_TIMES if floored else ONCE).search(count[0]))
        if (
            several
            and low is not None
            and not count["roof"]
            and WITHOUT_PERIOD.search(before)
            and not PAST.search(clause)
            and "节假日" not in before
        ):
            return [Rhythm(count.start("low"), count.end(), "year", 1, low, high, True, words="")]
    return []
