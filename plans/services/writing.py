"""How refusals ask for what is missing, and how figures are read as people type them."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from organizations.refusals import Invalid

MOST = Decimal(10) ** 13
PLACES = 6


def required(field: str, text: str, sentence: str) -> str:
    """The text without blanks at its ends; a refusal at this field where it is empty."""
    said = text.strip()
    if not said:
        raise Invalid({field: sentence})
    return said


def figure(text: Any, field: str, name: str, *, places: int = PLACES) -> Decimal | None:
    """A figure as typed: 95, 95.5, 95%, １２; nothing for an empty text, a refusal for what is no figure."""
    if text is None or isinstance(text, Decimal):
        return text
    said = str(text).strip().replace(",", "").replace("，", "").removesuffix("%").removesuffix("％").strip()
    if not said:
        return None
    try:
        value = Decimal(said)
    except InvalidOperation:
        raise Invalid(
            {field: _("“%(name)s”请填写数字，现在是“%(said)s”。") % {"name": name, "said": said[:20]}}
        ) from None
    if not value.is_finite() or abs(value) >= MOST:
        raise Invalid({field: _("“%(name)s”的数值超出范围，请核对。") % {"name": name}})
    if value != round(value, places):
        raise Invalid({field: _("“%(name)s”最多填写%(places)d位小数。") % {"name": name, "places": places}})
    return value
