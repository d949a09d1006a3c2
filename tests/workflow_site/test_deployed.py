"""Each check of a deployed site finds its fault and only that one."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from workflow_site import deployed

GOOD: dict[str, Any] = {
    "LOG_DAYS": 1095,
    "SECRET_KEY": "k3J9vQ_x7LmZp2WsRt8YuAe5NdHf0GcBoTiXq4V6MEyUh1CrSjPnKw",
    "DEBUG": False,
    "DEMO": False,
    "ALLOWED_HOSTS": ["bihuan.example"],
    "HOSTS_GIVEN": ["bihuan.example"],
    "HTTPS": True,
    "PROXIES": 1,
    "CHECKPOINT_SYSLOG": "collector:514",
    "LOGIN_ATTEMPTS": 5,
    "LOGIN_LOCK_MINUTES": 15,
    "SESSION_IDLE_MINUTES": 30,
}
CHECKS = (
    deployed.check_logs, deployed.check_key, deployed.check_openness, deployed.check_hosts, deployed.check_outlets,
    deployed.check_door, deployed.check_guards,
)  # fmt: skip


@pytest.fixture
def installed(settings: Any) -> Any:
    for name, value in GOOD.items():
        setattr(settings, name, value)
    return settings


def found() -> list[str]:
    messages = [message for check in CHECKS for message in check()]
    assert not [message for message in messages if message.id != "bihuan.E011" and not message.hint]
    return [str(message.id) for message in messages]


@pytest.mark.django_db
def test_a_careful_installation_is_not_scolded(installed: Any) -> None:
    assert found() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("LOG_DAYS", 182, "bihuan.E001"),
        ("SECRET_KEY", "change-me-k3J9vQ_x7LmZp2WsRt8YuAe5NdHf0Gc", "bihuan.E002"),
        ("SECRET_KEY", "abcabcabcabcabcabcabcabcabcabcabcabcabcabc", "bihuan.E002"),
        ("DEBUG", True, "bihuan.E003"),
        ("DEMO", True, "bihuan.E004"),
        ("ALLOWED_HOSTS", ["*"], "bihuan.E005"),
        ("HOSTS_GIVEN", [], "bihuan.I006"),
        ("PROXIES", 0, "bihuan.I007"),
        ("CHECKPOINT_SYSLOG", "", "bihuan.I008"),
        ("LOGIN_ATTEMPTS", 50, "bihuan.W009"),
        ("LOGIN_LOCK_MINUTES", 1, "bihuan.W009"),
        ("SESSION_IDLE_MINUTES", 600, "bihuan.W010"),
    ],
)
def test_each_fault_is_named_by_its_number(installed: Any, name: str, value: object, number: str) -> None:
    installed.CHECKPOINT_MAIL, installed.CHECKPOINT_FILE = [], Path(installed.VAR_DIR) / "checkpoints.jsonl"
    setattr(installed, name, value)
    assert found() == [number]


@pytest.mark.django_db
def test_a_trail_without_its_guards_is_found(installed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployed.verify_trail, "guards", lambda: iter([("trail", "no trigger")]))
    assert found() == ["bihuan.E012"]
    monkeypatch.setattr(connection.introspection, "table_names", list)
    assert found() == [], "nothing to guard before the first migrate"
