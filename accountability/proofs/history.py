"""核验日志的延续 Checks that the trail only grew: python3 -I history.py BUNDLE.zip --checkpoints FILE.

FILE holds checkpoints kept earlier, one JSON object a line. Each of them that the bundle has a proof for (RFC 6962,
2.1.2) must lead to the bundle's own checkpoint. Run verify.py first: it checks the bundle itself. Standard library
only; exit code 0: no checkpoint contradicts.
"""

import hashlib
import json
import sys
import zipfile


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def grown(old, new, path, given, whole=True):
    """The roots of the old and the new tree to which a proof leads."""
    if old == new:
        root = given if whole else path[-1]
        return (root, root) if len(path) == (not whole) else (b"", b"")
    half, beside = 1 << (new - 1).bit_length() - 1, path[-1]
    if old <= half:
        before, after = grown(old, half, path[:-1], given, whole)
        return before, node(after, beside)
    before, after = grown(old - half, new - half, path[:-1], given, False)
    return node(beside, before), node(beside, after)


def facts(line):
    return dict(row.split(": ", 1) for row in line["note"].splitlines()[1:])


def check(bundle, kept):
    """How many kept checkpoints were proved; the first that contradicts is named."""
    now, proofs = facts(json.loads(bundle.read("checkpoint.json"))), json.loads(bundle.read("history.json"))
    size, proved = int(now["size"]), 0
    for then in map(facts, kept):
        steps = [bytes.fromhex(step) for step in proofs.get(then["size"], [])]
        if int(then["size"]) < size and then["size"] in proofs:
            root = bytes.fromhex(then["root"])
            roots = grown(int(then["size"]), size, steps, root)
            if [each.hex() for each in roots] != [then["root"], now["root"]]:
                raise SystemExit(f"✗ 操作记录被改写 history was rewritten after checkpoint {then['size']}")
            proved += 1
        elif int(then["size"]) == size and then["root"] != now["root"]:
            raise SystemExit(f"✗ 操作记录被改写 history was forked at checkpoint {size}")
    return proved


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[2] != "--checkpoints":
        raise SystemExit(__doc__)
    try:
        held = [json.loads(line) for line in open(sys.argv[3])]
        with zipfile.ZipFile(sys.argv[1]) as opened:
            print(f"✓ 所持 {len(held)} 个校验点中 {check(opened, held)} 个已证明与本包一致 checkpoints proved")
    except Exception as error:  # noqa: BLE001  whatever a forged file brings
        raise SystemExit(f"✗ 文件损坏或不完整 damaged: {error}") from None
