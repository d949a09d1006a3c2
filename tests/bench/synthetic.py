"""Events as the verbs would have written them, as many as are wanted, without anybody's doing."""

from django.utils import timezone

from accountability import digest, seals, trail
from accountability.models.trail import TrailBody, TrailEvent

KIND = "organizations.organization"
TOLD = {
    "because": "按计划完成整改，现场已复查，附照片两张。",
    "changed": {"state": ["rectifying", "reported"]},
    "extra": {},
    "rows": [["rectification.finding", 12, "0" * 16, "0" * 64]],
}
FIXED = {
    "object_label": "江州市人民医院 重症医学科", "org_path": "/1/12/345/", "verb": "progress_reported", "actor_id": 7,
    "actor_name": "孙护士", "actor_post": "护师", "actor_unit": "重症医学科", "strength": "password", "ip": "10.2.3.4",
    "request_id": "0" * 32,
}  # fmt: skip


def events(count, **more):
    """So many events with bodies of about 500 bytes: event, body, and the pairs of hashes before and after it."""
    now, text, previous = timezone.now(), digest.canonical(TOLD), digest.Pair(seals.FIRST, seals.FIRST)
    for pk in range(1, count + 1):
        body = TrailBody(event_id=pk, text=text, salt=f"{pk:032x}")
        event = TrailEvent(pk=pk, object_id=pk % 5000, at=now, **FIXED, **more)
        event.body_sha256, event.body_sm3 = trail.body_digest(body.salt, body.text)
        event.sha256, event.sm3 = digest.pair(trail.facts(event, KIND))
        made = seals.link(pk, pk, previous, digest.Pair(event.sha256, event.sm3))
        yield event, body, previous, made
        previous = made
