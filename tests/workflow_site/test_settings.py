"""The environment is read once, and what is wrong in it is said in a sentence."""

import os
import stat
import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT

ASK = "from workflow_site import settings; print({})"


def started(tmp_path, expression="0", **environment):
    """What the settings say for an expression when the site starts with this environment."""
    return subprocess.run(
        [sys.executable, "-c", ASK.format(expression)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "", "BIHUAN_VAR": str(tmp_path / "var"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BIHUAN_DEBUG", "perhaps"),
        ("BIHUAN_SESSION_IDLE_MINUTES", "half an hour"),
        ("BIHUAN_SESSION_IDLE_MINUTES", "0"),
        ("BIHUAN_LOG_LEVEL", "LOUD"),
        ("BIHUAN_SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://127.0.0.1/bihuan"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "postgres://127.0.0.1"),
        ("DATABASE_URL", "postgres://127.0.0.1:port/bihuan"),
        ("BROKER_URL", "kafka://127.0.0.1:9092"),
        ("BROKER_URL", "rabbitmq"),
        ("BROKER_URL", "amqp://"),
        ("BROKER_URL", "redis://127.0.0.1:port/0"),
        ("BROKER_URL", "redis://127.0.0.1:70000/0"),
        ("BIHUAN_QUEUE", "two words"),
        ("BIHUAN_WORKER_PROCESSES", "none"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(tmp_path, variable, value):
    refused = started(tmp_path, **{variable: value})
    assert refused.returncode != 0
    assert variable in refused.stderr.splitlines()[-1]
    assert "ImproperlyConfigured" in refused.stderr


def test_a_wrong_broker_stops_the_start_with_one_sentence_that_holds_no_password(tmp_path):
    environment = {**os.environ, "BIHUAN_VAR": str(tmp_path / "var"), "BROKER_URL": "kafka://li:geheim@10.0.0.1/"}
    command = [sys.executable, "manage.py", "celery_worker"]
    refused = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    (said,) = refused.stderr.splitlines()
    assert refused.returncode == 1
    assert "BROKER_URL must be amqp://" in said
    assert "not 'kafka'" in said
    assert "geheim" not in said


def test_a_celery_worker_without_a_broker_is_refused_with_the_command_that_helps(tmp_path):
    environment = {**os.environ, "BIHUAN_VAR": str(tmp_path / "var"), "BROKER_URL": ""}
    command = [sys.executable, "manage.py", "celery_worker"]
    refused = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "manage.py worker" in refused.stderr


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "var").write_text("a file, not a folder")
    refused = started(tmp_path)
    assert "BIHUAN_VAR" in refused.stderr.splitlines()[-1]


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path):
    first, second = (started(tmp_path, "settings.SECRET_KEY").stdout for _start in range(2))
    assert first == second
    assert len(first) > 60
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "var").glob("secret_key.*")] == []


def test_starts_at_the_same_time_agree_on_one_key(tmp_path):
    command = [sys.executable, "-c", ASK.format("settings.SECRET_KEY")]
    environment = {**os.environ, "BIHUAN_VAR": str(tmp_path / "var")}
    starts = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) for _start in range(6)
    ]
    assert len({start.communicate()[0] for start in starts}) == 1


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:////srv/bihuan.sqlite3", "/srv/bihuan.sqlite3"),
        ("sqlite:///srv/bihuan.sqlite3", "/srv/bihuan.sqlite3"),
        ("postgres://li:p%40ss@db.example:6432/bihuan", "bihuan"),
        ("postgres:///bihuan", "bihuan"),
        ("postgresql:///bihuan?host=/var/run/postgresql", "bihuan"),
    ],
)
def test_the_database_is_chosen_by_its_address(tmp_path, url, name):
    said = started(tmp_path, "settings.DATABASES['default']['NAME']", DATABASE_URL=url)
    assert said.stdout.strip() == name, said.stderr


def test_a_password_and_a_socket_are_read_from_the_address(tmp_path):
    expression = "settings.DATABASES['default']['PASSWORD'], settings.DATABASES['default']['HOST']"
    address = "postgres://li:p%40ss@/bihuan?host=/var/run/postgresql"
    said = started(tmp_path, expression, DATABASE_URL=address)
    assert said.stdout.strip() == "p@ss /var/run/postgresql", said.stderr


def test_the_site_is_closed_until_it_is_opened(tmp_path):
    said = started(tmp_path, "settings.DEBUG, settings.ALLOWED_HOSTS")
    assert said.stdout.strip() == "False ['127.0.0.1', 'localhost', '[::1]']"
