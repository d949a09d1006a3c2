"""A whole campaign with a Celery worker on RabbitMQ and on Redis; in its middle the broker goes away and comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accountability import verify
from engine import jobs, waking
from engine.models import Job
from engine.submissions import new_nonce
from rectification import services
from rectification.models import CampaignState
from tests import make
from tests.broker.brokers import Rabbit, Redis, celery_worker
from tests.cast import cast
from tests.rectification.conftest import stage
from tests.rectification.making import Stage, fresh, open_nodes, sign
from tests.rectification.test_campaign_end_to_end import (
    it_is_delivered_and_signed,
    the_inspector_visits,
    two_units_answer_and_one_is_released,
)
from tests.waiting import wait_until
from workflow_site.broker import Sender

__all__ = ["cast", "stage"]

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 300.0


@pytest.fixture(params=[Rabbit, Redis], ids=["rabbitmq", "redis"])
def broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rabbit | Redis]:
    """A broker that answers."""
    if not request.param.is_there():
        pytest.skip("this machine has no such broker (Debian: apt install rabbitmq-server redis-server)")
    found = request.param(tmp_path)
    found.start()
    yield found
    found.close()


@pytest.fixture
def sender(broker: Rabbit | Redis) -> Iterator[Sender]:
    """Word of work is sent there."""
    made = Sender(broker.url, broker.queue)
    waking.carry_by(made.carry)
    yield made
    waking.carry_by()
    made.close()


def the_worker_has_done_everything() -> None:
    """Nothing waits."""
    wait_until(lambda: not Job.objects.unfinished().exists(), PATIENCE)
    assert not Job.objects.dead().exists()


def the_broker_goes_away_while_a_phase_is_opened(broker: Rabbit | Redis, sender: Sender, stage: Stage, phase) -> None:
    """The leader reads that it is saved; when the broker is back, the worker does what was asked for."""
    client = Client()
    account = make.make_account(stage.cast.director_wang)
    client.force_login(account, backend="organizations.backends.SightBackend")
    broker.stop()
    address = reverse("rectification:phase_open", args=[phase.pk])
    page = client.post(address, {"nonce": new_nonce()}, follow=True).content.decode()
    assert "已保存，稍后发送" in page
    assert fresh(phase).state == "open"
    assert Job.objects.unfinished().filter(attempts=0).exists()
    assert "已保存，稍后发送" not in client.get("/").content.decode()
    broker.start()
    the_worker_has_done_everything()
    wait_until(lambda: sender.carry(None), PATIENCE)


def test_a_campaign_runs_to_its_end_though_the_broker_goes_away_in_its_middle(
    broker: Rabbit | Redis, sender: Sender, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "run_all", the_worker_has_done_everything)
    with celery_worker(broker, tmp_path / "worker.log"):
        campaign = stage.issue()
        deploy, check, supervise, conclude = campaign.phases.order_by("order")
        services.open_phase(deploy, by=stage.cast.director_wang)
        it_is_delivered_and_signed(stage, deploy)
        the_broker_goes_away_while_a_phase_is_opened(broker, sender, stage, check)
        two_units_answer_and_one_is_released(stage, check)
        it_is_delivered_and_signed(stage, check)
        the_inspector_visits(stage, supervise)
        it_is_delivered_and_signed(stage, supervise)
        services.open_phase(conclude, by=stage.cast.director_wang)
        it_is_delivered_and_signed(stage, conclude)
        assert open_nodes(campaign) == ["conclude"]
        services.conclude_campaign(fresh(campaign), summary="专项整治工作完成。", by=stage.cast.li)
        sign(campaign)
    assert fresh(campaign).state == CampaignState.CLOSED
    assert [difference for result in verify.run() for difference in result.differences] == []
