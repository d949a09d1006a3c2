"""What the verbs of meetings ask of words: that they are there, short enough, and name no patient."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from organizations.refusals import Invalid

LONGEST_LINE = 200
FEW = 3
PATIENT = re.compile(
    r"(?<!\d)\d{17}[\dXx](?!\d)"  # the number of an identity card
    r"|(?<!\d)1[3-9]\d{9}(?!\d)"  # a mobile number
    r"|(?:住院号|门诊号|病案号|身份证号?|医保卡?号)[：:\s]*[A-Za-z0-9]{4,}"
    r"|患者(?:姓名|家属)?[：:]\s*[\u4e00-\u9fff]{2,4}"
)


def required(field: str, text: str, sentence: str) -> str:
    """The text without its edges; a refusal where nothing is left."""
    if not text.strip():
        raise Invalid({field: sentence})
    return text.strip()


def line(field: str, text: str, sentence: str) -> str:
    """As `required`, for what stands on one line."""
    if len(text.strip()) > LONGEST_LINE:
        raise Invalid({field: _("请不要超过%(n)d个字。") % {"n": LONGEST_LINE}})
    return required(field, text, sentence)


def refuse_patient(field: str, *texts: str) -> None:
    """Refuse words by which a patient could be known: such meetings speak of cases by their code (F27)."""
    for text in texts:
        found = PATIENT.search(text)
        if found:
            told = _("这类会议的材料不得出现患者身份信息（“%(what)s”），请改用病例编码。")
            raise Invalid({field: told % {"what": found[0][:20]}})


def first_few(things: Iterable[object]) -> str:
    """The first few by name, and that there are more."""
    names = [f"“{thing}”" for thing in things]
    more = _("等%(n)d项") % {"n": len(names)} if len(names) > FEW else ""
    return _("、").join(names[:FEW]) + more
