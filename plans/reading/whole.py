"""Reads a plan from its first line to its last."""

import re

from plans.reading import calendar, frequencies, indicators, periods, targets, wording
from plans.reading.found import Basis, Dated, Indicator, Measure, Obligation, Place, Reading, Section, Unread
from plans.reading.lines import Sentence, heading_of, lines_of, plain_of, sentences_of

FIGURE = re.compile(
    r"(?<!\d)\d{1,9}(?:\.\d+)?\s*(?:%|‰|％|万元|亿元|元|次|个|名|人|张|家|项|天|例|份|本|场|起|台|套|期|篇|学时|小时|分钟|块|辆)|(?<!\d)\d{1,2}\s*/\s*(?:年|月|周|日)"
)
OFTEN = re.compile(r"经常性?(?=开展|组织|巡视|检查|排查|进行)|每逢|月月|天天|不间断")
DOING = re.compile(
    rf"{calendar.DOES}|通报|做好|落实|实现|达到|评价|备案|审定|竣工|报告|采购|印制|交|报|审议|推广|覆盖|整改|销号|到位|开通|挂牌|运行|上墙|出台"
)
TOLD = re.compile(r"过去的?一年|上一年|一年来")
REACHED = r"(?:达到|不低于|不少于|降到|降至|控制在|≥|≤)\s*\d"
NOT_DONE = re.compile(rf"[为是系起]|以?来|[^,，、]{{0,8}}?{REACHED}")
PAST_YEAR = re.compile(r"(?<![比较与从由自至到—-])(20\d\d)年(?!底|末|\d{1,2}月|[以之]?前)")
OWN_WORDS = 6
"""A clause with so many words beside its day is a duty of its own."""
SAID = re.compile(r"^(?:以上|上述)|(?:汇报|总结|计划)如下")


def read(text: str, *, year: int | None = None) -> Reading:
    """The plan of a text; `year` where the text does not say it."""
    reading = Reading(year=year or calendar.year_of(text))
    reader = _Reader(reading)
    for line in lines_of(text):
        reader.take(line.number, line.level, *heading_of(line))
    return reading


class _Reader:
    """Walks the lines; a heading of a quarter, half year or month dates what stands beneath it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.due = ""
        self.dated_title = ""
        self.dated_level = 0

    def take(self, number: str, level: int, title: str, words: str) -> None:
        """One line: a heading, an item, or a heading with its first words."""
        if not self.reading.title and not number and title == "":
            self.reading.title = words[:80]
        if title:
            self._open(number, level, title)
            number = ""
        if not words:
            return
        if not self.reading.sections:
            self.reading.sections.append(Section("", "", 0))
        self.reading.sections[-1].measures.append(Measure(number, words))
        self._date(words)
        for sentence in sentences_of(words):
            _Sentence(self.reading, sentence).read()

    def _open(self, number: str, level: int, title: str) -> None:
        self.reading.sections.append(Section(number, title, level))
        due = calendar.heading_due(title, self.reading.year)
        if due:
            self.due, self.dated_title, self.dated_level = due, title, level
        elif level and (level <= (self.dated_level or 9) or level < 4):
            self.due = ""

    def _date(self, words: str) -> None:
        """An item beneath a dated heading is due when the heading's period ends."""
        if self.due:
            place = Place(words, 0, len(words), len(self.reading.sections) - 1)
            self.reading.dates.append(Dated(f"{self.dated_title}：{words[:60]}", self.due, place))


