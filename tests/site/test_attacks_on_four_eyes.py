"""Attacks on four eyes: nobody passes his own work, whatever post he acts from and whoever pressed the button."""

import pytest
from django.utils import timezone

from accountability.signing import decisions
from accountability.signing.seats import add_signer, transfer
from organizations.models import Duty
from organizations.refusals import AlreadyDone, NotAllowed, Stale
from rectification import services
from tests import make
from tests.cast import cast
from tests.rectification.making import Stage, answer_everything, decide, fresh, seats_of

__all__ = ["cast"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast) -> Stage:
    """The city, its people and the shipped papers."""
    services.load_shipped()
    return Stage(cast)


def test_whoever_filled_a_self_inspection_in_does_not_confirm_it_though_another_handed_it_in(stage) -> None:
    hospital = stage.cast.peoples_hospital
    inspection = stage.inspection_of(hospital)
    both = make.make_holder(Duty.HEAD, stage.cast.quality_office, name="多面手", oversees=hospital)
    answer_everything(inspection, by=both)
    services.submit_self_inspection(inspection, by=stage.cast.qian)

    with pytest.raises(NotAllowed):
        services.confirm_self_inspection(fresh(inspection), by=both)
    services.confirm_self_inspection(fresh(inspection), by=stage.cast.vice_president_he)


def test_where_everybody_has_filled_in_the_unit_above_confirms(stage) -> None:
    inspection = stage.inspection_of(stage.cast.clinic)
    answer_everything(inspection, by=stage.cast.doctor_he)

    services.submit_self_inspection(inspection, by=stage.cast.doctor_he)

    assert fresh(inspection).one_level_up


def test_whoever_rewrote_a_draft_does_not_sign_it_after_another_changed_one_word(stage) -> None:
    both = make.make_holder(Duty.LEADER, stage.cast.city, name="能写能签", title="副主任")
    make.make_appointment(both, duty=Duty.CLERK)
    campaign = stage.draft()
    services.revise_campaign(campaign, version=campaign.version, purpose="由能签的人改写", by=both)
    services.revise_campaign(
        fresh(campaign), version=fresh(campaign).version, purpose="由能签的人改写。", by=stage.cast.li
    )
    services.submit_scheme(fresh(campaign), by=stage.cast.li)

    assert both not in [seat.person for seat in seats_of(campaign)]
    seat = seats_of(campaign).first()
    for hand_over in (lambda: transfer(seat, to=both, because="代办", by=seat.person),
                      lambda: add_signer(seat, person=both, because="请看", by=seat.person)):  # fmt: skip
        with pytest.raises(NotAllowed):
            hand_over()


def test_a_seat_is_decided_by_its_holder_alone_and_over_what_was_shown(stage) -> None:
    campaign = stage.draft()
    services.submit_scheme(campaign, by=stage.cast.li)
    seat = seats_of(campaign).first()
    given = {"verdict": "agree", "opinion": "", "reauthenticated_at": timezone.now()}
    shown = seat.request.manifest.sha256

    for somebody in (stage.cast.li, stage.cast.president_wang, stage.cast.zhao):
        with pytest.raises(NotAllowed):
            decisions.decide(seat, by=somebody, manifest_digest=shown, **given)
    for digest in ("", "0" * 64, shown.upper(), shown[:-1]):
        with pytest.raises(Stale):
            decisions.decide(seat, by=seat.person, manifest_digest=digest, **given)
    decide(seat)
    with pytest.raises(AlreadyDone):
        decide(seat)


def test_no_fixer_of_any_round_and_no_author_verifies(stage) -> None:
    finding = stage.reported(stage.finding())
    for somebody in (stage.cast.qian, stage.cast.nurse_sun):
        with pytest.raises(NotAllowed):
            services.verify_finding(fresh(finding), conclusion="fixed", opinion="好", by=somebody)
