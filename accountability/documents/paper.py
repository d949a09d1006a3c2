"""What an official document consists of, in the words of GB/T 9704—2012; how it looks is decided elsewhere."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class PaperKind(StrEnum):
    """The forms the standard knows, and a paper without a head."""

    DOCUMENT = "document"  # 文件格式：发文机关全称加“文件”，红色
    LETTER = "letter"  # 信函格式：红色双线，首页不显示页码
    MINUTES = "minutes"  # 纪要格式：“×××纪要”，不加盖印章
    PLAIN = "plain"  # 没有版头：内部材料、责任书、工作提示


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4, numbered 一、 （一） 1. （1） in its turn unless the text brings its number along.

    `continues` is text that follows in the same paragraph, as headings of the third and fourth level often have.
    """

    level: int
    text: str
    continues: str = ""
    is_numbered: bool = True


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text, its first line indented by two characters."""

    text: str
    is_indented: bool = True


@dataclass(frozen=True)
class Table:
    """A table whose row of headings is repeated on each page; `widths` are shares, equal where none are given."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""


@dataclass(frozen=True)
class SigningPlaces:
    """Places for signatures by hand, two side by side: each its words and the lines to be filled."""

    places: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Table | SigningPlaces


@dataclass(frozen=True)
class Attachment:
    """An annex on pages of its own.

    `is_issued_with` marks the thing a notice issues (印发的计划): it follows the notice under its own title, without
    「附件」 and without being named in the 附件说明.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    is_issued_with: bool = False


@dataclass(frozen=True)
class OfficialPaper:
    """One official document; an empty field leaves its element out."""

    kind: PaperKind
    title: str
    issuer: str = ""  # 发文机关标志中的机关名称；纪要为会议名称
    number: str = ""  # 发文字号 衡医〔2026〕12号；纪要也可为 第12期
    signer: str = ""  # 签发人，只用于上行文
    urgency: str = ""  # 特急、加急
    addressees: tuple[str, ...] = ()  # 主送机关
    blocks: tuple[Block, ...] = ()
    attendance: tuple[tuple[str, str], ...] = ()  # 纪要的出席、请假、列席
    attachments: tuple[Attachment, ...] = ()
    signature: str = ""  # 发文机关署名
    dated: date | None = None  # 成文日期
    is_to_be_sealed: bool = True  # 加盖印章的公文与不加盖印章的公文落款位置不同
    note: str = ""  # 附注，不含圆括号
    copies_to: tuple[str, ...] = ()  # 抄送机关；纪要为分送
    printed_by: str = ""  # 印发机关
    printed_on: date | None = None  # 印发日期
    banner: str = ""  # 页眉中的稿件标记：讨论稿、未用印稿
    keywords: tuple[str, ...] = field(default=())  # 只写入文件属性，便于检索

    @property
    def mark(self) -> str:
        """发文机关标志: the words in red at the head."""
        ending = {PaperKind.DOCUMENT: "文件", PaperKind.MINUTES: "纪要"}.get(self.kind, "")
        if not self.issuer or self.kind == PaperKind.PLAIN:
            return ""
        return self.issuer if not ending or self.issuer.endswith(ending) else f"{self.issuer}{ending}"


def day(when: date) -> str:
    """A date as official documents write it: 2026年3月5日, without leading zeros."""
    return f"{when.year}年{when.month}月{when.day}日"
