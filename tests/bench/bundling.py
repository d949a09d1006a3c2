"""One process that writes a bundle of synthetic events to a file, the way bundles are written, without a database.

python -m tests.bench.bundling EVENTS FILE
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from accountability import digest, seals, trail  # noqa: E402  the apps are ready only now
from accountability.proofs import bundles, keys, merkle  # noqa: E402
from accountability.proofs.checkpoints import Note  # noqa: E402
from accountability.proofs.listing import Line  # noqa: E402
from tests.bench import synthetic  # noqa: E402


def lines(count):
    """The events as a bundle lists them."""
    for event, body, before, after in synthetic.events(count):
        own = digest.Pair(event.sha256, event.sm3)
        facts = trail.facts(event, synthetic.KIND)
        yield Line(event.pk, event.pk, seals.ALG, facts, own, body.text, body.salt, before, after)


def main(count, file):
    """Every event of a log, under the checkpoint over all of it."""
    listed = list(lines(count))
    tree = merkle.Tree(merkle.leaf(*line.seal) for line in listed)
    key, now = keys.public_key(), datetime.now(UTC)
    note = Note(count, *listed[-1].seal, tree.root.hex(), now.isoformat(timespec="seconds"), keys.key_id(key)).text()
    with file.open("w+b") as written:
        package = bundles.Package(written)
        bundles.add_events(package, listed, tree)
        for name, content in (
            ("checkpoint.json", {"note": note, **keys.sign(note)._asdict()}),
            ("signatures.json", []),
        ):
            package.add(name, bundles.as_json(content))
        bundles.close(package, {"label": f"{count}", "at": now}, count, key)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
