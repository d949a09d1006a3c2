"""The source code of the running site, for everybody who uses it (AGPL, section 13)."""

import io
import tarfile
from functools import lru_cache
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

PARTS = (
    "workflow_site", "plans", "meetings", "rectification", "search", "accountability", "engine", "organizations",
    "templates", "static", "tests", "locale", "docs", ".ci", "run", "manage.py", "requirements.in", "requirements.txt",
    "requirements-dev.in", "requirements-dev.txt", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE",
)  # fmt: skip

NO_SOURCE = (".pyc", ".mo", ".env", ".pem", ".key", ".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".log")


@require_safe
def source_code(request: HttpRequest) -> HttpResponse:
    """The address the operator named, else the very files that are running."""
    if settings.SOURCE_CODE_URL:
        return redirect(settings.SOURCE_CODE_URL)
    response = HttpResponse(_packed(), content_type="application/gzip")
    response["Content-Disposition"] = 'attachment; filename="bihuan-source.tar.gz"'
    return response


@lru_cache(maxsize=1)
def _packed() -> bytes:
    """Packed once a process: the named parts of the tree, without what Python leaves beside them."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for part in PARTS:
            if (path := Path(settings.BASE_DIR) / part).exists():
                archive.add(path, arcname=f"bihuan/{part}", filter=_ours)
    return packed.getvalue()


def _ours(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Leave out links, what was compiled or hidden or laid there by whoever runs the site, and say nothing of him."""
    parts = PurePosixPath(member.name).parts
    lies_at = Path(settings.BASE_DIR).joinpath(*parts[1:]).resolve()
    if member.issym() or member.islnk() or lies_at.is_relative_to(settings.VAR_DIR):
        return None
    if any(part == "__pycache__" or (part.startswith(".") and part != ".ci") for part in parts):
        return None
    if parts[-1].endswith(NO_SOURCE):
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
