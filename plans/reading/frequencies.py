"""How often: 每季度一次, 不少于2次/年, 每两月, 每起纠纷后, 2—3次, 每季度或半年, 定期."""

import re
from dataclasses import dataclass, replace

from plans.reading.periods import LONG, MEASURE, PATTERN, UNITS, N, rule_of, unit_of
from search.numerals import number_of

DASH = r"[-—–－~～至到]"
MANY_THINGS = 10
"""So many papers or cases at a time are an amount and no number of times."""
MANY = (
    rf"(?P<low>{N})\s*{MEASURE}?\s*(?:{DASH}+\s*(?P<high>{N}))?\s*个?{MEASURE}(?!性(?!能)|数|序|年龄|产值)"
    r"(?P<up>\s*及?以上)?"
)
COUNT = re.compile(
    rf"(?:(?:(?P<floor>不少于|不低于|至少|最少|≥|>=|大于等于|不得少于|保证)|(?P<roof>不超过|不多于|至多|最多|≤|<=))"
    rf"[\u4e00-\u9fff]{{0,4}}?)?(?<![\d.])(?<!第)(?<!首)(?<!每)(?<!人)(?<!同)(?!二次(?:供水|手术|装修|利用|污染|分配|感染|加压|开发|评审|消毒))(?!二期){MANY}"
)
EVENTS = re.compile(
    rf"(?P<event>每(?:起|例|件|批次?|台|宗|袋)[^,，。；;\d每]{{1,10}}?(?={N}次)"
    r"|每(?:起|例|件|批次?|宗|台|袋|锅次?)(?!之)[^,，。；;]{0,16}?(?=[前后]|均|都|要|应|须|必须|有|由|进行|,|，)(?:发生)?[前后]?"
    r"|每(?:发生|出现|发现|逢|查实|查处|更换|接到|收到|完成|购进|引进)[一1]?[起例件次台批]?[^,，。；;、\d]{0,14}"
    r"|每次[^,，。；;、\d]{1,12}?(?=均|都|须|应|必须)"
    r"|每次[^,，。；;、\d]{1,12}?(?:结束|完成)?[后前]"
    r"|每次(?!不|至少|最|时|限|≥|控制|[^,，。；;、]{0,20}?(?:不少于|至少|≥|不低于|不超过|\d))[\u4e00-\u9fff]{3,10}"
    r"|每?新(?:购[入进置]?|引进|领)的?[^,，。；;、]{1,14}?(?:使用前|启用前|后|时|均|应|须|必须|要)"
    r"|发生[^,，。；;、]{1,16}(?:后|时)(?=\d|[立即在]))"
)
SOMETIMES = re.compile(
    r"(?<![规固限预约确法指稳未师])(?P<words>定期[、,或和]?不定期|不定期|定期)(?!限|存款|券|刊|[\u4e00-\u9fff]{1,4}率)"
)
FLOOR = re.compile(r"(?:至少|不少于|最少|不低于)(?:做到|保证)?$")
FLOOR_BETWEEN = re.compile(r"至少|最少|不少于")
FLOORS = r"(?:不得?少于|不得?低于|不小于|不得?超过|不得?高于|不多于|至少|最少|≥|≤|为|达到?|控制在)"
NO_DUTY = re.compile(
    "|".join(
        (
            r"^\d{1,2}月?(?:至|到|-|—|~)+\d{1,2}月(?:[,，]|$|期间)",  # 每年4月至10月
            r"^[^,，、]{0,6}(?:时间|时长)(?:不|累计|达)",
            rf"^[^,，、]{{0,8}}(?:率|占比|比例)(?:应|要|须)?{FLOORS}",
            rf"^(?:覆盖|合格|完成)?(?:应|要|须|均)?{FLOORS}?\s*\d+(?:\.\d+)?\s*(?:%|‰)",
            r"^\d{1,2}月\d{1,2}日(?:为|是|至)",
            r"^\d{1,2}[日号](?:[、和]\d{1,2}[日号])*(?:为|是)",
            rf"^(?:每[\u4e00-\u9fff]{{1,3}})?{FLOORS}?\s*\d+(?:\.\d+)?\s*(?:学时|学分|课时|天|名|元|万元|起|人(?!次)|小时|分钟)",
            r"^(?:不少于|不低于|至少|≥)\d{2,}例",
            rf"^[^,，。；;、\d]{{0,14}}{FLOORS}\s*\d+\s*(?:学时|学分|课时|天|小时)",
            r"^(?:均|都)?(?:学分|学时|继续教育学分|可(?!能)|平均|增长|递增|下降|可以|门诊量|收入|住院人)",
        )
    )
)
NO_DUTY_AFTER = re.compile(
    r"每[百千万][\u4e00-\u9fff]{1,6}$|(?:(?:降|降低|减少?|压[降减缩]|控制|提高|提升|上升|增加)[到至在]|不超过|不高于|低于|≤|≥)$"
)
"""不良反应报告每百张床位每年15份, 投诉压降到每月10件以内."""
OF_THINGS = re.compile(rf"[^,，。；;、\d]{{0,14}}{FLOORS}\s*\d+(?:种|个|家|项|名|人(?!次)|件|台|张|户)")
"""每年发放资料不少于12种 is a target of the year."""
AND_OR = re.compile(rf"^或者?每?个?(?P<unit>{LONG})")
WITHOUT_PERIOD = re.compile(
    r"(?:参加|召开|组织|开展|举办|进行|考试|检查|演练|培训|督导|会议|联席会)[^,，。；;]{0,24}?$|^(?:拟|计划)?[^,，。；;]{0,10}$"
)
SAYS_WHEN = re.compile(
    r"^(?:具体)?(?:时间|日期)?(?:定|安排|固定)?(?:为|在|于)每|(?:时间)?(?:拟?定|安排|计划)[于在]|^(?:分别)(?:在|于|安排在)"
)
MONTHS = re.compile(r"的?(?:\d{1,2}月[、和]){1,11}\d{1,2}月")
PARTS_OF_A_DAY = re.compile(r"(?:上午?|早)[、和]?(?:中[、和]?)?(?:下午|晚)上?")
AMOUNT = re.compile(r"[份例篇条]")
IN_A_ROW = re.compile(
    rf"[^,，。；;、(（每\d一二两三四五六七八九十]{{0,10}}[、和][^,，。；;、每\d一二两三四五六七八九十]{{0,14}}?{COUNT.pattern}"
)
ONCE = re.compile(r"(?<!人)[次轮遍]")
OF_TIMES = re.compile(r"(?<!人)次|[期场轮]")
"""People are counted by 人次, and that is no frequency."""
ENDS = re.compile(rf"[\u4e00-\u9fff]{{2}}{N}[场期]$")
"""健康讲座12场."""
ENDS = re.compile(rf"[\u4e00-\u9fff]{{2}}{N}[场期]$")
"""健康讲座12场."""
COUNTED = re.compile(r"次数(?:不少于|不低于|至少|达到?|≥)?$")
HELD = re.compile(rf"(?:举办|召开)[^,，。；;\d]{{0,24}}{N}[期场]$|举办[^,，。；;\d]{{2,24}}{N}次$")
"""举办培训班1期."""
EACH_THING = re.compile(r"每[^每月周年季日,，]{1,4}(?:不少于|至少|最少|不低于|≥)?(?:召开|组织|开展)?$")
PAST = re.compile(r"间隔|连续|次以上的|超过|[共已了]|累计|完成了|10余")


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


