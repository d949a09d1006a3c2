"""How hand-overs, incoming papers and publications run: read this first."""

from django.utils.translation import gettext_lazy as _

from accountability import handing
from accountability.incoming import publishing, registering
from engine import End, Flow, Function, If, Sign, Start, Step, this


class HandoverFlow(Flow):
    """From the list of what is open to its third signature."""

    of = "accountability.Handover"

    # Who gives
    start = Start().Next(this.draft)
    draft = Step(
        _("填写交接单"),
        permission="accountability.prepare_handover",
        who=_("交出人；已离岗的由其科室负责人代填"),
    ).Next(this.confirm)

    # Who gives, who takes over, who watches
    confirm = Sign(
        _("交接签认"),
        route="route",
        content="content",
        returns_to=this.draft,
        who=_("交出人、接收人、监交人依次签认"),
    ).Next(this.apply)
    apply = Function(handing.apply, title=_("交接生效")).Next(this.applied)
    applied = End()


class IncomingFlow(Flow):
    """From the register number of a paper to 办结; 传阅 runs beside it and is never waited for."""

    of = "accountability.IncomingDocument"

    # The office
    start = Start().Next(this.propose)
    propose = Step(
        _("拟办"),
        permission="accountability.keep_incoming",
        due="propose_due_on",
        who=_("办公室经办人或者负责人，收文次日前"),
    ).Next(this.needs_instruction)
    needs_instruction = If("needs_instruction", title=_("需要领导批示？")).Then(this.instruct).Else(this.hand_out)

    # The leaders
    instruct = Sign(
        _("领导批示"),
        route="leaders_route",
        content="content",
        returns_to=this.propose,
        who=_("拟办中列出的领导，依次批示"),
    ).Next(this.hand_out)
    hand_out = Function(registering.hand_out, title=_("交承办单位")).Next(this.follow)

    # The office, once the unit has done its task
    follow = Step(
        _("跟办并办结"),
        permission="accountability.keep_incoming",
        due="follow_due_on",
        who=_("办公室经办人或者负责人，办理时限前；承办单位按任务办理"),
    ).Next(this.closed)
    closed = End()


class PublicationFlow(Flow):
    """信息发布审核: from the draft through its three checks to the place where it stands."""

    of = "accountability.Publication"

    # The drafter
    start = Start().Next(this.draft)
    draft = Step(
        _("起草并送审"),
        permission="accountability.publish",
        due="draft_due_on",
        who=_("发布单位经办人，起草后3日内"),
    ).Next(this.check)

    # Three who did not write it
    check = Sign(
        _("信息发布审核"),
        route="check_route",
        content="content",
        returns_to=this.draft,
        who=_("初审、复审、终审，本单位可另设办理路线"),
    ).Next(this.clear)
    clear = Function(publishing.clear, title=_("审核通过")).Next(this.publish)

    # The drafter
    publish = Step(_("发布并登记"), permission="accountability.publish", who=_("发布单位经办人，审核通过后")).Next(
        this.published
    )
    published = End()
