from pathlib import Path

from embeddings.model_fingerprint import folder_fingerprint


def made(folder: Path, weights: bytes) -> Path:
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "1_Pooling" / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(weights)
    return folder


def test_it_is_of_what_is_in_the_folder_and_not_of_where_it_lies(tmp_path: Path) -> None:
    here = made(tmp_path / "here" / "model", bytes(1000))
    there = made(tmp_path / "there" / "model", bytes(1000))
    assert folder_fingerprint(here) == folder_fingerprint(there)
    assert folder_fingerprint(here).startswith("model-")


def test_a_model_that_was_trained_further_is_another(tmp_path: Path) -> None:
    before = folder_fingerprint(made(tmp_path / "before" / "model", bytes(1000)))
    after = folder_fingerprint(made(tmp_path / "after" / "model", bytes(500) + b"\1" + bytes(499)))
    assert before != after


def test_files_that_are_linked_to_count_and_hidden_ones_do_not(tmp_path: Path) -> None:
    model = made(tmp_path / "model", bytes(10))
    before = folder_fingerprint(model)
    (model / ".cache").mkdir()
    (model / ".cache" / "fetched").write_text("today")
    assert folder_fingerprint(model) == before
    elsewhere = made(tmp_path / "elsewhere", b"1")
    (model / "2_Dense").symlink_to(elsewhere, target_is_directory=True)
    linked = folder_fingerprint(model)
    (elsewhere / "model.safetensors").write_bytes(b"2")
    assert len({before, linked, folder_fingerprint(model)}) == 3


def test_a_file_in_another_place_makes_another_model(tmp_path: Path) -> None:
    model = made(tmp_path / "model", bytes(10))
    before = folder_fingerprint(model)
    (model / "1_Pooling" / "config.json").rename(model / "config.json")
    assert folder_fingerprint(model) != before
