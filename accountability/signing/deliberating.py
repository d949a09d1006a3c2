"""会议审议: a step of a route that a meeting answers as one body; who sits in it may still answer here one by one.

What the meeting had before it is named by the digest of the manifest: where the thing was sent anew meanwhile, or the
step was answered by hand, the meeting's answer comes too late and has no effect.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.digest import plain
from accountability.models import SignRequest
from accountability.models.signing import Word
from accountability.notices import notify
from accountability.signing import decisions, manifests, requests, routes
from organizations.models import Appointment, Duty, Person

PRESIDING = (Duty.LEADER, Duty.PRINCIPAL)


def waiting(model: type[models.Model]) -> models.QuerySet[SignRequest]:
    """The deliberations that things of a model wait for now, with what lies before them."""
    kind = ContentType.objects.get_for_model(model)
    asked = SignRequest.objects.open().filter(content_type=kind, word=Word.DELIBERATE)
    return asked.select_related("manifest").order_by("opened_at", "pk")


def waiting_for(thing: models.Model, *, shown: str) -> SignRequest | None:
    """The deliberation a held thing waits for, where it is still over what the meeting had before it."""
    found = waiting(type(thing)).filter(object_id=thing.pk).first()
    return found if found is not None and found.manifest.sha256 == shown else None


def may_preside(chair: Person, thing: models.Model, request: SignRequest) -> bool:
    """Whether a meeting under this chair may answer for a thing: who is asked in the step, or leads the house (四眼).

    Nobody carries his own draft by a meeting he calls himself.
    """
    if chair.pk in routes.barred(thing):
        return False
    if request.seats.filter(models.Q(person=chair) | models.Q(on_behalf_of=chair)).exists():
        return True
    here = {"post__organization__institution_path": getattr(thing, "institution_path", "")}
    return Appointment.objects.valid().filter(person=chair, post__duty__in=PRESIDING, **here).exists()


def answer(request: SignRequest, thing: models.Model, *, passed: bool, said: str, by: Person) -> None:
    """Answer the whole step of a held thing: the route goes on, or the thing goes back; `said` names the meeting."""
    state = SignRequest.State.APPROVED if passed else SignRequest.State.REFUSED
    with manifests.in_first_language():
        because = plain(said, 200)
    cancelled = requests.cancel_seats(request.seats.all(), because=because)
    changed: list[models.Model] = [request, *cancelled, *requests.close(request, thing, state=state, by=by)]
    opened: list[models.Model] = []
    if passed:
        opened = requests.open_next(thing, list(decisions.request_siblings(request)), by=by)
    else:
        changed += requests.close_unfinished(request.turn, state=SignRequest.State.CANCELLED)
    told = {"request": request.pk, "manifest": request.manifest.sha256, "round": request.round}
    trail.record("deliberated", thing, by=by, because=because, also=[*changed, *opened], extra=told)
    _tell(request, thing, because, by=by)
    if not passed:
        engine.send_back(thing, to=request.returns_to, by=by, because=because)
    elif not decisions.is_asking(opened):
        engine.finish(thing, request.node, by=by)


def _tell(request: SignRequest, thing: models.Model, said: str, *, by: Person) -> None:
    """Tell the authors what came of their work."""
    with manifests.in_first_language():
        text = _("%(said)s：%(label)s") % {"said": said, "label": request.label}
    authors = [person for person in routes.authors_of(thing) if person != by]
    notify(authors, text=text, url=request.turn.url, source=thing, kind="signing")
