"""Serving the flow on a schedule. prefect.yaml holds the same deployment for a process work pool.

Two runs never overlap: the deployment lets one run at a time and cancels a second one (a load is idempotent, so
nothing is lost by it), and the writer's lock holds against runs started by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.client.schemas.schedules import CronSchedule
from prefect.context import refresh_global_settings_context
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.flows import EntrypointType  # type: ignore[attr-defined]
from prefect.schedules import Cron, Schedule
from pydantic import ValidationError

from flows.ingest import ingest
from flows.settings import Settings
from schemas.errors import UsageError

DEPLOYMENT_NAME: Final = "scheduled"
CRASH_AUTOMATION_NAME: Final = "onrecord: a run without a heartbeat has crashed"
# Three heartbeats of PREFECT_FLOWS_HEARTBEAT_FREQUENCY (flows/history.py): one may be late on a busy machine.
HEARTBEAT_PATIENCE_SECONDS: Final = 90
FLOW_RUN_EVENTS: Final = ("heartbeat", "Completed", "Failed", "Cancelled", "Crashed")


def serve(sources: Sequence[str], settings: Settings, timetable: Schedule) -> None:
    """Run the flow on the schedule, each time in a process of its own, until interrupted."""
    # The server was started, and its address put into the environment, after this file was imported.
    refresh_global_settings_context()
    mark_crashed_runs()
    ingest.serve(
        name=DEPLOYMENT_NAME,
        description="Ingest pages on a schedule. A second run does not start while one runs.",
        schedule=timetable,
        parameters={
            "sources": list(sources),
            "warehouse": str(settings.warehouse.absolute()),
            "workers": settings.workers,
            "columns": settings.columns,
            "corrections": settings.corrections and str(settings.corrections.absolute()),
            "wait": True,
        },
        global_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        entrypoint_type=EntrypointType.MODULE_PATH,
        print_starting_message=True,
    )


def cron_schedule(cron: str, timezone: str) -> Schedule:
    """Return the schedule. Raises UsageError for a cron expression or time zone that can't be understood."""
    try:
        CronSchedule(cron=cron, timezone=timezone)
    except (ValidationError, ValueError) as error:
        faults = error.errors() if isinstance(error, ValidationError) else [{"msg": str(error)}]
        raise UsageError("; ".join(str(fault["msg"]) for fault in faults)) from error
    return Cron(cron, timezone=timezone)


def mark_crashed_runs() -> None:
    """Have the server mark a run as crashed when its process was killed together with this one.

    Without it such a run stays `Running` for ever and holds the deployment's only slot.
    """
    automation = AutomationCore(
        name=CRASH_AUTOMATION_NAME,
        description="A run that sends no heartbeat and no final state has lost its process.",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={f"prefect.flow-run.{name}" for name in FLOW_RUN_EVENTS},
            match={"prefect.resource.id": ["prefect.flow-run.*"]},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=timedelta(seconds=HEARTBEAT_PATIENCE_SECONDS),
        ),
        actions=[ChangeFlowRunState(state=StateType.CRASHED, message="Its process sent no more heartbeats.")],
    )
    with get_client(sync_client=True) as client:
        found = client.request(
            "POST", "/automations/filter", json={"automations": {"name": {"any_": [CRASH_AUTOMATION_NAME]}}}
        )
        if not found.json():
            client.request("POST", "/automations/", json=automation.model_dump(mode="json"))
