"""A process that answers pages and does nothing else: how much memory it holds, as one number of megabytes.

The queries come as a JSON list in the file that is named.
"""

import json
import sys
from pathlib import Path

import django

django.setup()

import workflow_site.urls  # noqa: E402, F401  a web process has its views loaded
from search.finding import results  # noqa: E402  the apps are ready only now
from search.finding.eyes import COMMAND_LINE  # noqa: E402
from search.finding.results import Wanted  # noqa: E402

for query in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
    results.find(Wanted(query), by=COMMAND_LINE)
with Path("/proc/self/status").open(encoding="ascii") as status:
    print(next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS")))
