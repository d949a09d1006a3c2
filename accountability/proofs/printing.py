"""A page of the bundle as PDF, where this machine has LibreOffice; elsewhere the bundle goes without."""

import shutil
import subprocess  # nosec B404  one fixed program, no shell
import tempfile
from pathlib import Path

NAMES = ("soffice", "libreoffice")
SECONDS = 120
READ_AS = "--infilter=HTML (StarWriter)"  # as a text on pages; read as a web page it loses its first lines


def program() -> str | None:
    """LibreOffice, where it is installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def as_pdf(page: Path, style: bytes) -> bytes | None:
    """The page printed on A4; nothing where there is no LibreOffice or it does not manage in two minutes."""
    found = program()
    if found is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copyfile(page, place / "index.html")
        (place / "style.css").write_bytes(style)
        profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
        options = ["--headless", "--norestore", READ_AS, "--convert-to", "pdf:writer_pdf_Export", "--outdir", folder]
        command = [found, profile, *options, str(place / "index.html")]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)  # nosec B603
            return (place / "index.pdf").read_bytes()
        except (subprocess.SubprocessError, OSError):
            return None
