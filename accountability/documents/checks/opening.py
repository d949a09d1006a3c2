"""What Word and WPS open differently: the same file is to read the same on every desk (D20).

Checked is what a file can be asked without either program: it uses nothing that only one of them shows, says for which
version it was written, and holds no traces of its making. How it looks on the screen is for people to see.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.documents.checks.roles import Defect, Read

STRANGE = (
    (("sdt",), gettext_lazy("含有内容控件，WPS与Word显示不一致，请转换为普通文字。")),
    (("altChunk", "subDoc"), gettext_lazy("引用了外部文档，WPS不能显示其中的内容，请把内容粘贴到正文。")),
    (("ins", "del", "moveFrom", "moveTo"), gettext_lazy("含有修订痕迹，请接受或拒绝全部修订后再定稿。")),
    (("commentReference",), gettext_lazy("含有批注，请删除批注后再定稿。")),
    (("object", "control"), gettext_lazy("含有嵌入的对象或控件，在其他电脑上可能打不开，请改为文字、表格或图片。")),
)
OLDEST = 12
"""Word 2007: the first version that writes docx; WPS writes the same."""


def features(read: Read) -> Iterator[Defect]:
    """Nothing that one of the two programs does not show."""
    used = read.measured["features"]
    for names, said in STRANGE:
        if any(used.get(name) for name in names):
            yield Defect("feature", str(_("文件格式")), str(said))


def version(read: Read) -> Iterator[Defect]:
    """The file says how it wants to be laid out; otherwise each program chooses by itself."""
    mode = read.measured["mode"]
    if mode is not None and mode < OLDEST:
        said = _("按旧版Word（2003）的兼容方式排版，行距和页数会因软件而异，请另存为新版docx。")
        yield Defect("version", str(_("文件格式")), str(said))
