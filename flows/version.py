"""The pipeline version: it changes whenever the same page could give other rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import schemas
from flows.language.labels import MODEL_FILES
from flows.settings import READER, Settings
from flows.sources.options import SourceOptions

FLOWS: Final = Path(__file__).parent
# What shapes the rows of a page: its rooms with their data files, and the models that check them.
SHAPING: Final = ("sources", "pages", "language", "entities", "quotes", "annotate.py", "rows.py", "lexicons.py")
# Libraries whose new release may read the same page differently.
READERS: Final = (
    *("charset-normalizer", "fastwarc", "ftfy", "lxml", "numpy", "orjson", "pyarrow", "py3langid", "resiliparse"),
    *("onnxruntime", "tld", "tokenizers"),
)


def pipeline_version(settings: Settings) -> str:
    """Return the version of onrecord and a hash of all else that shapes rows: `0.1.0+1f0c…`.

    That is the code, lexicons and weights of its rooms, the models, the libraries that read, and the settings of
    reading (columns of dumps, limits).
    """
    return _version(settings.language_model, settings.source_options)


@cache
def _version(language_model: Path, options: SourceOptions) -> str:
    digest = hashlib.sha256(repr(options).encode())
    model_files = [language_model / name for name in MODEL_FILES]
    for path in (*_shaping_files(), *model_files):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    for package in READERS:
        digest.update(f"{package}={installed_version(package)}".encode())
    return f"{installed_version('onrecord')}+{digest.hexdigest()[:12]}"


def installed_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _shaping_files() -> Iterator[Path]:
    roots = [FLOWS / name for name in SHAPING] + [Path(schemas.__file__).parent]
    for root in roots:
        paths = root.rglob("*") if root.is_dir() else [root]
        # Of models only the one that reads counts, and that is named by its setting.
        yield from sorted(
            path for path in paths if path.is_file() and "__pycache__" not in path.parts and path.parent != READER
        )
