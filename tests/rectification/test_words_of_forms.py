"""Every list to choose from says what choosing nothing means, in words."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from django import forms

import rectification.forms
import rectification.views


def _forms() -> Iterator[type[forms.BaseForm]]:
    for package in (rectification.forms, rectification.views):
        for found in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{found.name}")
            for _name, kind in inspect.getmembers(module, inspect.isclass):
                if issubclass(kind, forms.BaseForm) and kind.__module__ == module.__name__:
                    yield kind


@pytest.mark.parametrize("kind", sorted(_forms(), key=str), ids=lambda kind: kind.__name__)
def test_no_list_begins_with_a_row_of_dashes(kind):
    for name, field in kind.base_fields.items():
        if isinstance(field, forms.ModelMultipleChoiceField):
            continue
        empty = getattr(field, "empty_label", None)
        assert "--" not in str(empty or ""), f"{kind.__name__}.{name}"
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            assert all(str(words).strip("-—") for value, words in field.choices if value == ""), name
