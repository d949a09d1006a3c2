"""How the application server runs: one process with threads, because the drain of background jobs is one of them."""

import os
from pathlib import Path

from gunicorn.workers.base import Worker

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = 1
worker_class = "gthread"
threads = 8
timeout = 60  # seconds without a heartbeat of the process
graceful_timeout = 20  # seconds a stop waits for requests under way
keepalive = 5
control_socket_disable = True  # everything the site writes lies under var/
# The heartbeat file, which has no content, must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # nosec B108
wsgi_app = "workflow_site.wsgi:application"


def post_worker_init(worker: Worker) -> None:
    """Start the thread that sees to the background jobs, in the process that serves and therefore after the fork."""
    from django.conf import settings

    if settings.BROKER_URL:
        from workflow_site.broker import start_keeper

        start_keeper()
    else:
        from engine.worker import start_thread

        start_thread()
