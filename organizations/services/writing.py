"""How the verbs of this app write a row: checked by the model's own rules, refused in its words."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db.models import Model

from organizations import separation
from organizations.refusals import Invalid


def write(row: Model, *, unchecked: Collection[str] = ()) -> None:
    """Save a row that its model accepts; otherwise refuse, field by field."""
    try:
        row.full_clean(exclude=set(unchecked))
    except ValidationError as error:
        raise Invalid.from_validation(error) from error
    with separation.in_words():
        row.save()
