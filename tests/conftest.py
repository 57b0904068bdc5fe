"""What tests share: the real model, the sample collection, and what lies beside the project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from embeddings import SentenceEncoder
from qa import Collection, index_paths
from tests.small_encoder import SmallEncoder

settings.register_profile("wenju", deadline=None)  # a busy machine is no failure
settings.load_profile("wenju")

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "corpus" / "sample"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared seeds and question sets; a test that needs them is skipped where they are not."""
    folder = ROOT.parent / "shared"
    if not (folder / "seeds").is_dir():
        if os.environ.get("WENJU_TEST_EVERYTHING"):
            pytest.fail(f"{folder} is missing, and nothing may be skipped here")
        pytest.skip("the shared collections are not on this machine")
    return folder


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The default model, as users get it."""
    return SentenceEncoder.open()


@pytest.fixture
def small_encoder() -> SmallEncoder:
    return SmallEncoder()


@pytest.fixture(scope="session")
def sample_collection(encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample collection, indexed with the default model."""
    folder = tmp_path_factory.mktemp("sample") / "collection"
    with Collection.open(folder, create=True) as collection:
        report = index_paths(collection, encoder, [SAMPLE / "documents"])
        assert not report.skipped
    return folder


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """An empty collection."""
    with Collection.open(tmp_path / "collection", create=True) as opened:
        yield opened
