"""The name of a figure: the words before it, without what leads to them and without the period it is for."""

import re

BOUNDS = ",，；;。:：、!！?？\t|｜"
CELL = " |｜"
"""Between the name of a figure and its value in the row of a table."""
LEADS = re.compile(
    r"^.*(?:力争|确保|使得?(?!用)|实现|(?<!免疫)规划|保证|做到|年内|要求|争取|并将|将|把|其中|努力|推动|促进)"
)
MAKING = re.compile(
    r"^.*(?:发表|争创|立项|刊发|获批|获得|办理|接收|收集|开设|培养|引进|招聘|派驻|新增|建成|新建|申报|发展|举办|发放|播放|设置|创建|授权|申请|取得|完成|遴选|评选|开展)(?!率|人数|时间|例数)(?=[^)）]{2})"
)
"""In front of a number of things what is made counts, not who makes it: 在媒体发表稿件20篇."""
TRAILING = re.compile(
    r"(?:全年|全年完成|全年新增|各?新增|各?新建|完成|每(?:年|月|周|日|天|季度?|半年|学期|人)|年均|年度内|今年|年内)$"
)
FROM = re.compile(r"[由从]\d[^,，]{0,12}$")
"""药占比由32%降至30%."""
SCOPE = re.compile(r"^(?:(?:全市|全院|我院|的|各(?![种项类级]))(?=.{4})|全年(?=.{2}))")
FULL = str.maketrans("()~", "（）～")
QUOTES = (("“", "”"), ("‘", "’"), ('"', '"'))


POPULATION = re.compile(
    r"^(?:门急诊|门诊|急诊|住院|出院|[一二三]级|[市县区乡镇]级|乡镇|城市|农村|成人|儿童)(?:患者|病人|处方|综合医院|专科医院|医院|医疗机构|卫生院|病区)?"
)
"""门诊处方抗菌药物使用率≤20%，急诊≤40%: who a figure is for may be all that is said of the next."""


def without_population(name: str) -> str:
    """抗菌药物使用率 of 门诊处方抗菌药物使用率 and of 抗菌药物使用率门诊."""
    return re.sub(rf"率(?:{POPULATION.pattern.removeprefix('^')})$", "率", POPULATION.sub("", name))


def before(sentence: str, place: int, floor: int = 0) -> tuple[int, str]:
    """The words that end at a place and where they begin: back to a mark outside brackets, or to `floor`."""
    while place > floor and sentence[place - 1] in CELL:
        place -= 1
    depth, begin = 0, place
    while begin > floor:
        char = sentence[begin - 1]
        depth += (char in ")）") - (char in "(（")
        if char in BOUNDS and depth <= 0:
            break
        begin -= 1
    return begin, sentence[begin:place].strip()


def in_brackets(sentence: str, place: int) -> bool:
    """Whether a number stands in a bracket inside a name: 归档率（出院后3日内）达到100%."""
    opened = max(sentence.rfind("(", 0, place), sentence.rfind("（", 0, place))
    closed = re.search(r"[)）]", sentence[place:])
    if opened <= 0 or closed is None or re.search(r"[)）]", sentence[opened:place]):
        return False
    inside = sentence[opened + 1 : place + closed.start()]
    follows = sentence[place + closed.end() : place + closed.end() + 1]
    return bool(follows.strip(BOUNDS)) and not re.search(r"[%‰≥≤]", inside) and place - opened > 1


def list_before(sentence: str, place: int, many: int) -> tuple[int, list[str]]:
    """So many names as printed in the list that ends at a place."""
    begin, last = before(sentence, place)
    several = re.split(r"[和与及]", last) if many == 2 and "、" not in sentence[max(0, begin - 1) : begin] else [last]
    while len(several) < many and begin > 0 and sentence[begin - 1] == "、":
        begin, word = before(sentence, begin - 1)
        several.insert(0, word)
    return begin, several


def cleaned(words: str, *, counted: bool = False) -> str:
    """The name without 力争, 确保, 将, 到2026年; `counted` where a number of things follows."""
    name = _trimmed(LEADS.sub("", words))
    if name.count("(") + name.count("（") > name.count(")") + name.count("）"):
        name = re.sub(r"[(（]([^()（）]*)$", r"（\1）", name)
    name = re.sub(r"^\d+年度?(?!期)", "", FROM.sub("", name))
    while found := TRAILING.search(name):
        if not found.start():
            break
        name = name[: found.start()]
    name = re.sub(r"^(?:保持|维持)(?=.{2})", "", name)
    if counted and not MAKING.sub("", name).endswith("以上"):
        name = MAKING.sub("", name)
    if not re.search(r"率$|比$", name):
        name = re.sub(r"^(?:培养|引进|招聘|选送|选派)(?=.{2})", "", name)
    return SCOPE.sub("", name).translate(FULL)


def _trimmed(name: str) -> str:
    """Without signs and joining words at its ends, and without a bracket or quotation mark whose partner is missing."""
    name = re.sub(r"^(?:[ 、和与的]|及(?!时|格))+|[ 、和及与]+$", "", name.strip())
    for opening, closing in (*QUOTES[:2], ("(", ")"), ("（", "）")):
        if name.count(closing) > name.count(opening):
            name = name[name.index(closing) + 1 :] if name.startswith(closing) else name.replace(closing, "", 1)
        if name.startswith(opening) and name.count(opening) > name.count(closing):
            name = name[1:]
    return name.strip()
