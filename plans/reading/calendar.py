"""The days a plan names: 6月底前, 5月5日, 次月5日前, 年底, a quarter's or month's heading."""

import calendar
import re
from dataclasses import dataclass

from search.numerals import number_of

QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
YEAR = r"(?:(?P<year>20\d\d|[12]\d{3}|20[xX×]{2}|[xX×]{2,4}|今|本|当|明|次|翌|下)\s*年\s*)?"
DAY = re.compile(
    r"(?!\d{1,2}月\d{1,2}日?[到至—–-]+\d{1,2}月\d)"
    rf"(?P<head>到|至|在|于|截至|截止)?{YEAR}(?P<month>元|1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!\d*次|报|度|龄|经|一[^日号])"
    r"(?:(?:(?:3[01]|[12]\d|0?[1-9])[日号]?[至到—–-]+)?(?P<day>3[01]|[12]\d|0?[1-9])[日号]|(?P<part>份|底|末|初|上旬|中旬|下旬))?(?P<tail>以?之?前|底前|前)?"
)
YEAR_END = re.compile(rf"(?P<head>到|至|在)?{YEAR}(?P<what>年底|年末|年终|岁末)(?P<tail>以?之?前)?")
TARGET_YEAR = re.compile(r"(?P<head>到|至)(?P<year>20\d\d)年(?!\d|\d*月)(?:底|末)?")
IN_QUARTER = re.compile(
    rf"{YEAR}(?:第?(?P<quarter>[一二三四1-4])季度(?!.{{0,4}}[一两二三四]次)|(?P<half>[上下])半年)(?P<tail>底前|末前|以?之?前|底|末|内)?"
)
WITHIN_PERIOD = re.compile(
    r"(?P<which>每季度次月|次月|下月|翌月|次季度?(?:首月)?|下季度首月|季度?(?:[末首]|第一个|最后一个)月|每月|每季度?末(?!月)|每季度(?![末首]月))(?:的)?"
    r"(?:(?P<day>\d{1,2})[日号]|(?P<part>底|末|初|上旬|中旬|下旬))(?:以?之?前)?"
)


@dataclass(frozen=True)
class Day:
    """A printed day: `due` ISO or MM-DD; `bound` where something must be done by or on it."""

    start: int
    end: int
    words: str
    due: str
    bound: bool


def written(year: int | None, month: int, day: int = 0) -> str:
    """A day as the reading gives it; 0 is the last of the month."""
    last = calendar.monthrange(year or 2023, month)[1]
    day = min(day, last) or last
    return f"{year:04d}-{month:02d}-{day:02d}" if year else f"{month:02d}-{day:02d}"


DOES = (
    r"(?:组织|召开|开展|举办|进行|完成|启动|印发|编制|制定|制订|举行|提交|申报|立项|开工|竣工|签订|上线|通过|迎接|接受|参加|发布|部署|筹备|推进|实施"
    r"|验收|投入|建成|投用|评审|评选|表彰|分解|下发|公布|汇报|修订|邀请|上报|报送|总结|考核|检查|评比|演练|培训|汇总|自评|对接|派出|试运行|调查|督导|督查|学习|动员|完善|健全|自查|整治|考评|评价|评估|通报|开始|结束|启用|收尾)"
)
DONE = re.compile(rf"(?!第|[至到—–~-])(?:[“\"][^”\"]{{2,12}}[”\"])?[^,，。；;、]{{0,4}}?{DOES}")


def days_in(text: str, year: int | None) -> list[Day]:
    """The single days a sentence names, in its order; `year` is the plan's."""
    found: list[Day] = []
    recurring = [match.span() for match in WITHIN_PERIOD.finditer(text)]
    for pattern, due in (
        (DAY, _of_day),
        (YEAR_END, _of_year_end),
        (TARGET_YEAR, _of_target),
        (IN_QUARTER, _of_quarter),
    ):
        for match in pattern.finditer(text):
            inside = any(start < match.end() and match.start() < end for start, end in recurring)
            taken = any(one.start < match.end() and match.start() < one.end for one in found)
            told = pattern is IN_QUARTER and not match["tail"] and _only_told(text, match.start(), found)
            value = "" if inside or taken or told else due(match, year)
            if value:
                found.append(Day(match.start(), match.end(), match[0], value, _bound(match)))
    return sorted(found, key=lambda one: one.start)


def _only_told(text: str, place: int, found: list[Day]) -> bool:
    """Whether 上半年 and the like tell of what was, or of what another day of the clause is about."""
    told = re.search(r"[了]|以上|取得|基本|情况", text)
    return bool(told) or any(not re.search(r"[,，；;]", text[one.end : place]) for one in found if one.end <= place)


