"""How the verbs of the library are called in the trail, and which rows the trail vouches for."""

from django.utils.translation import gettext_lazy as _

from accountability import trail

from . import models

VERBS = {
    "regulations_imported": _("批量入库"),
    "edition_drafted": _("上传文本"),
    "regulations_uploaded": _("批量上传法规"),
    "upload_read": _("批量上传分条完毕"),
    "edition_revised": _("修改文本"),
    "edition_submitted": _("提交文本"),
    "opinions_asked": _("征求意见"),
    "opinions_given": _("反馈意见"),
    "opinion_decided": _("处理意见"),
    "consultation_ended": _("结束征求意见"),
    "edition_checked": _("审核制度"),
    "edition_returned": _("退回修改"),
    "edition_published": _("发布制度"),
    "edition_abandoned": _("撤回文本"),
    "relation_recorded": _("登记法规关系"),
    "regulation_described": _("修改著录信息"),
    "article_cited": _("引用条款"),
    "citation_withdrawn": _("取消引用"),
    "citation_flagged": _("提示引用失效"),
    "citation_settled": _("处理引用提示"),
    "term_added": _("新增术语"),
    "term_changed": _("修改同义词"),
    "term_dropped": _("删除术语"),
    "edition_downloaded": _("下载原文件"),
}

WATCHED = (
    models.Regulation,
    models.Edition,
    models.Relation,
    models.OpinionRequest,
    models.Opinion,
    models.Citation,
    models.RegulationUpload,
)


def declare() -> None:
    """Tell the trail the words and the rows."""
    trail.verbs(VERBS)
    for model in WATCHED:
        trail.watch(model)
