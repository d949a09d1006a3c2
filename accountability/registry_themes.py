"""What of the kernel carries themes: directives."""

from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability import themed
from accountability.incoming import directing
from accountability.models import Directive


def declare() -> None:
    """Tell the themes what carries them."""
    themed.register(
        Directive,
        title=_("领导批示"),
        icon="pen-line",
        address=lambda key, _parent: reverse("directive_show", args=[key]),
        rights=(directing.KEEP,),
        under_way=lambda rows: rows.exclude(state=Directive.State.DENIED),
        line=_directive,
        states=dict(Directive.State.choices),
    )


def _directive() -> dict[str, Any]:
    title = Concat(F("number_text"), Value(" "), F("leader_name"), Value("："), F("occasion"))
    return {"title": title, "unit": F("organization__name"), "state": F("state")}
