"""`python app.py`: the page in the browser, over one collection.

Exit codes: 0 done, 1 failed, 2 bad usage or input.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus import WenjuError
from qa import Collection, default_collection
from qa.commands.exit_codes import DONE, STOPPED, exit_code
from qa.commands.options import open_encoder

_DEFAULT_PORT = 7860


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until it is stopped; returns the exit code."""
    options = _parser().parse_args(arguments)
    code = exit_code(lambda: _serve(options))
    return DONE if code == STOPPED else code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python app.py",
        description="Ask a pile of documents in the browser. 在浏览器里向一堆文档提问。",
        epilog="WENJU_HOME sets the default collection folder, WENJU_MODEL the default model, "
        "PORT the default port. Nothing leaves this machine. 一切都在本机运行。",
    )
    parser.add_argument(
        "--collection",
        type=Path,
        metavar="DIR",
        help="folder of the collection 文档集所在的文件夹 "
        "(default: WENJU_HOME, else one in the user's data folder)",
    )
    parser.add_argument(
        "--model",
        metavar="M",
        help="a sentence-transformers folder or hub name 模型 "
        "(default: WENJU_MODEL, else the multilingual-e5-small that is installed with Wenju)",
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=os.environ.get("PORT") or str(_DEFAULT_PORT),
        metavar="N",
        help=f"port to serve on 端口 (default: PORT, else {_DEFAULT_PORT})",
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="address to serve on; 0.0.0.0 lets other machines in, without any password "
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
    return parser


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        port = 0
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return port


def _serve(options: argparse.Namespace) -> int:
    _stay_on_this_machine(options.host)
    with Collection.open(options.collection or default_collection(), create=True) as collection:
        encoder = open_encoder(options.model)
        from ui import ReadingRoom, build_page, launch_options

        room = ReadingRoom(collection, encoder)
        room.warm_up()
        page = build_page(
            room,
            None if options.language == "auto" else options.language,
            folders=None if _only_this_machine(options.host) else (),
        )
        try:
            _, address, _ = page.launch(
                server_name=options.host,
                server_port=options.port,
                inbrowser=not options.no_browser,
                quiet=True,
                prevent_thread_lock=True,
                **launch_options(),
            )
        except OSError as error:
            raise WenjuError(
                f"cannot serve on {options.host}:{options.port}; the port may be in use; "
                "take another with --port N 端口被占用时，请用 --port 换一个"
            ) from error
        print(f"Wenju 问据: {address} (Ctrl+C stops it)", flush=True)
        page.block_thread()
    return DONE


def _only_this_machine(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    return host == "localhost" or host.startswith("127.") or host == "::1"


def _stay_on_this_machine(host: str) -> None:
    """Settings that are read when gradio is imported; a proxy must not stand before the page."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    for name in ("NO_PROXY", "no_proxy"):
        known = [os.environ[name]] if os.environ.get(name) else []
        os.environ[name] = ",".join([*known, "localhost", "127.0.0.1", host])


if __name__ == "__main__":
    sys.exit(main())
