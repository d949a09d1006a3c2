"""Calls and foreign keys go down, events go up, and they meet in one file."""

import os
import subprocess
import sys

import pytest
from django.apps import apps

from tests.architecture import tree

OUR_MODELS = [model for model in apps.get_models() if model._meta.app_label in tree.APPS]


def test_every_import_contract_is_kept():
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=tree.ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_a_foreign_key_points_down_or_within_its_app(model):
    own = model._meta.app_label
    related = {
        field.name: field.related_model._meta.app_label
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.related_model and field.related_model._meta.app_label in tree.APPS
    }
    wrong = {name: app for name, app in related.items() if app != own and tree.height(app) >= tree.height(own)}
    assert wrong == {}


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_business_rows_point_to_a_person_never_to_an_account(model):
    accounts = {"organizations.User", "organizations.Group"}
    pointing = [
        field.name
        for field in model._meta.fields
        if field.related_model is not None and field.related_model._meta.label in accounts
    ]
    assert model._meta.app_label == "organizations" or pointing == []


def test_only_the_engine_speaks_viewflow_and_only_documents_speak_docx():
    wrong = []
    for path in tree.product_files():
        app, *inner = path.relative_to(tree.ROOT).with_suffix("").parts
        for line, module in tree.imported(path):
            if module.split(".")[0] == "viewflow" and app != "engine":
                wrong.append(f"{tree.named(path)}:{line} imports {module}")
            if module.split(".")[0] == "docx" and inner[:1] != ["documents"]:
                wrong.append(f"{tree.named(path)}:{line} imports {module}")
    assert wrong == []


def test_a_domain_signal_is_connected_only_in_the_wiring():
    """Framework signals (post_migrate, user_logged_in) are connected in an app's `ready` or what it loads."""
    events = {name for path in tree.product_files() if path.name == "events.py" for name in _assigned(path)}
    wrong = [
        f"{tree.named(path)}:{line} connects {name}"
        for path in tree.product_files()
        if tree.named(path) != "workflow_site/wiring.py"
        for line, name in _connected(path)
        if name.split(".")[-1] in events or not path.name.startswith(("apps", "registry"))
    ]
    assert wrong == []


def _assigned(path):
    """The names a module gives at its top level."""
    for node in tree.parsed(path).body:
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            if target is not None and (name := tree.dotted(target)):
                yield name


def _connected(path):
    """Line and signal of every `signal.connect(…)` and `@receiver(signal)` in a module."""
    for line, name in tree.calls(path):
        if name.endswith(".connect") and not name.startswith(("sqlite3.", "psycopg.")):
            yield line, name.removesuffix(".connect")
        if name.split(".")[-1] == "receiver":
            yield line, name
