"""What `manage verify_all` looks at in the draws: every one is repeated from its own record."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import verify
from accountability.verify import Difference
from rectification import drawing
from rectification.models import Draw

CHUNK = 100


def declare() -> None:
    """Tell verify_all about the draws."""
    verify.register("draws", draws, Draw.objects.count, title=gettext_lazy("随机抽取"))


def draws() -> Iterator[Difference]:
    """What was frozen is what was hashed and committed to, and what was drawn is what the draw gives again."""
    for draw in Draw.objects.select_related("phase").order_by("pk").iterator(chunk_size=CHUNK):
        if sentence := _fault(draw):
            yield Difference(f"rectification.draw:{draw.pk}", sentence % {"draw": draw})


def _fault(draw: Draw) -> str:
    committed = (drawing.digest(draw.population), drawing.digest(draw.seed))
    if committed != (draw.population_sha256, draw.seed_sha256):
        return _("%(draw)s的总体或种子与冻结时公布的校验码不一致")
    if not draw.drawn_at:
        return ""
    try:
        again = drawing.replay(draw.record)
    except (drawing.DrawError, ValueError):
        return _("%(draw)s的记录无法重算")
    return "" if again["identical"] else _("%(draw)s按记录重算的结果与登记的结果不一致")