def rhythms_in(clause: str, following: str = "", before: str = "") -> list[Rhythm]:
    """The frequencies of a clause; the next may hold the count (每月抽查,不少于2次), the last the year (全年4次)."""
    spans = [
        match
        for match in PATTERN.finditer(clause)
        if not NO_DUTY.match(clause[match.end() :])
        and not NO_DUTY_AFTER.search(clause[: match.start()])
        and not (match[0] == "每年" and OF_THINGS.match(clause, match.end()))
    ]
    found = []
    for place, match in enumerate(spans):
        until = spans[place + 1].start() if place + 1 < len(spans) else len(clause)
        since = spans[place - 1].end() if place else 0
        if rhythm := _rhythm(match, clause[since : match.start()], clause[match.end() : until], following):
            found += [rhythm, *_in_a_row(rhythm, clause[rhythm.end : until])]
    found = _without_repeats(found, clause)
    found += [
        _of_event(match, clause[match.end() :], following)
        for match in EVENTS.finditer(clause)
        if not any(one.start < match.end() and match.start() < one.end for one in found)
        and (not found or match.start() > found[-1].end)
    ]
    if not found and (vague := SOMETIMES.search(clause)):
        found = [Rhythm(vague.start(), vague.end(), "unspecified", words=vague[0])]
    return found or _without_period(clause, bool(PATTERN.search(before)))


