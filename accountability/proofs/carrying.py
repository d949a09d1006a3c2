"""Carries checkpoints out of the database: to a file, to the log collector, by mail to those who are to keep them."""

import fcntl
import json
import os
import socket
from datetime import datetime
from io import BufferedRandom

from django.conf import settings
from django.core import mail
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models.checkpoints import Checkpoint
from accountability.models.trail import TrailEvent
from accountability.notices import notify
from accountability.proofs import checkpoints
from accountability.verify_trail import SEALED_WITHIN
from engine.jobs import enqueue, job
from engine.models import Job
from engine.recurring import every
from organizations.models import Appointment, Duty, Person

MAKE = "accountability.make_checkpoint"
TO_SYSLOG = "accountability.checkpoint_to_syslog"
BY_MAIL = "accountability.checkpoint_by_mail"
WATCH = "accountability.watch_seals"
TELL = "accountability.tell_unsealed"
TAIL = 64 * 1024
PATIENCE = 5  # seconds
NOTICE = 109  # facility 13 (log audit), severity 5 (notice), RFC 5424


@job(MAKE, title=gettext_lazy("签发日志校验点"))
def make_checkpoint(_asked: Job) -> None:
    """Sign the state of the trail; it leaves the database in jobs of their own, after the commit."""
    point = checkpoints.make()
    if point is None:
        return
    if settings.CHECKPOINT_SYSLOG:
        enqueue(TO_SYSLOG, f"{TO_SYSLOG}:{point.size}", size=point.size)
    if settings.CHECKPOINT_MAIL:
        enqueue(BY_MAIL, f"{BY_MAIL}:{timezone.localdate()}")


@job(checkpoints.TO_FILE, title=gettext_lazy("日志校验点写入文件"))
def to_file(_asked: Job) -> None:
    """Add to the file every checkpoint it does not have."""
    write_file()


def write_file() -> int:
    """Add to the file what it lacks, whole lines and on the disk before this returns; how many lines."""
    path = checkpoints.file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+b") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        size, torn = _last(kept)
        added = b"\n" if torn else b""
        points = list(Checkpoint.objects.filter(size__gt=size).order_by("size").defer("peaks"))
        added += b"".join(json.dumps(point.line, sort_keys=True).encode() + b"\n" for point in points)
        kept.write(added)
        kept.flush()
        os.fsync(kept.fileno())
    return len(points)


def _last(kept: BufferedRandom) -> tuple[int, bool]:
    """The size in the last whole line, and whether a torn one follows it."""
    end = kept.seek(0, os.SEEK_END)
    kept.seek(max(0, end - TAIL))
    tail = kept.read()
    for line in reversed(tail.splitlines()):
        try:
            return checkpoints.read(json.loads(line)["note"]).size, not tail.endswith(b"\n")
        except (ValueError, KeyError, TypeError):
            continue
    return 0, bool(tail) and not tail.endswith(b"\n")


@job(TO_SYSLOG, title=gettext_lazy("日志校验点发送到日志服务器"))
def to_syslog(asked: Job) -> None:
    """Send one checkpoint as a line of RFC 5424 over UDP."""
    point = Checkpoint.objects.get(size=asked.payload["size"])
    host, _colon, port = settings.CHECKPOINT_SYSLOG.rpartition(":")
    told = " ".join(f'{name}="{value}"' for name, value in _facts(point).items())
    line = f"<{NOTICE}>1 {point.at.isoformat()} {socket.gethostname()} bihuan - checkpoint [bihuan@32473 {told}]"
    family = socket.AF_INET6 if ":" in host.strip("[]") else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as channel:
        channel.settimeout(PATIENCE)
        channel.sendto(line.encode(), (host.strip("[]"), int(port)))


def _facts(point: Checkpoint) -> dict[str, object]:
    return {
        "size": point.size,
        "sha256": point.sha256,
        "sm3": point.sm3,
        "root": point.root,
        "key": point.key_id,
        "signature": point.signature,
    }


@job(BY_MAIL, title=gettext_lazy("日志校验点每日邮件"))
def by_mail(_asked: Job) -> None:
    """Send the newest checkpoint to those who keep it for us, once a day."""
    point = checkpoints.newest()
    if point is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("日志校验点：%(day)s，共%(size)d条") % {"day": timezone.localdate(point.at), "size": point.size}
        text = "\n\n".join([
            _("请保存此邮件。日后可用其中的校验点核对操作记录是否被改动、删除或者截短。"),
            point.note,
            _("签名：%(signature)s") % {"signature": point.signature},
            _("公钥：%(key)s") % {"key": point.public_key},
        ])  # fmt: skip
    message = mail.EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, settings.CHECKPOINT_MAIL)
    message.attach("checkpoint.jsonl", json.dumps(point.line, sort_keys=True) + "\n", "application/json")
    message.send()


@job(WATCH, title=gettext_lazy("检查操作记录是否及时封存"))
def watch_seals(_asked: Job) -> None:
    """Tell those who keep the log, once a day, that events wait too long for their seal."""
    oldest = waiting_since()
    if oldest is None or timezone.now() - oldest < SEALED_WITHIN:
        return
    enqueue(TELL, f"{TELL}:{timezone.localdate()}")


@job(TELL, title=gettext_lazy("提醒操作记录未及时封存"))
def tell_unsealed(_asked: Job) -> None:
    """The notice itself; its key lets it go out once a day."""
    duties = (Duty.AUDIT_ADMIN, Duty.SYSTEM_ADMIN, Duty.AUDITOR)
    held = Appointment.objects.valid().filter(post__duty__in=duties)
    people = Person.objects.filter(pk__in=held.values("person"), active=True)
    with translation.override(settings.LANGUAGE_CODE):
        text = _("有操作记录超过一分钟没有封存，请系统管理员检查后台服务是否运行，并执行 verify_all。")
    notify(people, text=text, url=reverse("checkpoint_list"), source=None, kind="unsealed")


def waiting_since() -> datetime | None:
    """When the oldest event was written that is not sealed yet."""
    found: datetime | None = TrailEvent.objects.filter(seal__isnull=True).aggregate(oldest=Min("at"))["oldest"]
    return found


every(MAKE, minutes=settings.CHECKPOINT_MINUTES)
every(WATCH, minutes=1)
