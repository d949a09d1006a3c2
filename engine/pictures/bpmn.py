"""A flow as BPMN 2.0 with its diagram, for analysts: our own writer, because viewflow's knows none of our nodes.

It describes the flow and never one thing in it. What a sign-off may answer becomes a gateway of its own, because two
arrows out of one task would mean in BPMN that both are taken.
"""

import xml.etree.ElementTree as ET  # nosec B405
from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from engine.flow import Flow, name_of, newest_flow
from engine.pictures.graph import Arrow, Graph, Point, graph_of
from engine.pictures.layout import MAIN, Placed, place

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
PREFIXES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI}
ELEMENTS = {
    "start": "startEvent", "step": "userTask", "sign": "userTask", "job": "serviceTask", "children": "callActivity",
    "if": "exclusiveGateway", "function": "serviceTask", "end": "endEvent",
}  # fmt: skip
SIZES = {"start": (36, 36), "end": (36, 36), "if": (50, 50)}
BOX = (120, 80)
COLUMN, ROW, EDGE, LANE = 180, 140, 60, 30
OUTCOME = "_outcome"


def as_bpmn(flow: type[Flow]) -> str:
    """The flow as BPMN 2.0 XML, in the site's first language."""
    with translation.override(settings.LANGUAGE_CODE):
        return _Writer(flow).text()


def with_outcomes(graph: Graph) -> Graph:
    """The graph with a gateway behind every sign-off that may be returned."""
    returned = {arrow.src for arrow in graph.arrows if arrow.back and graph.by_name[arrow.src].kind == "sign"}
    points: list[Point] = []
    arrows: list[Arrow] = []
    for point in graph.points:
        points.append(point)
        if point.name in returned:
            points.append(Point(point.name + OUTCOME, "if", _("是否同意？")))
            arrows.append(Arrow(point.name, point.name + OUTCOME))
    for arrow in graph.arrows:
        if arrow.src in returned:
            label = arrow.label or _("同意")
            arrows.append(Arrow(arrow.src + OUTCOME, arrow.dst, label, back=arrow.back))
        else:
            arrows.append(arrow)
    return Graph(tuple(points), tuple(arrows))


