"""Hashes of passwords."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus import UsageError
from ui.serving.passwords import Hash, Passwords, password_line


def test_scrypt_gives_what_the_standard_says() -> None:
    """RFC 7914, section 12, the second and third example."""
    key = bytes.fromhex(
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
        "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
    )
    assert Hash(1024, 8, 16, b"NaCl", key).matches("password")
    key = bytes.fromhex(
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
    )
    assert Hash(16384, 8, 1, b"SodiumChloride", key).matches("pleaseletmein")
    assert not Hash(16384, 8, 1, b"SodiumChloride", key).matches("pleaseletmeout")


def test_a_hash_is_read_as_it_was_written() -> None:
    made = Hash.of("口令")
    assert Hash.read(str(made)) == made
    assert made.matches("口令") and not made.matches("口令 ")
    assert made != Hash.of("口令")  # each has a salt of its own
    assert made.key == hashlib.scrypt("口令".encode(), salt=made.salt, n=16384, r=8, p=1)


def test_only_those_in_the_file_come_in(tmp_path: Path) -> None:
    file = tmp_path / "passwords"
    lines = [password_line("甲", "a:b"), "", "  # 注", password_line("b", "2")]
    file.write_text("\n".join(lines), "utf-8")
    found = Passwords.open(file)
    assert found.allow("甲", "a:b") and found.allow("b", "2")
    for name, password in (("甲", "2"), ("b", "a:b"), ("丙", "2"), ("", ""), ("甲", "\ud800")):
        assert not found.allow(name, password)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no line NAME:HASH"),
        ("# 只有注\n", "no line NAME:HASH"),
        ("甲:plain\n", "line 1: NAME:HASH is expected"),
        ("\n甲\n", "line 2: NAME:HASH is expected"),
        ("甲:scrypt$3$8$1$YQ==$YQ==\n", "line 1: NAME:HASH"),  # the cost is no power of two
        ("甲:scrypt$1073741824$8$1$YQ==$YQ==\n", "line 1: NAME:HASH"),  # a terabyte of memory
        ("甲:scrypt$16384$8$1$YQ==$\n", "line 1: NAME:HASH"),
        ("甲:bcrypt$16384$8$1$YQ==$YQ==\n", "line 1: NAME:HASH"),
        ("甲:scrypt$16384$8$1$?$YQ==\n", "line 1: NAME:HASH"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "passwords"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=told) as refused:
        Passwords.open(file)
    assert str(file) in str(refused.value)
    assert "plain" not in str(refused.value)


def test_a_name_stands_once() -> None:
    line = password_line("甲", "1")
    with pytest.raises(UsageError, match="line 2: 甲 stands there twice"):
        Passwords.read([line, line], "f")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"\xff\xfe\xff")
    for path in (tmp_path, tmp_path / "none", tmp_path / "f"):
        with pytest.raises(UsageError, match="cannot be read"):
            Passwords.open(path)


@pytest.mark.parametrize("name", ["", " ", "a:b", "#a", " a", "a\n"])
def test_a_name_that_cannot_stand_in_a_line(name: str) -> None:
    with pytest.raises(UsageError, match="is no name"):
        password_line(name, "1")
