"""The base of every flow, and how the flow of a thing is found."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model
from viewflow.workflow.base import Flow as ViewflowFlow
from viewflow.workflow.base import Node

from engine.locking import ProcessLock

VERSION = re.compile(r"V(\d+)$")


class Flow(ViewflowFlow):
    """Names the model it carries (`of = "app.Model"`) and its nodes, in the order a reader would be told them."""

    of: str = ""
    lock_impl = ProcessLock()


def all_flows() -> list[type[Flow]]:
    """Every flow class, by app and name."""
    return sorted(_below(Flow), key=lambda flow: (flow.__module__, flow.__name__))


def _below(flow: type[Flow]) -> Iterator[type[Flow]]:
    for subclass in flow.__subclasses__():
        yield subclass
        yield from _below(subclass)


def name_of(flow: type[Flow]) -> str:
    """The name a turn remembers: "rectification.CampaignFlow"."""
    return f"{flow.instance.app_label}.{flow.__name__}"


def version_of(flow: type[Flow]) -> int:
    """2 for AnnualPlanFlowV2, 1 where the name says nothing."""
    found = VERSION.search(flow.__name__)
    return int(found[1]) if found else 1


def newest_flow(model: type[Model]) -> type[Flow]:
    """The flow that new things of a model enter."""
    flows = [flow for flow in all_flows() if flow.of and model_of(flow) is model._meta.concrete_model]
    if not flows:
        raise LookupError(f"No flow says of = {model._meta.label!r}.")
    return max(flows, key=version_of)


def model_of(flow: type[Flow]) -> type[Model]:
    """The model a flow carries."""
    return apps.get_model(flow.of)


def nodes_as_written(flow: type[Flow]) -> list[Node]:
    """The nodes in the order of the class body; viewflow's own list is alphabetical."""
    return [node for name, node in vars(flow).items() if isinstance(node, Node) and not name.startswith("_")]
