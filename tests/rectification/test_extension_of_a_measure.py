"""An extension of a measure moves the finding's own deadline, under the finding's lock, and the first date stays."""

import datetime

from django.utils import timezone

from accountability import extensions, trail
from accountability.models import Extension
from engine.models import Turn
from organizations.services import revoke
from rectification import services
from rectification.models import FindingState
from tests import make
from tests.accountability.test_signing_by_proxy import away
from tests.rectification.making import fresh
from tests.rectification.pages import post, text_of, visit_as

DAY = datetime.timedelta(days=1)


def test_the_finding_and_its_open_step_follow(stage):
    finding = stage.approved(stage.finding())
    task = finding.measures.get().assignment
    before, later = task.due_on, task.due_on + 20 * DAY
    extension = extensions.ask_extension(task, due_on=later, because="设备未到货", by=stage.cast.nurse_sun)
    assert fresh(finding).due_on == before
    version = fresh(finding).version
    extensions.decide_extension(extension, agrees=True, by=stage.cast.president_wang)
    moved = fresh(finding)
    assert (moved.due_on, moved.version) == (later, version + 1)
    assert Turn.objects.of(finding).open().get().due_on == later
    assert trail.of(finding).filter(verb="finding_deadline_moved").get().told["because"] == "设备未到货"
    assert fresh(task).scheduled_on == before
    services.report_rectified(moved, text="已完成。", by=stage.cast.qian)
    assert fresh(finding).state == FindingState.VERIFYING


def test_a_refusal_moves_nothing(stage):
    finding = stage.approved(stage.finding())
    task = finding.measures.get().assignment
    later = task.due_on + 20 * DAY
    extension = extensions.ask_extension(task, due_on=later, because="设备未到货", by=stage.cast.nurse_sun)
    extensions.decide_extension(extension, agrees=False, opinion="不影响整改", by=stage.cast.president_wang)
    assert fresh(finding).due_on == task.due_on


def test_it_is_asked_from_the_findings_page_which_costs_no_more(stage, django_assert_max_num_queries):
    finding = stage.approved(stage.finding())
    task = finding.measures.get().assignment
    nurse = visit_as(stage.cast.nurse_sun)
    assert "申请延期" in text_of(nurse.get(finding.get_absolute_url()))
    assert "申请延期" not in text_of(visit_as(stage.cast.qian).get(finding.get_absolute_url()))
    later = (timezone.localdate() + 60 * DAY).isoformat()
    asked = post(nurse, f"/assignments/{task.pk}/extension/", due_on=later, rest_day="as_is", because="设备未到货")
    assert asked["Location"] == Extension.objects.get().get_absolute_url()
    with django_assert_max_num_queries(12):
        page = text_of(nurse.get(finding.get_absolute_url()))
    assert "延期申请待审批" in page


def test_who_acts_for_the_holder_asks_from_the_page_too(stage, django_assert_max_num_queries):
    finding = stage.approved(stage.finding())
    task = finding.measures.get().assignment
    address = finding.get_absolute_url()
    signer, proxy = (make.make_holder("staff", stage.cast.icu, name=name) for name in ("代签护士", "代办护士"))
    away(stage.cast.nurse_sun, signer, covers="sign")
    assert visit_as(signer).get(address).status_code == 404, "he may only sign"
    given = away(make.anew(stage.cast.nurse_sun), proxy, covers="steps")
    other = visit_as(proxy)
    other.get(address)
    with django_assert_max_num_queries(12):
        page = other.get(address)
    assert f"/assignments/{task.pk}/extension/" in page.content.decode()
    later = (task.due_on + 20 * DAY).isoformat()
    asked = post(other, f"/assignments/{task.pk}/extension/", due_on=later, rest_day="as_is", because="设备未到货")
    assert asked.status_code == 302
    event = trail.of(Extension.objects.get()).get()
    assert event.who == "代办护士 代 孙护士"
    revoke(given, by=stage.cast.nurse_sun, because="提前返岗")
    assert visit_as(proxy).get(address).status_code == 404
