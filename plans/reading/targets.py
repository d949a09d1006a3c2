"""Targets without a comparator: 不发生安全事故, 医疗纠纷为零, 新建成2个重点专科; and those without a number."""

import re
from dataclasses import dataclass

from plans.reading import names
from search.numerals import number_of

V = r"\d{1,9}(?:\.\d+)?"
MANY = rf"(?:{V}|[一二两三四五六七八九十]{{1,3}})"
THING = r"(?:名|个|家|项|篇|件|部|人(?!次)|种|张|万?例)"
HARM = r"(?:事故|事件|案件|上访|感染暴发|投诉|差错|纠纷|火灾|泄密|爆炸)"
ZERO = re.compile(
    rf"(?:杜绝|不发生|不出现|避免发生|零发生|无)(?P<name>[^,，。；;]{{0,26}}{HARM})(?=的?发生|[,，。；;、]|$)"
    r"|(?:无|杜绝|消灭|不出现)(?P<paper>丙级病[历案])(?=[,，。；;、]|$)"
    r"|(?P<before>[^,，。；;:：、]{2,24}?)(?:实现|做到|保持|要|应|均){0,2}(?:为零(?![\u4e00-\u9fff]*容忍)|为0(?![.\d%‰])|[“\"]?零发生[”\"]?)"
    r"|(?P<who>[^,，、。；;:：]{0,10}?)[“\"]?零(?P<zero>漏诊|感染|事故|投诉|差错|缺陷|死亡|暴发|聚集|瞒报|漏报)"
)
STREAK = re.compile(
    rf"(?P<count>[一二三四五六七八九十\d]{{1,4}})个(?P<streak>百日无事故(?:记录)?)|(?P<safe>安全生产)(?P<days>{V})天"
)
ITEM = (
    rf"(?:{MANY}(?:[-—–－~～至]+{V})?{THING}(?:以上)?[^,，、。；;]{{2,24}}"
    rf"|(?!不[少低]于|至少|达)[^,，、。；;:：\d]{{2,20}}?(?:不少于|不低于|至少|达到?)?{MANY}(?:[-—–－~～至]+{V})?{THING}(?:以上|左右)?(?![\u4e00-\u9fff]))"
)
MADE = re.compile(
    rf"(?P<verb>新?建成|创成|新建|再?培育|培养出?|引进|创建|新增|打造|建设|招聘|发表|完成|获批|获得|授权|申报|举办|发展|拍摄|录制|立项|刊发|争创|争取|出版|编写|选树)(?:[^,，、。；;:：\d]{{1,6}}、)?(?P<list>{ITEM}(?:[、,，和]{ITEM})*)"
)
ONE_MADE = re.compile(
    rf"(?:^|(?<=[、,，和]))(?:(?P<value>{MANY})(?:[-—–－~～至]+(?P<top>{V}))?(?P<unit>{THING})(?:以上)?(?P<name>[^,，、。；;]{{2,24}})"
    rf"|(?P<thing>[^,，、。；;\d]{{2,20}}?)(?:不少于|不低于|至少|达到?)?(?P<many>{MANY})(?:[-—–－~～至]+(?P<most>{V}))?(?P<measure>{THING})(?:以上|左右)?)"
)
NO_THING = re.compile(r"^(?:选[派送].*|.*进修|指导|备案|转化|.*以上|.*(?:评选|评比|征集))$")
MISSING = re.compile(
    rf"(?P<name>[^,，；;。:：、]{{0,24}}(?:率|占比|比例|指数|密度|费用|值|\)值))(?:的?上限)?(?P<op>达到|不低于|不少于|不超过|不高于|控制在|控制(?=措施)|降到|降至|≥|≤)"
    rf"(?!\D{{0,2}}{V})(?P<rest>[^,，、。；;]{{0,12}})"
)


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


def zeros_in(sentence: str) -> list[Figure]:
    """What must not happen at all; a rate that is to be zero keeps its printed unit, which is none."""
    found = []
    for match in ZERO.finditer(sentence):
        if match["before"]:
            begin = match.start() + len(match["before"]) - len(match["before"].lstrip())
            name, unit = names.cleaned(match["before"]), "" if match["before"].endswith("率") else "起"
            found.append(Figure(begin, match.end(), name, "=", 0, unit))
            continue
        name = match["name"] or match["paper"] or f"{names.cleaned(match['who'] or '')}{match['zero']}"
        name = re.sub(r"^(?:出现|发生)", "", name)
        found.append(Figure(match.start(), match.end(), name, "=", 0, "份" if match["paper"] else "起"))
    return found


def streaks_in(sentence: str) -> list[Figure]:
    """So many days or times without an accident."""
    found = []
    for match in STREAK.finditer(sentence):
        name, unit = (match["streak"], "个") if match["streak"] else (match["safe"], "天")
        many = number_of(match["count"]) or 1 if match["streak"] else float(match["days"])
        found.append(Figure(match.start(), match.end(), name, ">=", many, unit))
    return found


def made_in(sentence: str) -> list[Figure]:
    """What is to be made, won or brought in, number first or name first."""
    found = []
    for block in MADE.finditer(sentence):
        for one in ONE_MADE.finditer(block["list"]):
            start = block.start("list") + one.start()
            many, top = one["value"] or one["many"], one["top"] or one["most"]
            value = float(many) if many[0].isdigit() else float(number_of(many) or 0)
            name = names.cleaned(one["name"] or one["thing"], counted=not one["name"])
            if NO_THING.search(name) or NO_THING.search(one["thing"] or ""):
                continue
            unit = one["unit"] or one["measure"]
            end = start + len(one[0])
            found.append(Figure(start, end, name, ">=", value, unit, float(top) if top else None))
    return found


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
