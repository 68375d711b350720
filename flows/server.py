"""A Prefect server on loopback over the warehouse's run history, started for others to find or for one run.

Prefect would start one itself for a run, but in the terminal's process group: Ctrl-C would end it before the run, which
then waits for minutes for a server that is gone.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from flows.history import history_folder, is_healthy, server_file
from schemas.errors import OnrecordError, UsageError

HOST: Final = "127.0.0.1"
# A server needs 15 seconds on a quiet machine, and several times that on a busy one.
START_TIMEOUT_SECONDS: Final = 180.0
WITHOUT_SCHEDULES: Final = {
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
}
POLL_SECONDS: Final = 0.25
STOP_TIMEOUT_SECONDS: Final = 15.0


@contextmanager
def shared_server(warehouse: Path, port: int) -> Iterator[str]:
    """Hold a server that others find and use, for the UI and for schedules; yields the address of its API.

    `configure_history` must have been called before: it finds one that runs already. Raises UsageError when the port
    is taken, and OnrecordError when the server does not come up.
    """
    if not _is_free(port):
        raise UsageError(f"port {port} of {HOST} is taken; name another: --port")
    address = server_file(warehouse)
    process, log = _start(warehouse, port, {})
    try:
        api_url = _api_url(port)
        _wait_until_healthy(api_url, process, log)
        address.write_text(json.dumps({"api_url": api_url}), encoding="utf-8")
        yield api_url
    finally:
        address.unlink(missing_ok=True)
        _stop(process)


def start_own_server(warehouse: Path) -> tuple[str, Callable[[], None]]:
    """Start a server for the time of this process, on a free port; return the address of its API and a way to wait.

    It comes up while the caller does something else, starts no scheduled runs (that is for a shared one), and ends
    after all that Prefect does at the end of a process, such as writing its last log lines: so call this before
    Prefect is imported.
    """
    port = _free_port()
    process, log = _start(warehouse, port, WITHOUT_SCHEDULES)
    atexit.register(_stop, process)
    return _api_url(port), lambda: _wait_until_healthy(_api_url(port), process, log)


def _start(warehouse: Path, port: int, extra: Mapping[str, str]) -> tuple[subprocess.Popen[bytes], Path]:
    log = history_folder(warehouse) / "server.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "flows.server_process", "--host", HOST, "--port", str(port)]
    with log.open("wb") as output:
        # A session of its own: Ctrl-C reaches us first, and we stop the server in order.
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # Without it the UI in the browser asks the default port, whichever this server listens on.
            env={"PREFECT_SERVER_UI_API_URL": _api_url(port), **os.environ, **extra},
        )
    return process, log


def _api_url(port: int) -> str:
    return f"http://{HOST}:{port}/api"


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(api_url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise OnrecordError(f"the Prefect server ended with status {process.returncode}; it said why in {log}")
        if is_healthy(api_url):
            return
        time.sleep(POLL_SECONDS)
    raise OnrecordError(f"the Prefect server did not answer at {api_url} within {START_TIMEOUT_SECONDS:.0f} s")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
