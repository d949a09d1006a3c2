"""Checking a backup where it lies: the signed list, every file, the chain, and what a checkpoint knows beyond it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from accountability import digest, seals
from accountability.backups import tables
from accountability.backups.making import FORMAT, MANIFEST, SIGNATURE, digest_of, names, triggers_seal
from accountability.proofs import checkpoints, keys
from organizations.refusals import NotYet


def read(folder: Path, key: str = "") -> dict[str, Any]:
    """What a backup says, once its list is signed by a key that is trusted here or given."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        signature = (folder / SIGNATURE).read_text(encoding="utf-8").strip()
        told = json.loads(text)
        public = str(told["public_key"])
        if told["format"] != FORMAT:
            raise ValueError(told["format"])
    except (OSError, ValueError, KeyError, TypeError):
        raise NotYet(_("%(folder)s不是完整的备份：清单缺失或已损坏。") % {"folder": folder}) from None
    if not keys.is_signed(text, keys.Signed(signature, public)):
        raise NotYet(_("备份清单的签名无效，清单已被改动。"))
    if public != key and public not in keys.trusted():
        said = _("备份是另一系统签名的；确认其公钥为%(key)s后，用 --key 写明再试。")
        raise NotYet(said % {"key": public})
    found: dict[str, Any] = told
    return found


def differences(folder: Path, told: dict[str, Any]) -> Iterator[str]:
    """What of a backup is not as its list says, one sentence each."""
    there = set(names(folder)) - {MANIFEST, SIGNATURE}
    for name in sorted(there - set(told["files"])):
        yield _("多出文件：%(name)s") % {"name": name}
    whole = True
    for name, one in told["files"].items():
        if name not in there:
            whole = False
            yield _("缺少文件：%(name)s") % {"name": name}
        elif digest_of(folder / name)["sha256"] != one["sha256"]:
            whole = False
            yield _("文件已被改动：%(name)s") % {"name": name}
    for sha256 in told["missing"]:
        yield _("备份时附件内容就已缺失或被改动：%(sha256)s") % {"sha256": sha256}
    if whole:
        yield from _chain(folder, told)


def _chain(folder: Path, told: dict[str, Any]) -> Iterator[str]:
    """Every link follows the one before and covers its event; the last is the one in the list."""
    events = {
        row[0]: row[1:] for row in tables.values(folder, told, "accountability_trailevent", "id", "sha256", "sm3")
    }
    previous, expected = digest.Pair(seals.FIRST, seals.FIRST), 1
    for row in tables.values(folder, told, triggers_seal(), "seq", "event_id", "prev", "hash", "sm3"):
        seq, event, prev, sha256, sm3 = (str(value) for value in row)
        own = events.get(event)
        made = seals.link(int(seq), int(event), previous, digest.Pair(str(own[0]), str(own[1]))) if own else None
        if int(seq) != expected or prev != previous.sha256 or made != (sha256, sm3):
            yield _("备份中第%(seq)s号封存与前一号不连续，或者其操作记录已被改动") % {"seq": seq}
            return
        previous, expected = digest.Pair(sha256, sm3), expected + 1
    if (expected - 1, list(previous)) != (told["seals"], told["head"]):
        yield _("备份中的操作记录不是清单所记的%(size)d条") % {"size": told["seals"]}


def against(folder: Path, told: dict[str, Any], path: Path) -> tuple[int, list[str]]:
    """How many events the newest checkpoint of a file knows beyond the backup, and what contradicts it."""
    kept = {
        str(row[0]): (str(row[1]), str(row[2]))
        for row in tables.values(folder, told, triggers_seal(), "seq", "hash", "sm3")
    }
    newest, wrong, trusted = 0, [], {told["public_key"], *keys.trusted()}
    for number, line in checkpoints.lines(path):
        try:
            note = checkpoints.read(str(line["note"]))
            signed = keys.Signed(str(line["signature"]), str(line["public_key"]))
        except (KeyError, ValueError):
            wrong.append(_("%(file)s第%(number)d行不是日志校验点") % {"file": path.name, "number": number})
            continue
        if signed.public_key not in trusted or not keys.is_signed(line["note"], signed):
            wrong.append(
                _("%(file)s第%(number)d行的签名无效，或者属于另一系统") % {"file": path.name, "number": number}
            )
            continue
        newest = max(newest, note.size)
        if note.size <= told["seals"] and kept.get(str(note.size)) != (note.sha256, note.sm3):
            wrong.append(_("第%(size)d号封存与校验点不一致，操作记录链在此之前已被改写") % {"size": note.size})
    return max(0, newest - told["seals"]), wrong
