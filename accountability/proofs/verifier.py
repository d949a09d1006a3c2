"""核验证据包 Checks an evidence bundle offline: python3 -I verify.py BUNDLE.zip [--key KEY] [--checkpoints FILE].

KEY is the installation's public key (hexadecimal, or a file that holds it), got by another way than the bundle; FILE
holds checkpoints kept earlier, one JSON object a line. Needs Python 3.9 or newer and nothing else; exit code 0: whole.
"""

import contextlib
import hashlib
import json
import sys
import tempfile
import zipfile
from concurrent.futures import ProcessPoolExecutor

P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, HALF = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
SM3 = hashlib.new("sm3") if "sm3" in hashlib.algorithms_available else None


def point(text):
    """The point of a compressed encoding (RFC 8032, 5.1.3)."""
    y = int.from_bytes(text, "little") & (1 << 255) - 1
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    x = x if (v * x * x - u) % P == 0 else x * HALF % P
    if len(text) != 32 or y >= P or (v * x * x - u) % P or (x == 0 and text[31] >> 7):
        raise ValueError(text)
    return (P - x if x & 1 != text[31] >> 7 else x), y


def add(a, b, c, d):
    t = D * a * b * c * d % P
    return (a * d + b * c) * pow(1 + t, -1, P) % P, (b * d + a * c) * pow(1 - t, -1, P) % P


def times(number, base):
    half = times(number >> 1, add(*base, *base)) if number else (0, 1)
    return add(*half, *base) if number & 1 else half


def signed(key, text, signature):
    """Whether an Ed25519 signature is that of the key."""
    with contextlib.suppress(ValueError):
        key, signature = bytes.fromhex(key), bytes.fromhex(signature)
        by, given, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
        h = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % Q
        return len(signature) == 64 and s < Q and times(s, point(b"X" + b"f" * 31)) == add(*given, *times(h, by))


def need(right, said, seq=""):
    if not right:
        raise SystemExit("✗ 核验不通过 NOT VERIFIED: " + said + (seq and f"第{seq}条操作记录 event {seq}"))


def agree(text, sha256, sm3, other=None):
    """Whether a text, or for SM3 the other, has these digests; SM3 where the OpenSSL of this Python has it."""
    if made := SM3 and SM3.copy():
        made.update(other or text)
    return hashlib.sha256(text).hexdigest().encode() == sha256 and (not made or made.hexdigest().encode() == sm3)


def tree_root(index, size, leaves, path):
    """Where the proof for neighbouring leaves leads; for one leaf it is an inclusion proof (RFC 6962, 2.1.1)."""
    if size == 1:
        return leaves[0]
    half = 1 << (size - 1).bit_length() - 1
    inside, beside = max(0, half - index), None if index < half < index + len(leaves) else (path or [b""]).pop()
    left = tree_root(index, half, leaves[:inside], path) if leaves[:inside] else beside
    right = tree_root(max(0, index - half), size - half, leaves[inside:], path) if leaves[inside:] else beside
    return hashlib.sha256(b"\1" + left + right).digest()


def files(bundle, path, told):
    """Every file is the one that the signed list names, and the zip has no byte but those that its files make."""
    names = [part.filename for part in bundle.infolist()]
    extra, lost = {*names} - {*told, "MANIFEST.json", "MANIFEST.sig"}, {*told} - {*names}
    need(not extra and len(names) == len({*names}), f"多出文件 unexpected file: {sorted(extra)}")
    need(not lost, f"缺少文件 missing file: {', '.join(sorted(lost))}")
    with tempfile.TemporaryFile() as made, open(path, "rb") as given:
        with zipfile.ZipFile(made, "w") as again:
            for name in names:
                plain, text = zipfile.ZipInfo(name), bundle.read(name)
                right = name not in told or hashlib.sha256(text).hexdigest() == told[name]["sha256"]
                need(right, f"文件被改动 altered file: {name}")
                plain.create_system, plain.external_attr = 3, 0o644 << 16
                again.writestr(plain, text)
        made.seek(0)
        same = all(piece == given.read(1 << 20) for piece in iter(lambda: made.read(1 << 20), b""))
        need(same and not given.read(1), "压缩包本身被改动 the zip container was altered")


