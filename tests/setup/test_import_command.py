"""`manage import_table` says honestly what it did, by words and by its exit code."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accountability.imports import batches
from accountability.models import ImportBatch
from organizations.models import Organization
from tests.cast import Cast
from tests.setup.making import csv_of, kept

GOOD = csv_of(("江北医院", "JB01", "医院", "", "二级"), encoding="gb18030")
BAD = csv_of(("江北医院", "JB01", "医馆", "", "二级"))


@pytest.fixture
def run(tmp_path: Path):
    """The command with a file of this content; its exit code, its words, its complaints."""

    def call(content: bytes, *options: str, target: str = "institutions") -> tuple[int, Any, str]:
        path, out, err = tmp_path / "名册.csv", io.StringIO(), io.StringIO()
        path.write_bytes(content)
        try:
            call_command("import_table", target, str(path), *options, stdout=out, stderr=err)
        except SystemExit as ended:
            return int(ended.code or 0), out.getvalue(), err.getvalue()
        except CommandError as error:
            return error.returncode, out.getvalue(), str(error)
        raise AssertionError("It ends with a code.")

    return call


def test_a_table_is_applied(cast: Cast, run):
    assert cast.city
    code, said, _err = run(GOOD, "--json")
    assert code == 0
    assert json.loads(said)["created"] == 1
    assert Organization.objects.filter(code="JB01").exists()
    code, said, _err = run(GOOD)
    assert (code, "已有1行" in said) == (0, True)


def test_the_check_keeps_and_changes_nothing(cast: Cast, run):
    assert cast.city
    assert run(GOOD, "--check")[0] == 0
    code, said, err = run(BAD, "--check")
    assert code == 1
    assert "有错误1行" in said
    assert "第2行 类别" in err
    assert run(BAD)[0] == 1
    assert not ImportBatch.objects.exists()


def test_it_goes_on_where_it_was_interrupted(cast: Cast, run, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 2)
    content = csv_of(*((f"第{n}卫生院", "", "乡镇卫生院", "", "") for n in range(5)))
    batch = batches.begin(kept(content, at=cast.city), by=None)
    batches.go_on(batch)
    code, said, _err = run(content, "--json")
    assert (code, json.loads(said)["batch"], json.loads(said)["created"]) == (0, batch.pk, 5)
    assert Organization.objects.filter(kind="township_hospital").count() == 5


def test_an_account_imports_with_its_rights_only(cast: Cast, run):
    admin, clerk = cast.account(cast.system_admin), cast.account(cast.li)
    assert run(GOOD, "--as", clerk.username)[0] == 2
    assert run(GOOD, "--as", "没有这个人")[0] == 2
    assert run(GOOD, "--as", admin.username, "--at", "子虚委")[0] == 2
    assert run(GOOD, "--as", admin.username)[0] == 0
    assert ImportBatch.objects.get().applied_by == cast.system_admin


def test_an_unreadable_table_is_one_sentence(cast: Cast, run):
    assert cast.city
    code, _said, err = run(b"\xff\xfe\x00", "--json")
    assert code == 2
    assert err.endswith("。")
    with pytest.raises(CommandError, match="读不到文件"):
        call_command("import_table", "institutions", "/nowhere/名册.csv")
