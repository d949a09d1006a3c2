"""The rules of the permission matrix, read, and the page of the documentation made of them.

`python -m tests.site.permission_page` writes docs/permissions.md anew.
"""

from collections import Counter
from pathlib import Path

PLACE = Path(__file__).parent / "permission_rules.txt"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
ROLES = ("nobody", "postless", "stranger", "colleague", "nurse", "head", "clerk", "auditor")


def _read() -> dict[str, str]:
    lines = PLACE.read_text(encoding="utf-8").splitlines()
    told = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return {name: letters.strip() for name, _space, letters in told}


RULES = _read()

HEAD = """# Who meets what at every address

Made of `tests/site/permission_rules.txt` by `python -m tests.site.permission_page`; do not edit. Every address of the
site is asked by eight people with every method (`tests/site/test_permission_matrix.py`), about an object of one
hospital or of the commission above it, and what comes back is compared with this table. An address without a line
fails the build.

* **nobody** has not logged in; **postless** has an account and no post; the **stranger** holds every duty in another
  city's commission; the **colleague** is the clerk of another hospital of the same campaign.
* the **nurse** is staff of the hospital, the **head** a head of department of it, the **clerk** that of the commission,
  the **auditor** the commission's.

Two letters each, what he reads and what he does there:

| letter | what it says |
| --- | --- |
| `-` | not found, exactly as where there is nothing; no row was changed |
| `x` | not allowed, as is said to whoever sees the object, or where the address names none |
| `r` `R` | answered; `R`: the hospital is named to somebody outside it |
| `w` | let through to the form, or to the next check of the deed |
| `>` | sent to the log-in |
| `.` | no such method |

HEAD and OPTIONS answer as GET or not at all; PUT, PATCH and DELETE change nothing anywhere.
"""


def page() -> str:
    """The page."""
    whole = Counter(letter for letters in RULES.values() for letter in letters.split())
    refused = sum(count for letters, count in whole.items() if set(letters) <= set("-.x>"))
    told = [HEAD, f"{len(RULES)} addresses, {sum(whole.values())} meetings, {refused} of them refused both ways.", ""]
    told += [f"| address | {' | '.join(ROLES)} |", f"| --- |{' --- |' * len(ROLES)}"]
    for name, letters in sorted(RULES.items()):
        told.append(f"| {name} | {' | '.join(f'`{each}`' for each in letters.split())} |")
    return "\n".join(told) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
