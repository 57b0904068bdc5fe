"""Options and their variables."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import app
from qa import default_collection
from ui.serving.options import ServerOptions, is_loopback, read_options, server_parser, variables
from ui.serving.passwords import Passwords


def _read(*arguments: str, **environment: str) -> ServerOptions:
    return read_options(arguments, environment)


def test_what_is_there_without_any_option(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WENJU_HOME", raising=False)
    assert _read() == ServerOptions(
        collection=default_collection(),
        store=None,
        model=None,
        bar=None,
        host="127.0.0.1",
        port=7860,
        browser=True,
        language=None,
        share=False,
        auth=None,
        read_only=False,
        allow_folder=(),
        max_upload=500_000_000,
        mcp=False,
        log_text=False,
        hash_password=None,
    )


TOLD = {
    "WENJU_HOME": "c",
    "WENJU_STORE": "embedded",
    "WENJU_MODEL": "m",
    "WENJU_BAR": "0.25",
    "WENJU_HOST": "0.0.0.0",
    "WENJU_PORT": "81",
    "WENJU_NO_BROWSER": "yes",
    "WENJU_LANGUAGE": "en",
    "WENJU_SHARE": "1",
    "WENJU_AUTH": "a",
    "WENJU_READ_ONLY": "true",
    "WENJU_ALLOW_FOLDER": "x:y",
    "WENJU_MAX_UPLOAD": "2.5",
    "WENJU_MCP": "on",
    "WENJU_LOG_TEXT": "ON",
}


def test_every_option_is_also_a_variable() -> None:
    options = set(vars(server_parser().parse_args([]))) - {"hash_password"}
    assert {variables(option)[0] for option in options} == set(TOLD)
    typed = (
        *("--collection", "c", "--store", "embedded", "--model", "m", "--bar", ".25"),
        *("--host", "0.0.0.0", "--port", "81"),
        *("--no-browser", "--language", "en", "--share", "--auth", "a", "--read-only"),
        *("--allow-folder", "x", "--allow-folder", "y", "--mcp", "--log-text"),
        *("--max-upload", "2.5"),
    )
    assert _read(**TOLD) == _read(*typed)
    assert _read(**TOLD).allow_folder == (Path("x"), Path("y"))
    assert _read(**TOLD).max_upload == 2_500_000


def test_an_option_comes_before_a_variable() -> None:
    typed = ("--port", "82", "--allow-folder", "z", "--language", "auto")
    found = _read(*typed, **TOLD, PORT="83")
    assert (found.port, found.allow_folder, found.language) == (82, (Path("z"),), None)
    assert _read(PORT="83").port == 83
    assert _read(PORT="83", WENJU_PORT="").port == 83
    assert not _read(WENJU_MCP="0").mcp


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WENJU_PORT", "x"),
        ("PORT", "70000"),
        ("WENJU_SHARE", "perhaps"),
        ("WENJU_LANGUAGE", "fr"),
        ("WENJU_MAX_UPLOAD", "0"),
        ("WENJU_MAX_UPLOAD", "inf"),
        ("WENJU_MAX_UPLOAD", "1 GB"),
    ],
)
def test_a_variable_that_makes_no_sense_is_named(
    name: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        _read(**{name: value})
    assert stopped.value.code == 2
    error = capsys.readouterr().err
    assert f"{name}: " in error and repr(value) in error


def test_who_can_reach_the_server() -> None:
    assert all(is_loopback(host) for host in ("127.0.0.1", "127.1.2.3", "localhost", "::1"))
    assert not any(is_loopback(host) for host in ("0.0.0.0", "::", "192.168.1.2", "example.org"))
    assert _read().for_its_owner
    for others in (("--share",), ("--host", "0.0.0.0"), ("--auth", "passwords")):
        assert not _read(*others).for_its_owner


def test_who_may_name_which_files() -> None:
    """With passwords others come in, even where a proxy brings them to 127.0.0.1."""
    uploads, given = Path("c/uploads"), Path("d")
    alone = ("--collection", "c")
    shared = (*alone, "--auth", "passwords")
    assert (_read(*alone).for_visitors, _read(*alone).for_programs) == (None, (uploads,))
    assert (_read(*shared).for_visitors, _read(*shared).for_programs) == ((), (uploads,))
    found = _read(*shared, "--allow-folder", "d")
    assert (found.for_visitors, found.for_programs) == ((given,), (given,))


def test_a_line_for_the_file_of_passwords(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("口令\n"))
    assert app.main(["--hash-password", "甲"]) == 0
    line = capsys.readouterr().out
    assert "口令" not in line
    assert Passwords.read([line], "").allow("甲", "口令")
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert app.main(["--hash-password", "甲"]) == 2
    assert app.main(["--hash-password", ""]) == 2


def test_bad_passwords_stop_the_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--auth", str(tmp_path / "none"), "--no-browser"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("wenju: ") and error.count("\n") == 1
