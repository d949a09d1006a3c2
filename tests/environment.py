"""The environment of a test run; loaded before the settings are read, so that no test writes into the real `var/`."""

import os
import tempfile
from pathlib import Path

SCRATCH = Path(tempfile.mkdtemp(prefix="bihuan-tests-"))

os.environ["BIHUAN_VAR"] = str(SCRATCH / "var")
os.environ["BIHUAN_LOG_LEVEL"] = "ERROR"
os.environ["BIHUAN_SEARCH_FOLLOWS"] = "no"  # a test that needs an index builds its own
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver keeps a loop in the thread of its tests
for name in ("BIHUAN_HTTPS", "BIHUAN_SECRET_KEY", "BIHUAN_LOGIN_ATTEMPTS", "BROKER_URL", "BIHUAN_QUEUE"):
    os.environ.pop(name, None)

from workflow_site import settings as site  # noqa: E402  only now that the environment is set

site.INSTALLED_APPS.insert(0, "tests.engine.playground")  # things that flow, for the tests of the engine
