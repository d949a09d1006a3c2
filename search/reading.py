"""The plain text of a file that passed the gate.

docx and pdf are read in a process of their own with little time and memory, so that a hostile file takes down nothing
but its reader: `python -m search.reading docx < file`. Nothing here knows Django or may be told anything but bytes.
"""

import io
import json
import re
import resource
import subprocess  # nosec B404
import sys
import xml.etree.ElementTree as ET  # nosec B405
import zipfile
from collections.abc import Callable
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

SECONDS = 60
MEMORY = 1024 * 1024 * 1024
PAGES = 800
LONGEST = 4_000_000  # characters
FEWEST = 20  # characters on all pages of a pdf that has text at all
TEXTS = ("txt", "md", "html", "htm")
PACKED = ("docx", "pdf")
EXTENSIONS = (*TEXTS, *PACKED)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GONE = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr")}
SILENT = {"script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math", "head", "textarea"}
BLOCKS = {
    "p", "div", "br", "li", "ul", "ol", "tr", "table", "section", "article", "header", "footer", "blockquote", "dd",
    "dt", "pre", "hr", "main", "body",
}  # fmt: skip
NEW_LINE = re.compile(
    r"^(?:第\s*[〇零一二三四五六七八九十百千0-9]+\s*(?:条|编|分编|章|节)|[（(]?[一二三四五六七八九十]{1,3}[、）)]|[（(]?\d{1,2}[.、）)]|附件|附则|总则)"
)


class Unreadable(Exception):
    """Why a file has no text: "images", "damaged", "encoding" or "slow"."""


def text_of(content: bytes, extension: str, *, rows: bool = False) -> str:
    """The text of a file's bytes; Unreadable says in one word why there is none.

    With `rows` a row of a Word table is one line, its cells parted by commas; otherwise every cell is a line.
    """
    if extension in PACKED:
        return _in_another_process(content, "docx-rows" if rows and extension == "docx" else extension)
    text = decoded(content)
    return text_of_html(text) if extension in {"html", "htm"} else text


def decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, else GB18030."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding")


def _in_another_process(content: bytes, extension: str) -> str:
    command = [sys.executable, "-m", "search.reading", extension]
    try:
        done = subprocess.run(  # nosec B603
            command,
            input=content,
            capture_output=True,
            timeout=SECONDS + 5,
            cwd=Path(__file__).resolve().parent.parent,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("slow") from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise Unreadable("damaged") from error
    if "why" in answer:
        raise Unreadable(str(answer["why"]))
    return str(answer["text"])


class _Text(HTMLParser):
    """The words of a page: no scripts, no styles, headings marked with #."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a silence, a heading or a line."""
        if tag in SILENT:
            self.silent += 1
        elif re.fullmatch(r"h[1-6]", tag):
            self.parts.append(f"\n{'#' * int(tag[1])} ")
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in BLOCKS or re.fullmatch(r"h[1-6]", tag):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep the words; a line break within a paragraph is a space."""
        if not self.silent:
            self.parts.append(re.sub(r"\s*\n\s*", "", data) if data.strip() else " ")


def text_of_html(page: str) -> str:
    """The words of a page as lines; whatever markup is broken, nothing of it is kept."""
    reader = _Text()
    reader.feed(page)
    reader.close()
    return "".join(reader.parts)


def text_of_docx(content: bytes, *, rows: bool = False) -> str:
    """The body of a Word file: with tracked insertions, content controls, text boxes and tables, without deletions."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = ET.fromstring(package.read("word/document.xml"))  # nosec B314  the gate refused declarations
    lines: list[str] = []
    _walk(root, lines, rows=rows)
    return "\n".join(lines)


def _walk(node: ET.Element, lines: list[str], *, rows: bool = False) -> None:
    """Go through the body; every paragraph is a line, with `rows` every row of a table."""
    for child in node:
        if rows and child.tag == f"{W}tr":
            lines.append(_row(child))
            continue
        if child.tag == f"{W}p":
            style = child.find(f"{W}pPr/{W}pStyle")
            named = style.get(f"{W}val", "") if style is not None else ""
            found = re.search(r"(?:heading|标题)\s*([1-6])|^([1-6])$", named, re.IGNORECASE)
            inner: list[str] = []
            text = _words(child, inner)
            lines.append(f"{'#' * int(found[1] or found[2])} {text}" if found and text.strip() else text)
            lines.extend(inner)
        elif child.tag not in GONE:
            _walk(child, lines, rows=rows)


def _row(row: ET.Element) -> str:
    """The cells of a row in one line; a cell of several paragraphs is one."""
    said = []
    for cell in row.iter(f"{W}tc"):
        inner: list[str] = []
        _walk(cell, inner)
        said.append("".join(part.strip() for part in inner).rstrip("。；;"))
    return "，".join(part for part in said if part)


def _words(node: ET.Element, inner: list[str]) -> str:
    """The words of one paragraph; the paragraphs of a text box in it are lines of their own."""
    said = ""
    for child in node:
        if child.tag == f"{W}txbxContent":
            if not inner:  # a drawing comes twice, once for old readers
                _walk(child, inner)
        elif child.tag == f"{W}t":
            said += child.text or ""
        elif child.tag == f"{W}tab":
            said += " "
        elif child.tag in {f"{W}br", f"{W}cr"}:
            said += "\n"
        elif child.tag not in GONE:
            said += _words(child, inner)
    return said


def text_of_pdf(content: bytes) -> str:
    """The text of a pdf, its broken lines put together again; a pdf of images has none."""
    from pypdf import PdfReader  # noqa: PLC0415  only the child process needs it

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("locked")
    pages = [page.extract_text() or "" for page in reader.pages[:PAGES]]
    if len(re.sub(r"\s", "", "".join(pages))) < FEWEST:
        raise Unreadable("images")
    return joined("\n".join(pages))


def joined(text: str) -> str:
    """Lines that a page broke in the middle of a sentence, put together; page numbers left out."""
    lines: list[str] = []
    for line in (line.strip() for line in text.split("\n")):
        if not line or re.fullmatch(r"[-—－\s]*(?:第\s*)?\d{1,4}(?:\s*页)?[-—－\s]*", line):
            continue
        open_ended = lines and not lines[-1].endswith(("。", "；", "：", "！", "？", ":", ";"))
        if open_ended and len(lines) > 1 and len(lines[-1]) > 15 and not NEW_LINE.match(line):
            lines[-1] += line
        else:
            lines.append(line)
    return "\n".join(lines)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main(extension: str) -> None:
    """Read standard input, write one line of JSON."""
    content = sys.stdin.buffer.read()
    readers: dict[str, Callable[[bytes], str]] = {
        "docx": text_of_docx,
        "docx-rows": partial(text_of_docx, rows=True),
        "pdf": text_of_pdf,
    }
    reader = readers[extension]
    _limit()
    answer: dict[str, str]
    try:
        answer = {"text": reader(content)[:LONGEST]}
    except Unreadable as why:
        answer = {"why": str(why)}
    except Exception:  # noqa: BLE001  a hostile file may raise anything
        answer = {"why": "damaged"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
