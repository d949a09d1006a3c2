"""What is said to a file that does not pass the gate: one sentence each, with what to do."""

from django.utils.translation import gettext as _

from organizations.refusals import Refusal


class BadFile(Refusal):
    """A file that does not pass the gate."""


def not_what_it_says(name: str, extension: str) -> BadFile:
    """The bytes are of another kind than the extension."""
    sentence = _("“%(name)s”不是真正的%(extension)s文件（可能改过扩展名，或已损坏），请用原软件另存后重新上传。")
    return BadFile(sentence % {"name": name, "extension": extension})


def nameless(name: str) -> BadFile:
    """No extension."""
    sentence = _("文件名“%(name)s”没有扩展名，看不出是什么文件，请改名（如“名单.xlsx”）后重新上传。")
    return BadFile(sentence % {"name": name[:60]})


def old_office(name: str) -> BadFile:
    """A format of twenty years ago."""
    sentence = _("“%(name)s”是旧版办公文件，请用WPS或Word打开，另存为docx、xlsx或pptx后重新上传。")
    return BadFile(sentence % {"name": name})


def unaccepted(extension: str, accepted: tuple[str, ...]) -> BadFile:
    """An extension that is not on the list."""
    sentence = _("不接受扩展名为“%(extension)s”的文件，请转换成下列格式之一后再上传：%(accepted)s。")
    return BadFile(sentence % {"extension": extension[:20], "accepted": _("、").join(accepted)})


def too_large(name: str, megabytes: int) -> BadFile:
    """More bytes than accepted."""
    sentence = _("“%(name)s”超过%(limit)d MB，请压缩图片或拆分文件后再上传。")
    return BadFile(sentence % {"name": name, "limit": megabytes})


def empty(name: str) -> BadFile:
    """No bytes at all."""
    return BadFile(_("“%(name)s”是空文件，请检查后重新上传。") % {"name": name})


def no_room() -> BadFile:
    """The disk is nearly full."""
    return BadFile(_("服务器存储空间不足，暂时不能上传文件，请联系系统管理员清理后再试。"))


def secret() -> BadFile:
    """The file calls itself a state secret."""
    return BadFile(
        _(
            "文件带有国家秘密标志，不能上传：本系统为非涉密系统，严禁上传、处理、传输国家秘密；"
            "工作秘密和敏感信息请按本单位规定办理。"
        )
    )


def isolated() -> BadFile:
    """The same content was reported as a wrong upload."""
    return BadFile(_("内容相同的文件已按误传文件隔离或者清除，不能再次上传；有疑问请联系安全管理员。"))


def not_text(name: str) -> BadFile:
    """A text file that holds no text."""
    sentence = _("“%(name)s”不是能读出文字的文本文件，请用记事本打开，另存为UTF-8编码后重新上传。")
    return BadFile(sentence % {"name": name})


def locked(name: str, extension: str) -> BadFile:
    """An old or encrypted Office file under a new extension."""
    sentence = _("“%(name)s”是旧版文件或加了打开密码，请去掉密码并另存为%(extension)s后重新上传。")
    return BadFile(sentence % {"name": name, "extension": extension})


def damaged(name: str) -> BadFile:
    """A package that cannot be opened."""
    return BadFile(_("“%(name)s”已损坏，无法打开，请用WPS或Word打开修复，另存后重新上传。") % {"name": name})


def inflated(name: str) -> BadFile:
    """A package that grows too much when opened."""
    return BadFile(_("“%(name)s”解开后过大，请压缩其中的图片或拆分文件后再上传。") % {"name": name})


def crowded(name: str, cells: int, rows: int) -> BadFile:
    """More rows or cells than any table of an office has."""
    sentence = _("“%(name)s”的表格过大（最多%(rows)d万行、%(cells)d万个单元格），请删去空行空列或拆分后再上传。")
    return BadFile(sentence % {"name": name, "cells": cells, "rows": rows})


def active(name: str) -> BadFile:
    """Macros or embedded programs."""
    sentence = _("“%(name)s”含有宏或嵌入的程序，为安全起见不能上传，请另存为不带宏的文件后重新上传。")
    return BadFile(sentence % {"name": name})


def suspicious(name: str) -> BadFile:
    """A package built as no office program builds it."""
    sentence = _("“%(name)s”的内部结构异常，为安全起见不能上传，请用WPS或Word打开，另存为新文件再上传。")
    return BadFile(sentence % {"name": name})
