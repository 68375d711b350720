"""What a user can set: `ONRECORD_…` in the environment, each also an option of the commands that it concerns."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.language.labels import MODEL_FILES
from flows.sources.limits import Limits
from flows.sources.options import SourceOptions
from schemas.errors import UsageError

# The model that comes along.
READER: Final = Path(__file__).parent / "language" / "model"


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
        default=64,
        ge=1,
        le=10_000,
        description="pages in a batch: one Prefect task, one pass of the language model, one unit to resume;"
        " 64 news pages are a few seconds of work, and few enough rows to check at once",
    )
    language_model: Path = Field(
        default=READER,
        description="the folder of the model that reads the text: reader.onnx and tokenizer.json",
    )
    page_seconds: float = Field(
        default=60.0,
        gt=0,
        le=3600,
        description="seconds that one step of a page may take, then the page is set aside; a usual page takes 0.1",
    )
    text_column: str | None = Field(default=None, description="the column of a dump that holds the text")
    html_column: str | None = Field(default=None, description="the column of a dump that holds the HTML")
    url_column: str | None = Field(default=None, description="the column of a dump that holds the page's address")
    date_column: str | None = Field(default=None, description="the column of a dump with the time of publication")
    max_page_bytes: int = Field(
        default=Limits().max_page_bytes,
        ge=1,
        le=2**30,
        description="bytes of a page, and of an archive's record once it is decompressed",
    )
    max_line_bytes: int = Field(
        default=Limits().max_line_bytes, ge=1, le=2**31, description="bytes of a line of a JSONL dump"
    )
    max_text_chars: int = Field(
        default=Limits().max_text_chars, ge=1, le=2**30, description="characters of a page's text"
    )
    max_word_chars: int = Field(
        default=Limits().max_word_chars, ge=1, le=2**30, description="characters without white space between them"
    )
    corrections: Path | None = Field(
        default=None,
        description="a table of names to merge or to keep apart; by default corrections.csv in the warehouse",
    )
    ui_port: int = Field(default=4200, ge=1, le=65_535, description="the port of the Prefect server on loopback")

    @field_validator("language_model")
    @classmethod
    def _holds_a_model(cls, folder: Path) -> Path:
        missing = [name for name in MODEL_FILES if not (folder / name).is_file()]
        if missing:
            raise ValueError(f"no {' and no '.join(missing)} in {folder}")
        return folder

    @property
    def corrections_file(self) -> Path | None:
        """The file of corrections: the one that was named, else the warehouse's, if there is one."""
        own = self.warehouse / "corrections.csv"
        return self.corrections or (own if own.exists() else None)

    @property
    def columns(self) -> dict[str, str]:
        """The columns of dumps that are named, by their settings."""
        names = ("text_column", "html_column", "url_column", "date_column")
        return {name: column for name in names if (column := getattr(self, name)) is not None}

    @property
    def source_options(self) -> SourceOptions:
        """How pages are found and read."""
        limits = Limits(**{limit.name: getattr(self, limit.name) for limit in fields(Limits)})
        return SourceOptions(**self.columns, limits=limits)


def load_settings(**overrides: object) -> Settings:
    """Return the settings of the environment, with overrides where they are not None.

    Raises UsageError that names each setting with a wrong value.
    """
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise UsageError(f"wrong setting: {faults}") from error
