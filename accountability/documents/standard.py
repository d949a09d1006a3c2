"""The measures of GB/T 9704—2012 and how they are kept in Word's units (twips: twentieths of a point)."""

from typing import NamedTuple

POINTS_PER_MM = 72 / 25.4
TWIPS = 20  # in one point


def twips(mm: float) -> int:
    """Millimetres in twips."""
    return round(mm * POINTS_PER_MM * TWIPS)


def mm_of(length: float) -> float:
    """Twips in millimetres."""
    return length / TWIPS / POINTS_PER_MM


PAPER_WIDTH, PAPER_HEIGHT = 210.0, 297.0
TOP, LEFT, TEXT_WIDTH, TEXT_HEIGHT = 37.0, 28.0, 156.0, 225.0  # 天头、订口、版心
RIGHT, BOTTOM = PAPER_WIDTH - LEFT - TEXT_WIDTH, PAPER_HEIGHT - TOP - TEXT_HEIGHT
LINES, CHARACTERS = 22, 28
MARGIN_TOLERANCE = 1.0  # 天头37mm±1mm、订口28mm±1mm

SIZE_1, SIZE_2, SIZE_3, SIZE_4, SIZE_TABLE = 26.0, 22.0, 16.0, 14.0, 12.0  # 一号、二号、三号、四号、小四，点
PITCH = 579  # twips, 28.95 pt: 22 lines are 636.9 pt of the 637.8 pt of the text block
TITLE_PITCH = 700
TIGHTENING = -5  # twips for each character: 28 × (16 − 0.25) pt = 441 pt of the 442.2 pt of the text block
CHARACTER = round(SIZE_3 * TWIPS) + TIGHTENING  # the width of one character of the text
SMALL_CHARACTER = round(SIZE_4 * TWIPS)

RED = "FF0000"
THICK, THIN, RULE = 8, 6, 12  # eighths of a point: 0.35 mm and 0.25 mm of the 版记, 1.5 pt of the red rule
MARK_FROM_TEXT = 35.0  # 发文机关标志上边缘至版心上边缘
LETTER_MARK_FROM_PAPER = 30.0
LETTER_LINES, LETTER_LINE_FROM_BOTTOM = 170.0, 20.0
NUMBER_FROM_TEXT = 7.0  # 页码一字线上距版心下边缘


class Face(NamedTuple):
    """A typeface of the standard: its name in Word and what stands in for it where it is not installed."""

    name: str
    instead: str
    latin: str = "Times New Roman"


SONG_TITLE = Face("方正小标宋简体", "宋体")
FANG_SONG = Face("仿宋_GB2312", "仿宋")
KAI = Face("楷体_GB2312", "楷体")
HEI = Face("黑体", "SimHei")
SONG = Face("宋体", "SimSun", "宋体")
FACES = (SONG_TITLE, FANG_SONG, KAI, HEI, SONG)

HEADING_FACES = {1: HEI, 2: KAI, 3: FANG_SONG, 4: FANG_SONG}


def width(text: str) -> float:
    """The width of a text in characters of the text: what is Latin takes half of one."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)
