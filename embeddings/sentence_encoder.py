"""Any sentence-transformers model as an `Encoder`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from torch import Tensor
from transformers.utils import logging as transformers_logging

from corpus.errors import ModelError

from . import default_model, processor
from .encoder import PassageVectors, Span

BATCH_TOKENS = 8192  # padded tokens in one forward pass: large enough to fill the matrix units


class SentenceEncoder:
    """A sentence-transformers model with its own prompts, pooling and dimensions.

    Sentence vectors are pooled from the token vectors of the whole passage ("late chunking",
    Günther et al. 2024), so that a sentence knows what its passage is about.
    """

    def __init__(self, model: SentenceTransformer, name: str, fingerprint: str) -> None:
        self._model = model
        self.name = name
        self.fingerprint = fingerprint
        self._question_prompt = _prompt(model, "query")
        self._passage_prompt = _prompt(model, "document", "passage", "corpus")

    @classmethod
    def open(cls, model: str | Path | None = None) -> Self:
        """Load the default model, a sentence-transformers folder, or a model by its hub name.

        Only a hub name that is not in the local hub cache yet makes a network call.

        Raises:
            ModelError: there is no such model, the hub cannot be reached, or it does not load.
        """
        if model is None and default_model.is_packaged():
            folder = default_model.model_folder()
            return cls(_load(folder), default_model.HUB_NAME, folder.name)
        name = str(model or default_model.HUB_NAME)
        folder = Path(name).expanduser()
        if folder.is_dir():
            return cls(_load(folder), folder.resolve().name, _folder_fingerprint(folder))
        if (os.sep in name and name.count("/") != 1) or name.startswith((".", "~", "/")):
            raise ModelError(f"there is no model folder {name}")
        return cls(_load_from_hub(name), name, name)

    @property
    def dimensions(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    @property
    def window(self) -> int:
        return int(self._model.max_seq_length or 512)

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (q, dimensions), unit rows."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for rows, features in self._forward(texts, self._question_prompt):
            vectors[rows] = _unit_rows(features["sentence_embedding"])
        return vectors

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]
    ) -> PassageVectors:
        """Passages and their sentences from one forward pass.

        Args:
            texts: n passages; what exceeds the window is cut off.
            sentences: for each passage the character spans of its sentences, in order.

        Returns:
            Unit rows. A sentence that lies beyond the window gets its passage's vector.
        """
        bounds = np.concatenate([[0], np.cumsum([len(s) for s in sentences])]).astype(np.int64)
        passage_rows = np.zeros((len(texts), self.dimensions), np.float32)
        sentence_rows = np.zeros((int(bounds[-1]), self.dimensions), np.float32)
        for rows, features in self._forward(texts, self._passage_prompt):
            vectors = features["sentence_embedding"]
            passage_rows[rows] = _unit_rows(vectors)
            for place, row in enumerate(rows):
                pooled = self._pool_sentences(features, place, sentences[row])
                sentence_rows[bounds[row] : bounds[row + 1]] = pooled
        return PassageVectors(passage_rows, sentence_rows, bounds)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        prompted = [self._passage_prompt + text for text in texts]
        return [len(ids) for ids in self._tokenizer(prompted)["input_ids"]]

    @property
    def _tokenizer(self) -> Any:
        return self._model.tokenizer

    def _forward(
        self, texts: Sequence[str], prompt: str
    ) -> Iterator[tuple[list[int], dict[str, Any]]]:
        """Batches of like length; yields the rows of a batch and the model's outputs for them.

        The transformer runs in the model's precision, everything after it in float32: a mean over
        bfloat16 token vectors would lose what the tokens still had.
        """
        with torch.inference_mode():
            for rows in _batches_of_like_length(texts):
                features = self._model.preprocess(
                    [texts[row] for row in rows],
                    prompt=prompt,
                    processing_kwargs={"text": {"return_offsets_mapping": True}},
                )
                offsets = features.pop("offset_mapping", None)
                features = {
                    key: value.to(self._model.device) if isinstance(value, Tensor) else value
                    for key, value in features.items()
                }
                transformer, *after = self._model
                features = transformer(features)
                features["token_embeddings"] = features["token_embeddings"].float()
                for module in after:
                    features = module(features)
                features["offsets"] = offsets
                yield rows, features

    def _pool_sentences(
        self, features: dict[str, Any], place: int, spans: Sequence[Span]
    ) -> NDArray[np.float32]:
        """Mean token vector of each sentence, through the modules that follow pooling."""
        whole = features["sentence_embedding"][place]
        if features["offsets"] is None or len(spans) < 2:
            return _unit_rows(whole.expand(len(spans), -1))
        shift = len(self._passage_prompt)
        starts, ends = features["offsets"][place].unbind(-1)
        limits = torch.tensor(spans) + shift
        inside = (starts >= limits[:, :1]) & (ends <= limits[:, 1:]) & (ends > starts)
        weights = inside.float().to(whole.device)
        counts = weights.sum(1, keepdim=True)
        pooled = weights @ features["token_embeddings"][place] / counts.clamp(min=1)
        refined = {"sentence_embedding": pooled, "token_embeddings": pooled}
        for module in list(self._model)[2:]:
            refined = module(refined)
        vectors = torch.where(counts > 0, refined["sentence_embedding"], whole)
        return _unit_rows(vectors)


def _prompt(model: SentenceTransformer, *names: str) -> str:
    return next(filter(None, (model.prompts.get(name) for name in names)), "")


def _batches_of_like_length(texts: Sequence[str]) -> Iterator[list[int]]:
    """Rows in batches of about BATCH_TOKENS padded characters, longest first."""
    batch: list[int] = []
    for row in sorted(range(len(texts)), key=lambda row: (-len(texts[row]), row)):
        longest = min(len(texts[batch[0]]), 512) if batch else 0
        if batch and (len(batch) + 1) * longest > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _unit_rows(vectors: Tensor) -> NDArray[np.float32]:
    """Rows of length one, normalised in float32: shape (n, d)."""
    unit = torch.nn.functional.normalize(vectors.float(), dim=-1)
    rows: NDArray[np.float32] = unit.cpu().numpy()
    return rows


def _load(source: str | Path, *, network: bool = False) -> SentenceTransformer:
    processor.use_available_cores()
    device = processor.device_name()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(
            str(source),
            device=device,
            local_files_only=not network,
            model_kwargs={"dtype": processor.weight_type(device)},
        )
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
        raise ModelError(f"the model {source} does not load: {error}") from error
    for module in list(model)[1:]:
        module.float()
    if "e5" in str(source).lower() and not _prompt(model, "query"):
        model.prompts = dict(default_model.PROMPTS)  # E5 needs them, its hub page only says so
    return model.eval()


def _load_from_hub(name: str) -> SentenceTransformer:
    try:
        return _load(name)
    except ModelError:
        pass
    try:
        return _load(name, network=True)
    except ModelError as error:
        raise ModelError(
            f"the model {name} is no folder here, and fetching it from the hub failed. "
            "Check the name and the network, or copy the model's folder to this machine and "
            f"pass its path with --model. ({error.__cause__})"
        ) from error


def _folder_fingerprint(folder: Path) -> str:
    """Changes with the model's files, not with where the folder lies."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        if path.suffix == ".json":
            digest.update(path.read_bytes())
    return f"{folder.resolve().name}-{digest.hexdigest()[:16]}"
