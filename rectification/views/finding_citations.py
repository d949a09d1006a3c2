"""What the author of a finding does with the articles it cites."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engine import submissions
from rectification.models import Finding
from rectification.views.answering import find, visitor
from search import citing
from search.models import Citation


@require_POST
@login_required
def finding_citation(request: HttpRequest, pk: int, citation: int) -> HttpResponseBase:
    """Take a citation back, or say that one has looked at what is said of it."""
    finding, person = find(request, Finding, pk), visitor(request)
    if finding.author_id != person.pk:
        raise Http404
    found = get_object_or_404(Citation.objects.of(finding), pk=citation)

    def act() -> HttpResponseRedirect:
        if "settle" in request.POST:
            citing.settle(found, by=person)
            messages.success(request, _("已记录：依据已核对。"))
        else:
            citing.withdraw(found, by=person)
            messages.success(request, _("已取消引用。"))
        return redirect(finding)

    return submissions.once(request, act)
