"""How a command ends: 0 done, 1 failed, 2 bad usage or input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from corpus import UsageError, WenjuError

DONE, FAILED, BAD_INPUT = 0, 1, 2
STOPPED = 130  # by the user, with Ctrl-C


def exit_code(command: Callable[[], int]) -> int:
    """Run a command; an error that the user can act on is one line, not a traceback."""
    try:
        return command()
    except UsageError as error:
        print(f"wenju: {error}", file=sys.stderr)
        return BAD_INPUT
    except WenjuError as error:
        print(f"wenju: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:  # the reader of our output, `head` say, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
