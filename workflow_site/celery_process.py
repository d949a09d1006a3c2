"""One Celery worker: `python -m workflow_site.celery_process`; `manage.py celery_worker` keeps it running."""

import contextlib
import os
import signal
import warnings

from billiard.util import set_pdeathsig
from django.conf import settings

from workflow_site.celery import app


def main() -> None:
    """Work until told to stop; when whoever started it dies, it finishes its pieces and ends too."""
    with contextlib.suppress(OSError):  # Linux alone knows this; elsewhere the worker goes on
        set_pdeathsig(signal.SIGTERM)
    os.environ.setdefault("CELERY_SKIP_CHECKS", "yes")  # whoever started it has examined the site
    warnings.filterwarnings("ignore", "You're running the worker with superuser privileges")  # its messages are JSON
    app.worker_main(
        [
            "worker",
            f"--concurrency={settings.WORKER_PROCESSES}",
            f"--hostname=bihuan-{os.getpid()}@%h",
            f"--loglevel={settings.LOG_LEVEL}",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        ]
    )


if __name__ == "__main__":
    main()
