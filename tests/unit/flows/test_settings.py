"""Settings come from the environment, options go before, and each is documented."""

from pathlib import Path

import pytest

from flows.settings import Settings, load_settings
from schemas.errors import UsageError

SETTINGS_PAGE = Path(__file__).parents[3] / "docs" / "settings.md"


def test_the_environment_is_read(monkeypatch) -> None:
    monkeypatch.setenv("ONRECORD_WAREHOUSE", "elsewhere")
    assert load_settings().warehouse == Path("elsewhere")


def test_an_option_goes_before_the_environment(monkeypatch) -> None:
    monkeypatch.setenv("ONRECORD_WORKERS", "3")
    assert load_settings(workers=2).workers == 2
    assert load_settings(workers=None).workers == 3


@pytest.mark.parametrize(
    ("name", "value"), [("ONRECORD_WORKERS", "0"), ("ONRECORD_BATCH_PAGES", "many"), ("ONRECORD_UI_PORT", "70000")]
)
def test_a_wrong_value_is_a_usage_error_that_names_the_setting(monkeypatch, name, value) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=name.removeprefix("ONRECORD_").lower()):
        load_settings()


def test_a_folder_without_a_model_is_a_usage_error(monkeypatch, tmp_path) -> None:
    (tmp_path / "tokenizer.json").touch()
    monkeypatch.setenv("ONRECORD_LANGUAGE_MODEL", str(tmp_path))
    with pytest.raises(UsageError, match=r"no reader\.onnx in"):
        load_settings()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name) -> None:
    (row,) = [
        line.split("|")
        for line in SETTINGS_PAGE.read_text(encoding="utf-8").splitlines()
        if f"`ONRECORD_{name.upper()}`" in line
    ]
    default = Settings.model_fields[name].default
    if isinstance(default, int | float):
        assert float(row[3]) == default
    assert Settings.model_fields[name].description
