"""The process of a Prefect server that never outlives whoever started it: `python -m flows.server_process …`.

Its standard input is a pipe that the starter holds open. When the starter is gone, however it ended, the pipe ends, and
so do the server and its children. The arguments are those of `prefect server start`.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading


def _end_with_starter() -> None:
    sys.stdin.buffer.read()
    # The server leads a process group of its own.
    os.killpg(os.getpgrp(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with_starter, daemon=True).start()
    sys.argv = ["prefect", "server", "start", *sys.argv[1:]]
    runpy.run_module("prefect", run_name="__main__")
