"""How fast texts become vectors, beside peers with the same model, in one run.

Run with `python -m benchmarks encoding [FILE [ROUNDS]]`, FILE holding a passage in each line under
`text` (JSON Lines; by default the sample collection's passages). A peer that is not installed is
left out and said to be; `pip install txtai haystack-ai sentence-transformers-haystack` brings them.
Each round measures everyone once, in turn, so that what else the machine does falls on all; what
counts is the ratio in the median round. Writes `benchmarks/encoding.json`, where a run stays until
there is a newer one that was computed in the same way (AMX, AVX-512, AVX2, PyTorch).

The share of the limit is the arithmetic of the passages beside PyTorch's matrix products of the
model's own shape, in bfloat16 where the processor has it, one on each core, in the same run.

Wenju also makes sentence vectors and projected token vectors, which no peer does; all of it is in
its time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from benchmarks.results import machine, read_result, write_result
from corpus import SAMPLE_FOLDER, read_file, split
from corpus.sentences import sentence_spans
from embeddings import SentenceEncoder, model_folder
from embeddings.cores import cores
from embeddings.processor import device_name, has_bfloat16

PASSAGES = 128
QUESTIONS = [f"第{number}次会议讨论了哪些问题，作出了什么决定？" for number in range(20)]
PLAIN = "sentence-transformers float32"

Encode = Callable[[list[str]], object]


def run(arguments: Sequence[str]) -> None:
    """`[FILE [ROUNDS]]`."""
    texts = _texts(Path(arguments[0]) if arguments else None)
    rounds = int(arguments[1]) if len(arguments) > 1 else 5
    encoder = SentenceEncoder.open()
    sentences = [sentence_spans(text) for text in texts]
    ours = encoder.encode_passages(texts, sentences).passages
    plain = SentenceTransformer(str(model_folder()), device="cpu").float()
    exact = plain.encode(texts, prompt_name="document", normalize_embeddings=True)
    cosines = (ours * exact).sum(1)
    contestants: dict[str, tuple[Encode, Callable[[str], object]]] = {
        "Wenju": (
            lambda some: encoder.encode_passages(some, sentences),
            encoder.encode_question,
        ),
        **_sentence_transformers(plain),
        **_txtai(),
        **_haystack(),
    }
    work = _operations(plain, texts)
    limits: list[float] = []
    rates: dict[str, list[float]] = {name: [] for name in contestants}
    waits: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds):
        limits.append(_matrix_limit())
        for name, (encode, ask) in contestants.items():
            torch.set_num_threads(cores())
            rates[name].append(len(texts) / _seconds(lambda e=encode: e(texts)))
            waits[name].append(median(_seconds(lambda a=ask, q=q: a(q)) for q in QUESTIONS))
            print(number + 1, name, f"{rates[name][-1]:.1f}/s", f"{waits[name][-1] * 1e3:.1f} ms")
    reached = median(rates["Wenju"]) * work / len(texts)
    result = {
        "passages": len(texts),
        "characters": sum(map(len, texts)),
        "rounds": rounds,
        "cosine_with_float32": {
            "mean": round(float(np.mean(cosines)), 5),
            "worst": round(float(np.min(cosines)), 5),
        },
        "gigaflops": {
            "passages": round(work / 1e9),
            "per_second": round(reached / 1e9),
            "matrix_limit_per_second": round(median(limits) / 1e9),
            "share_of_limit": round(reached / median(limits), 2),
        },
        "contestants": {
            name: {
                "passages_per_second": round(median(rates[name]), 1),
                "question_ms": round(median(waits[name]) * 1e3, 1),
                "wenju_encodes_times_as_fast": _ratio(rates["Wenju"], rates[name]),
                "wenju_asks_times_as_fast": _ratio(waits[name], waits["Wenju"]),
            }
            for name in contestants
        },
    }
    print(json.dumps(result, ensure_ascii=False, indent=2))
    write_result(
        "encoding", {**read_result("encoding"), encoder.computed_by: {**result, **machine()}}
    )


def _operations(model: SentenceTransformer, texts: Sequence[str]) -> float:
    """Multiplications and additions that the layers take for the passages, without padding."""
    config = model[0].model.config
    weights = config.hidden_size * (4 * config.hidden_size + 2 * config.intermediate_size)
    lengths = [
        len(ids) for ids in model.tokenizer([f"passage: {text}" for text in texts])["input_ids"]
    ]
    tokens = [min(length, model.max_seq_length or length) for length in lengths]
    return (
        2.0
        * config.num_hidden_layers
        * sum(count * weights + 2 * count * count * config.hidden_size for count in tokens)
    )


def _matrix_limit() -> float:
    """Operations a second of matrix products, one on each core, in the fastest precision."""
    precision = torch.bfloat16 if has_bfloat16(device_name()) else torch.float32
    left, right = (torch.ones(rows, 384, dtype=precision) for rows in (2048, 1536))

    def multiply(times: int) -> None:
        torch.set_num_threads(1)
        for _ in range(times):
            torch.nn.functional.linear(left, right)

    with ThreadPoolExecutor(cores()) as pool:
        list(pool.map(multiply, [3] * cores()))
        seconds = _seconds(lambda: list(pool.map(multiply, [40] * cores())))
    return cores() * 40 * 2 * left.numel() * len(right) / seconds


def _texts(path: Path | None) -> list[str]:
    if path is None:
        files = sorted((SAMPLE_FOLDER / "documents").iterdir())
        return [one.text for file in files for doc in read_file(file) for one in split(doc)][
            :PASSAGES
        ]
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines][:PASSAGES]


def _sentence_transformers(
    plain: SentenceTransformer,
) -> dict[str, tuple[Encode, Callable[[str], object]]]:
    """In float32, and in bfloat16 where the processor has that in hardware."""
    models = {PLAIN: plain}
    if has_bfloat16(device_name()):
        models["sentence-transformers bfloat16"] = SentenceTransformer(
            str(model_folder()), device="cpu", model_kwargs={"dtype": torch.bfloat16}
        )
    return {
        name: (
            lambda some, m=model: m.encode(some, prompt_name="document"),
            lambda question, m=model: m.encode(question, prompt_name="query"),
        )
        for name, model in models.items()
    }


def _txtai() -> dict[str, tuple[Encode, Callable[[str], object]]]:
    try:
        from txtai import Embeddings
    except ImportError as error:
        print(f"txtai is left out: {error}")
        return {}
    instructions = {"query": "query: ", "data": "passage: "}
    index = Embeddings(path=str(model_folder()), instructions=instructions, gpu=False)
    return {
        "txtai": (
            lambda some: index.index(enumerate(some)),
            lambda question: index.transform(question, "query"),
        )
    }


def _haystack() -> dict[str, tuple[Encode, Callable[[str], object]]]:
    try:
        from haystack import Document
        from haystack.utils import ComponentDevice
        from haystack_integrations.components.embedders import sentence_transformers as embedders
    except ImportError as error:
        print(f"Haystack is left out: {error}")
        return {}
    device = ComponentDevice.from_str("cpu")
    passages = embedders.SentenceTransformersDocumentEmbedder(
        model=str(model_folder()), device=device, prefix="passage: ", progress_bar=False
    )
    questions = embedders.SentenceTransformersTextEmbedder(
        model=str(model_folder()), device=device, prefix="query: ", progress_bar=False
    )
    passages.warm_up()
    questions.warm_up()
    return {
        "Haystack": (
            lambda some: passages.run([Document(content=text) for text in some]),
            questions.run,
        )
    }


def _seconds(do: Callable[[], object]) -> float:
    began = perf_counter()
    do()
    return perf_counter() - began


def _ratio(larger: Sequence[float], smaller: Sequence[float]) -> float:
    """The median over the rounds of the ratio in each."""
    return round(median(a / b for a, b in zip(larger, smaller, strict=True)), 2)
