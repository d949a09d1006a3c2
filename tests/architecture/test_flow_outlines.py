"""Every flow reads as it was agreed: its table is kept beside this test; UPDATE_OUTLINES=1 writes it anew."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command

from engine.flow import Flow, all_flows, name_of
from engine.outline import as_text

KEPT = Path(__file__).parent / "outlines"
FLOWS = [flow for flow in all_flows() if not flow.__module__.startswith("tests.")]


def file_of(flow: type[Flow]) -> Path:
    """Where the table of a flow is kept."""
    return KEPT / f"{name_of(flow)}.txt"


@pytest.mark.parametrize("flow", FLOWS, ids=name_of)
def test_a_flow_reads_as_it_was_agreed(flow: type[Flow]) -> None:
    if os.environ.get("UPDATE_OUTLINES") == "1":
        KEPT.mkdir(exist_ok=True)
        file_of(flow).write_text(as_text(flow), encoding="utf-8")
    assert file_of(flow).exists(), "Run the test once with UPDATE_OUTLINES=1 and read what it wrote."
    assert as_text(flow) == file_of(flow).read_text(encoding="utf-8")


def test_no_outline_is_kept_of_a_flow_that_is_gone() -> None:
    assert {file.name for file in KEPT.glob("*.txt")} == {file_of(flow).name for flow in FLOWS}


def test_the_outline_is_printed_in_the_order_in_which_a_flow_was_written(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("outline")
    text = capsys.readouterr().out
    assert [line.split()[0] for line in text.split("playground.TourFlow")[1].splitlines()[2:11]] == [
        "start", "plan", "consent", "prepare", "stops", "is_reported", "report", "close", "ended",
    ]  # fmt: skip
    call_command("outline", "--json")
    flows = {flow["flow"]: flow for flow in json.loads(capsys.readouterr().out)}
    plan = flows["playground.TourFlow"]["nodes"][1]
    assert plan == {
        "node": "plan", "kind": "step", "title": "拟定巡查计划", "who": "经办人（playground.plan_tour）",
        "due": "plan_due_on", "next": "consent",
    }  # fmt: skip
