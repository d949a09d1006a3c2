"""The picture of one thing's flow, ready to be shown: `templates/engine/_flow_picture.html` draws it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from engine.flow import Flow, model_of, newest_flow
from engine.pictures.geometry import Drawing, draw
from engine.pictures.graph import Graph, graph_of
from engine.pictures.layout import place
from engine.pictures.standing import Shows, Standing, standing_of, summary
from engine.pictures.telling import STATES, Stand


@dataclass(frozen=True)
class Entry:
    """One node in words."""

    title: str
    stand: Stand
    who: str

    @property
    def sentence(self) -> str:
        """The node, its state, and what is known about it."""
        told = _("（%(told)s）") % {"told": self.stand.told} if self.stand.told else ""
        return _("%(title)s：%(state)s%(told)s") % {"title": self.title, "state": self.stand.word, "told": told}


@dataclass(frozen=True)
class Picture:
    """The same flow drawn twice, for a desk and for a phone or paper, and told once in words."""

    flow: type[Flow]
    title: str
    summary: str
    entries: list[Entry]
    drawings: list[Drawing]

    @property
    def text(self) -> str:
        """Everything the picture shows, in the order of the flow."""
        return _("；").join(entry.sentence for entry in self.entries) + _("。")

    @property
    def legend(self) -> list[tuple[str, str]]:
        """The states that occur, with their words."""
        there = {entry.stand.state for entry in self.entries}
        always = ("done", "active", "later")
        return [(state, str(word)) for state, word in STATES.items() if state in there or state in always]

    @property
    def has_automatic(self) -> bool:
        """Whether anything is done by the system."""
        return any(shape.by_itself for drawing in self.drawings for shape in drawing.shapes)


def flow_of(thing: Any) -> type[Flow]:
    """The flow a thing is in, or would enter; LookupError where nothing carries it."""
    process = getattr(thing, "process", None)
    if process is not None and process.flow_class is not None:
        return type(process.flow_class.instance)
    return newest_flow(type(thing))


def picture_of(thing: Any, *, shows: Shows) -> Picture:
    """How a thing stands in its flow; names and units only of the turns that `shows` lets be shown."""
    flow = flow_of(thing)
    graph = graph_of(flow)
    standing = standing_of(graph, thing.process, shows=shows)
    return _picture(flow, graph, standing)


def _picture(flow: type[Flow], graph: Graph, standing: Standing) -> Picture:
    placed = place(graph)
    drawings = [draw(graph, placed, standing.stands, standing.passed, down=down) for down in (False, True)]
    titles = {point.name: point.title for point in graph.points}
    entries = [Entry(point.title, standing.stands[point.name], point.who) for point in graph.points]
    title = _("%(thing)s办理流程") % {"thing": model_of(flow)._meta.verbose_name}
    return Picture(flow, title, summary(standing, titles), entries, drawings)
