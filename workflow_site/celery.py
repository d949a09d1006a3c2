"""The Celery of this site, for `celery -A workflow_site …`: what a worker takes it acknowledges when it is done."""

import os

from celery import Celery
from django.conf import settings
from kombu import Exchange, Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workflow_site.settings")

VISIBILITY = 600
"""Seconds after which Redis gives an unacknowledged message to somebody else; the sweep does not wait for it."""


def queue_named(name: str) -> Queue:
    """A queue that is reached by its name alone."""
    return Queue(name, Exchange("", type="direct"), routing_key=name)


app = Celery("bihuan", set_as_current=False)
app.conf.update(
    broker_url=settings.BROKER_URL or "memory://",
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_heartbeat=20,
    broker_pool_limit=None,
    broker_transport_options=(
        {"visibility_timeout": VISIBILITY, "socket_keepalive": True}
        if settings.BROKER_URL.startswith("redis")
        else {"confirm_publish": True}
    ),
    imports=["workflow_site.tasks"],
    task_queues=[queue_named(settings.BROKER_QUEUE)],
    task_default_queue=settings.BROKER_QUEUE,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_disable_rate_limits=True,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,  # their claim holds; the second message finds it done
    timezone=settings.TIME_ZONE,
)
