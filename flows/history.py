"""Where Prefect keeps its run history. Decided in the environment, before Prefect is first imported.

An API that the user has configured is respected. Otherwise the history stands in `<warehouse>/prefect/`, where every
run writes it, with or without a server, and where `onrecord ui` shows it.
"""

from __future__ import annotations

import json
import os
import tomllib
import urllib.error
import urllib.request
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Final

# A health check of a server on loopback answers at once or not at all.
HEALTH_TIMEOUT_SECONDS: Final = 2.0
DEFAULTS: Final = {
    # Nothing is sent to anybody.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # The log goes to the run history; beside a progress bar only warnings belong on the terminal.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
    # A run without a server starts one for its time, which takes long on a busy machine.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # That server may end before it wrote all task runs unless it writes them often. A whole second: Prefect cuts the
    # interval to an integer, and with 0 the server spins on a core of its own.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    # A run whose process was killed is noticed by its missing heartbeat; see flows/schedule.py.
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
}


def history_folder(warehouse: Path) -> Path:
    return warehouse.absolute() / "prefect"


def server_file(warehouse: Path) -> Path:
    """The file in which a running `onrecord ui` or `onrecord schedule` says its address."""
    return history_folder(warehouse) / "server.json"


def configure_history(warehouse: Path, environment: MutableMapping[str, str] = os.environ) -> str | None:
    """Point Prefect at the warehouse's run history, unless the user has pointed it elsewhere.

    Returns the API's address where one is in use: the user's own, or that of a running server over this history.
    None means that the run brings its own server for its time. What the user has set is never overwritten.
    """
    own = configured_api(environment)
    if own is None:
        # Set and empty, it would make Prefect lose the task runs.
        environment.pop("PREFECT_API_URL", None)
        environment.setdefault("PREFECT_HOME", str(history_folder(warehouse)))
        # Prefect makes its home, but not the folders above it.
        Path(environment["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)
        running = running_server(warehouse)
        if running is not None:
            environment["PREFECT_API_URL"] = own = running
    for name, value in DEFAULTS.items():
        environment.setdefault(name, value)
    return own


def configured_api(environment: Mapping[str, str]) -> str | None:
    """Return the API that the user has configured, in the environment or in the active Prefect profile."""
    if url := environment.get("PREFECT_API_URL"):
        return url
    home = Path(environment.get("PREFECT_HOME", Path.home() / ".prefect"))
    profiles_path = Path(environment.get("PREFECT_PROFILES_PATH", home / "profiles.toml"))
    try:
        profiles = tomllib.loads(profiles_path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    name = environment.get("PREFECT_PROFILE") or profiles.get("active")
    url = profiles.get("profiles", {}).get(name, {}).get("PREFECT_API_URL")
    return url if isinstance(url, str) else None


def running_server(warehouse: Path) -> str | None:
    """Return the address of the API of a server that runs over this history, if it answers."""
    try:
        url = json.loads(server_file(warehouse).read_text(encoding="utf-8"))["api_url"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return url if isinstance(url, str) and is_healthy(url) else None


def is_healthy(api_url: str) -> bool:
    """Tell whether a Prefect API answers at this address."""
    if not api_url.startswith(("http://", "https://")):
        return False
    try:
        with urllib.request.urlopen(f"{api_url}/health", timeout=HEALTH_TIMEOUT_SECONDS) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False