def as_rule(words: str) -> str:
    """A day within a period as the calendar of duties keeps it: 季度第一个月10日前 is 季度首月10日前."""
    return words.replace("第一个月", "首月").replace("最后一个月", "末月")


SEVERAL_MONTHS = re.compile(
    r"(?:\d{1,2}月[、和](?:[上下]半年)?){1,11}\d{1,2}月(?:份)?(?:分别|各|均)?(?=[\u4e00-\u9fff]{2})"
)


def months_each(clause: str) -> int:
    """How many months a clause names one by one (4月、7月、10月组织督查); 0 where it names fewer than two, or days."""
    found = SEVERAL_MONTHS.search(clause)
    return len(re.findall(r"\d{1,2}月", found[0])) if found else 0


def recurring_in(text: str) -> re.Match[str] | None:
    """A day inside each period: 次月5日前, 每月25日前, 季度末月20日."""
    return WITHIN_PERIOD.search(text)


def following_in(text: str) -> re.Match[str] | None:
    """A day of the period that follows, which another clause of the sentence may name: 次月5日前."""
    return next((found for found in WITHIN_PERIOD.finditer(text) if found[0][0] in "次下翌"), None)


def apart_in(text: str) -> re.Match[str] | None:
    """A day of a month or quarter said without 每: 次月5日前, 季度首月10日前."""
    return next((found for found in WITHIN_PERIOD.finditer(text) if found[0][0] in "次下翌季"), None)


def heading_due(title: str, year: int | None) -> str:
    """The last day of the quarter, half year or month a heading names; empty where it names none."""
    bare = title.strip("（）() ")
    if found := re.match(r"第?([一二三四1-4])季度", bare):
        return written(year, QUARTERS[found[1]])
    if found := re.match(r"([上下])半年", bare):
        return written(year, 6 if found[1] == "上" else 12)
    if found := re.match(r"(?:.*?[-—–~～至、]+\s*)?(\d{1,2}|[一二三四五六七八九十]{1,2})月", bare):
        month = number_of(found[1]) or 0
        return written(year, month) if 1 <= month <= 12 else ""
    return ""


def year_of(text: str) -> int | None:
    """The year a plan is for, from its first lines; nothing where it is masked (20xx)."""
    top = re.sub(r"二[〇○零0]([一二三四五六七八九])([〇○零一二三四五六七八九])(?=年)", _in_digits, text[:600])
    found = re.search(r"(20\d\d)\s*年?(?:度)?[^\n。]{0,20}(?:计划|方案|要点|安排)", top) or re.search(
        r"^\D{0,20}(20\d\d)年", top
    )
    return int(found[1]) if found else None


def _in_digits(match: re.Match[str]) -> str:
    """二〇二六 as 2026."""
    return f"20{number_of(match[1])}{number_of(match[2])}"


def _year(match: re.Match[str], year: int | None) -> int | None:
    printed = match["year"]
    if not printed or printed in "今本当":
        return year
    if printed in "明次翌下":
        return year + 1 if year else None
    return int(printed) if printed.isdigit() else None


def _of_day(match: re.Match[str], year: int | None) -> str:
    month = 1 if match["month"] == "元" else number_of(match["month"]) or 0
    if match["day"]:
        day = int(match["day"])
        return written(_year(match, year), month, day) if day <= calendar.monthrange(2024, month)[1] else ""
    if not (match["part"] or match["tail"] or match["head"] or DONE.match(match.string, match.end())):
        return ""
    if match["tail"] and not match["part"]:
        return written(_year(match, year), month - 1 or 12)
    return written(_year(match, year), month, {"初": 10, "上旬": 10, "中旬": 20}.get(match["part"] or "", 0))


def _of_year_end(match: re.Match[str], year: int | None) -> str:
    return written(_year(match, year), 12)


def _of_target(match: re.Match[str], _plan: int | None) -> str:
    return written(int(match["year"]), 12)


def _of_quarter(match: re.Match[str], year: int | None) -> str:
    if match["quarter"]:
        return written(_year(match, year), QUARTERS[match["quarter"]])
    return written(_year(match, year), 6 if match["half"] == "上" else 12)


def _bound(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    if groups.get("day") and (groups.get("year") or "").isdigit() and not (groups["tail"] or groups["head"]):
        return False  # a day in full is when a paper was written or passed
    said = any(groups.get(name) for name in ("tail", "day", "part", "what", "quarter"))
    if match.re is IN_QUARTER and not said:
        return bool(re.match(rf"(?!工作)[^,，。；;、\d]{{0,12}}?{DOES}", match.string[match.end() :]))
    return said or (match.re is DAY and bool(DONE.match(match.string, match.end())))
