"""Health of a container: `web` answers its own address, `worker` has shown a sign of life within a minute."""

import os
import sys
import tempfile
import time
import urllib.request
from pathlib import Path


def web() -> bool:
    """Does /healthz answer 200? Asked under a host name the site accepts."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310 -- as above
        return bool(answer.status == 200)


def worker() -> bool:
    """Was the sign of life touched lately by home/management/commands/work.py?"""
    sign = Path(tempfile.gettempdir()) / "worker.alive"
    return time.time() - sign.stat().st_mtime < 60


if __name__ == "__main__":
    try:
        sys.exit(0 if (worker if sys.argv[1:] == ["worker"] else web)() else 1)
    except OSError as error:
        sys.exit(str(error))