def events(asked):
    """How many events a file holds: each is whole, neighbours follow each other, a proof puts them under the root."""
    path, name, size, root = asked
    lines, leaves, last = zipfile.ZipFile(path).read(name).split(b"\n")[:-1], [], ()
    if name == "events.jsonl":  # the first format: lines of JSON; the columns are in the order of its keys
        told = ([" ".join(v) if type(v) is list else str(v) for _k, v in sorted(json.loads(x).items())] for x in lines)
        lines = ["\t".join(each).encode() for each in told]
    for number, line in enumerate(lines, 1):
        alg, body, own, event, facts, before, proof, gone, salt, seal, seq = line.split(b"\t")
        here, of, head = int(seq), facts.partition(b',"body":["')[2], b"%b\n%b\n%b\n" % (alg, seq, event)
        need(gone == b"True" or agree(salt + b"\n" + body, of[:64], of[67:131]), "正文被改动 body altered: ", here)
        need(agree(facts, own[:64], own[65:]), "内容被改动 columns altered: ", here)
        links = [head + before[at : at + 64] + b"\n" + own[at : at + 64] for at in (0, 65)]
        right = agree(links[0], seal[:64], seal[65:], links[1]) and (not leaves or last == (here - 1, before))
        need(right, "链接不符 link altered: ", here)
        leaves.append(hashlib.sha256(b"\0" + bytes.fromhex(seal.decode())).digest())
        if proof or number == len(lines):
            steps, first = [bytes.fromhex(step) for step in proof.decode().split()], here - len(leaves)
            right = 0 <= first < here <= size and tree_root(first, size, leaves, steps).hex() == root and not steps
            need(right, "不在校验点之内 not under the checkpoint: " + f"{first + 1}—" * (first + 1 < here), here)
            leaves = []
        last = here, seal
    return len(lines)


def check(bundle, path, key, held):
    """Everything in its order; the first broken thing is named."""
    told = json.loads(text := bundle.read("MANIFEST.json"))
    need(key in ("", told["public_key"]), f"不是该系统出具的 made by another installation: {told['public_key']}")
    key, right = told["public_key"], signed(told["public_key"], text, bundle.read("MANIFEST.sig").decode())
    need(right, "清单或其签名被改动 altered file: MANIFEST.json or MANIFEST.sig")
    files(bundle, path, told["files"])
    line = json.loads(bundle.read("checkpoint.json"))
    right = line["public_key"] == key and signed(key, line["note"].encode(), line["signature"])
    need(right, "校验点签名无效 the checkpoint is not signed by this key: checkpoint.json")
    size, root = [dict(row.split(": ", 1) for row in line["note"].splitlines()[1:])[one] for one in ("size", "root")]
    same = all(f"size: {size}\n" not in one["note"] or f"root: {root}\n" in one["note"] for one in held)
    need(same, f"与所持校验点不一致，操作记录被改写 history was forked at {size}")
    asked = [(path, name, int(size), root) for name in told["files"] if name.startswith("events")]
    found = sum((ProcessPoolExecutor().map if len(asked) > 1 else map)(events, asked))
    for one in json.loads(bundle.read("signatures.json")):
        right = agree(one["manifest"].encode(), one["sha256"].encode(), one["sm3"].encode())
        need(right, "送签材料被改动 signed text altered: " + one["label"])
        shown = all(seat["digest"] in ("", one["sha256"]) for seat in one["seats"])
        need(shown, "办理意见与所见不符 not what was shown: " + one["label"])
    print(f"✓ {told['label']}：{len(told['files'])} 个文件 files，{found} 条操作记录 events")
    print(f"  校验点 checkpoint {size} {root}\n  公钥 public key {told['public_key']}")


if __name__ == "__main__":
    options = {"--key": "", "--checkpoints": "", **dict(zip(sys.argv[2::2], sys.argv[3::2]))}
    if len(sys.argv) % 2 or len(options) > 2:
        raise SystemExit(__doc__)
    try:
        given = options["--key"] if len(options["--key"]) in (0, 64) else open(options["--key"]).read().strip()
        kept = [json.loads(line) for line in open(options["--checkpoints"])] if options["--checkpoints"] else []
        check(zipfile.ZipFile(sys.argv[1]), sys.argv[1], given, kept)
    except Exception as error:  # noqa: BLE001  whatever a forged file brings
        raise SystemExit(f"✗ 核验不通过 NOT VERIFIED: 文件损坏或不完整 damaged or truncated: {error}") from None
