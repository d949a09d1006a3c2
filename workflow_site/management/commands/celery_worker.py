"""Does the background work that a broker tells of."""

import signal
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workflow_site.broker import Keeper, the_sender


class Command(BaseCommand):
    """Keep a Celery worker running until interrupted."""

    help = "按 BROKER_URL 连接 RabbitMQ 或 Redis，运行 Celery 处理进程，并定期补发未取走的任务。"

    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Keep."""
        if not settings.BROKER_URL:
            raise CommandError("没有设置 BROKER_URL，不需要 Celery；请运行 manage.py worker。")
        keeper = Keeper(the_sender(), starts_worker=True)

        def stop(number: int, frame: FrameType | None) -> None:
            keeper.stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        keeper.run()
