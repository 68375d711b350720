"""Whose Prefect a run writes to: the user's where one is configured, else the warehouse's own."""

import json

import pytest

from flows.history import DEFAULTS, configure_history, configured_api, is_healthy, server_file


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def profiles(home, text):
    (home / "profiles.toml").write_text(text, encoding="utf-8")
    return {"PREFECT_HOME": str(home)}


def test_without_configuration_the_history_stands_in_the_warehouse(tmp_path, monkeypatch, home) -> None:
    monkeypatch.setattr("pathlib.Path.home", lambda: home)
    environment = {}
    assert configure_history(tmp_path / "new" / "warehouse", environment) is None
    assert environment["PREFECT_HOME"] == str(tmp_path / "new" / "warehouse" / "prefect")
    assert (tmp_path / "new" / "warehouse" / "prefect").is_dir()
    assert environment.items() >= DEFAULTS.items()


def test_an_api_in_the_environment_is_respected(tmp_path) -> None:
    environment = {"PREFECT_API_URL": "http://prefect.example/api"}
    assert configure_history(tmp_path, environment) == "http://prefect.example/api"
    assert "PREFECT_HOME" not in environment


def test_an_empty_address_is_none(tmp_path, monkeypatch, home) -> None:
    monkeypatch.setattr("pathlib.Path.home", lambda: home)
    environment = {"PREFECT_API_URL": ""}
    assert configure_history(tmp_path, environment) is None
    assert "PREFECT_API_URL" not in environment


def test_what_the_user_has_set_is_never_overwritten(tmp_path) -> None:
    environment = {"PREFECT_HOME": str(tmp_path / "mine"), "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "DEBUG"}
    configure_history(tmp_path, environment)
    assert environment["PREFECT_HOME"] == str(tmp_path / "mine")
    assert environment["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] == "DEBUG"


PROFILES = """
active = "work"
[profiles.work]
PREFECT_API_URL = "http://work.example/api"
[profiles.local]
"""


@pytest.mark.parametrize(
    ("text", "extra", "expected"),
    [
        pytest.param(PROFILES, {}, "http://work.example/api", id="active profile"),
        pytest.param(PROFILES, {"PREFECT_PROFILE": "local"}, None, id="named profile without an API"),
        pytest.param('active = "gone"', {}, None, id="active profile is missing"),
        pytest.param("active = ", {}, None, id="broken file"),
    ],
)
def test_an_api_in_a_profile_is_respected(home, text, extra, expected) -> None:
    assert configured_api(profiles(home, text) | extra) == expected


@pytest.mark.parametrize(
    "content", [json.dumps({"api_url": "http://127.0.0.1:9/api"}), "{", "[]", json.dumps({"api_url": "file:///etc"})]
)
def test_a_server_that_does_not_answer_is_not_used(tmp_path, monkeypatch, home, content) -> None:
    monkeypatch.setattr("pathlib.Path.home", lambda: home)
    server_file(tmp_path).parent.mkdir(parents=True)
    server_file(tmp_path).write_text(content, encoding="utf-8")
    assert configure_history(tmp_path, {}) is None


def test_only_http_is_asked() -> None:
    assert not is_healthy("file:///etc/hostname")
