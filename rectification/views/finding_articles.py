"""Which articles a finding may rest on while it is written: those it names, those ticked, the likeliest others."""

from dataclasses import dataclass

from django.http import HttpRequest

from rectification.forms.asking import AskingForm
from rectification.models import ChecklistItem
from search import citing
from search.finding.eyes import Eyes
from search.finding.likeness import likely
from search.models import Article


@dataclass(frozen=True)
class Offers:
    """The articles in the order in which they are shown; none stands twice."""

    named: list[Article]
    chosen: list[Article]
    likely: list[Article]
    sought: bool


def offers_for(request: HttpRequest, form: AskingForm, item: ChecklistItem | None, chosen: list[Article]) -> Offers:
    """The articles for the text typed so far; before anything is typed, for what the item asks."""
    basis, typed = (str(form[name].value() or "").strip() for name in ("cited_text", "description"))
    named = citing.offer(f"{basis}\n{typed}", who=request.user)
    sought = "recognise" in request.POST
    words = typed or (item.requirement if item else "")
    found = likely(words, by=Eyes(request.user)) if sought and words else []
    known = {article.pk for article in (*named, *chosen)}
    others = [article for article in found if article.pk not in known]
    mine = {article.pk for article in named}
    return Offers(named, [article for article in chosen if article.pk not in mine], others, sought)
