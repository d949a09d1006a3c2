"""Does the background work in a process of its own."""

import json
import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from engine import jobs, recurring
from engine.models import Job
from engine.worker import Worker


class Command(BaseCommand):
    """Work until interrupted, or do what is due and end."""

    help = "处理后台任务：持续运行，或用 --once 处理完到期任务后退出。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--once and --json."""
        parser.add_argument("--once", action="store_true", help="处理完到期任务后退出")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出处理结果")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        if options["once"]:
            recurring.tick()
            self._report(jobs.drain(), as_json=options["json"])
            return
        worker = Worker()

        def stop(number: int, frame: FrameType | None) -> None:
            worker.stopping.set()  # the bell may not be rung here: the interrupted thread may be holding its lock

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        worker.run()

    def _report(self, count: int, *, as_json: bool) -> None:
        left = Job.objects.unfinished().count()
        dead = Job.objects.dead().count()
        if as_json:
            self.stdout.write(json.dumps({"performed": count, "waiting": left, "dead": dead}))
        else:
            self.stdout.write(f"已处理 {count} 个任务，等待 {left} 个，失败 {dead} 个。")
