"""What `python app.py` is told, by options or by the environment."""

from __future__ import annotations

import argparse
import ipaddress
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from qa import default_collection
from qa.commands.options import add_bar, add_collection, add_model

from ..uploads import LARGEST_UPLOAD

DEFAULT_PORT: Final = 7860
_MEGABYTE: Final = 1_000_000
_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
_VARIABLES = {"collection": ("WENJU_HOME",), "port": ("WENJU_PORT", "PORT")}  # not WENJU_{OPTION}
_ONCE = "hash_password"  # asked for by hand, never by the environment


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """See the help of each option; `language` is None where it is left to the browser, `max_upload`
    counts bytes."""

    collection: Path
    store: str | None
    model: str | None
    bar: float | None
    host: str
    port: int
    browser: bool
    language: Literal["zh", "en"] | None
    share: bool
    auth: Path | None
    read_only: bool
    allow_folder: tuple[Path, ...]
    max_upload: int
    mcp: bool
    log_text: bool
    hash_password: str | None

    @property
    def for_its_owner(self) -> bool:
        """Whether nobody else comes in: with passwords, others do, through a proxy for one."""
        return is_loopback(self.host) and not self.share and self.auth is None

    @property
    def for_visitors(self) -> tuple[Path, ...] | None:
        """The folders that visitors of the page may name; None: any."""
        return None if self.for_its_owner else self.allow_folder

    @property
    def for_programs(self) -> tuple[Path, ...]:
        """The folders that programs may name."""
        return self.allow_folder or (self.collection / "uploads",)


def read_options(
    arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None
) -> ServerOptions:
    """Options as given; of those that are not, what the environment says.

    Raises:
        SystemExit: with code 2 and a message that names the option or the variable.
    """
    told = _told(os.environ if environment is None else environment)
    folders: Any = told.pop("allow_folder", None)
    parser = server_parser()
    parser.set_defaults(**told)
    found = parser.parse_args(arguments)
    return ServerOptions(
        collection=found.collection or default_collection(),
        store=found.store,
        model=found.model,
        bar=found.bar,
        host=found.host,
        port=found.port,
        browser=not found.no_browser,
        language=None if found.language == "auto" else found.language,
        share=found.share,
        auth=found.auth,
        read_only=found.read_only,
        allow_folder=tuple(found.allow_folder or folders or ()),
        max_upload=found.max_upload,
        mcp=found.mcp,
        log_text=found.log_text,
        hash_password=found.hash_password,
    )


def server_parser() -> argparse.ArgumentParser:
    """The options without the environment."""
    parser = argparse.ArgumentParser(
        prog="python app.py",
        description="Ask a pile of documents in the browser. 在浏览器里向一堆文档提问。",
        epilog="Each option can be told by the environment too: WENJU_HOST=0.0.0.0, "
        "WENJU_READ_ONLY=1; the collection by WENJU_HOME, the port also by PORT; several folders "
        f"with {os.pathsep} between them. Nothing leaves this machine. 一切都在本机运行。",
    )
    add_collection(parser)
    add_model(parser)
    add_bar(parser)
    parser.add_argument(
        "--port",
        type=_port,
        default=DEFAULT_PORT,
        metavar="N",
        help=f"port to serve on 端口 (default: {DEFAULT_PORT})",
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="address to serve on; 0.0.0.0 lets other machines in "
        "监听地址 (default: 127.0.0.1, this machine only)",
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="do not open a browser 不自动打开浏览器"
    )
    parser.add_argument(
        "--language",
        choices=["zh", "en", "auto"],
        default="auto",
        help="language to begin with; auto takes the browser's 界面语言 (default: auto)",
    )
    _add_for_others(parser)
    return parser


def _add_for_others(parser: argparse.ArgumentParser) -> None:
    """Options of a server that more than one person uses."""
    parser.add_argument(
        "--auth",
        type=Path,
        metavar="FILE",
        help="who may come in: a file of lines NAME:HASH 只让名单中的人登录",
    )
    parser.add_argument(
        "--hash-password",
        metavar="NAME",
        help="ask for a password, print the line for the file of --auth, and end 生成一行口令",
    )
    parser.add_argument(
        "--read-only",
        action="store_true",
        help="nothing can be indexed or removed 只读，不能增删文档",
    )
    parser.add_argument(
        "--allow-folder",
        type=Path,
        action="append",
        metavar="DIR",
        help="visitors and programs may index files in this folder; may be repeated "
        "可以索引的文件夹 (default: uploads in the collection's folder)",
    )
    parser.add_argument(
        "--max-upload",
        type=_megabytes,
        default=LARGEST_UPLOAD,
        metavar="MB",
        help="largest file that a visitor may upload, in megabytes "
        f"一个上传文件最多多少 MB (default: {LARGEST_UPLOAD // _MEGABYTE})",
    )
    parser.add_argument("--mcp", action="store_true", help="serve MCP at /mcp 提供 MCP 服务")
    parser.add_argument(
        "--share",
        action="store_true",
        help="a public address through Gradio's servers: texts leave this machine 公网临时地址",
    )
    parser.add_argument(
        "--log-text",
        action="store_true",
        help="write questions into the log 日志里写出问题 (default: only times and counts)",
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address.

    >>> is_loopback("localhost"), is_loopback("[::1]"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def variables(option: str) -> tuple[str, ...]:
    """The environment variables that tell an option; the first that is set counts.

    >>> variables("read_only"), variables("port")
    (('WENJU_READ_ONLY',), ('WENJU_PORT', 'PORT'))
    """
    return _VARIABLES.get(option, (f"WENJU_{option.upper()}",))


def _told(environment: Mapping[str, str]) -> dict[str, object]:
    """What the environment says, checked as the options are."""
    parser = server_parser()
    parser.exit_on_error = False
    found: dict[str, object] = {}
    for option, default in vars(parser.parse_args([])).items():
        name = next((one for one in variables(option) if environment.get(one)), None)
        if name is None or option == _ONCE:
            continue
        try:
            if isinstance(default, bool):
                found[option] = _switch(environment[name])
            else:
                several = option == "allow_folder"
                parts = environment[name].split(os.pathsep) if several else [environment[name]]
                typed = [f"--{option.replace('_', '-')}={part}" for part in parts if part]
                found[option] = getattr(parser.parse_args(typed), option)
        except (argparse.ArgumentError, argparse.ArgumentTypeError) as error:
            parser.error(f"{name}: {getattr(error, 'message', error)}")
    return found


def _switch(told: str) -> bool:
    if told.lower() not in _YES | _NO:
        raise argparse.ArgumentTypeError(f"1 or 0 is expected, not {told!r}")
    return told.lower() in _YES


def _megabytes(text: str) -> int:
    """In bytes, at least one."""
    try:
        size = int(float(text) * _MEGABYTE)
    except (ValueError, OverflowError):
        size = 0
    if size < 1:
        raise argparse.ArgumentTypeError(f"a number of megabytes is expected, not {text!r}")
    return size


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        port = 0
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return port
