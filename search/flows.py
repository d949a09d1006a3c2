"""How an institution's own rule comes into the library: read this first."""

from django.utils.translation import gettext_lazy as _

from engine import End, Flow, If, Start, Step, this


class RegulationFlow(Flow):
    """From the uploaded draft to the published edition; documents of others are published by their keeper at once."""

    of = "search.Edition"

    # The keeper
    start = Start().Next(this.draft)
    draft = Step(
        _("核对文本并提交"),
        permission="search.keep_library",
        due="draft_due_on",
        who=_("起草单位经办人，上传后5个工作日内"),
    ).Next(this.is_consulted)
    is_consulted = If("is_consulted", title=_("需要征求意见？")).Then(this.consult).Else(this.check)
    consult = Step(
        _("处理反馈意见"),
        permission="search.keep_library",
        due="consult_due_on",
        who=_("起草单位经办人，反馈时限后3个工作日内逐条写明采纳、部分采纳或不采纳"),
    ).Next(this.check)

    # Somebody else
    check = Step(
        _("审核制度"),
        permission="search.check_regulation",
        at="check_path",
        but="authors",
        due="check_due_on",
        who=_("起草人以外的负责人（本单位没有时由上一级），提交后5个工作日内"),
    ).Next(this.publish)
    publish = Step(
        _("发布制度"),
        permission="search.publish_regulation",
        at="publish_path",
        but="authors",
        due="publish_due_on",
        who=_("起草人以外的分管领导或主要负责人，审核后5个工作日内"),
    ).Next(this.published)
    published = End()
