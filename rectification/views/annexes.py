"""The annexes of a campaign: uploaded while it is a draft, signed with it, read by all who have it."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from accountability.models import Attachment
from organizations.rights import may
from organizations.sight import visible
from rectification import services
from rectification.forms.asking import AskingForm
from rectification.forms.files import AnnexForm
from rectification.models import Campaign
from rectification.models.choices import CampaignState
from rectification.views.answering import allow, answer, find, way_back


@login_required
def campaign_annexes(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of annexes, and for the drafter the field by which more are added."""
    campaign = find(request, Campaign, pk, "organization")
    form = AnnexForm(request.POST or None, request.FILES or None)
    may_add = campaign.state == CampaignState.DRAFT and may(request.user, "rectification.draft_campaign", campaign)

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        seen = cast(Any, visible(request.user, Attachment))
        context = {
            "campaign": campaign,
            "crumbs": way_back(campaign),
            "form": shown,
            "files": seen.of(campaign),
            "may_add": may_add or request.method == "POST",
        }
        return render(request, "rectification/campaign_annexes.html", context, status=status)

    if request.method != "POST":
        return page(form)
    person = allow(request, "draft_campaign", campaign)

    def act() -> str:
        files = form.cleaned_data["attachments"]
        for checked in files:
            services.attach_to_campaign(campaign, checked=checked, by=person)
        told = ngettext("已上传 %(count)s 个附件。", "已上传 %(count)s 个附件。", len(files))
        messages.success(request, told % {"count": len(files)})
        return reverse("rectification:campaign_annexes", args=[campaign.pk])

    return answer(request, form, act, page)