def _in_a_row(first: Rhythm, rest: str) -> list[Rhythm]:
    """每周教学查房1次、病例讨论1次: the second thing has the same period and a count of its own."""
    found: list[Rhythm] = []
    place = 0
    while first.counted and (match := IN_A_ROW.match(rest, place)):
        count = COUNT.search(match[0])
        if count is None or not OF_TIMES.search(count[0]):
            break
        low, high = amounts(count)
        start = first.end + match.start("low")
        found.append(replace(first, start=start, end=first.end + match.end(), at_least=low, at_most=high))
        place = match.end()
    return found


def completes(before: str, clause: str) -> bool:
    """Whether a clause only holds the count of the one before it (每月督查,不少于2次)."""
    period = PATTERN.search(before)
    return bool(period and not COUNT.search(before[period.end() :]) and COUNT.match(clause))


def says_when(before: str, clause: str) -> bool:
    """Whether a clause only gives the day of the one before it (主题党日每月开展，时间为每月25日)."""
    return bool(SAYS_WHEN.match(clause) and PATTERN.search(before))


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
    unit, every, times = unit_of(match)
    rule = rule_of(match)
    other = AND_OR.match(after)
    count = COUNT.search(after[other.end() :] if other else after)
    begin, end = match.span()
    if match["per"]:
        count = next(iter(reversed(list(COUNT.finditer(before)))), None)
        if count and before[: count.start()].endswith(("次数", "率")):
            return None
        begin -= len(before) - count.start() if count else 0
    elif count is not None:
        end += (other.end() if other else 0) + count.end()
        count = None if _is_amount(count, rule.name) else count
    is_quota = rule.name == "quota"
    if count is None and not is_quota and not rule.counts_itself:
        count = re.match(rf"^(?:并|且)?{COUNT.pattern}", following)
    if count is None and unit == "year" and (several := MONTHS.match(after)):
        times = len(re.findall("月", several[0]))
        return Rhythm(*match.span(), unit, every, times, times, words=match[0])
    if count is None:
        most = times if rule.counts_itself or rule.name == "weekdays" else None
        return (
            None
            if is_quota
            else Rhythm(*match.span(), unit, every, times, most, alternative=_other(other), words=match[0])
        )
    low, high = amounts(count)
    between = after[: count.start("low")] if not match["per"] else ""
    if FLOOR.search(before) or FLOOR_BETWEEN.search(between):
        high = None
    times *= _each_of(between, low)
    return Rhythm(begin, end, unit, every, low and low * times, high and high * times, True, _other(other), match[0])


def _is_amount(count: re.Match[str], period: str) -> bool:
    """Whether a count says how much there is to be and not how often."""
    if "人次" in count[0]:
        return True
    return bool(AMOUNT.search(count[0])) and (period == "quota" or (number_of(count["low"]) or 0) >= MANY_THINGS)


