"""Flows as BPMN 2.0: what the file says, and that a reader of the trade reads it without a warning."""

import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from engine.flow import all_flows, name_of
from engine.pictures.bpmn import BPMN, BPMNDI, DC, DI, as_bpmn
from engine.pictures.telling import STATES
from tests.engine.playground.flows import TourFlow

NS = {"bpmn": BPMN, "di": BPMNDI, "dc": DC, "line": DI}
MODDLE = "bpmn-moddle@10.3.1"
READER = """
import { readFileSync } from "node:fs";
import { BpmnModdle } from "bpmn-moddle";
const told = {};
for (const file of process.argv.slice(2)) {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(readFileSync(file, "utf8"));
  const [flow] = rootElement.rootElements;
  const plane = rootElement.diagrams[0].plane;
  told[file] = {
    warnings: warnings.map((one) => one.message),
    elements: flow.flowElements.map((one) => one.id),
    drawn: plane.planeElement.map((one) => one.bpmnElement?.id ?? null),
    many: flow.flowElements.filter((one) => one.loopCharacteristics).map((one) => one.id),
  };
}
console.log(JSON.stringify(told));
"""
FLOWS = pytest.mark.parametrize("flow", all_flows(), ids=name_of)


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program that reads BPMN files, with its package fetched for the test alone."""
    if not shutil.which("npm") or not shutil.which("node"):
        pytest.skip("there is no npm on this machine (Debian: apt install npm)")
    place = tmp_path_factory.mktemp("moddle")
    asked = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(place), MODDLE]
    fetched = subprocess.run(asked, cwd=place, capture_output=True, text=True, timeout=180, check=False)
    if fetched.returncode:
        pytest.skip(f"npm cannot fetch {MODDLE}: {fetched.stderr.strip()[-200:]}")
    program = place / "read.mjs"
    program.write_text(READER, encoding="utf-8")
    return program


def test_bpmn_moddle_reads_every_flow_without_a_warning(reader: Path, tmp_path: Path) -> None:
    files = {}
    for flow in all_flows():
        files[str(tmp_path / f"{name_of(flow)}.bpmn")] = flow
    for file, flow in files.items():
        Path(file).write_text(as_bpmn(flow), encoding="utf-8")
    answer = subprocess.run(
        ["node", str(reader), *files], capture_output=True, text=True, timeout=60, check=False, cwd=reader.parent
    )
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert set(told) == set(files)
    for file, found in told.items():
        assert found["warnings"] == [], file
        assert sorted(found["drawn"]) == sorted(found["elements"])
    tour = next(found for file, found in told.items() if "TourFlow" in file)
    assert tour["many"] == ["node_consent", "node_stops"]


def parsed(flow: Any) -> ET.Element:
    """The file of a flow."""
    return ET.fromstring(as_bpmn(flow))


@FLOWS
def test_every_arrow_leads_somewhere_and_everything_is_drawn(flow: Any) -> None:
    root = parsed(flow)
    process = root.find("bpmn:process", NS)
    assert process is not None
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    flows = process.findall("bpmn:sequenceFlow", NS)
    nodes = [element for element in process if not element.tag.endswith("sequenceFlow")]
    names = {element.get("id") for element in nodes}
    assert {way.get(end) for way in flows for end in ("sourceRef", "targetRef")} <= names
    for node in nodes:
        for end, reference in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
            said = [element.text for element in node.findall(f"bpmn:{end}", NS)]
            assert said == [way.get("id") for way in flows if way.get(reference) == node.get("id")]
        if not node.tag.endswith("Gateway"):
            assert len(node.findall("bpmn:outgoing", NS)) <= 1
    assert {shape.get("bpmnElement") for shape in root.iter(f"{{{BPMNDI}}}BPMNShape")} == names
    for edge in root.iter(f"{{{BPMNDI}}}BPMNEdge"):
        assert len(edge.findall("line:waypoint", NS)) >= 2


@FLOWS
def test_shapes_do_not_lie_on_one_another(flow: Any) -> None:
    boxes = [
        [int(bounds.get(name) or "") for name in ("x", "y", "width", "height")]
        for shape in parsed(flow).iter(f"{{{BPMNDI}}}BPMNShape")
        if (bounds := shape.find("dc:Bounds", NS)) is not None
    ]
    for number, (x, y, wide, high) in enumerate(boxes):
        assert x >= 0
        assert y >= 0
        for left, top, broad, tall in boxes[number + 1 :]:
            assert x + wide <= left or left + broad <= x or y + high <= top or top + tall <= y


def test_a_tour_in_bpmn() -> None:
    process = parsed(TourFlow).find("bpmn:process", NS)
    assert process is not None
    assert (process.get("name"), process.get("isExecutable")) == ("巡查办理流程", "false")
    found = {element.get("id"): element for element in process}
    assert found["node_plan"].tag == f"{{{BPMN}}}userTask"
    assert found["node_plan"].get("name") == "拟定巡查计划"
    assert found["node_plan"].findtext("bpmn:documentation", namespaces=NS) == "经办人"
    assert found["node_prepare"].tag == f"{{{BPMN}}}serviceTask"
    assert found["node_stops"].get("calledElement") == "playground_StopFlow"
    assert found["node_stops"].find("bpmn:multiInstanceLoopCharacteristics", NS) is not None
    assert found["node_consent"].find("bpmn:multiInstanceLoopCharacteristics", NS) is not None
    ways = {(way.get("sourceRef"), way.get("targetRef")): way.get("name") for way in process if way.get("sourceRef")}
    assert ways["node_consent_outcome", "node_plan"] == "退回"
    assert ways["node_consent_outcome", "node_prepare"] == "同意"
    assert ways["node_is_reported", "node_report"] == "是"


@FLOWS
def test_no_name_tells_a_state_and_all_are_chinese(flow: Any) -> None:
    with translation.override("en"):
        root = parsed(flow)
    process = root.find("bpmn:process", NS)
    assert process is not None
    names = [name for element in process if (name := element.get("name"))]
    with translation.override("zh-hans"):
        states = {str(word) for word in STATES.values()}
    assert [name for name in names if name.isascii() or any(state in name for state in states)] == []


def test_the_command_writes_to_the_screen_or_into_a_file(tmp_path: Path) -> None:
    said = StringIO()
    call_command("export_bpmn", "playground.TourFlow", stdout=said)
    assert said.getvalue() == as_bpmn(TourFlow)
    assert said.getvalue().startswith('<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions')
    file = tmp_path / "巡查.bpmn"
    call_command("export_bpmn", "playground.TourFlow", "--out", str(file), stdout=StringIO())
    assert file.read_text(encoding="utf-8") == said.getvalue()


def test_an_unknown_flow_is_answered_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"没有名为“tour”的流程。可以导出的流程：.*playground\.TourFlow"):
        call_command("export_bpmn", "tour")
    with pytest.raises(CommandError, match="请检查路径和权限"):
        call_command("export_bpmn", "playground.TourFlow", "--out", str(tmp_path / "nowhere" / "x.bpmn"))
