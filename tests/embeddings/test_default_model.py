import json
import shutil
from pathlib import Path

import pytest

from corpus import ModelError
from embeddings import SentenceEncoder, model_folder
from embeddings.default_model import MANIFEST, bert_name, is_intact


def test_it_is_an_ordinary_folder_and_intact() -> None:
    folder = model_folder()
    names = {path.name for path in folder.iterdir()}
    assert {"modules.json", "config.json", "tokenizer.json", "model.safetensors"} <= names
    assert is_intact(folder)


def test_a_changed_or_missing_file_is_noticed(tmp_path: Path) -> None:
    for name, damage in (("config.json", "{}"), ("modules.json", None)):
        copy = tmp_path / name
        shutil.copytree(model_folder(), copy, copy_function=_link)
        target = copy / name
        target.unlink()
        if damage:
            target.write_text(damage)
        assert not is_intact(copy)


def test_a_damaged_model_is_unpacked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = model_folder()
    (folder / "config.json").write_text("{}")
    assert model_folder() == folder
    assert json.loads((folder / "config.json").read_text())["hidden_size"] == 384
    assert is_intact(folder)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]  # no scratch left


def test_names_of_tensors() -> None:
    assert bert_name("emb.ln.w") == "embeddings.LayerNorm.weight"
    assert bert_name("l11.ao.b") == "encoder.layer.11.attention.output.dense.bias"
    with pytest.raises(ModelError, match=r"l0\.zz\.w"):
        bert_name("l0.zz.w")


def test_the_manifest_names_every_file() -> None:
    folder = model_folder()
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert set(json.loads((folder / MANIFEST).read_text())) == files - {MANIFEST}


def test_a_folder_elsewhere_loads_and_is_told_apart(tmp_path: Path) -> None:
    copy = tmp_path / "my-model"
    shutil.copytree(model_folder(), copy, copy_function=_link)
    settings = copy / "config_sentence_transformers.json"
    content = json.loads(settings.read_text())
    settings.unlink()
    settings.write_text(
        json.dumps({**content, "prompts": {"query": "ask: ", "document": "read: "}})
    )
    encoder = SentenceEncoder.open(copy)
    assert (encoder.name, encoder.dimensions, encoder.window) == ("my-model", 384, 512)
    assert encoder.fingerprint.startswith("my-model-")
    default = SentenceEncoder.open()
    ours, theirs = encoder.encode_questions(["旧桥"]), default.encode_questions(["旧桥"])
    assert float(ours[0] @ theirs[0]) < 0.999  # its own prompt was used


def _link(source: str, target: str) -> str:
    Path(target).symlink_to(source)
    return target
