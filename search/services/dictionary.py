"""The term dictionary: an administrator says which words mean the same."""

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import trail
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid
from search import permissions
from search.models import Synonym, Term

LONGEST, SHORTEST, MOST = 60, 2, 20


def add_term(
    word: str, *, synonyms: list[str], by: Person, organization: Organization | None = None, note: str = ""
) -> Term:
    """Enter a term with what else it is called; without a unit it holds for everybody, which only the top may say."""
    _require(organization, by)
    said = word.strip()
    others = [other for other in dict.fromkeys(part.strip() for part in synonyms) if other and other != said]
    _check(said, others)
    with transaction.atomic():
        if Term.objects.select_for_update().filter(word=said, organization=organization).exists():
            raise AlreadyDone(_("术语“%(word)s”已在词典中，请在原条目中修改。") % {"word": said})
        path = organization.path if organization else ""
        term = Term.objects.create(
            word=said, organization=organization, org_path=path, note=note.strip()[:200], added_by=by
        )
        made = Synonym.objects.bulk_create([Synonym(term=term, word=other) for other in others])
        trail.record("term_added", term, by=by, also=made, extra={"synonyms": others})
    return term


def change_term(term: Term, *, synonyms: list[str], by: Person) -> Term:
    """Say anew what else a term is called."""
    _require(term.organization, by)
    others = [other for other in dict.fromkeys(part.strip() for part in synonyms) if other and other != term.word]
    _check(term.word, others)
    with transaction.atomic():
        held = Term.objects.select_for_update().get(pk=term.pk)
        before = list(held.synonyms.values_list("word", flat=True))
        held.synonyms.exclude(word__in=others).delete()
        made = Synonym.objects.bulk_create([Synonym(term=held, word=other) for other in others if other not in before])
        trail.record("term_changed", held, by=by, also=made, extra={"before": before, "synonyms": others})
    return held


def drop_term(term: Term, *, by: Person) -> None:
    """Take a term out of the dictionary."""
    _require(term.organization, by)
    with transaction.atomic():
        held = Term.objects.select_for_update().get(pk=term.pk)
        trail.record("term_dropped", held, by=by, extra={"word": held.word})
        held.delete()


def _require(organization: Organization | None, by: Person) -> None:
    if organization is not None:
        permissions.require(by, "keep_library", organization)
        return
    places = [place for place in permissions.kept_places(by) if permissions.keeps_for_all(place)]
    permissions.require(by, "keep_library", places[0].path if places else "")


def _check(word: str, others: list[str]) -> None:
    if not SHORTEST <= len(word) <= LONGEST:
        raise Invalid({"word": _("规范用语请填写2至60个字。")})
    if not others:
        raise Invalid({"synonyms": _("请至少填写一个同义词。")})
    if len(others) > MOST or any(not SHORTEST <= len(other) <= LONGEST for other in others):
        raise Invalid({"synonyms": _("同义词最多20个，每个2至60个字。")})
