"""What surrounds a figure: kind of work, who answers for it, the documents it rests on, and what looks misprinted."""

import re

KINDS = (
    ("drill", re.compile(r"演练|演习")),
    ("examination", re.compile(r"考试|考核|考评|抽考|笔试|测试|竞赛")),
    ("meeting", re.compile(r"(?:召开|例会|晨会|科务会|专题会|联席会|座谈会|委员会|分析会|会议|专题研究|研究)")),
    ("inspection", re.compile(r"检查|督导|督查|抽查|巡查|巡视|排查|核查|质控|自查|抽检|点评|盘点|清查")),
    ("monitoring", re.compile(r"监测|检测|调查|校验|检定|采样|测定")),
    ("training", re.compile(r"培训|学习|教育|讲座|授课|宣教|业务学习|体检")),
    ("publication", re.compile(r"公布|公示|通报|简讯|简报|通讯|宣传|发布")),
    ("report", re.compile(r"汇报|上报|报告|总结|分析|反馈|报送|报表|汇总")),
)
WHO_END = (
    r"(?:领导小组|委员会|办公室|指挥部|专班|班子|小组|部门|科室|中心|医院|院|科|部|"
    r"处|办|组|站|所|委|局|人员|领导|主任|院长|护士长|责任人|各县\(区\))"
)
SUBJECT = re.compile(
    rf"^(?:由|请)?(?P<who>[^,，。；;、:：\s]{{0,18}}?{WHO_END})(?:要|应当?|须|必须|负责|将|拟|每|定期|全年|于|在|分年度|按|组织|是否)"
)
NAMED = re.compile(
    r"(?:由|有)(?P<by>[^,，。；;、:：]{2,18}?)(?:负责|牵头|承办|组织实施|具体实施)|(?:责任|牵头|承办|主办)(?:科室|部门|单位|人)[:：](?P<label>[^,，。；;)）\s|｜]{2,30})"
    r"|[(（](?P<lead>[^()（）,，]{2,20})(?:牵头|负责)[)）]"
)
NOBODY = re.compile(r"^(?:各项|本|该|全院各|对|做好|加强|组织|开展|检查|督促|配合|针对|重点监控重点|普通|重点|专职$)")
NUMBER = (
    r"(?P<number>[\u4e00-\u9fffA-Za-z]{1,10}"
    r"[〔\[(（［【]\s*(?:20[\dxX×]{2}|19\d\d|[xX×]{2,4})\s*[〕\])）］】]\s*(?:第)?\s*[\dxX×]+\s*号)"
)
ORDER = r"(?P<order>[\u4e00-\u9fff]{2,24}令\s*第?\s*\d+\s*号)"
TITLE = re.compile(
    rf"《(?P<title>[^《》]{{2,60}})》(?:\s*[（(]?\s*(?:{NUMBER}|{ORDER})\s*[）)]?)?|{NUMBER.replace('number', 'alone')}"
)
CITED = re.compile(
    r"根据|按照|依据|依照|遵照|遵循|贯彻|执行|落实|严格|依法|学习|宣传|符合|精神|要求|规定|制定本|印发|对照|考试|教育|规程|治疗|任务|适用"
)
TERMS = {"医院" + "流感": "医院感染", "感染情侣": "感染病例", "院感情侣": "院感病例"}


def kind_of(text: str) -> str:
    """What sort of work a clause asks for, by its last telling word."""
    found = [(match.end(), -rank, kind) for rank, (kind, words) in enumerate(KINDS) for match in words.finditer(text)]
    drill = next((kind for _end, rank, kind in found if rank == 0), "")
    return drill or (max(found)[2] if found else "other")


def responsible_in(clause: str, sentence: str) -> str:
    """The unit or post a clause names as doing it, or the sentence it stands in; empty where neither does."""
    for words in (clause, sentence):
        if match := NAMED.search(words):
            return (match["by"] or match["label"] or match["lead"]).strip()
    for words in (clause, sentence):
        match = SUBJECT.match(words)
        if match and not NOBODY.match(match["who"]) and not re.search(r"每|定期|全年", match["who"]):
            return match["who"].removeprefix("各临床")
    return ""


def cited_in(sentence: str) -> list[tuple[int, int, str, str]]:
    """Where a sentence cites a document, its title and its 文号."""
    answers = []
    for match in TITLE.finditer(sentence):
        number = match["number"] or match["order"] or match["alone"] or ""
        written = re.search(
            r"(?:编写|有关|创建|编制|撰写|出版|创办|编辑|制作)\d*[本部份]?(?:有关)?$", sentence[: match.start()]
        )
        if number or (CITED.search(sentence) and not written):
            number = re.sub(r"^.*?(?:根据|按照|依据|[的和及])(?=[\u4e00-\u9fff]{2})", "", number)
            answers.append((match.start(), match.end(), match["title"] or "", re.sub(r"\s", "", number)))
    return answers


def doubt_of(number: str, unit: str) -> str:
    """Why a number looks as if its dash had been lost (2—3名 as 23名); empty where it does not."""
    digits = number.removesuffix(".0")
    half = len(digits) // 2
    if not digits.isdigit() or len(digits) not in {2, 4}:
        return ""
    low, high = int(digits[:half]), int(digits[half:])
    close = high == low + 1 and low > 1 and unit in {"名", "人", "次", "个", "项", "例", "场"}
    money = len(digits) == 4 and low % 5 == 0 and high % 5 == 0 and 0 < low < high <= 2 * low and unit.endswith("元")
    if close or money:
        return f"存疑：“{number}{unit}”可能是“{low}—{high}{unit}”，疑似漏印横线，请核对原件"
    return ""


def terms_in(sentence: str) -> list[tuple[int, int, str]]:
    """Words that are no words of the trade: where they stand, and what was probably meant."""
    return [
        (sentence.index(wrong), sentence.index(wrong) + len(wrong), f"存疑：“{wrong}”疑为“{right}”之误，请核对原件")
        for wrong, right in TERMS.items()
        if wrong in sentence
    ]
