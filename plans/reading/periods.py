"""The words for a period, one rule a line: 每月, 按季, 半年召开一次, 一月一检查, 月调度、季通报."""

import re
from dataclasses import dataclass

from search.numerals import number_of

N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
MEASURE = r"(?:台次|班次|次|场|期|轮|回|遍|篇|堂|讲|节课|人次|份|例|条)"
LONG = r"(?:工作日|学期|星期|礼拜|季度|季|半年度|半年|年度|月度|日|天|周|旬|月|年)"
UNITS = {
    "日": "day", "天": "day", "工作日": "day", "周": "week", "星期": "week", "礼拜": "week", "旬": "ten_days",
    "月": "month", "月度": "month", "季": "quarter", "季度": "quarter", "半年": "half_year", "半年度": "half_year",
    "年": "year", "年度": "year", "学期": "half_year", "晚": "day", "夜": "day", "夜间": "day", "班": "shift",
    "班次": "shift", "个月": "month", "次": "",
}  # fmt: skip
ACT = (
    r"(?:调度|通报|考核|考评|反馈|监控|监测|点评|分析|总结|小结|例会|汇报|报告|抽查|检查|自查|督查|督导|评估|评价|评比|评议"
    r"|盘点|保养|维护|维保|清洁|消毒|公示|巡查|巡检|研判|会商|讲评|排查|审核|核对|清查|清点|培训|演练|审|查|报|评|结|清|考|检|测|盘|训|巡|讲)"
)
WORK = (
    r"(?:对|进行|开展|组织|召开|完成|上报|汇总|总结|分析|考核|下达|兑现|更新|公示|盘点|检查|通报|公布|报送|统计|落实|制定"
    r"|核对|点评|维护|保养|巡|清|培训|演练|评|发布|编|填|反馈|轮)"
)


@dataclass(frozen=True)
class Period:
    """One way of naming a period; `unit` empty where the group `unit_of` of the pattern holds the word."""

    name: str
    pattern: str
    example: str
    unit: str = ""
    every: int = 1
    times: int = 1
    counts_itself: bool = False
    """Whether the words say 一次 by themselves (每月一讲)."""


