"""What a file holds besides its plain text: tracked changes, controls, text boxes, nested tables, links, formulas.

Run as a program of its own with little time and memory, so that a hostile file takes down nothing but its reader:
`python -I features.py docx < file`. Nothing here knows Django or anything else of ours; what passes out is JSON.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from typing import IO
from xml.parsers import expat  # nosec B407

SECONDS = 3
MEMORY = 256 * 1024 * 1024
CHUNK = 64 * 1024
BODIES = re.compile(r"^word/(document\d*|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$")
SHEETS = re.compile(r"^xl/worksheets/sheet\d+\.xml$")
COUNTED = {
    "ins": "tracked_insertions",
    "moveTo": "tracked_insertions",
    "del": "tracked_deletions",
    "moveFrom": "tracked_deletions",
    "sdt": "content_controls",
    "txbxContent": "text_boxes",
    "vanish": "hidden_text",
    "footnoteReference": "footnotes",
    "endnoteReference": "footnotes",
    "commentReference": "comments",
    "altChunk": "foreign_parts",
    "object": "embedded_objects",
    "drawing": "pictures",
    "pict": "pictures",
}
EXTERNAL = re.compile(rb'TargetMode\s*=\s*["\']External', re.IGNORECASE)
LINK = re.compile(rb'Type\s*=\s*["\'][^"\']*/hyperlink["\']', re.IGNORECASE)
IN_PDF = {
    "scripts": rb"/(?:JavaScript|JS)\b", "encrypted": rb"/Encrypt\b", "attached_files": rb"/EmbeddedFile\b",
    "opens_something": rb"/(?:OpenAction|Launch)\b", "forms": rb"/AcroForm\b",
}  # fmt: skip


def of_docx(content: bytes) -> Counter[str]:
    """The features of a Word file; a text box that is written twice for old readers counts once."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if BODIES.match(name):
                with package.open(name) as part:
                    _walked(part, found)
            found.update(_of_part(name, package))
    return found


class _Walk:
    """Goes through one part without keeping it; what an old reader would see instead is passed over."""

    def __init__(self, found: Counter[str]) -> None:
        self.found = found
        self.open_now: Counter[str] = Counter()

    def starts(self, name: str, _attributes: object) -> None:
        """Count an element that begins."""
        local = name.rpartition(":")[2]
        if local in {"Fallback", "tbl"}:
            self.open_now[local] += 1
        if self.open_now["Fallback"]:
            return
        if local in COUNTED:
            self.found[COUNTED[local]] += 1
        elif local == "tbl" and self.open_now["tbl"] > 1:
            self.found["nested_tables"] += 1

    def ends(self, name: str) -> None:
        """Leave it again."""
        local = name.rpartition(":")[2]
        if local in {"Fallback", "tbl"}:
            self.open_now[local] -= 1


def _walked(part: IO[bytes], found: Counter[str]) -> None:
    """Go through one part in pieces."""
    parser, walk = expat.ParserCreate(), _Walk(found)
    parser.StartElementHandler, parser.EndElementHandler = walk.starts, walk.ends
    while chunk := part.read(CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _of_part(name: str, package: zipfile.ZipFile) -> Counter[str]:
    """What the presence of a part says."""
    found: Counter[str] = Counter()
    if name.endswith(".rels"):
        text = package.read(name)
        for relation in re.findall(rb"<(?:\w+:)?Relationship\b[^>]*>", text):
            if EXTERNAL.search(relation):
                found["links" if LINK.search(relation) else "external_parts"] += 1
    elif "/embeddings/" in name:
        found["embedded_objects"] += 1
    elif "/externalLinks/externalLink" in name and name.endswith(".xml"):
        found["external_parts"] += 1
    return found


def of_xlsx(content: bytes) -> Counter[str]:
    """The features of a workbook."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            found.update(_of_part(name, package))
            if name == "xl/workbook.xml":
                found["hidden_sheets"] += len(re.findall(rb'state\s*=\s*"(?:hidden|veryHidden)"', package.read(name)))
            elif SHEETS.match(name):
                text = package.read(name)
                found["formulas"] += len(re.findall(rb"<(?:\w+:)?f[ >/]", text))
                found["merged_cells"] += len(re.findall(rb"<(?:\w+:)?mergeCell ", text))
                found["hidden_rows_or_columns"] += len(
                    re.findall(rb'<(?:\w+:)?(?:row|col) [^>]*hidden="(?:1|true)"', text)
                )
            elif name.startswith("xl/comments"):
                found["comments"] += 1
    return found


def of_pptx(content: bytes) -> Counter[str]:
    """The features of slides."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            found.update(_of_part(name, package))
            found["comments"] += name.startswith("ppt/comments/")
    return found


def of_pdf(content: bytes) -> Counter[str]:
    """What a PDF declares openly; what its packed streams hide is not opened."""
    return Counter({name: len(re.findall(form, content)) for name, form in IN_PDF.items()})


def of_picture(content: bytes) -> Counter[str]:
    """Whether a picture tells where and with what it was taken."""
    return Counter({"camera_details": int(b"Exif\0\0" in content[:200_000] or b"eXIf" in content[:200_000])})


READERS: dict[str, Callable[[bytes], Counter[str]]] = {
    "docx": of_docx, "xlsx": of_xlsx, "pptx": of_pptx, "pdf": of_pdf,
    "jpg": of_picture, "jpeg": of_picture, "png": of_picture, "webp": of_picture,
}  # fmt: skip


def main(extension: str) -> None:
    """Read standard input, write one line of JSON."""
    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer: dict[str, object] = {"found": +READERS[extension](content)}
    except Exception:  # noqa: BLE001  a hostile file may raise anything
        answer = {"why": "damaged"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
