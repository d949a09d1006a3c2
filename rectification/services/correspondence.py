"""Lists of recipients, notices with 签收, and 政策咨询 with answers that may be shared."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import notices, trail
from accountability.signing.manifests import in_first_language
from organizations import rights
from organizations.calendar import add_working_days
from organizations.models import Appointment, Duty, Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from rectification import permissions
from rectification.models import (
    Campaign,
    CampaignState,
    DistributionList,
    NoticeReceipt,
    Participant,
    PolicyQuestion,
    WorkNotice,
)

from . import locking, wording
from .participants import refuse_foreign

ANSWERING_DAYS = 3
MOST_UNITS = 500
RECEIVING = (Duty.CLERK, Duty.HEAD, Duty.PRINCIPAL)
UNDER_WAY = (CampaignState.RUNNING, CampaignState.CONCLUDING)


def keep_list(at: Organization, *, name: str, units: Sequence[Organization], by: Person) -> DistributionList:
    """建立发送名单: units at or below the institution; a list of the same name is replaced by this one."""
    said = wording.required("name", name, _("请填写名单名称。"))
    permissions.require(by, "keep_lists", at)
    if not 1 <= len(units) <= MOST_UNITS:
        raise Invalid({"units": _("请选择1—%(most)d家收件单位。") % {"most": MOST_UNITS}})
    with transaction.atomic():
        before = DistributionList.objects.select_for_update().filter(organization=at, name=said, ended_on__isnull=True)
        ended = list(before)
        for row in ended:
            row.ended_on = timezone.localdate()
            row.save(update_fields=["ended_on"])
        made = DistributionList.objects.create(
            organization=at, name=said, kept_by=by, org_path=at.path, institution_path=at.institution_path
        )
        made.units.set(units)
        trail.record("list_kept", made, by=by, also=ended, extra={"units": [unit.name for unit in units]})
    return made


def send_notice(
    campaign: Campaign, *, title: str, text: str, sign_by: datetime.date, by: Person, to: DistributionList | None = None
) -> WorkNotice:
    """Send a notice to the units of a list, or to all that take part; each signs for it."""
    headed = wording.required("title", title, _("请填写标题。"))
    said = wording.required("text", text, _("请填写通知内容。"))
    if sign_by < timezone.localdate():
        raise Invalid({"sign_by": _("签收期限不能早于今天。")})
    with engine.hold(campaign):
        permissions.require(by, "send_notice", campaign)
        locking.refuse_closed(campaign)
        if campaign.state not in UNDER_WAY:
            raise NotYet(_("专项工作不在实施中，不能发通知。"))
        units = _recipients(campaign, to)
        with in_first_language():
            named = to.name if to else str(_("全部参加单位"))
        notice = WorkNotice.objects.create(
            campaign=campaign, title=headed, text=said, list_name=named, sign_by=sign_by, sent_by=by,
            org_path=campaign.org_path, institution_path=campaign.institution_path,
        )  # fmt: skip
        receipts = NoticeReceipt.objects.bulk_create(
            [NoticeReceipt(notice=notice, organization=unit, name=unit.name, org_path=unit.path) for unit in units],
            batch_size=500,
        )
        trail.record("notice_sent", notice, by=by, also=receipts, extra={"list": named, "count": len(receipts)})
        _tell_units(notice, units)
    return notice


def _recipients(campaign: Campaign, to: DistributionList | None) -> list[Organization]:
    """Those of the list that take part, or all; a list none of whose units takes part reaches nobody."""
    rows = campaign.participants.active().select_related("organization").order_by("org_path")
    if to is not None:
        rows = rows.filter(organization__in=to.units.all())
    units = [one.organization for one in rows]
    if not units:
        raise Invalid({"to": _("名单中没有参加本专项工作的单位，请另选名单。")})
    return units


def _tell_units(notice: WorkNotice, units: Sequence[Organization]) -> None:
    """Whoever may sign for it in each unit, each person once."""
    with in_first_language():
        text = _("%(issuer)s发来通知“%(title)s”，请于%(day)s前签收。")
    told = {"issuer": notice.campaign.organization.name, "title": notice.title, "day": f"{notice.sign_by:%Y-%m-%d}"}
    ids = [unit.pk for unit in units]
    posts = Appointment.objects.valid().filter(post__duty__in=RECEIVING)
    here = posts.filter(post__organization__in=ids, post__oversees__isnull=True) | posts.filter(post__oversees__in=ids)
    people = Person.objects.filter(active=True, pk__in=here.values("person"))
    notices.notify(people, text=text % told, url=notice.get_absolute_url(), source=notice, kind="work_notice")


def receive_notice(receipt: NoticeReceipt, *, by: Person) -> None:
    """签收: once, by somebody of the recipient."""
    with transaction.atomic():
        receipt.refresh_from_db(from_queryset=NoticeReceipt.objects.select_for_update())
        permissions.require(by, "receive_slip", receipt.organization)
        if receipt.received_by is not None:
            raise AlreadyDone(who=receipt.received_by, when=receipt.received_at)
        receipt.received_by, receipt.received_at = by, timezone.now()
        receipt.save(update_fields=["received_by", "received_at"])
        trail.record("notice_received", receipt.notice, by=by, also=[receipt], extra={"unit": receipt.name})


def ask_question(campaign: Campaign, *, participant: Participant, text: str, by: Person) -> PolicyQuestion:
    """政策咨询: the office answers within three working days."""
    said = wording.required("text", text, _("请填写要咨询的问题。"))
    with engine.hold(campaign):
        locking.refuse_closed(campaign)
        refuse_foreign(participant, campaign)
        permissions.require(by, "ask_question", participant.organization)
        if campaign.state not in UNDER_WAY:
            raise NotYet(_("专项工作不在实施中，不能咨询。"))
        if campaign.questions.unanswered().filter(participant=participant, text=said).exists():
            raise AlreadyDone(_("同样的问题已经提交，正在等待答复。"))
        question = PolicyQuestion.objects.create(
            campaign=campaign, participant=participant, text=said, asked_by=by,
            due_on=add_working_days(timezone.localdate(), ANSWERING_DAYS), org_path=participant.org_path,
            institution_path=participant.organization.institution_path, office_path=campaign.institution_path,
        )  # fmt: skip
        with engine.hold(question):
            trail.record("question_asked", question, by=by)
            engine.start(question, by=by)
    with in_first_language():
        words = _("%(unit)s咨询“%(title)s”，请于%(day)s前答复。")
    told = {"unit": participant.name, "title": campaign.title, "day": f"{question.due_on:%Y-%m-%d}"}
    office = rights.who_may("rectification.answer_question", campaign.org_path)
    notices.notify(office, text=words % told, url=question.get_absolute_url(), source=question, kind="question")
    return question


def answer_question(question: PolicyQuestion, *, answer: str, by: Person, shared_text: str = "") -> None:
    """Answer once; where the question is put in words without names, all units read both as 常见问题."""
    said = wording.required("answer", answer, _("请填写答复。"))
    shared = shared_text.strip()
    if shared and question.participant.name in shared:
        raise Invalid({"shared_text": _("公开的问题中不要写咨询单位名称。")})
    with engine.hold(question):
        permissions.require(by, "answer_question", question.office_path)
        if question.answered_by is not None:
            raise AlreadyDone(who=question.answered_by, when=question.answered_at)
        question.answer, question.shared_text = said, shared
        question.answered_by, question.answered_at = by, timezone.now()
        question.save()
        trail.record("question_answered", question, by=by, extra={"shared": bool(shared)})
        if question.process_id:  # what was asked before questions were anybody's turn has none
            engine.finish(question, "answer", by=by)
    with in_first_language():
        words = _("您的政策咨询已答复：%(text)s") % {"text": str(question)}
    notices.notify(
        [question.asked_by], text=words, url=question.get_absolute_url(), source=question, kind="question_answered"
    )
