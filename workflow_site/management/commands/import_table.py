"""`manage import_table`: a table of units or people from the command line, resumed where it was interrupted."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from accountability.gate import Checked
from accountability.imports import Target, batches, every_target, target_of
from accountability.imports.reading import receive
from accountability.models import ImportBatch
from engine.middleware import as_refusal
from organizations import rights
from organizations.models import Organization, Person, User
from organizations.refusals import Refusal
from organizations.sight import sight_of

FAULTY, STOPPED = 1, 3
SHOWN = 50
PATIENCE = 20


class Command(BaseCommand):
    """Check a table, and apply it unless only the check is wanted."""

    help = (
        "Import a table (xlsx, csv): institutions, departments, people. Run again with the same file it goes on where "
        "it was interrupted. Exit 0 when every row is in, 1 when the table has faults (nothing was changed), "
        "2 when it cannot be read or may not be imported, 3 when some rows could not be applied."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", choices=[target.name for target in every_target()])
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="only say what is wrong; nothing is kept or changed")
        parser.add_argument("--json", action="store_true", help="print one JSON document")
        parser.add_argument("--as", dest="as_user", default="", help="the account that imports, with its rights")
        parser.add_argument("--at", default="", help="code or name of the unit beneath which is imported")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("zh-hans"):
            try:
                self._import(target_of(options["target"]), options)  # type: ignore[arg-type]
            except Refusal as refusal:
                raise CommandError(refusal.message, returncode=2) from refusal

    def _import(self, target: Target, options: dict[str, Any]) -> None:
        by = _person(options["as_user"])
        at = _place(target, by, options["at"])
        checked = _received(options["file"])
        batch = ImportBatch.objects.unfinished(target=target.name, organization=at, sha256=checked.sha256)
        if batch is None or options["check"]:
            batch = self._checked(batches.prepare(target, checked, at=at, by=by), options)
        if batch.state == ImportBatch.State.CHECKED:
            batches.begin(batch, by=by)
        self._apply(batch, quiet=options["json"])
        counts = {name: getattr(batch, name) for name in ("total", "created", "skipped", "failed")}
        self._tell({"batch": batch.pk, "state": batch.state, "because": batch.error, **counts}, options)
        sys.exit(STOPPED if batch.failed or batch.state != ImportBatch.State.APPLIED else 0)

    def _checked(self, prepared: batches.Prepared, options: dict[str, Any]) -> ImportBatch:
        """The batch of a table without faults; otherwise, and where only the check is wanted, this is the end."""
        faults = [problem for verdict in prepared.verdicts for problem in verdict.problems]
        if faults or options["check"]:
            told = {"rows": len(prepared.verdicts), "faulty": prepared.faulty, "faults": [list(one) for one in faults]}
            self._tell({**told, "state": "faulty" if faults else "checked"}, options)
            sys.exit(FAULTY if faults else 0)
        return batches.keep(prepared)

    def _apply(self, batch: ImportBatch, *, quiet: bool) -> None:
        """Chunk by chunk; a worker that has taken up the same batch does some of them."""
        while self._goes_on(batch):
            if not quiet:
                self.stderr.write(f"  {batch.done}/{batch.total}", ending="\r")
                self.stderr.flush()
        batch.refresh_from_db()

    def _goes_on(self, batch: ImportBatch) -> bool:
        """The next chunk; a worker that holds the batch at this moment is waited for."""
        for _attempt in range(PATIENCE):
            try:
                return batches.go_on(batch) is not None
            except OperationalError as error:
                if as_refusal(error) is None:
                    raise
        raise CommandError(_("数据库一直被占用，稍后用同一文件再运行一次，会从中断处继续。"), returncode=STOPPED)

    def _tell(self, told: dict[str, Any], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for number, column, sentence in told.get("faults", [])[:SHOWN]:
            label = str(target_of(options["target"]).column(column).label) if column else ""  # type: ignore[union-attr]
            self.stderr.write(_("第%(number)d行 %(column)s：%(why)s") % _named(number, label, sentence))
        if "faults" in told:
            sentence = (
                _("共%(rows)d行，有错误%(faulty)d行，没有导入。") if told["faulty"] else _("共%(rows)d行，没有错误。")
            )
            self.stdout.write(sentence % told)
            return
        sentence = _("共%(total)d行：新建%(created)d行，已有%(skipped)d行，未能导入%(failed)d行。")
        self.stdout.write(sentence % told + told["because"])


def _named(number: int, label: str, sentence: str) -> dict[str, Any]:
    return {"number": number, "column": label, "why": sentence}


def _received(path: Path) -> Checked:
    """The file through the gate."""
    try:
        with path.open("rb") as file:
            upload = UploadedFile(file, name=path.name, size=path.stat().st_size)
            return receive(upload)
    except OSError as error:
        raise CommandError(_("读不到文件：%(path)s") % {"path": path}, returncode=2) from error


def _person(username: str) -> Person | None:
    """Who imports; without a name the system itself."""
    if not username:
        return None
    user = User.objects.select_related("person").filter(username__iexact=username, is_active=True).first()
    if user is None or user.person is None:
        raise CommandError(_("没有“%(name)s”这个账号，或者已停用。") % {"name": username}, returncode=2)
    return user.person


def _place(target: Target, by: Person | None, said: str) -> Organization:
    """The unit beneath which is imported: the one named, else the only one there can be."""
    rows = Organization.objects.active()
    if by is not None:
        rows = rows.filter(rights.permission_q(by, target.permission, path_field="path"))
    if said:
        rows = rows.filter(Q(code=said) | Q(name=said) | Q(short_name=said))
    elif by is not None:
        rows = rows.filter(path__in=[scope.path for scope in sight_of(by).scopes])
    else:
        rows = rows.filter(parent=None, kind=Organization.Kind.COMMISSION)
    found = list(rows[:2])
    if len(found) == 1:
        return found[0]
    if by is not None and not rights.may_anywhere(by, target.permission):
        raise CommandError(_("这个账号没有导入这种表格的权限。"), returncode=2)
    raise CommandError(_("请用 --at 写明导入到哪个单位之下（机构代码或名称）。"), returncode=2)
