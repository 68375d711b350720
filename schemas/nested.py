"""Columns of lists, made by Arrow in one go: polars would make a series of each list first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl
import pyarrow


def nested_series(values: Iterable[Any], dtype: pyarrow.DataType) -> pl.Series:
    """Return a column of lists. Raises pyarrow.ArrowException or TypeError where a value isn't of the type."""
    return pl.Series(pyarrow.array(values, type=dtype))
