"""A Prefect server on loopback over the warehouse's run history: found where it runs, else started."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from flows.history import is_healthy, running_server, server_file
from schemas.errors import OnrecordError, UsageError

HOST: Final = "127.0.0.1"
# A server needs 15 seconds on a quiet machine, and several times that on a busy one.
START_TIMEOUT_SECONDS: Final = 180.0
POLL_SECONDS: Final = 0.25
STOP_TIMEOUT_SECONDS: Final = 15.0


@contextmanager
def server(warehouse: Path, port: int) -> Iterator[str]:
    """Hold a server over this warehouse's history; yields the address of its API.

    One that runs already is used and left running. Raises UsageError when the port is taken, and OnrecordError when
    the server does not come up. `configure_history` must have been called before.
    """
    if running := running_server(warehouse):
        yield running
        return
    api_url = f"http://{HOST}:{port}/api"
    address = server_file(warehouse)
    address.parent.mkdir(parents=True, exist_ok=True)
    log = address.with_name("server.log")
    process = _start(port, log)
    try:
        _wait_until_healthy(api_url, process, log)
        address.write_text(json.dumps({"api_url": api_url, "pid": process.pid}), encoding="utf-8")
        yield api_url
    finally:
        address.unlink(missing_ok=True)
        _stop(process)


def _start(port: int, log: Path) -> subprocess.Popen[bytes]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise UsageError(f"port {port} of {HOST} is taken; name another: --port") from error
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    with log.open("wb") as output:
        # A session of its own: Ctrl-C reaches us first, and we stop the server in order.
        return subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)  # noqa: S603


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
