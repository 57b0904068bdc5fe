"""From Enter to shown cards, in a real browser, and where that time goes.

Run with `python -m benchmarks asking FOLDER`, FOLDER being a collection or documents to make one of
(the figures in the README are of 83 government work reports). Chromium is needed.
Every question is asked once to warm up and once to be measured: from the key to the second frame in
which its cards stand. Writes `benchmarks/asking.json`.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.results import machine, write_result
from corpus import SAMPLE_FOLDER
from embeddings import SentenceEncoder
from qa import Collection, index_paths

QUESTIONS = (
    "今年的经济增长目标是多少？",
    "哪一年开始全面取消农业税？",
    "义务教育阶段的学杂费从什么时候起免除？",
    "居民消费价格涨幅控制在多少？",
    "城镇新增就业的目标是多少万人？",
    "单位国内生产总值能耗要降低多少？",
    "什么是积极的财政政策？",
    "企业职工基本养老金提高了多少？",
    "高速铁路运营里程达到多少公里？",
    "粮食产量达到了多少斤？",
    "怎样深化国有企业改革？",
    "三峡工程是什么时候开工的？",
    "进出口总额增长了百分之几？",
    "脱贫攻坚取得了哪些成果？",
    "怎样防止大气污染？",
    "国防预算有什么安排？",
    "香港和澳门的长期繁荣稳定怎样保持？",
    "发射了哪些航天器？",
    "政府机构改革减少了多少部门？",
    "房地产市场怎样调控？",
    "How much did the economy grow?",
    "What is done for rural education?",
    "How many people were lifted out of poverty?",
    "Which taxes were cut?",
)
_WATCH = """
window.asked = null;
addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return;
  const began = performance.now();
  const before = document.querySelector('#results [data-link]')?.dataset.link;
  window.asked = null;
  const look = () => {
    const link = document.querySelector('#results [data-link]')?.dataset.link;
    if (!link || link === before || !document.querySelector('#results .hit')) {
      return requestAnimationFrame(look);
    }
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.asked = performance.now() - began;
    }));
  };
  look();
}, true);
"""
_SERVER = """
Number(document.querySelector('.lead p').textContent.match(/([0-9]+) *(ms|毫秒)/)[1])
"""


def run(arguments: Sequence[str]) -> None:
    """`[FOLDER]`: a collection, or documents; by default the sample collection's."""
    folder = Path(arguments[0]) if arguments else SAMPLE_FOLDER / "documents"
    with _collection(folder) as collection, _served(collection) as address:
        with Collection.open(collection) as opened:
            documents, passages = opened.store.document_count(), opened.store.passage_count()
        seen, answered = _measure(address)
    result = {
        "documents": documents,
        "passages": passages,
        "questions": len(QUESTIONS),
        "enter_to_cards_ms": _spread(seen),
        "of_which_answering_ms": _spread(answered),
    }
    print(json.dumps(result, indent=2))
    write_result("asking", {**result, **machine()})


def _measure(address: str) -> tuple[list[float], list[float]]:
    """Milliseconds for each question, in the browser and, of those, in the server."""
    from playwright.sync_api import sync_playwright

    seen, answered = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.goto(address)
        box = page.locator("#question textarea")
        box.wait_for()
        page.evaluate(_WATCH)
        for question in QUESTIONS * 2:
            box.fill(question)
            box.press("Enter")
            page.wait_for_function("window.asked !== null", timeout=120_000)
            seen.append(float(page.evaluate("window.asked")))
            answered.append(float(page.evaluate(_SERVER)))
        browser.close()
    return seen[len(QUESTIONS) :], answered[len(QUESTIONS) :]


@contextmanager
def _collection(folder: Path) -> Iterator[Path]:
    """The folder, if it holds a collection, else one of the documents in it."""
    if Collection.is_in(folder):
        yield folder
        return
    with tempfile.TemporaryDirectory() as made:
        with Collection.open(Path(made), create=True) as collection:
            index_paths(collection, SentenceEncoder.open(), [folder])
        yield Path(made)


@contextmanager
def _served(collection: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command: list[Any] = [sys.executable, "app.py", "--collection", collection, "--port", port]
    process = subprocess.Popen(
        [*map(str, command), "--no-browser"], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout
        process.stdout.readline()  # printed when it is ready
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {"p50": round(median(values), 1), "p95": round(quantiles(values, n=20)[-1], 1)}
