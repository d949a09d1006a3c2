"""The record of a verb says what it changed, old and new, though no verb lists its fields."""

from itertools import pairwise

from accountability import trail
from rectification import services
from rectification.models import Finding
from tests.rectification.making import fresh


def test_a_report_tells_how_the_finding_changed(stage):
    finding = stage.reported(stage.finding())

    told = trail.of(finding).filter(verb="finding_reported").get().told["changed"]

    assert told["state"] == ["rectifying", "verifying"]
    assert told["result"][0] == ""
    assert told["result"][1] == fresh(finding).result
    assert "version" not in told


def test_a_reader_sees_names_and_not_codes(stage):
    finding = stage.reported(stage.finding())
    event = trail.of(finding).filter(verb="finding_reported").get()

    shown = {change.field: (change.old, change.new) for change in trail.changes(event)}

    assert shown["状态"] == ("整改中", "待核查")


def test_what_another_changed_before_the_lock_is_not_told_as_mine(stage):
    finding = stage.finding()
    Finding.objects.filter(pk=finding.pk).update(place="别人改的部位")

    stage.planned(finding)

    assert all("place" not in event.told["changed"] for event in trail.of(finding))


def test_each_event_tells_only_its_own_change(stage):
    finding = stage.reported(stage.finding())
    services.verify_finding(fresh(finding), conclusion="partial", opinion="夜班未改。", by=stage.cast.zhao)

    states = [event.told["changed"]["state"] for event in trail.of(finding) if "state" in event.told["changed"]]

    assert states[-2:] == [["rectifying", "verifying"], ["verifying", "rectifying"]]
    assert all(before[1] == after[0] for before, after in pairwise(states))
