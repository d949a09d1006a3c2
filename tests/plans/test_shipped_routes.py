"""The routes the product ships for plans: taken as they are, with the meeting that deliberates as a step."""

import pytest

from accountability.models import SignRoute
from accountability.signing import keeping
from organizations.models import Duty
from plans import services
from plans.models import PlanState
from tests import make
from tests.plans.making import answer, fresh, open_seat
from tests.plans.test_screens_obligations import page, post, visit

pytestmark = pytest.mark.django_db


def taken(desk, key):
    """The hospital's president takes a shipped route as the hospital's own."""
    president = visit(desk.cast.president_wang)
    shown = page(president, "/routes/new/", template=key)
    assert "院长办公会审议" in shown
    shipped = keeping.template(key)
    typed = {"organization": desk.hospital.pk, "subject": shipped.subject, "name": shipped.name}
    for number, step in enumerate(shipped.steps, start=1):
        policy = {"ratio": "half"}.get(step.get("policy", ""), step.get("policy", "any"))
        typed |= {f"word{number}": step["word"], f"who{number}": f"duty:{step['duty']}:{step['where']}"}
        typed |= {f"policy{number}": policy}
    assert post(president, "/routes/new/", **typed).status_code == 302
    return SignRoute.objects.get(organization=desk.hospital, subject=shipped.subject, active=True)


def test_the_shipped_routes_ask_whom_there_may_be_and_end_with_the_principal():
    keys = [one.key for one in keeping.templates()]
    assert {"plan_president_meeting", "plan_party_committee", "plan_plain", "revision_president_meeting"} <= set(keys)
    for one in keeping.templates():
        assert one.steps[-1]["word"] == "issue"
        assert one.steps[-1]["duty"] == Duty.PRINCIPAL


def test_the_meeting_deliberates_and_more_than_half_must_agree(desk):
    route = taken(desk, "plan_president_meeting")
    assert list(route.steps.values_list("word", "policy", "ratio")) == [
        ("review", "any", 100), ("approve", "any", 100), ("deliberate", "ratio", 51), ("issue", "any", 100),
    ]  # fmt: skip
    second = make.make_leader(desk.hospital, name="副院长乙") if hasattr(make, "make_leader") else None
    plan = desk.written()
    services.submit_plan(plan, by=desk.cast.qian)
    words = []
    while seat := open_seat(plan):
        words.append(seat.request.word)
        answer(seat, opinion="会议审议通过")
    assert words[-2:] == ["deliberate", "issue"]
    assert fresh(plan).state == PlanState.NUMBERING
    assert second is None or words.count("deliberate") == 2


def test_what_the_meeting_does_not_pass_comes_back(desk):
    taken(desk, "plan_president_meeting")
    plan = desk.written()
    services.submit_plan(plan, by=desk.cast.qian)
    while (seat := open_seat(plan)) and seat.request.word != "deliberate":
        answer(seat)
    answer(seat, verdict="return", opinion="经费测算后再议。")
    assert fresh(plan).state == PlanState.DRAFT


def test_a_stranger_s_template_is_only_an_empty_form(desk):
    shown = page(visit(desk.cast.president_wang), "/routes/new/", template="没有")
    assert "参考路线" in shown
