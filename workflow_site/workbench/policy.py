"""Where browsers report what the content policy kept from running: a line in the log, and few of them."""

import json
import logging
import re

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, RawPostDataException
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

LOG = logging.getLogger("bihuan.csp")
LARGEST = 8 * 1024  # bytes
MOST = 60  # lines a minute: anybody may write here
TOLD = ("document-uri", "violated-directive", "effective-directive", "blocked-uri", "source-file", "line-number")
UNPRINTED = re.compile(r"[^\x21-\x7e]")


@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Write one report; whatever it holds the answer is empty, and addresses lose their questions."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return HttpResponse(status=413)
    try:
        report = json.loads(request.body).get("csp-report", {})
    except (ValueError, AttributeError, RawPostDataException):  # no JSON, no object, or a form
        return HttpResponse(status=400)
    cache.add("csp_reports", 0, 60)
    if isinstance(report, dict) and cache.incr("csp_reports") <= MOST:
        LOG.warning("%s", " ".join(f"{name}={_plain(report[name])}" for name in TOLD if name in report))
    return HttpResponse(status=204)


def _plain(value: object) -> str:
    """A value on one line, without what an address asks for and without signs that no address has."""
    return UNPRINTED.sub("", str(value).partition("?")[0])[:200]