def _each_of(between: str, many: int | None) -> int:
    """每年5月、10月各一次 and 每年春秋两季各一次 are twice a year."""
    if seasons := re.search(r"([两二三四])季各", between):
        return number_of(seasons[1]) or 1
    if re.search(r"[各、]", between) and (parts := PARTS_OF_A_DAY.search(between)):
        several = len(re.findall(r"上午?|下午|早|中|晚(?:上)?", parts[0]))
        return 1 if many == several else several
    if "各" in between and len(moments := re.findall(r"前(?=[、和各])", between)) > 1:
        return len(moments)
    months = re.findall(r"\d{1,2}月", between) or re.findall(r"\d{1,2}[日号]", between)
    return len(months) if "各" in between and months else 1


def _other(match: re.Match[str] | None) -> str:
    return UNITS[match["unit"]] if match else ""


def _of_event(match: re.Match[str], after: str, following: str) -> Rhythm:
    """每逢新药引进，组织一次培训: how often each time."""
    count = re.match(COUNT.pattern, after)
    if count is None and not following.startswith("每") and not PATTERN.search(following):
        count = re.match(rf"[\u4e00-\u9fff]{{0,4}}?{COUNT.pattern}", following)
    if count and OF_TIMES.search(count[0]):
        return Rhythm(match.start(), match.end(), "event", 1, *amounts(count), words=match[0])
    return Rhythm(match.start(), match.end(), "event", at_least=1, words=match[0])


def _without_repeats(found: list[Rhythm], clause: str) -> list[Rhythm]:
    """每年定期组织四个季度的大检查 is once a quarter; 每季度或每半年 is one frequency."""
    if len(found) == 1 and found[0].unit == "year" and not found[0].counted and re.search(r"[四4]个季度", clause):
        one = found[0]
        return [Rhythm(one.start, one.end, "quarter", at_least=1, words=one.words)]
    kept: list[Rhythm] = []
    for one in found:
        between = clause[kept[-1].start + len(kept[-1].words) : one.start] if kept else ""
        if kept and "半年" in one.words[:3] and kept[-1].unit == "year" and not kept[-1].counted and not between:
            kept.pop()
        if kept and one.unit == "half_year" and between.startswith(("两", "一", "2", "1")) and "半年" in one.words:
            continue
        kept.append(_joined(kept.pop(), one) if between in {"或", "或者"} else one)
    return kept


def _joined(first: Rhythm, other: Rhythm) -> Rhythm:
    """Two periods for one count."""
    return replace(first, end=other.end, at_least=other.at_least, at_most=other.at_most, alternative=other.unit)


def _without_period(clause: str, goes_on: bool) -> list[Rhythm]:
    """参加培训一至两次, 召开不少于2次的会议: so many times in the plan's year."""
    for count in COUNT.finditer(clause):
        before = clause[: count.start()] + count[0][: count.start("low") - count.start()]
        if _says_how_often(count, before, clause if goes_on else "") and not _tells_or_limits(count, before, clause):
            low, high = amounts(count)
            once = Rhythm(count.start("low"), count.end(), "year", 1, low, high, True, words="")
            return [once, *_in_a_row(once, clause[once.end :])]
    return []


def _says_how_often(count: re.Match[str], before: str, clause: str) -> bool:
    """Whether a count without a period is one of times: 两次, 不少于3场, 举办培训班1期, 健康讲座12场."""
    low, _high = amounts(count)
    several = bool(count["floor"] or count["high"] or count["up"] or (low or 0) > 1)
    floored = count["floor"] or (count["up"] or "").startswith("以")
    if HELD.search(before + count[0]) or (several and count.end() == len(clause) and ENDS.search(clause)):
        return True
    return several and bool((OF_TIMES if floored else ONCE).search(count[0])) and bool(WITHOUT_PERIOD.search(before))


def _tells_or_limits(count: re.Match[str], before: str, clause: str) -> bool:
    """Whether the count tells of what was, is a limit, or is one for each thing (每项不少于3次)."""
    return bool(
        count["roof"]
        or PAST.search(clause)
        or EACH_THING.search(before)
        or COUNTED.search(before)
        or "节假日" in before
    )
