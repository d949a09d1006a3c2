"""The words on the first pages of a PDF that passed the gate, read in a process of its own with little time and memory.

A secrecy mark stands at the head of the first page; a scan has no words, and what cannot be read in time has none
either: the gate asks for marks, it does not prove that there are none. Nothing in the child knows Django.
"""

import io
import resource
import subprocess  # nosec B404
import sys
from pathlib import Path
from typing import IO

SECONDS = 10
MEMORY = 768 * 1024 * 1024
PAGES = 5
LONGEST = 200_000  # characters


def first_words(file: IO[bytes]) -> str:
    """The text of the first pages; empty where there is none or it cannot be read."""
    file.seek(0)
    command = [sys.executable, "-I", str(Path(__file__).resolve())]
    try:
        done = subprocess.run(  # nosec B603 — our own script, nothing of the file on the command line
            command, input=file.read(), capture_output=True, timeout=2 * SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Read a PDF from standard input and write its first words."""
    from pypdf import PdfReader  # noqa: PLC0415  only the child needs it

    content = sys.stdin.buffer.read()
    _limit()
    reader = PdfReader(io.BytesIO(content))
    words = "\n".join(page.extract_text() or "" for page in reader.pages[:PAGES])
    sys.stdout.buffer.write(words[:LONGEST].encode("utf-8", errors="replace"))


if __name__ == "__main__":
    main()