class _Sentence:
    """Everything one sentence says."""

    def __init__(self, reading: Reading, sentence: Sentence) -> None:
        self.reading = reading
        self.sentence = sentence
        self.plain = sentence.plain
        self.section = len(reading.sections) - 1
        self.taken: list[tuple[int, int]] = []
        self.rhythms: list[frequencies.Rhythm] = []

    def read(self) -> None:
        """Documents first, then frequencies, days, figures; what is left over is listed."""
        self._cited()
        quoted = list(self.taken)
        self._in_short()
        clauses = _clauses(self.plain)
        for place, (start, clause) in enumerate(clauses):
            following = clauses[place + 1][1] if place + 1 < len(clauses) else ""
            self._clause(start, clause, following, clauses[place - 1][1] if place else "")
        self._days()
        self._figures(quoted)
        self._left_over()

    def _place(self, start: int, end: int) -> Place:
        return Place(self.sentence.printed, *self.sentence.span(start, end), self.section)

    def _cited(self) -> None:
        for start, end, title, number in wording.cited_in(self.plain):
            self.reading.basis.append(Basis(title, number, self._place(start, end)))
        self.taken += [
            match.span() for match in re.finditer(r"《[^》]*》|[〔\[]\d{4}[〕\]]\s*第?\s*\d+\s*号", self.plain)
        ]

    def _in_short(self) -> None:
        """月调度、季通报: every one of them a frequency."""
        for start, end, unit in periods.in_short(self.plain):
            if SAID.search(self.plain) or any(one <= start < two for one, two in self.taken):
                continue
            self.taken.append((start, end))
            _begin, clause = _around(self.plain, start)
            rhythm = frequencies.Rhythm(start, end, unit, 1, 1, None, words=self.plain[start:end])
            self._obliged(rhythm, clause, "", self._place(start, end))

    def _clause(self, offset: int, clause: str, following: str, before: str) -> None:
        """The frequencies of one clause."""
        if SAID.search(clause):
            return
        for rhythm in frequencies.rhythms_in(clause, following, before):
            start, end = offset + rhythm.start, offset + rhythm.end
            if any(one <= start < two for one, two in self.taken) or self._of_the_past(start):
                continue
            self.taken.append((start, end))
            if frequencies.says_when(before, clause) or (not rhythm.words and frequencies.completes(before, clause)):
                continue
            if not self._told_already(rhythm):
                self.rhythms.append(rhythm)
                self._obliged(rhythm, clause, before, self._place(start, end))
        self._handed_in(offset, clause, before)

    def _told_already(self, rhythm: frequencies.Rhythm) -> bool:
        """全年至少两次，上半年、下半年各一次 and 上半年两次，下半年两次 are said once."""
        if rhythm.unit != "half_year" or "半年" not in rhythm.words or "每" in rhythm.words:
            return False
        return any(
            (one.unit == "half_year" and one.words[0] in "上下" and rhythm.words[0] in "上下")
            or (
                rhythm.words[0] == "上"
                and one.unit == "year"
                and one.counted
                and one.at_least == 2 * (rhythm.at_least or 0)
            )
            for one in self.rhythms
        )

    def _handed_in(self, offset: int, clause: str, before: str) -> None:
        """每月自查一次，次月3日前将自查表上交: what is to be handed in is a duty of its own."""
        day = calendar.apart_in(clause)
        if day is None or len(clause) - len(day[0]) < OWN_WORDS:
            return
        start = offset + day.start()
        if any(one <= start < two for one, two in self.taken):
            return
        unit = "quarter" if "季" in day[0] else "month"
        rhythm = frequencies.Rhythm(day.start(), day.end(), unit, 1, 1, None, words=day[0])
        self.taken.append((start, start + len(day[0])))
        self._obliged(rhythm, clause, "", self._place(start, start + len(day[0])))

    def _obliged(self, rhythm: frequencies.Rhythm, clause: str, before: str, place: Place) -> None:
        """Keep one obligation with what stands around it."""
        bare = frequencies.COUNT.sub("", clause.replace(rhythm.words, ""))
        text = clause if len(bare) > 3 or not before else f"{before}，{clause}"
        within = calendar.recurring_in(clause) or self._when_within()
        several = calendar.months_each(clause)
        days = [day for day in calendar.days_in(clause, self.reading.year) if day.bound and not several]
        own = next((day.due for day in days if day.words == rhythm.words), days[0].due if days else "")
        doubt = wording.doubt_of(str(rhythm.at_least or ""), "次") if rhythm.at_least == rhythm.at_most else ""
        if rhythm.alternative:
            doubt = "原文给出两种频次，请选定其一"
        elif rhythm.unit == "unspecified":
            doubt = "没有写明频次，批准前须由负责人确定"
        self.reading.obligations.append(
            Obligation(
                text=text.strip(" ,，"),
                unit=rhythm.unit,
                at_least=rhythm.at_least,
                at_most=rhythm.at_most,
                every=rhythm.every,
                kind=wording.kind_of(text),
                due=calendar.as_rule(within[0]) if within else own if rhythm.unit == "year" else "",
                responsible=wording.responsible_in(text, self.plain),
                doubt=doubt,
                place=place,
                alternative=rhythm.alternative,
                coverage=bool(re.search(r"全覆盖|覆盖率?(?:达到?)?100|轮流|轮转|全院各?科室", text)),
            )
        )

    def _when_within(self) -> re.Match[str] | None:
        """每月汇总数据，次月5日前上报 and 每月开展，时间为每月25日: the day another clause names for the same duty."""
        for _place, clause in _clauses(self.plain):
            if frequencies.SAYS_WHEN.match(clause) and (found := calendar.recurring_in(clause)):
                return found
            found = calendar.following_in(clause)
            if found and len(clause) - len(found[0]) < OWN_WORDS:
                return found
        return None

    def _days(self) -> None:
        """Days named; a day by which something is done is an obligation of that year, where no frequency was read."""
        done_each: list[calendar.Day] = []
        dated: list[int] = []
        for day in calendar.days_in(self.plain, self.reading.year):
            start, clause = _around(self.plain, day.start)
            place = self._place(day.start, day.end)
            self.reading.dates.append(Dated(clause.strip(" ,，"), day.due, place))
            end = start + len(clause)
            is_apart = self._is_apart(dated, day, clause)
            alone = is_apart or not any(start <= one < end for one, _two in self.taken if self._is_rhythm(one))
            self.taken.append((day.start, day.end))
            if (
                alone
                and not frequencies.says_when(self.plain[:start], clause)
                and day.bound
                and self._binds(day, start, clause)
                and not re.search(r"[了]|基础性", self.plain)
            ):
                count = frequencies.COUNT.search(clause, day.end - start)
                each = calendar.months_each(clause)
                if each and any(start <= one.start < end for one in done_each):
                    continue
                low, high = frequencies.amounts(count) if count else (1, 1 if each else None)
                low, high = low and low * (each or 1), high and high * (each or 1)
                done_each += [day] if each else []
                rhythm = frequencies.Rhythm(day.start - start, day.end - start, "year", 1, low, high, words=day.words)
                if count:
                    self.taken.append((start + count.start("low"), start + count.end()))
                before = ""
                text = clause if DOING.search(clause) else self.plain[start:].rstrip("。;；")
                dated.append(day.start)
                self._obliged(rhythm, text, before, place)

    def _is_apart(self, dated: list[int], day: calendar.Day, clause: str) -> bool:
        """6月20日和12月10日前报送, 6月申报、9月立项: each of the days of one clause binds something."""
        if (
            self.plain[day.start - 1 : day.start] == "、"
            and calendar.DONE.match(self.plain, day.end)
            and not calendar.months_each(clause)
        ):
            return True
        if not dated or calendar.months_each(clause):
            return False
        between = self.plain[dated[-1] : day.start]
        return "分别" in clause or bool(re.fullmatch(r".*[和、及与]", between))

    def _of_the_past(self, start: int) -> bool:
        """Whether a figure tells of a year before the plan's: 2025年甲级病案率93.5%."""
        if TOLD.search(self.plain, 0, start):
            return True
        told = [int(year[1]) for year in PAST_YEAR.finditer(self.plain, 0, start)]
        return bool(told and self.reading.year and told[-1] < self.reading.year)

    def _is_rhythm(self, start: int) -> bool:
        printed = self.sentence.positions[start]
        return any(
            one.place.source == self.sentence.printed and one.place.start == printed
            for one in self.reading.obligations[-8:]
        )

    def _binds(self, day: calendar.Day, start: int, clause: str) -> bool:
        """Whether something is to be done by the day, and not 6月底达到50%, 自3月起 or 2—3月为宣传阶段."""
        after = clause[day.end - start :]
        if re.match(REACHED, after) or (NOT_DONE.match(after) and not day.words.endswith("前")):
            return False
        if clause[: day.start - start].endswith(("自", "从", "截至", "截止")):
            return False
        if re.search(r"[前底末终旬初]$", day.words) and re.search(r"[\u4e00-\u9fff]{2}", after):
            return True
        return bool(DOING.search(after or clause)) or self._goes_on(start + len(clause))

    def _goes_on(self, end: int) -> bool:
        """A day alone in its clause (6月底前,完成…) speaks of what follows."""
        return bool(DOING.search(self.plain[end : end + 20]))

    def _figures(self, quoted: list[tuple[int, int]]) -> None:
        """Thresholds, and thresholds without a number."""
        for one in indicators.figures_in(self.plain, self.taken):
            if not self._of_the_past(one.end) and not re.search(
                r"占到|现有|开放床位|同比|目前|去年|上年",
                self.plain if "现有" in self.plain else _around(self.plain, one.end - 1)[1],
            ):
                number = self.plain[one.start : one.end]
                printed = re.search(r"\d+(?:\.\d+)?", number)
                doubt = wording.doubt_of(printed[0] if printed else "", one.unit)
                place = self._place(one.start, one.end)
                self.reading.indicators.append(
                    Indicator(one.name, one.comparator, one.value, one.unit, doubt, place, one.at_most)
                )
                self.taken.append((one.start, one.end))
        for start, end, reason in targets.missing_in(self.plain):
            if not any(one < end and start < two for one, two in self.taken if (one, two) not in quoted):
                self._list(start, end, reason)

    def _left_over(self) -> None:
        """Figures and words of frequency nobody took; misprinted words."""
        for start, end, reason in wording.terms_in(self.plain):
            self._list(start, end, reason)
        for pattern, reason in ((FIGURE, "有数字，没有读成指标或频次，请确认"), (OFTEN, "没有写明频次")):
            for match in pattern.finditer(self.plain):
                if not any(one < match.end() and match.start() < two for one, two in self.taken):
                    printed = re.match(r"\d+", match[0])
                    unit = match[0][printed.end() :] if printed else ""
                    doubt = wording.doubt_of(printed[0], unit.strip()) if printed else ""
                    self._list(match.start(), match.end(), doubt or reason)
        for match in re.finditer(r"(?:抽查|检查|培训|完成)[个次名](?=[\u4e00-\u9fff])", self.plain):
            self._list(match.start(), match.end(), "存疑：数字疑似漏印，请核对原件")

    def _list(self, start: int, end: int, reason: str) -> None:
        self.reading.unread.append(Unread(self.plain[start:end], reason, self._place(start, end)))
        self.taken.append((start, end))


def _clauses(plain: str) -> list[tuple[int, str]]:
    """The clauses of a sentence with their places; a bracket stays in its clause."""
    parts, start, depth = [], 0, 0
    for place, char in enumerate(plain):
        depth += (char in "(（") - (char in ")）")
        if char in ",，;；:：" and depth <= 0:
            parts.append((start, plain[start:place]))
            start = place + 1
    parts.append((start, plain[start:].rstrip("。！？!?")))
    return [(place, clause) for place, clause in parts if clause.strip()]


def _around(plain: str, place: int) -> tuple[int, str]:
    """The clause that holds a character."""
    return next(((start, clause) for start, clause in reversed(_clauses(plain)) if start <= place), (0, plain))


__all__ = ["plain_of", "read"]
