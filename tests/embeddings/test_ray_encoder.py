"""Passages are encoded on the machines of a real Ray cluster, whose nodes are all here."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from corpus import ModelError, UsageError, split
from corpus.reading import read_file
from embeddings import PassageVectors, SentenceEncoder
from tests.conftest import SAMPLE
from tests.small_encoder import SmallEncoder

cluster_utils = pytest.importorskip("ray.cluster_utils")

from embeddings import RayEncoder  # noqa: E402

# Other tests run beside these, and Ray would let its own work wait for theirs, minutes long.
_HEAD = {"num_cpus": 1, "_system_config": {"worker_niceness": 0}}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    made = cluster_utils.Cluster(initialize_head=True, head_node_args=_HEAD)
    yield made
    made.shutdown()


def some_passages(count: int) -> tuple[list[str], list[list[tuple[int, int]]], list[str]]:
    paths = sorted((SAMPLE / "documents").glob("*.txt"))
    documents = [document for path in paths for document in read_file(path)]
    found = [passage for document in documents for passage in split(document)][:count]
    return (
        [one.text for one in found],
        [list(one.sentences) for one in found],
        [one.context for one in found],
    )


def assert_alike(there: PassageVectors, here: PassageVectors) -> None:
    assert (there.bounds == here.bounds).all()
    assert (there.token_bounds == here.token_bounds).all()
    assert np.allclose(there.passages, here.passages, atol=1e-3)
    assert np.allclose(there.sentences, here.sentences, atol=1e-3)


def test_another_model_there_is_refused(cluster: Any) -> None:
    with pytest.raises(ModelError, match="another model"):
        RayEncoder.connect(cluster.address, SmallEncoder())


def test_a_model_that_does_not_open_there_is_an_error(cluster: Any) -> None:
    with pytest.raises(ModelError, match="there is no model folder /no/such/model"):
        RayEncoder.connect(cluster.address, SmallEncoder(), "/no/such/model")


def test_no_cluster_is_an_error() -> None:
    with pytest.raises(UsageError, match="there is no Ray cluster at 127"):
        RayEncoder.connect("127.0.0.1:1", SmallEncoder())


def test_the_vectors_are_those_of_this_machine_also_when_another_goes_away(
    cluster: Any, encoder: SentenceEncoder
) -> None:
    passages = some_passages(40)
    here = encoder.encode_passages(*passages)
    second = cluster.add_node(num_cpus=1)
    with RayEncoder.connect(cluster.address, encoder) as far:
        assert far.machines == 2
        assert far.passages_at_once == 2 * 4 * 32
        assert far.fingerprint == encoder.fingerprint
        assert_alike(far.encode_passages(*passages), here)
        cluster.remove_node(second, allow_graceful=False)
        assert_alike(far.encode_passages(*passages), here)
        assert far.machines == 1
        nothing = far.encode_passages([], [])
        assert nothing.passages.shape == (0, encoder.dimensions)
        assert len(nothing.tokens) == 0