PERIODS = (
    Period("daily", r"日产日清|日清日结", "医疗废物日产日清", "day"),
    Period("half_month", r"每半个?月", "每半月检测一次", "month", times=2),
    Period("other_month", r"每双月|每单月|每?隔月", "每隔月检查", "month", 2),
    Period("other", r"隔(?P<other>日|天|周|年)(?=[\u4e00-\u9fff])", "隔周碰头一次", every=2),
    Period(
        "each_one",
        rf"每(?P<each_one>季度|季|月|年)一(?=[\u4e00-\u9fff])(?!日|号|周|{MEASURE}|[至到个])",
        "每月一通报", counts_itself=True,
    ),
    Period(
        "weekdays",
        r"每周(?P<weekdays>[一二三四五六日](?:[、和及]周?[一二三四五六日])+)",
        "每周一、三、五交班",
        "week",
    ),
    Period(
        "month_end",
        r"(?<![\d一二三四五六七八九十每个季首次本当上下])月[底末](?=[\u4e00-\u9fff]{2})",
        "月底盘存",
        "month",
    ),
    Period("daily_one", rf"每[日天]一(?={ACT})", "每日一报", "day", counts_itself=True),
    Period("weekly_one", r"每周一(?=讲|题|练|课|测|考|查|评|报|结|学|赛|案|通报|调度|小结|例会)", "每周一讲", "week",
           counts_itself=True),
    Period(
        "one_one",
        rf"(?<![\d一二两三四五六七八九十第])一(?P<one_one>日|天|周|班|月|季度|季|学期|年)一(?={ACT}|{MEASURE}|主题|课|题|练|演|会)|半年(?P<half_one>一)(?={ACT})|(?<!每)半月(?P<half_month_one>一)(?={ACT})",
        "一月一检查", counts_itself=True,
    ),
    Period(
        "every_n",
        rf"每隔?(?:\d{{1,2}}[-—–~～至])?(?P<n>{N})个?"
        r"(?P<nth>季度|星期|周|月|年|天|日|工作日)(?!以|内|度[^季])",
        "每两月督查一次",
    ),
    Period("each", rf"(?:每个?|逐)(?P<each>班次?(?![组级子主])|{LONG})(?!以来|龄)(?!清单)", "每季度召开"),
    Period(
        "season_end",
        r"(?<![每第一二三四首次])季度?(?:末|初|首周|末周)(?!月)(?=[\u4e00-\u9fff]{2})",
        "季末召开总结会",
        "quarter",
    ),
    Period("falls_on", r"逢(?P<falls_on>周)[一二三四五六日末]|逢(?P<falls_month>月)[初末]", "逢周一召开"),
    Period("falls_on_two", r"逢[双单](?P<falls_on_two>周|月)", "逢双月举行", every=2),
    Period("two_weeks", rf"(?<!每)双周(?={N}{MEASURE}|[\u4e00-\u9fff]{{2}})", "双周一次", "week", 2),
    Period("shifts", r"班班(?=交接|清点|核对|检查|登记)", "班班交接", "shift"),
    Period("night", r"每(?P<night>晚|夜)(?=[\u4e00-\u9fff])", "每晚查房"),
    Period("at_night", rf"夜间(?=[^,，。；;、\d每]{{0,6}}(?:至少|不少于|不低于){N}次)", "夜间不少于2次", "day"),
    Period(
        "kept_by", r"按(?P<kept_by>日|周(?![期围])|旬|月|季)(?=[\u4e00-\u9fff]{2})(?!月份|月龄|日程|日期|季节)",
        "近效期药品按月催销",
    ),
    Period("two_months", rf"(?<!每)双月(?={N}{MEASURE})", "双月一期", "month", 2),
    Period(
        "by", rf"(?:按|分)(?P<by>季度|季|月|周(?![期围边密])|年度|半年)(?=[,、]?{WORK})", "按年度考核",
    ),
    Period(
        "plain",
        rf"(?<![第上下\d一二两三四五六七八九十.])(?P<plain>{N})个?(?P<plain_unit>学期|季度|季|星期|周|月|年|天)(?=(?:内?至少|不少于|不低于|内至少)?{N}{MEASURE})",
        "三个月一次检查",
    ),
    Period(
        "plain_far",
        rf"(?<![第上下近满\d一二两三四五六七八九十])(?P<plain_far>[一二两三])(?P<far_unit>个月|周|年|学期)"
        rf"(?!来|内|度|期|以)(?=[^,，。；;、\d每]{{2,10}}{N}次)",
        "离心机一年检定一次",
    ),
    Period(
        "half",
        rf"(?<![上下每])半年(?=[^,，。；;、\d每]{{0,8}}?(?:至少|不少于|≥)?{N}{MEASURE})",
        "半年复核一次",
        "half_year",
    ),
    Period(
        "of_the",
        rf"(?<![每第一二三四上下本当全该])(?P<of_the>季度|月度|半年度)(?=[\u4e00-\u9fff]{{1,6}}?{N}次)",
        "季度通报一次",
    ),
    Period("halves", r"上(?:半年)?[、和与及]?下半年(?:各|分别)", "上下半年各一次", "half_year"),
    Period("one_half", rf"[上下]半年(?=(?:各|至少|不少于)?{N}次)", "上半年两次，下半年两次", "half_year"),
    Period(
        "quota",
        r"全年|(?<![\d一二两三])年内|年度内|本年度?|一年内|今年|(?:20\d\d|20[xX×]{2}|[xX×]{2,4})年度?(?!\d*月)",
        "全年不少于4次", "year",
    ),
    Period("per", rf"(?<=[次场期回遍轮])[/／每](?P<per>{LONG}|晚|夜|班)", "2次/年"),
    Period("report", r"(?P<report>季度|月度|半年)报表(?=[^,，。]{0,6}(?:上报|报送|填报))", "季度报表上报"),
)  # fmt: skip
BY_NAME = {rule.name: rule for rule in PERIODS}
PATTERN = re.compile("|".join(f"(?P<rule_{rule.name}>{rule.pattern})" for rule in PERIODS))
SHORT = re.compile(
    rf"(?<![\d一二两三四五六七八九十每个按本当上下全首末去今明时值双单隔半])(?P<unit>半年|日|周|旬|月|季|年)度?(?P<act>{ACT})(?![\u4e00-\u9fff]?(?:表|单|制度?表)|合格|率)"
)
"""月调度、季通报: two or more of these in one sentence, each with a period of its own."""
SHORT_ALONE = re.compile(
    r"(?:实行|建立|坚持|落实|执行|实施)(?P<unit>半年|日|周|旬|月|季|年)度?(?P<act>"
    + ACT
    + ")(?:制度?)?(?=[,，。；;]|$)"
)
CLEARED = re.compile(r"(?P<first>日|周|月)清(?P<second>周|月|季)结")
"""日清月结."""
BY_SEVERAL = re.compile(r"按(?P<units>(?:日|周|旬|月|季|年)(?:[、和](?:日|周|旬|月|季|年))+)")
"""按日、周、月三级保养."""


