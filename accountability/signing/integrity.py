"""What `manage verify_all` asks of sign-off: manifests that still have their digest, answers over what was shown."""

from collections.abc import Iterator

from django.db.models import F
from django.utils.translation import gettext as _

from accountability import digest
from accountability.models import Seat, SignedManifest
from accountability.verify import Difference

CHUNK = 500


def differences() -> Iterator[Difference]:
    """Manifests whose text no longer has its digests, and answers whose digest is not that of their manifest."""
    for manifest in SignedManifest.objects.order_by("pk").iterator(chunk_size=CHUNK):
        if digest.pair(manifest.body) != (manifest.sha256, manifest.sm3):
            sentence = _("“%(label)s”的送签材料与校验码不一致") % {"label": manifest.label}
            yield Difference(f"accountability.signedmanifest:{manifest.pk}", sentence)
    decided = Seat.objects.filter(state=Seat.State.DECIDED).exclude(manifest_digest=F("request__manifest__sha256"))
    for seat in decided.select_related("request").order_by("pk"):
        told = {"who": seat.person_name, "label": seat.request.label}
        sentence = _("%(who)s对“%(label)s”的办理意见与所见材料的校验码不一致") % told
        yield Difference(f"accountability.seat:{seat.pk}", sentence)


def count() -> int:
    """How many manifests and answers there are."""
    return SignedManifest.objects.count() + Seat.objects.filter(state=Seat.State.DECIDED).count()
