"""`python app.py`: the page in the browser, over one collection.

Exit codes: 0 done, 1 failed, 2 bad usage or input.
"""

from __future__ import annotations

import getpass
import os
import signal
import sys
import tempfile
from collections.abc import Sequence

from corpus import UsageError
from embeddings import DeferredEncoder
from qa import Collection
from qa.commands.exit_codes import DONE, STOPPED, exit_code
from qa.commands.options import name_of_model, open_encoder
from ui.serving.environment import stay_on_this_machine
from ui.serving.import_gradio import without_type_stubs
from ui.serving.options import ServerOptions, read_options
from ui.serving.passwords import Passwords, password_line
from ui.serving.request_log import start_log


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until it is stopped; returns the exit code."""
    options = read_options(arguments)
    name = options.hash_password
    code = exit_code(lambda: _serve(options) if name is None else _hash_password(name))
    return DONE if code == STOPPED else code


def _serve(options: ServerOptions) -> int:
    passwords = Passwords.open(options.auth) if options.auth else None
    with (
        Collection.open(options.collection, create=True, index_store=options.store) as collection,
        tempfile.TemporaryDirectory(prefix="wenju-") as scratch,
    ):
        stay_on_this_machine(options.host, scratch)
        without_type_stubs()
        from ui import AllowedFolders, Programs, ReadingRoom, Study, build_page, serve

        encoder = DeferredEncoder(name_of_model(options.model), lambda: open_encoder(options.model))
        room = ReadingRoom(collection, encoder, options.bar)
        folders = None if options.read_only else AllowedFolders(options.for_programs)
        programs = Programs(room, Study(options.collection), folders)
        page = build_page(
            room,
            options.language,
            read_only=options.read_only,
            folders=options.for_visitors,
            programs=programs,
            largest_upload=options.max_upload,
        )
        start_log(show_text=options.log_text)
        serve(page, programs, options, passwords)
    return DONE


def _hash_password(name: str) -> int:
    """Print a line for the file of `--auth`; the password is asked for, or is a line of input."""
    if sys.stdin.isatty():
        password = getpass.getpass(f"password of {name} 口令: ")
        if getpass.getpass("once more 再输一次: ") != password:
            raise UsageError("the two are not the same")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    print(password_line(name, password))
    return DONE


def hear_signals() -> None:
    """End as by Ctrl+C also when a service is stopped, and when a script runs this behind itself
    (where Ctrl+C is not heard)."""
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, signal.default_int_handler)


if __name__ == "__main__":
    hear_signals()
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # a thread that still computes would abort an interpreter that takes itself down
