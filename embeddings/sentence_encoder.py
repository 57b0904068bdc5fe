"""Any sentence-transformers model as an `Encoder`."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from huggingface_hub import model_info
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from torch import Tensor
from transformers.utils import logging as transformers_logging

from corpus import SAMPLE_FOLDER, ModelError, read_file, script_of, split

from . import default_model, processor
from .batches import batches_of_like_length, on_all_cores
from .bert import fast_bert
from .cores import cores, one_core_for_numpy
from .encoder import DEFAULT_MODEL, PASSAGES_AT_ONCE, PassageVectors, QuestionVectors, Span
from .model_fingerprint import folder_fingerprint
from .projection import TokenProjection
from .token_bound import token_bound

_HUB_ANSWERS = 20  # seconds
_DEFAULT_PROJECTION = Path(__file__).parent / "token_projection.npz"

_Features = dict[str, Any]


class SentenceEncoder:
    """A sentence-transformers model with its own prompts, pooling and dimensions.

    Several threads may use it at the same time: a question need not wait for passages.

    Sentence vectors are pooled from the token vectors of the whole passage ("late chunking",
    Günther et al. 2024), so that a sentence knows what its passage is about.
    """

    def __init__(
        self,
        model: SentenceTransformer,
        name: str,
        fingerprint: str,
        projection: TokenProjection | None = None,
    ) -> None:
        self._model = model
        self._transformer = _transformer(model)
        self._use_cores = getattr(self._transformer, "use_cores", processor.use_cores)
        self._tokenizing = threading.Lock()  # a tokenizer does not bear two threads
        self._token_bound = token_bound(model.tokenizer)
        self.name = name
        self._question_prompt = _prompt(model, "query")
        self._passage_prompt = _prompt(model, "document", "passage", "corpus")
        self._projection = projection or self._fit_projection()
        self.fingerprint = f"{fingerprint}-{self._projection.fingerprint}"

    @classmethod
    def open(cls, model: str | Path | None = None) -> Self:
        """Load the default model, a sentence-transformers folder, or a model by its hub name.

        Only a hub name that is not in the local hub cache yet makes a network call.

        Raises:
            ModelError: there is no such model, the hub cannot be reached, or it does not load.
        """
        if model is None and default_model.is_packaged():
            folder = default_model.model_folder()
            projection = TokenProjection.load(_DEFAULT_PROJECTION)
            return cls(_load(folder), DEFAULT_MODEL, folder.name, projection)
        name = str(model or DEFAULT_MODEL)
        folder = Path(name).expanduser()
        if folder.is_dir():
            return cls(_load(folder), folder.resolve().name, folder_fingerprint(folder))
        if (os.sep in name and name.count("/") != 1) or name.startswith((".", "~", "/")):
            raise ModelError(f"there is no model folder {name}")
        return cls(_load_from_hub(name), name, name)

    @property
    def dimensions(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    @property
    def computed_by(self) -> str:
        """What computes the layers: `AMX`, `AVX-512`, `AVX2` or `PyTorch`."""
        return getattr(self._transformer, "name", "PyTorch")

    @property
    def token_size(self) -> int:
        return int(self._projection.basis.shape[1])

    @property
    def window(self) -> int:
        return int(self._model.max_seq_length or 512)

    @property
    def passages_at_once(self) -> int:
        return PASSAGES_AT_ONCE

    @torch.inference_mode()
    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (q, dimensions), unit rows."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for rows, features in self._forward(texts, self._question_prompt):
            vectors[rows] = _unit_rows(features["sentence_embedding"])
        return vectors

    @torch.inference_mode()
    def encode_question(self, text: str) -> QuestionVectors:
        """One question, its vector and its tokens from one forward pass."""
        for _, features in self._forward([text], self._question_prompt):
            return self._question(features)
        raise AssertionError("one text makes one batch")

    @torch.inference_mode()
    def encode_each_question(self, texts: Sequence[str]) -> list[QuestionVectors]:
        """Of several questions at once each takes less: the layers' weights, which do not fit the
        processor's nearest caches, are read once for all of them."""
        if not texts or not getattr(self._transformer, "each_alone", False):
            return [self.encode_question(text) for text in texts]
        with processor.threads_kept():
            self._use_cores(cores())
            features = self._token_outputs(list(texts), self._question_prompt)
            return [self._question(one) for one in map(self._pooled, _each(features))]

    def _question(self, features: _Features) -> QuestionVectors:
        """From the model's outputs for one text."""
        starts, ends, tokens = self._tokens(features, 0, self._question_prompt)
        vector = _unit_rows(features["sentence_embedding"])[0]
        return QuestionVectors(vector, self._projection.project(tokens[ends > starts]))

    @torch.inference_mode()
    def encode_passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        contexts: Sequence[str] | None = None,
    ) -> PassageVectors:
        """Passages, their sentences and tokens from one forward pass.

        Args:
            texts: n passages; what exceeds the window is cut off.
            sentences: for each passage the character spans of its sentences, in order.
            contexts: for each passage what it stands under, read before it; one that would not
                fit the window together with its passage is left out.

        Returns:
            Unit rows. A sentence that lies beyond the window gets its passage's vector and no
            tokens.
        """
        texts, sentences = self._in_context(texts, sentences, contexts)
        whole = np.zeros((len(texts), self.dimensions), np.float32)
        parts: list[NDArray[np.float32]] = [whole[:0]] * len(texts)
        tokens: list[list[NDArray[np.int8]]] = [[]] * len(texts)
        for rows, features in self._forward(texts, self._passage_prompt):
            whole[rows] = _unit_rows(features["sentence_embedding"])
            for place, row in enumerate(rows):
                parts[row], tokens[row] = self._sentences(features, place, sentences[row])
        by_sentence = [one for passage in tokens for one in passage]
        nothing = np.empty((0, self._projection.basis.shape[1]), np.int8)
        return PassageVectors(
            whole,
            np.concatenate([whole[:0], *parts]),
            _bounds([len(spans) for spans in sentences]),
            np.concatenate([nothing, *by_sentence]),
            _bounds([len(one) for one in by_sentence]),
        )

    def _in_context(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        contexts: Sequence[str] | None,
    ) -> tuple[list[str], list[list[Span]]]:
        """Texts with their contexts before them, and the sentences' spans in those."""
        before = [f"{context}\n" if context else "" for context in contexts or [""] * len(texts)]
        joined = [context + text for context, text in zip(before, texts, strict=True)]
        for row, context in enumerate(before):
            if context and not self.fits(joined[row]):
                before[row], joined[row] = "", texts[row]
        moved = [
            [(start + len(context), end + len(context)) for start, end in spans]
            for context, spans in zip(before, sentences, strict=True)
        ]
        return joined, moved

    def fits(self, text: str) -> bool:
        """See `Encoder.fits`. Only long texts are cut into tokens for it."""
        prompted = self._passage_prompt + text
        return self._token_bound(prompted) <= self.window or self.count_tokens(text) <= self.window

    def count_tokens(self, text: str) -> int:
        """Tokens of a passage, prompt and end tokens included, never cut."""
        with self._tokenizing:
            return len(self._model.tokenizer(self._passage_prompt + text)["input_ids"])

    @torch.inference_mode()
    def token_vectors(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """Unit vectors of each passage's tokens, not projected: float32 (t, dimensions) each."""
        found = [np.empty((0, self.dimensions), np.float32)] * len(texts)
        for rows, features in self._forward(texts, self._passage_prompt):
            for place, row in enumerate(rows):
                starts, ends, vectors = self._tokens(features, place, self._passage_prompt)
                found[row] = vectors[ends > starts]
        return found

    def _fit_projection(self) -> TokenProjection:
        """For a model that none is kept for: fitted on the sample collection's passages."""
        texts: dict[str, list[str]] = {}
        for path in sorted((SAMPLE_FOLDER / "documents").iterdir()):
            for document in read_file(path):
                for passage in split(document)[:3]:
                    texts.setdefault(script_of(passage.text), []).append(passage.text)
        vectors = {
            script: np.concatenate(self.token_vectors(passages))
            for script, passages in texts.items()
        }
        return TokenProjection.fit(vectors, min(128, self.dimensions))

    def _forward(self, texts: Sequence[str], prompt: str) -> Iterator[tuple[list[int], _Features]]:
        """Batches of like length; yields the rows of a batch and the model's outputs for them."""
        device = self._model.device.type
        batches = batches_of_like_length(texts, cores() if device == "cpu" else 1)

        def compute(rows: list[int]) -> tuple[list[int], _Features]:
            return rows, self._outputs([texts[row] for row in rows], prompt)

        if device != "cpu":
            yield from map(compute, batches)
        else:
            yield from on_all_cores(compute, batches, self._use_cores)

    @torch.inference_mode()
    def _outputs(self, texts: list[str], prompt: str) -> _Features:
        """The model's outputs for one batch."""
        return self._pooled(self._token_outputs(texts, prompt))

    def _token_outputs(self, texts: list[str], prompt: str) -> _Features:
        """What the transformer makes of one batch, in the model's precision, as float32."""
        with self._tokenizing:
            features = self._model.preprocess(
                texts,
                prompt=prompt,
                processing_kwargs={"text": {"return_offsets_mapping": True}},
            )
        offsets = features.pop("offset_mapping", None)
        features = {
            key: value.to(self._model.device) if isinstance(value, Tensor) else value
            for key, value in features.items()
        }
        features["token_embeddings"] = self._transformer(features).float()
        return {**features, "offsets": offsets}

    def _pooled(self, features: _Features) -> _Features:
        """With what follows the transformer, in float32: a mean over bfloat16 token vectors would
        lose what the tokens still had."""
        for module in list(self._model)[1:]:
            features = module(features)
        return features

    def _tokens(
        self, features: dict[str, Any], place: int, prompt: str
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """Where the tokens of one text of a batch stand in it, and their unit vectors.

        Tokens of the prompt, end tokens and padding are empty: they end where they start.
        """
        vectors = _unit_rows(features["token_embeddings"][place])
        offsets = features["offsets"]
        if offsets is None:  # a tokenizer that does not know where its tokens stand
            nowhere = np.zeros(len(vectors), np.int64)
            return nowhere, nowhere, vectors
        spans = offsets[place].numpy() - len(prompt)
        return np.clip(spans[:, 0], 0, None), np.clip(spans[:, 1], 0, None), vectors

    def _sentences(
        self, features: dict[str, Any], place: int, spans: Sequence[Span]
    ) -> tuple[NDArray[np.float32], list[NDArray[np.int8]]]:
        """Vectors of the sentences, each the mean of its tokens, and the tokens themselves.

        The mean goes through the modules that follow pooling in the model.
        """
        starts, ends, vectors = self._tokens(features, place, self._passage_prompt)
        projected = self._projection.project(vectors)
        limits = np.array(spans, np.int64).reshape(-1, 2)
        inside = (starts < limits[:, 1:]) & (ends > limits[:, :1]) & (ends > starts)
        inside[1:] &= ~np.logical_or.accumulate(inside, axis=0)[:-1]  # each token once
        tokens = [projected[row] for row in inside]
        whole = features["sentence_embedding"][place]
        if len(spans) < 2:
            return _unit_rows(whole.expand(len(spans), -1)), tokens
        weights = torch.from_numpy(inside).float().to(whole.device)
        counts = weights.sum(1, keepdim=True)
        pooled = weights @ features["token_embeddings"][place] / counts.clamp(min=1)
        refined = {"sentence_embedding": pooled, "token_embeddings": pooled}
        for module in list(self._model)[2:]:
            refined = module(refined)
        return _unit_rows(torch.where(counts > 0, refined["sentence_embedding"], whole)), tokens


def _each(features: _Features) -> Iterator[_Features]:
    """Each text of a batch as if it were alone, without padding."""
    for place, length in enumerate(features["attention_mask"].sum(1).tolist()):
        yield {
            name: value[place : place + 1, :length] if isinstance(value, Tensor) else value
            for name, value in features.items()
        }


def _bounds(sizes: Sequence[int]) -> NDArray[np.int64]:
    """Where each of several stretches begins, and where the last one ends: shape (n + 1,)."""
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _prompt(model: SentenceTransformer, *names: str) -> str:
    return next(filter(None, (model.prompts.get(name) for name in names)), "")


def _transformer(model: SentenceTransformer) -> Callable[[_Features], Tensor]:
    """What makes token vectors of tokens: the model's first module, or the same made faster."""
    first = model[0]
    bert: Any = getattr(first, "model", None)
    known = bert if model.tokenizer.padding_side == "right" else None
    fast = fast_bert(known)
    in_float32 = getattr(bert, "dtype", None) == torch.float32
    if fast is None and in_float32 and processor.has_bfloat16(model.device.type):
        bert.bfloat16()
        fast = fast_bert(known)
    return fast or (lambda features: first(features)["token_embeddings"])


def _unit_rows(vectors: Tensor) -> NDArray[np.float32]:
    """Rows of length one, normalised in float32: shape (n, d)."""
    unit = torch.nn.functional.normalize(vectors.float(), dim=-1)
    rows: NDArray[np.float32] = unit.cpu().numpy()
    return rows


def _load(source: str | Path, *, network: bool = False) -> SentenceTransformer:
    one_core_for_numpy()
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
        model_info(name, timeout=_HUB_ANSWERS)  # asked once; loading asks again for a minute
        return _load(name, network=True)
    except Exception as error:  # those of whatever library reaches the network
        raise ModelError(
            f"the model {name} is no folder here, and fetching it from the hub failed. "
            "Check the name and the network, or copy the model's folder to this machine and "
            f"pass its path with --model. ({error.__cause__ or error})"
        ) from error
