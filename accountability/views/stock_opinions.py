"""Opinions offered on the sign sheet, so that two taps are enough; the first is chosen beforehand where one agrees."""

from django.utils.translation import gettext_lazy as _

from accountability.models.signing import Verdict, Word

AGREEING = {
    Word.REVIEW: (_("同意"), _("情况属实，同意上报"), _("同意，请领导审定")),
    Word.APPROVE: (_("同意"), _("同意，请抓好落实"), _("同意，请按期推进")),
    Word.DELIBERATE: (_("会议审议通过"), _("原则通过，请按会议意见修改")),
    Word.ISSUE: (_("同意"), _("同意，请抓好落实"), _("同意印发")),
    Word.INSTRUCT: (_("同意拟办意见"), _("请承办单位抓紧办理，按期报结果"), _("请分管领导阅处")),
    Word.FIRST_CHECK: (_("内容属实，拟同意发布"),),
    Word.SECOND_CHECK: (_("表述准确，拟同意发布"),),
    Word.FINAL_CHECK: (_("同意发布"),),
    Word.CONFIRM: (_("情况属实"), _("情况属实，已当面交接")),
}
OTHERS = {
    Verdict.NO_COMMENT: (_("无意见"),),
    Verdict.RETURN: (
        _("原则同意，请修改后再报"),
        _("请补充材料后再报"),
        _("请核实数据后再报"),
        _("请按要求修改后再报"),
    ),
    Verdict.DISAGREE: (_("不符合要求，不同意"), _("时机不成熟，暂缓办理")),
}


def stock_opinions(word: str, verdict: str) -> tuple[str, ...]:
    """The opinions offered with a verdict on this kind of request."""
    offered = AGREEING.get(Word(word), ()) if verdict == Verdict.AGREE else OTHERS.get(Verdict(verdict), ())
    return tuple(str(text) for text in offered)
