"""Functions for strangers: their arguments checked, their errors told, their answers sendable."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from pydantic import ConfigDict, ValidationError, validate_call

from corpus import UsageError, WenjuError

from .sendable import sendable


def checked(
    function: Callable[..., dict[str, Any]], refusal: Callable[[str], Exception]
) -> Callable[..., dict[str, Any]]:
    """The same function, which takes nothing but what its types say.

    Args:
        function: typed throughout.
        refusal: makes the exception that tells the caller what is wrong; it gets the text of a
            `WenjuError`, or which argument is of another type. Any other error goes through.

    >>> def half(number: int) -> dict[str, Any]:
    ...     return {"half": number // 2}
    >>> checked(half, ValueError)("4")
    Traceback (most recent call last):
    ...
    ValueError: number: Input should be a valid integer
    """
    signature = inspect.signature(function, eval_str=True)
    strict = validate_call(config=ConfigDict(strict=True))(function)

    @wraps(function)
    def call(*values: Any, **named: Any) -> dict[str, Any]:
        try:
            _refuse_half_characters([*values, named])
            return dict(sendable(strict(*values, **named)))
        except ValidationError as error:
            raise refusal(sendable(_told(error, list(signature.parameters)))) from None
        except WenjuError as error:
            raise refusal(sendable(str(error))) from None

    call.__signature__ = signature  # type: ignore[attr-defined]  # Gradio asks for evaluated types
    return call


def _refuse_half_characters(values: list[Any]) -> None:
    try:
        json.dumps(values, ensure_ascii=False, default=str).encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError("half a surrogate pair is no character; send text in UTF-8") from None


def _told(error: ValidationError, names: list[str]) -> str:
    """Which arguments are wrong and why, without the values."""
    return "; ".join(
        f"{_place(one['loc'], names)}: {one['msg']}"
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    )


def _place(steps: tuple[int | str, ...], names: list[str]) -> str:
    first, *rest = steps
    name = names[first] if isinstance(first, int) and first < len(names) else str(first)
    return name + "".join(f"[{step}]" for step in rest)