class _Writer:
    """One flow on its way to XML."""

    def __init__(self, flow: type[Flow]) -> None:
        self.flow = flow
        self.graph = with_outcomes(graph_of(flow))
        self.placed = place(self.graph)
        self.process = f"{flow.instance.app_label}_{flow.__name__}"

    def text(self) -> str:
        """The whole file."""
        for prefix, address in PREFIXES.items():
            ET.register_namespace(prefix, address)
        root = ET.Element(f"{{{BPMN}}}definitions", {"id": f"definitions_{self.process}", "targetNamespace": "bihuan"})
        self._write_process(root)
        self._write_diagram(root)
        ET.indent(root)
        return ET.tostring(root, encoding="unicode", xml_declaration=False).join(
            ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
        )

    # The flow

    def _write_process(self, root: ET.Element) -> None:
        title = _("%(thing)s办理流程") % {"thing": apps.get_model(self.flow.of)._meta.verbose_name}
        given = {"id": self.process, "name": title, "isExecutable": "false"}
        process = ET.SubElement(root, f"{{{BPMN}}}process", given)
        for point in self.graph.points:
            self._write_point(process, point)
        for number, arrow in enumerate(self.graph.arrows):
            given = {"id": f"flow_{number}", "sourceRef": _id(arrow.src), "targetRef": _id(arrow.dst)}
            ET.SubElement(process, f"{{{BPMN}}}sequenceFlow", given | ({"name": arrow.label} if arrow.label else {}))

    def _write_point(self, process: ET.Element, point: Point) -> None:
        given = {"id": _id(point.name), "name": point.title}
        if point.flow_of:
            below = newest_flow(apps.get_model(point.flow_of))
            given["calledElement"] = name_of(below).replace(".", "_")
        element = ET.SubElement(process, f"{{{BPMN}}}{ELEMENTS[point.kind]}", given)
        if point.who:
            ET.SubElement(element, f"{{{BPMN}}}documentation").text = point.who
        for number, arrow in enumerate(self.graph.arrows):
            if arrow.dst == point.name:
                ET.SubElement(element, f"{{{BPMN}}}incoming").text = f"flow_{number}"
        for number, arrow in enumerate(self.graph.arrows):
            if arrow.src == point.name:
                ET.SubElement(element, f"{{{BPMN}}}outgoing").text = f"flow_{number}"
        if point.many:
            ET.SubElement(element, f"{{{BPMN}}}multiInstanceLoopCharacteristics", {"isSequential": "false"})

    # The diagram

    def _write_diagram(self, root: ET.Element) -> None:
        diagram = ET.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", {"id": "diagram"})
        plane = ET.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", {"id": "plane", "bpmnElement": self.process})
        for point in self.graph.points:
            self._write_shape(plane, point)
        for number, arrow in enumerate(self.graph.arrows):
            given = {"id": f"flow_{number}_di", "bpmnElement": f"flow_{number}"}
            edge = ET.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", given)
            for x, y in waypoints(self.graph, self.placed, arrow):
                ET.SubElement(edge, f"{{{DI}}}waypoint", {"x": str(x), "y": str(y)})

    def _write_shape(self, plane: ET.Element, point: Point) -> None:
        given = {"id": f"{_id(point.name)}_di", "bpmnElement": _id(point.name)}
        if point.is_gateway:
            given["isMarkerVisible"] = "true"
        shape = ET.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", given)
        x, y = middle_of(self.placed, point.name)
        wide, high = _size(point)
        _bounds(shape, (x - wide // 2, y - high // 2, wide, high))
        if not point.is_box:
            label = ET.SubElement(shape, f"{{{BPMNDI}}}BPMNLabel")
            room = 14 * max(len(point.title), 2)
            _bounds(label, (x - room // 2, y + high // 2 + 6, room, 18))


def middle_of(placed: Placed, name: str) -> tuple[int, int]:
    """Where a point stands in the diagram."""
    over = placed.lanes(placed.over)
    x = EDGE + BOX[0] // 2 + COLUMN * placed.columns[name]
    return x, EDGE + LANE * over + BOX[1] // 2 + ROW * placed.rows[name]


def waypoints(graph: Graph, placed: Placed, arrow: Arrow) -> list[tuple[int, int]]:
    """The corners of an arrow in the diagram."""
    (x, y), (to_x, to_y) = middle_of(placed, arrow.src), middle_of(placed, arrow.dst)
    (wide, high), (to_wide, to_high) = (_size(graph.by_name[name]) for name in (arrow.src, arrow.dst))
    if arrow in placed.over:
        lane = EDGE + LANE * (placed.lanes(placed.over) - 1 - placed.over[arrow])
        return [(x, y - high // 2), (x, lane), (to_x, lane), (to_x, to_y - to_high // 2)]
    if arrow in placed.under:
        lane = middle_of(placed, graph.order[0])[1] + ROW * (placed.height - 1) + BOX[1] // 2
        lane += LANE * (placed.under[arrow] + 1)
        return [(x, y + high // 2), (x, lane), (to_x, lane), (to_x, to_y + to_high // 2)]
    if y == to_y:
        return [(x + wide // 2, y), (to_x - to_wide // 2, to_y)]
    if placed.rows[arrow.src] == MAIN:
        return [(x, y + high // 2), (x, to_y), (to_x - to_wide // 2, to_y)]
    if placed.rows[arrow.dst] == MAIN:
        return [(x + wide // 2, y), (to_x, y), (to_x, to_y + to_high // 2)]
    between = to_x - COLUMN // 2
    return [(x + wide // 2, y), (between, y), (between, to_y), (to_x - to_wide // 2, to_y)]


def _bounds(parent: ET.Element, bounds: Iterable[int]) -> None:
    given = {name: str(value) for name, value in zip(("x", "y", "width", "height"), bounds, strict=True)}
    ET.SubElement(parent, f"{{{DC}}}Bounds", given)


def _size(point: Point) -> tuple[int, int]:
    return SIZES.get(point.kind, BOX)


def _id(name: str) -> str:
    return f"node_{name}"
