"""Which meeting a duty means: the words of its sentence beside the names of what really met."""

import re
from collections.abc import Collection

NAMED = re.compile(
    r"[\u4e00-\u9fff]{2,16}?"
    r"(?:委员会|领导小组|小组|专家组|办公会|联席会|例会|科务会|专题会|分析会|座谈会|讨论会|总结会|晨会|早会|党委会|代表大会|职代会)"
)
SHORT = (
    (re.compile(r"(?<!医)院感(?!染)"), "医院感染"),
    (re.compile(r"质控"), "质量控制"),
    (re.compile(r"医保"), "医疗保险"),
    (re.compile(r"药事会"), "药事管理委员会"),
)
EVERYBODY_S = re.compile(
    r"每个?(?:季度|半年|年度?|月|周|旬)|全年|定期|不少于|至少|[一二三四两\d]+次|召开|组织|举行|医院|本院|我院|全院|全体|工作|管理|会议"
    r"|委员会|领导小组|小组|专家组|例会|会|[的各第、，。（）()“”\s]"
)


def means(text: str, names: Collection[str]) -> bool:
    """Whether what met under these names is what a duty asks for; a duty that names no particular meeting means any.

    医院感染管理委员会 is the 院感委员会 of a plan; a 科务会 is not.
    """
    if not NAMED.search(text):
        return True
    said = _long(text)
    return any(_is_named(said, _long(name)) for name in names if name)


def _is_named(said: str, name: str) -> bool:
    core = EVERYBODY_S.sub("", name)
    if len(core) < 2:  # 例会, 专题会: a kind, and no particular meeting
        found = NAMED.search(said)
        return found is not None and name in said and EVERYBODY_S.sub("", found[0]) == core
    return name in said or core in EVERYBODY_S.sub("", said)


def _long(words: str) -> str:
    """The words with what people shorten written out."""
    for short, full in SHORT:
        words = short.sub(full, words)
    return words
