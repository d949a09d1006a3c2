"""Lists of recipients, notices signed for unit by unit, and 政策咨询 with its common questions."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organizations.models import Organization
from organizations.refusals import NotAllowed
from organizations.rights import may, may_anywhere, permission_q
from organizations.sight import sight_of, visible
from rectification import services
from rectification.forms.asking import NothingForm
from rectification.forms.correspondence import AnswerQuestionForm, ListForm, QuestionForm, WorkNoticeForm
from rectification.models import (
    Campaign,
    DistributionList,
    NoticeReceipt,
    Participant,
    ParticipantState,
    PolicyQuestion,
    WorkNotice,
)
from rectification.views.answering import Sheet, act_on_sheet, allow, find, visitor, way_back

MOST, MOST_OWN = 200, 3


def _own_place(request: HttpRequest, right: str) -> Organization:
    """The first institution in which the visitor has a right; refused where there is none."""
    mine = permission_q(request.user, f"rectification.{right}", path_field="path")
    found = Organization.objects.active().institutions().filter(mine).order_by("path").first()
    if found is None:
        raise NotAllowed(_("您现在的岗位没有这项权限，请联系有权限的人员办理。"))
    return found


@login_required
@require_safe
def list_list(request: HttpRequest) -> HttpResponse:
    """The lists in force, with how many units each has."""
    rows = visible(request.user, DistributionList).filter(ended_on__isnull=True)
    lists: list[Any] = list(rows.select_related("organization", "kept_by").annotate(count=Count("units"))[:MOST])
    context = {"lists": lists, "may_keep": may_anywhere(request.user, "rectification.keep_lists")}
    return render(request, "rectification/distribution_list.html", context)


@login_required
def list_new(request: HttpRequest) -> HttpResponse:
    """Keep a list."""
    place, person = _own_place(request, "keep_lists"), visitor(request)
    units = Organization.objects.active().institutions().filter(sight_of(request.user).covers("path"))
    form = ListForm(request.POST or None, units=units.exclude(pk=place.pk).order_by("path"))
    sheet = Sheet(
        place, _("建立发送名单"), _("保存"), icon="save", back=reverse("rectification:list_list"), said=_("已保存。")
    )
    return act_on_sheet(request, sheet, form, lambda f: services.keep_list(place, by=person, **f.cleaned_data))


@login_required
@require_safe
def campaign_notices(request: HttpRequest, pk: int) -> HttpResponse:
    """The notices of a campaign, each with how many of those in sight have signed for it."""
    campaign = find(request, Campaign, pk, "organization")
    signed = Q(receipts__received_at__isnull=False)
    rows = visible(request.user, WorkNotice).filter(campaign=campaign).select_related("sent_by")
    notices: list[Any] = list(rows.annotate(count=Count("receipts"), signed=Count("receipts", filter=signed))[:MOST])
    context = {
        "campaign": campaign,
        "notices": notices,
        "may_send": campaign.is_running and may(request.user, "rectification.send_notice", campaign),
        "may_count": sight_of(request.user).sees(campaign.org_path),
        "crumbs": way_back(campaign),
    }
    return render(request, "rectification/campaign_notices.html", context)


@login_required
def campaign_notice_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a notice."""
    campaign = find(request, Campaign, pk, "organization")
    person = allow(request, "send_notice", campaign)
    lists = DistributionList.objects.filter(organization=campaign.organization, ended_on__isnull=True)
    form = WorkNoticeForm(request.POST or None, lists=lists.order_by("name"))
    sheet = Sheet(
        campaign, _("发工作通知"), _("发送"), icon="send", said=_("已发送，等待各单位签收。"),
        back=reverse("rectification:campaign_notices", args=[campaign.pk]),
    )  # fmt: skip
    return act_on_sheet(request, sheet, form, lambda f: services.send_notice(campaign, by=person, **f.cleaned_data))


@login_required
@require_safe
def worknotice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice, and who has not signed for it."""
    notice = find(request, WorkNotice, pk, "campaign__organization", "sent_by")
    receipts = list(visible(request.user, NoticeReceipt).filter(notice=notice).select_related("received_by"))
    mine = permission_q(request.user, "rectification.receive_slip", institution_field="org_path")
    own = set(NoticeReceipt.objects.filter(mine, notice=notice).values_list("pk", flat=True))
    context = {
        "notice": notice,
        "receipts": receipts,
        "unread": sum(one.received_at is None for one in receipts),
        "own": own,
        "crumbs": way_back(notice.campaign, reverse("rectification:campaign_notices", args=[notice.campaign_id])),
    }
    return render(request, "rectification/worknotice_detail.html", context)


@login_required
def worknotice_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """签收."""
    receipt = find(request, NoticeReceipt, pk, "notice__campaign", "organization")
    person = allow(request, "receive_slip", receipt.organization)
    notice = receipt.notice
    sheet = Sheet(notice, _("签收通知"), _("确认签收"), lead=notice.title, said=_("已签收。"))
    form = NothingForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda _form: services.receive_notice(receipt, by=person))


def _own_units(request: HttpRequest, campaign: Campaign) -> QuerySet[Participant]:
    mine = permission_q(request.user, "rectification.ask_question", institution_field="org_path")
    rows = visible(request.user, Participant).filter(mine, campaign=campaign, state=ParticipantState.ACTIVE)
    return rows.order_by("org_path")


@login_required
@require_safe
def campaign_questions(request: HttpRequest, pk: int) -> HttpResponse:
    """常见问题 for everybody, and the questions in sight: a unit's own, and all for the office."""
    campaign = find(request, Campaign, pk, "organization")
    rows = visible(request.user, PolicyQuestion).filter(campaign=campaign)
    questions: list[Any] = list(rows.select_related("participant", "asked_by", "answered_by")[:MOST])
    today = timezone.localdate()
    for question in questions:
        question.late = question.is_late(today)
    context = {
        "campaign": campaign,
        "shared": campaign.questions.exclude(shared_text="").order_by("answered_at", "pk")[:MOST],
        "questions": questions,
        "own": list(_own_units(request, campaign)[:MOST_OWN]) if campaign.is_running else [],
        "may_answer": may(request.user, "rectification.answer_question", campaign.institution_path),
        "crumbs": way_back(campaign),
    }
    return render(request, "rectification/campaign_questions.html", context)


@login_required
def participant_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the office, as a unit that takes part."""
    unit = find(request, Participant, pk, "campaign__organization", "organization")
    person = allow(request, "ask_question", unit.organization)
    campaign = unit.campaign
    sheet = Sheet(
        campaign, _("政策咨询"), _("提交"), icon="send", lead=unit.name, said=_("已提交，答复后会通知您。"),
        back=reverse("rectification:campaign_questions", args=[campaign.pk]),
    )  # fmt: skip
    form = QuestionForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: services.ask_question(campaign, participant=unit, by=person, **f.cleaned_data)
    )


@login_required
def question_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a unit, and share the answer where that helps the others."""
    question = find(request, PolicyQuestion, pk, "campaign", "participant", "asked_by")
    person = allow(request, "answer_question", question.office_path)
    sheet = Sheet(question, _("答复政策咨询"), _("答复"), lead=question.text, icon="send", said=_("已答复。"))
    form = AnswerQuestionForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.answer_question(question, by=person, **f.cleaned_data))