def rule_of(match: re.Match[str]) -> Period:
    """The rule a match of `PATTERN` was made by."""
    return next(BY_NAME[rule.name] for rule in PERIODS if match[f"rule_{rule.name}"] is not None)


def unit_of(match: re.Match[str]) -> tuple[str, int, int]:
    """The unit of the period, how many of it, and how many times the unit holds what is printed."""
    rule = rule_of(match)
    if match["weekdays"]:
        return rule.unit, 1, len(re.findall(r"[一二三四五六日]", match["weekdays"]))
    if rule.unit:
        return rule.unit, rule.every, rule.times
    for number, unit in (("n", "nth"), ("plain", "plain_unit"), ("plain_far", "far_unit")):
        if match[number]:
            return UNITS[match[unit]], number_of(match[number]) or 1, 1
    if match["half_one"]:
        return "half_year", 1, 1
    if match["half_month_one"]:
        return "month", 1, 2
    named = (
        "falls_on",
        "falls_month",
        "falls_on_two",
        "other",
        "each_one",
        "one_one",
        "each",
        "night",
        "kept_by",
        "by",
        "per",
        "report",
        "of_the",
    )
    return UNITS[next(match[name] for name in named if match[name])], rule.every, rule.times


def in_short(sentence: str) -> list[tuple[int, int, str]]:
    """日审、周审、月审: where each stands and its unit; nothing where one stands alone without 实行."""
    found: list[tuple[int, int, str]] = []
    for one in SHORT.finditer(sentence):
        if found and not re.fullmatch(r"[^每\d。]{1,12}", sentence[found[-1][1] : one.start()]):
            break
        found.append((one.start("unit"), one.end("act"), UNITS[one["unit"]]))
    if len({unit for _start, _end, unit in found}) < 2:
        found = [(one.start("unit"), one.end("act"), UNITS[one["unit"]]) for one in SHORT_ALONE.finditer(sentence)]
    for one in CLEARED.finditer(sentence):
        found = [told for told in found if not one.start() <= told[0] < one.end()]
        found += [
            (one.start(), one.start() + 2, UNITS[one["first"]]),
            (one.start() + 2, one.end(), UNITS[one["second"]]),
        ]
    for one in BY_SEVERAL.finditer(sentence):
        places = range(one.start("units"), one.end("units"), 2)
        found += [(place, place + 1, UNITS[sentence[place]]) for place in places]
    return sorted(found)
