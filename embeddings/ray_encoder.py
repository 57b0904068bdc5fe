"""Passages encoded on the machines of a Ray cluster (Moritz et al. 2018)."""

from __future__ import annotations

import logging
import os
import socket
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import corpus
from corpus import ModelError, UsageError

from .delegating_encoder import DelegatingEncoder
from .encoder import Encoder, PassageVectors, Span

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent off the machine
try:
    import ray
    from ray.exceptions import ObjectLostError, RayActorError, RayError
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy
except ImportError as error:
    raise UsageError('for --ray install: pip install "ray[default]>=2.50,<3"') from error

_IN_A_TASK = 32  # passages; few enough that a slow machine holds up nobody for long
_TASKS = 4  # for each machine, one after the other
_HANDSHAKE = 10  # seconds
_FIRST_OPENED = 600  # seconds; Ray lets its work wait for that of others on the same machine
_PATIENCE = 120  # seconds more; what has not opened the model by then is busy with something else

log = logging.getLogger("wenju")

_Part = tuple[list[str], list[Sequence[Span]], list[str]]  # texts, sentences, contexts


class RayEncoder(DelegatingEncoder):
    """An encoder with one more copy of its model on each machine of a cluster.

    The copies encode passages; questions and counts of tokens are a matter of milliseconds and stay
    here. The code is sent to the machines; the packages that it needs, and a model that is a
    folder, have to be there.
    """

    def __init__(self, own: Encoder, workers: Sequence[Any]) -> None:
        self._own = own
        self._workers = list(workers)

    @classmethod
    def connect(cls, address: str, own: Encoder, model: str | None = None) -> Self:
        """Open the model on each machine of the cluster at an address.

        Args:
            address: `host:6379`, `ray://host:10001`, `auto` for the cluster that this machine is
                in, or `local` for one that consists of nothing but this machine.
            own: the same model, here.
            model: what `SentenceEncoder.open` takes.

        Raises:
            UsageError: there is no cluster at the address.
            ModelError: the model does not open on a machine, or is another one there.
        """
        packages = [str(Path(module).parent) for module in (corpus.__file__, __file__)]
        try:
            _reach(address)
            ray.init(
                address=address,
                runtime_env={"py_modules": packages},
                log_to_driver=False,
                logging_level=logging.ERROR,
            )
        except (OSError, RuntimeError, ValueError, RayError) as error:
            raise UsageError(
                f"there is no Ray cluster at {address} that lets us in; start one with "
                "ray start --head, and set RAY_AUTH_MODE=token if it wants a token"
            ) from error
        try:
            return cls(own, _workers(own, model))
        except ModelError:
            ray.shutdown()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """The copies end."""
        ray.shutdown()

    @property
    def behind(self) -> Encoder:
        return self._own

    @property
    def machines(self) -> int:
        """How many encode."""
        return len(self._workers)

    @property
    def passages_at_once(self) -> int:
        return self.machines * _TASKS * _IN_A_TASK

    def encode_passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        contexts: Sequence[str] | None = None,
    ) -> PassageVectors:
        """See `Encoder.encode_passages`.

        Raises:
            ModelError: all machines went away, or the model failed on one.
        """
        contexts = contexts or [""] * len(texts)
        starts = range(0, max(1, len(texts)), _IN_A_TASK)
        parts = [
            (
                list(texts[start : start + _IN_A_TASK]),
                list(sentences[start : start + _IN_A_TASK]),
                list(contexts[start : start + _IN_A_TASK]),
            )
            for start in starts
        ]
        return PassageVectors.joined(self._encoded(parts))

    def _encoded(self, parts: Sequence[_Part]) -> list[PassageVectors]:
        """The vectors of each part; what a machine was at that went away is given to another."""
        found: dict[int, PassageVectors] = {}
        waiting = deque(range(len(parts)))
        idle = deque(self._workers)
        busy: dict[ray.ObjectRef[PassageVectors], tuple[Any, int]] = {}
        while waiting or busy:
            while waiting and idle:
                worker, number = idle.popleft(), waiting.popleft()
                busy[worker.encode.remote(*parts[number])] = worker, number
            [done], _ = ray.wait(list(busy))
            worker, number = busy.pop(done)
            try:
                found[number] = ray.get(done)
                idle.append(worker)
            except ObjectLostError:  # it was done, and its machine went away with it
                idle.append(worker)
                waiting.appendleft(number)
            except RayActorError as error:
                self._lose(worker, error)
                waiting.appendleft(number)
            except RayError as error:
                raise ModelError(
                    f"a machine of the Ray cluster failed: {_reason(error)}"
                ) from error
        return [found[number] for number in range(len(parts))]

    def _lose(self, worker: Any, error: RayActorError) -> None:
        self._workers = [one for one in self._workers if one is not worker]
        if not self._workers:
            raise ModelError(
                f"the last machine of the Ray cluster went away ({_reason(error)}); index again, "
                "what was written is not encoded twice"
            ) from error


class _Worker:
    """The model on one machine, with all of its cores."""

    def __init__(self, model: str | None) -> None:
        from .sentence_encoder import SentenceEncoder

        self._encoder = SentenceEncoder.open(model)

    def fingerprint(self) -> str:
        return self._encoder.fingerprint

    def encode(
        self, texts: list[str], sentences: list[Sequence[Span]], contexts: list[str]
    ) -> PassageVectors:
        return self._encoder.encode_passages(texts, sentences, contexts)


def _reach(address: str) -> None:
    """Raises OSError where nobody listens at `host:port`; Ray would try that for minutes."""
    host, colon, port = address.rpartition(":")
    if colon and "://" not in address and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), _HANDSHAKE).close()


def _workers(own: Encoder, model: str | None) -> list[Any]:
    """The model on each machine whose cores are free; raises ModelError where it is not `own`."""
    nodes = ray.nodes()  # type: ignore[no-untyped-call]
    lent = [node for node in nodes if node["Alive"] and node["Resources"].get("CPU")]
    workers = [_worker(node["NodeID"], node["Resources"], model) for node in lent]
    if not workers:
        raise ModelError("no machine of the Ray cluster lends a core")
    opening = {worker.fingerprint.remote(): worker for worker in workers}
    if not ray.wait(list(opening), timeout=_FIRST_OPENED)[0]:
        raise ModelError("no machine of the Ray cluster has all of its cores free")
    opened, _ = ray.wait(list(opening), num_returns=len(opening), timeout=_PATIENCE)
    try:
        known = set(ray.get(opened))
    except RayError as error:
        raise ModelError(
            f"the model does not open in the Ray cluster ({_reason(error)}); are the packages of "
            "requirements.txt installed on its machines?"
        ) from error
    if known != {own.fingerprint}:
        raise ModelError(
            "a machine of the Ray cluster has another model; install the same requirements there, "
            "and the same model folder if --model names one"
        )
    if len(opened) < len(workers):
        log.warning("%d machines of the Ray cluster are busy", len(workers) - len(opened))
    return [opening[one] for one in opened]


def _worker(machine: str, resources: dict[str, float], model: str | None) -> Any:
    """An actor that takes a machine's cores, and a graphics card where it has one."""
    actor: Any = ray.remote(_Worker)
    placed = actor.options(
        num_cpus=resources["CPU"],
        num_gpus=min(1.0, resources.get("GPU", 0.0)),
        scheduling_strategy=NodeAffinitySchedulingStrategy(machine, soft=False),
    )
    return placed.remote(model)


def _reason(error: RayError) -> str:
    """What went wrong, of the pages that Ray tells."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
