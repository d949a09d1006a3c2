"""What is said to a table that cannot be read: one sentence each, with what to do."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accountability.file_refusals import BadFile


def too_many_rows(most: int) -> BadFile:
    """More rows than one import takes."""
    return BadFile(_("表格超过%(most)d行，请拆分成几个文件后分次导入。") % {"most": most})


def too_many_empty_rows(most: int) -> BadFile:
    """Rows without end, nearly all of them empty."""
    sentence = _("表格中有大量空行（读到第%(most)d行仍未结束），请删除空行，或只复制有内容的部分到新表后重新上传。")
    return BadFile(sentence % {"most": most})


def too_much_text() -> BadFile:
    """More text than a table has."""
    return BadFile(_("表格中的文字过多，请删除与导入无关的列，或拆分成几个文件后重新上传。"))


def without_headings(labels: Iterable[str]) -> BadFile:
    """No row that reads as the headings."""
    sentence = _("没有找到表头，前10行中应有一行写明列名：%(labels)s。请下载样表对照填写。")
    return BadFile(sentence % {"labels": _("、").join(labels)})


def without_columns(labels: Iterable[str]) -> BadFile:
    """Headings of which some are missing."""
    return BadFile(_("表格缺少这些列：%(labels)s。请下载样表对照，补齐后重新上传。") % {"labels": _("、").join(labels)})


def with_a_column_twice(label: str) -> BadFile:
    """Two columns of one heading."""
    return BadFile(_("列名“%(label)s”出现了两次，请只保留一列后重新上传。") % {"label": label})


def without_rows() -> BadFile:
    """Headings and nothing beneath."""
    return BadFile(_("表格只有表头，没有内容，请填写后重新上传。"))


def unreadable(name: str) -> BadFile:
    """A workbook that no library opens."""
    sentence = _("“%(name)s”的内部结构异常，读不出表格，请用WPS或Excel打开，另存为新的xlsx文件后重新上传。")
    return BadFile(sentence % {"name": name})


def torn(number: int) -> BadFile:
    """A csv whose quotes do not match."""
    return BadFile(_("第%(number)d行附近的引号不成对，读不出各列，请改正或另存为xlsx后重新上传。") % {"number": number})
