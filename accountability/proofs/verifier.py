"""核验证据包 Checks an evidence bundle offline: python3 -I verify.py BUNDLE.zip [--key KEY] [--checkpoints FILE].

KEY is the installation's public key (hexadecimal, or a file that holds it), got by another way than the bundle; FILE
holds checkpoints kept earlier, one JSON object a line. Needs Python 3.9 or newer and nothing else; exit code 0: whole.
"""

import hashlib
import json
import sys
import tempfile
import zipfile

P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, HALF = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)


def point(text):
    """The point of a compressed encoding (RFC 8032, 5.1.3)."""
    y = int.from_bytes(text, "little") & (1 << 255) - 1
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    x = x if (v * x * x - u) % P == 0 else x * HALF % P
    if len(text) != 32 or y >= P or (v * x * x - u) % P or (x == 0 and text[31] >> 7):
        raise ValueError(text)
    return (P - x if x & 1 != text[31] >> 7 else x), y


def add(one, two):
    (a, b), (c, d) = one, two
    t = D * a * b * c * d % P
    return (a * d + b * c) * pow(1 + t, -1, P) % P, (b * d + a * c) * pow(1 - t, -1, P) % P


def times(number, base):
    half = times(number >> 1, add(base, base)) if number else (0, 1)
    return add(half, base) if number & 1 else half


def signed(key, text, signature):
    """Whether an Ed25519 signature is that of the key."""
    try:
        key, signature = bytes.fromhex(key), bytes.fromhex(signature)
        by, given, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    except ValueError:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % Q
    base = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    return len(signature) == 64 and s < Q and times(s, base) == add(given, times(h, by))


def need(right, said):
    if not right:
        raise SystemExit("✗ 核验不通过 NOT VERIFIED: " + said)


def agree(text, given, said, kinds=("sha256", "sm3")):
    """The digests of a text; SM3 where the OpenSSL of this Python has it."""
    need(len(given) == len(kinds), said)
    for kind, digest in zip(kinds, given):
        need(kind not in hashlib.algorithms_available or hashlib.new(kind, text.encode()).hexdigest() == digest, said)


def tree_root(index, size, leaf, path):
    """Where an inclusion proof leads (RFC 6962, 2.1.1)."""
    if size == 1:
        return b"" if path else leaf
    half, beside = 1 << (size - 1).bit_length() - 1, bytes.fromhex(path[-1])
    if index < half:
        return hashlib.sha256(b"\x01" + tree_root(index, half, leaf, path[:-1]) + beside).digest()
    return hashlib.sha256(b"\x01" + beside + tree_root(index - half, size - half, leaf, path[:-1])).digest()


def container(bundle, path):
    """The zip has no byte but those that its files make."""
    with tempfile.TemporaryFile() as made, open(path, "rb") as given:
        with zipfile.ZipFile(made, "w") as again:
            for part in bundle.infolist():
                plain = zipfile.ZipInfo(part.filename)
                plain.create_system, plain.external_attr = 3, 0o644 << 16
                again.writestr(plain, bundle.read(part))
        made.seek(0)
        same = all(piece == given.read(65536) for piece in iter(lambda: made.read(65536), b""))
        need(same and not given.read(1), "压缩包本身被改动 the zip container was altered")


def files(bundle, told):
    """Every file is the one that the signed list names."""
    names = [part.filename for part in bundle.infolist()]
    extra = sorted(set(names) - set(told) - {"MANIFEST.json", "MANIFEST.sig"})
    need(not extra and len(names) == len(set(names)), f"多出文件 unexpected file: {extra}")
    for name, one in told.items():
        need(name in names, f"缺少文件 missing file: {name}")
        need(hashlib.sha256(bundle.read(name)).hexdigest() == one["sha256"], f"文件被改动 altered file: {name}")


def checkpoint(line, key, held):
    """The signed state of the trail, and that it is no other history than that of the checkpoints held."""
    right = line["public_key"] == key and signed(key, line["note"].encode(), line["signature"])
    need(right, "校验点签名无效 the checkpoint is not signed by this key: checkpoint.json")
    note = dict(row.split(": ", 1) for row in line["note"].splitlines()[1:])
    for other in held:
        same = f"size: {note['size']}\n" not in other["note"] or f"root: {note['root']}\n" in other["note"]
        need(same, f"与所持校验点不一致，操作记录被改写 history was forked at {note['size']}")
    return int(note["size"]), note["root"]


def event(one, size, root):
    """One event: its body, its columns, its link of the chain, its place under the checkpoint."""
    name = f"第{one['seq']}条操作记录 event {one['seq']}"
    if not one["redacted"]:
        agree(one["salt"] + "\n" + one["body"], json.loads(one["facts"])["body"], "正文被改动 body altered: " + name)
    agree(one["facts"], one["digest"], "内容被改动 columns altered: " + name)
    for i, kind in enumerate(("sha256", "sm3")):
        link = f"{one['alg']}\n{one['seq']}\n{one['event']}\n{one['prev'][i]}\n{one['digest'][i]}"
        agree(link, [one["seal"][i]], "链接不符 link altered: " + name, [kind])
    leaf = hashlib.sha256(b"\0" + bytes.fromhex("".join(one["seal"]))).digest()
    under = 0 < one["seq"] <= size and tree_root(one["seq"] - 1, size, leaf, one["proof"]).hex() == root
    need(under, "不在校验点之内 not under the checkpoint: " + name)


def check(bundle, path, key, held):
    """Everything in its order; the first broken thing is named."""
    text = bundle.read("MANIFEST.json")
    told = json.loads(text)
    need(key in ("", told["public_key"]), f"不是该系统出具的 made by another installation: {told['public_key']}")
    right = signed(told["public_key"], text, bundle.read("MANIFEST.sig").decode())
    need(right, "清单或其签名被改动 altered file: MANIFEST.json or MANIFEST.sig")
    files(bundle, told["files"])
    container(bundle, path)
    size, root = checkpoint(json.loads(bundle.read("checkpoint.json")), told["public_key"], held)
    events = [event(json.loads(line), size, root) for line in bundle.read("events.jsonl").split(b"\n")[:-1]]
    for one in json.loads(bundle.read("signatures.json")):
        agree(one["manifest"], [one["sha256"], one["sm3"]], "送签材料被改动 signed text altered: " + one["label"])
        shown = all(seat["digest"] in ("", one["sha256"]) for seat in one["seats"])
        need(shown, "办理意见与所见不符 not what was shown: " + one["label"])
    print(f"✓ {told['label']}：{len(told['files'])} 个文件 files，{len(events)} 条操作记录 events")
    print(f"  校验点 checkpoint {size} {root}\n  公钥 public key {told['public_key']}")


if __name__ == "__main__":
    options = {"--key": "", "--checkpoints": "", **dict(zip(sys.argv[2::2], sys.argv[3::2]))}
    if len(sys.argv) % 2 or len(options) > 2:
        raise SystemExit(__doc__)
    try:
        given = options["--key"] if len(options["--key"]) in (0, 64) else open(options["--key"]).read().strip()
        kept = [json.loads(line) for line in open(options["--checkpoints"])] if options["--checkpoints"] else []
        with zipfile.ZipFile(sys.argv[1]) as opened:
            check(opened, sys.argv[1], given, kept)
    except Exception as error:  # noqa: BLE001  whatever a forged file brings
        raise SystemExit(f"✗ 核验不通过 NOT VERIFIED: 文件损坏或不完整 damaged or truncated: {error}") from None
