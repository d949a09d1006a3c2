"""A unit keeps its own routes; a new one replaces the old without touching what is being signed."""

import pytest

from accountability import verify
from accountability.models import SignRequest, SignRoute, SignRouteStep
from accountability.models.routes import Where
from accountability.models.signing import Policy, Word
from accountability.signing.keeping import lay_route
from accountability.signing.routes import route_for
from organizations.models import Duty
from organizations.refusals import Invalid, NotAllowed
from tests import make
from tests.accountability.signers import answer, paper_along, requests_of, states
from tests.cast import Cast
from tests.engine.playground.papers import draft_paper

pytestmark = pytest.mark.urls("tests.accountability.addresses")
SUBJECT = "playground.paper"


def issued_by(duty: str, **step: object) -> SignRouteStep:
    """A step in which a duty issues."""
    return SignRouteStep(word=Word.ISSUE, duty=duty, **step)


def test_a_new_route_replaces_the_old_which_stays_readable(cast: Cast) -> None:
    assert cast.director_liu
    old = lay_route(cast.city, subject=SUBJECT, name="旧", steps=[issued_by(Duty.LEADER)], by=cast.director_wang)
    new = lay_route(cast.city, subject=SUBJECT, name="新", steps=[issued_by(Duty.PRINCIPAL)], by=cast.director_wang)
    assert list(SignRoute.objects.filter(active=True)) == [new]
    assert old.steps.get().duty == Duty.LEADER
    assert [person.person for person in requests_of(paper_along(cast))[0].counted] == [cast.director_liu]
    assert [found for result in verify.run() for found in result.differences] == []


def test_what_is_being_signed_keeps_its_route(cast: Cast) -> None:
    steps = [SignRouteStep(word=Word.COUNTERSIGN, person=cast.zhou), issued_by(Duty.LEADER)]
    assert cast.director_wang
    lay_route(cast.city, subject=SUBJECT, name="旧", steps=steps, by=None)
    paper = paper_along(cast)
    lay_route(cast.city, subject=SUBJECT, name="新", steps=[issued_by(Duty.PRINCIPAL)], by=None)
    answer(paper, cast.zhou, "no_comment")
    answer(paper, cast.director_wang)
    assert states(paper) == [SignRequest.State.APPROVED] * 2


def test_the_route_of_the_nearest_unit_is_taken(cast: Cast) -> None:
    lay_route(cast.city, subject=SUBJECT, name="市", steps=[issued_by(Duty.PRINCIPAL, where=Where.SUPERIOR)], by=None)
    paper = draft_paper(cast.tcm_hospital, by=cast.zheng)
    assert [step.at for step in route_for(SUBJECT, paper)] == [cast.east_district.path]
    own = [issued_by(Duty.PRINCIPAL), issued_by(Duty.LEADER, where=Where.NAMED, organization=cast.city)]
    lay_route(cast.tcm_hospital, subject=SUBJECT, name="院", steps=own, by=None)
    assert [step.at for step in route_for(SUBJECT, paper)] == [cast.tcm_hospital.path, cast.city.path]


def test_a_route_says_who(cast: Cast) -> None:
    with pytest.raises(Invalid, match="请选择由谁办理"):
        lay_route(cast.city, subject=SUBJECT, name="空", steps=[SignRouteStep(word=Word.ISSUE)], by=None)
    nobody = issued_by(Duty.LEADER, policy=Policy.RATIO, ratio=0)
    with pytest.raises(Invalid, match="1—100"):
        lay_route(cast.city, subject=SUBJECT, name="零", steps=[nobody], by=None)
    with pytest.raises(Invalid, match="至少要有一个步骤"):
        lay_route(cast.city, subject=SUBJECT, name="空", steps=[], by=None)
    with pytest.raises(NotAllowed):
        lay_route(cast.city, subject=SUBJECT, name="越权", steps=[issued_by(Duty.LEADER)], by=cast.li)
    assert not SignRoute.objects.exists()


def test_holders_of_one_post_are_asked_together(cast: Cast) -> None:
    post = cast.director_wang.appointments.get().post
    deputy = make.make_person(cast.city, name="第二任")
    from_today = make.LONG_AGO
    make.appoint(deputy, post=post, since=from_today, by=None)
    lay_route(cast.city, subject=SUBJECT, name="岗", steps=[SignRouteStep(word=Word.APPROVE, post=post)], by=None)
    assert {seat.person for seat in requests_of(paper_along(cast))[0].counted} == {cast.director_wang, deputy}
