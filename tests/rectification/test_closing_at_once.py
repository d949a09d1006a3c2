"""An answer in the second in which a campaign is closed stands before the closing, or it is refused."""

import threading
from functools import partial

import pytest

from accountability.models import SignRequest, TrailEvent
from organizations.refusals import NotYet
from rectification import services
from rectification.models import Answer, CampaignState, Inspection
from rectification.services import inspections
from tests.engine.crowd import together
from tests.rectification.closed import Run
from tests.rectification.making import decide, fresh, seats_of

MANY = 5
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(transactional_db, stage) -> Run:
    """One signature is missing until the campaign is over; a visit in it is still being written."""
    run = Run(stage)
    services.conclude_campaign(run.campaign, summary="专项整治工作完成。", by=run.cast.li)
    while SignRequest.objects.of(run.campaign).unfinished().count() > 1:
        decide(seats_of(run.campaign).first())
    return run


def closes(run: Run):
    """The last signature, as its signer gives it."""
    return partial(decide, seats_of(run.campaign).first())


def answers(run: Run, place: int):
    """One item of the visit, answered on its own connection."""
    asked = run.visit.checklist_version.items.filter(answer_kind="choice", depends_on=None)
    item = asked.order_by("order")[place]
    return partial(
        services.answer_item, Inspection.objects.get(pk=run.visit.pk), item=item, choice="pass", by=run.cast.zhao
    )


def in_order(run: Run) -> list[str]:
    """What was written about the visit's answers and the campaign's end, in the order of the trail."""
    answered = TrailEvent.objects.of(run.visit).filter(verb="item_answered")
    closed = TrailEvent.objects.of(run.campaign).filter(verb="campaign_closed")
    return list((answered | closed).order_by("pk").values_list("verb", flat=True))


def test_whoever_answers_while_the_campaign_is_closed_is_before_it_or_refused(run):
    given = together(closes(run), *(answers(run, place) for place in range(MANY)))
    assert fresh(run.campaign).state == CampaignState.CLOSED
    kept = [one for one in given[1:] if isinstance(one, Answer)]
    refused = [one for one in given[1:] if isinstance(one, NotYet)]
    assert len(kept) + len(refused) == MANY, given
    assert all("已经结束并锁定" in one.message for one in refused)
    assert in_order(run) == ["item_answered"] * len(kept) + ["campaign_closed"]
    assert run.visit.answers.count() == len(kept)


def test_the_closing_waits_for_an_answer_that_has_been_let_in(run, monkeypatch):
    let_in, closed = threading.Event(), threading.Event()
    written = inspections._answered

    def slowly(*told):
        let_in.set()
        closed.wait(2)  # a closing that did not wait would be through by now
        return written(*told)

    def close_then():
        assert let_in.wait(30)
        try:
            return last()
        finally:
            closed.set()

    last = closes(run)
    monkeypatch.setattr(inspections, "_answered", slowly)
    answered, _signed = together(answers(run, 0), close_then)
    assert isinstance(answered, Answer), answered
    assert in_order(run) == ["item_answered", "campaign_closed"]
    assert fresh(run.campaign).state == CampaignState.CLOSED
