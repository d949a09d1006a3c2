"""The thin layer on viewflow: flows, the verbs that move them, background jobs and acknowledgements."""

from importlib import import_module
from typing import Any

_HOME = {
    "Flow": "engine.flow",
    "Start": "engine.nodes",
    "Step": "engine.nodes",
    "Sign": "engine.nodes",
    "If": "engine.nodes",
    "Function": "engine.nodes",
    "Job": "engine.nodes",
    "Children": "engine.nodes",
    "End": "engine.nodes",
    "this": "viewflow.this_object",
    "hold": "engine.locking",
    "start": "engine.verbs",
    "finish": "engine.verbs",
    "send_back": "engine.verbs",
    "release": "engine.verbs",
    "rearm": "engine.verbs",
    "cancel": "engine.verbs",
    "may_act": "engine.asking",
    "require_turn": "engine.asking",
    "progress": "engine.asking",
    "More": "engine.jobs",
    "verify": "engine.checks",
}

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    """Bring a name in when it is first asked for: viewflow's models do not exist yet when Django loads this package."""
    if name not in _HOME:
        raise AttributeError(f"module 'engine' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
