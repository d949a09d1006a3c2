"""Every flow as a table, in the order in which it was written."""

import unicodedata
from dataclasses import asdict, dataclass
from typing import Any

from viewflow.workflow.base import Node

from engine.flow import Flow, all_flows, model_of, name_of, nodes_as_written
from engine.nodes import Children, If, Job, Sign, Step, Waiting

HEAD = ("节点", "类型", "名称", "谁", "期限", "之后")
KINDS = {
    "start": "开始", "step": "办理", "sign": "审批", "job": "后台", "children": "下级流程", "if": "判断",
    "function": "处理", "end": "结束",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One node of a flow."""

    node: str
    kind: str
    title: str
    who: str
    due: str
    next: str

    def cells(self) -> tuple[str, ...]:
        """As shown to a reader."""
        return self.node, KINDS.get(self.kind, self.kind), self.title, self.who, self.due, self.next


def lines(flow: type[Flow]) -> list[Line]:
    """The nodes of a flow as they were written."""
    return [_line(node) for node in nodes_as_written(flow)]


def _line(node: Any) -> Line:
    return Line(
        node=node.name,
        kind=getattr(node, "kind", type(node).__name__),
        title=_title(node),
        who=_who(node),
        due=getattr(node, "due", None) or "",
        next=_next(node),
    )


def _title(node: Any) -> str:
    if isinstance(node, If):
        return f"{node.condition}？"
    service = getattr(node, "service", None)
    called = f"{service.__name__}()" if service else ""
    items = f"（{node.items} → {node.flow_of}）" if isinstance(node, Children) else ""
    title = str(getattr(node, "title", ""))
    return f"{title} {called}".strip() if called else f"{title}{items}"


def _who(node: Any) -> str:
    if not isinstance(node, Waiting):
        return ""
    basis = node.permission if isinstance(node, Step) else node.route if isinstance(node, Sign) else ""
    where = f"@{node.at}" if isinstance(node, Step) and node.at != "org_path" else ""
    told = str(node.who) if not isinstance(node, Job) else ""
    return f"{told}（{basis}{where}）" if told and basis else told or f"{basis}{where}"


def _next(node: Node) -> str:
    ways = [f"{edge.label}→{edge.dst.name}" if edge.label else edge.dst.name for edge in node._outgoing()]
    back = getattr(node, "returns_to", None)
    return "，".join([*ways, *([f"退回→{back.name}"] if back is not None else [])])


def as_data() -> list[dict[str, Any]]:
    """Every flow for a machine."""
    return [
        {
            "flow": name_of(flow),
            "of": flow.of,
            "title": str(flow.process_title),
            "nodes": [asdict(line) for line in lines(flow)],
        }
        for flow in all_flows()
    ]


def as_text(flow: type[Flow]) -> str:
    """One flow as a table for a reader."""
    rows = [HEAD, *(line.cells() for line in lines(flow))]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(HEAD))]
    head = f"{name_of(flow)}（{model_of(flow)._meta.verbose_name}）"
    table = ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([head, *table]) + "\n"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
