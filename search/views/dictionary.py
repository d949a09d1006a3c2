"""The keeper's pages: the term dictionary, and what people asked in vain."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organizations import sight
from organizations.models import Organization
from search import permissions
from search.forms.finding import TermForm, words_of
from search.models import Term
from search.services import dictionary, looking

from .answering import Sheet, act_on_sheet, find, visitor

DAYS = 90


def _places(request: HttpRequest) -> list[Organization]:
    """The units whose library the visitor keeps; for others these pages do not exist."""
    visitor(request)
    places = permissions.kept_places(request.user)
    if not places:
        raise Http404
    return places


def _for_all(places: list[Organization]) -> bool:
    return any(permissions.keeps_for_all(place) for place in places)


@login_required
@require_GET
def term_list(request: HttpRequest) -> HttpResponse:
    """The dictionary as it stands for the keeper's units."""
    places = _places(request)
    terms = sight.visible(request.user, Term).select_related("organization").prefetch_related("synonyms")
    paths = {place.path for place in places}
    rows: list[Any] = list(terms[:500])
    for term in rows:
        term.mine = term.org_path in paths or (not term.org_path and _for_all(places))
    return render(request, "search/term_list.html", {"rows": rows})


@login_required
def term_new(request: HttpRequest) -> HttpResponse:
    """Enter a term."""
    places = _places(request)
    form = TermForm(request.POST or None, places=places, for_all=_for_all(places))
    sheet = Sheet(_("新增术语"), _("保存"), reverse("search:term_list"), crumb=_("术语词典"), icon="book-a")

    def act(filled: Any) -> None:
        told = {"synonyms": words_of(filled.cleaned_data["synonyms"]), "note": filled.cleaned_data["note"]}
        dictionary.add_term(filled.cleaned_data["word"], organization=filled.organization, by=visitor(request), **told)

    return act_on_sheet(request, sheet, form, act)


@login_required
def term_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Say anew what else a term is called; with no synonym left it is taken out."""
    _places(request)
    term = find(request, Term, pk, "organization")
    told = {"word": term.word, "synonyms": "\n".join(term.synonyms.values_list("word", flat=True))}
    form = TermForm(request.POST or None, initial=told, places=[], for_all=True)
    form.fields["word"].disabled = True
    del form.fields["place"], form.fields["note"]
    form.fields["synonyms"].required = False
    lead = _("清空同义词并保存，这条术语就从词典中删除。")
    sheet = Sheet(_("修改术语"), _("保存"), reverse("search:term_list"), lead=lead, crumb=_("术语词典"), icon="book-a")

    def act(filled: Any) -> None:
        synonyms = words_of(filled.cleaned_data["synonyms"])
        if synonyms:
            dictionary.change_term(term, synonyms=synonyms, by=visitor(request))
        else:
            dictionary.drop_term(term, by=visitor(request))

    return act_on_sheet(request, sheet, form, act)


@login_required
@require_GET
def asked_list(request: HttpRequest) -> HttpResponse:
    """What was asked in vain, and what was found and not opened, in the keeper's units; nobody is named."""
    paths = [place.institution_path for place in _places(request)]
    context = {
        "fruitless": looking.asked_for(paths, days=DAYS, fruitless=True),
        "unopened": looking.asked_for(paths, days=DAYS, fruitless=False),
        "days": DAYS,
    }
    return render(request, "search/asked_list.html", context)
