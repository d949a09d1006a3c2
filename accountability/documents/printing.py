"""PDF through LibreOffice where it is installed; the docx is the document, the PDF a picture of it."""

import functools
import os
import shutil
import subprocess  # nosec B404
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape  # nosec B406  nothing is parsed

from accountability.documents.standard import FACES, FANG_SONG, HEI, KAI, SONG, SONG_TITLE, Face

SECONDS = 60
PROGRAMS = ("soffice", "libreoffice")
STAND_INS = {
    SONG_TITLE: (
        "方正小标宋_GBK",
        "方正小标宋简体",
        "STZhongsong",
        "Noto Serif CJK SC:bold",
        "Source Han Serif SC:bold",
    ),
    FANG_SONG: ("仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang", "Noto Serif CJK SC", "AR PL UMing CN"),
    KAI: ("楷体_GB2312", "KaiTi", "楷体", "STKaiti", "AR PL KaitiM GB", "FandolKai", "Noto Serif CJK SC"),
    HEI: ("黑体", "SimHei", "STHeiti", "Noto Sans CJK SC", "WenQuanYi Zen Hei"),
    SONG: ("宋体", "SimSun", "STSong", "Noto Serif CJK SC", "AR PL UMing CN"),
}


def program() -> str | None:
    """Where LibreOffice is, if anywhere."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def as_pdf(docx: bytes) -> bytes | None:
    """The docx as PDF; None where LibreOffice is not installed or does not answer in time."""
    office = program()
    if office is None:
        return None
    with tempfile.TemporaryDirectory(prefix="gongwen") as folder:
        place = Path(folder)
        (place / "paper.docx").write_bytes(docx)
        (place / "fonts.conf").write_text(_font_rules(place), encoding="utf-8")
        command = [office, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore",
                   "--convert-to", "pdf", "--outdir", str(place), str(place / "paper.docx")]  # fmt: skip
        surroundings = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "LANG": "C.UTF-8",
                        "FONTCONFIG_FILE": str(place / "fonts.conf")}  # fmt: skip
        try:
            subprocess.run(command, env=surroundings, capture_output=True, timeout=SECONDS, check=False)  # nosec B603
            return (place / "paper.pdf").read_bytes()
        except (subprocess.TimeoutExpired, OSError):
            return None


def _font_rules(place: Path) -> str:
    """Rules for fontconfig by which each face of the standard finds what is installed."""
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{escape(face.name)}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{escape(family)}</string></edit>'
        + (f'<edit name="weight" mode="assign"><const>{style}</const></edit>' if style else "")
        + "</match>"
        for face, (family, _colon, style) in ((face, stand_in(face).partition(":")) for face in FACES)
        if family
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<cachedir>{place}/cache</cachedir>{rules}</fontconfig>"
    )


def stand_in(face: Face) -> str:
    """The first installed family for a face, the face itself if it is there; nothing where none is."""
    installed = _installed()
    return next((name for name in (face.name, *STAND_INS[face]) if name.partition(":")[0] in installed), "")


def replaced() -> dict[str, str]:
    """The faces of the standard that this server lacks, and what its PDF shows in their place."""
    found = {face.name: stand_in(face).partition(":")[0] for face in FACES}
    return {name: instead for name, instead in found.items() if instead != name}


@functools.cache
def _installed() -> frozenset[str]:
    lister = shutil.which("fc-list")
    if lister is None:
        return frozenset()
    done = subprocess.run([lister, ":", "family"], capture_output=True, text=True, timeout=SECONDS, check=False)  # nosec B603
    return frozenset(name.strip() for line in done.stdout.splitlines() for name in line.split(","))
