import codecs
import math
from pathlib import Path

import pytest

from corpus import ReadError, UsageError, divide, read_file
from corpus.encodings import decode, decode_as, encoding_named
from corpus.languages import CHINESE, LANGUAGES, log_likelihoods
from corpus.words import character_frequencies

SIMPLIFIED = "澜川市社区食堂管理办法，自2024年1月1日起施行。各区应当加强监督检查。"
TRADITIONAL = "瀾川市社區食堂管理辦法，自2024年1月1日起施行。各區應當加強監督檢查。"
FOUR_BYTES = "雨后的石板路上，老人㐂𠀀慢慢走回家，孩子们在河边放风筝。"
CANTONESE = "佢哋喺碼頭等船，啲人話今日天氣幾好，不如一齊行去街市買餸。"
JAPANESE = "川沿いの図書館では、朝から多くの人が本を読んでいる。カフェもあります。"
KOREAN = "강가에 있는 작은 도서관은 아침마다 문을 열고 이웃 사람들을 맞이한다."
RUSSIAN = "Старый мост через реку снова открыт, и жители города вышли на набережную."
FRENCH = "Le vieux pont a été fermé après la crue ; les élèves traversent à pied, où ça ?"
GERMAN = "Die Brücke wurde geprüft; später gehen die Schüler über die Straße zur Schule."
SPANISH = "El viejo puente está cerrado; los niños cruzan más abajo, ¿por qué? La señal."
POLISH = "Stary most jest zamknięty, więc dzieci idą do szkoły ścieżką. Żółte łódki śpią."
CZECH = "Starý most byl uzavřen a děti chodí do školy kolem řeky. Žluté loďky."
GREEK = "Η παλιά γέφυρα άνοιξε ξανά και οι κάτοικοι της πόλης βγήκαν."
TURKISH = "Eski köprü yeniden açıldı, çocuklar ırmağın kıyısında oynuyor, şarkı söylüyor."
GOLDEN = [  # text, what it is written in, what it is found to be in
    (SIMPLIFIED, "gbk", "gb18030"),
    (TRADITIONAL, "gbk", "gb18030"),
    (FOUR_BYTES, "gb18030", "gb18030"),
    (TRADITIONAL, "big5", "big5hkscs"),
    (CANTONESE, "big5hkscs", "big5hkscs"),
    (JAPANESE, "shift_jis", "cp932"),
    (JAPANESE, "euc_jp", "euc_jp"),
    (KOREAN, "euc_kr", "cp949"),
    (RUSSIAN, "cp1251", "cp1251"),
    (RUSSIAN, "koi8-r", "koi8-r"),
    (FRENCH, "cp1252", "cp1252"),
    (GERMAN, "iso8859-1", "cp1252"),
    (SPANISH, "cp1252", "cp1252"),
    (POLISH, "cp1250", "cp1250"),
    (CZECH, "cp1250", "cp1250"),
    (POLISH, "iso8859-2", "iso8859-2"),
    (GREEK, "cp1253", "cp1253"),
    (TURKISH, "cp1254", "cp1254"),
    (SIMPLIFIED, "utf-8", "utf-8"),
    (RUSSIAN, "utf-16-le", "utf-16-le"),
    (TRADITIONAL, "utf-16-be", "utf-16-be"),
    (SIMPLIFIED, "utf-16-le", "utf-16-le"),
    (KOREAN, "utf-32-le", "utf-32-le"),
    (JAPANESE, "utf-32-be", "utf-32-be"),
    ("The old bridge is open.", "utf-16-le", "utf-16-le"),
    ("plain ASCII, nothing else", "ascii", "utf-8"),
]
MARKED = [
    (SIMPLIFIED, "utf-8", codecs.BOM_UTF8),
    (SIMPLIFIED, "utf-16-le", codecs.BOM_UTF16_LE),
    (TRADITIONAL, "utf-16-be", codecs.BOM_UTF16_BE),
    (SIMPLIFIED, "utf-32-le", codecs.BOM_UTF32_LE),
    (FRENCH, "utf-32-be", codecs.BOM_UTF32_BE),
]


@pytest.mark.parametrize(("text", "encoding", "name"), GOLDEN)
def test_the_encoding_of_one_line_is_found_and_nothing_is_lost(
    text: str, encoding: str, name: str
) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.replaced) == (text, name, 0)
    assert 0.9 < decoded.confidence <= 1


@pytest.mark.parametrize(("text", "encoding", "bom"), MARKED)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(
    text: str, encoding: str, bom: bytes
) -> None:
    decoded = decode(bom + text.encode(encoding))
    assert decoded == decode_as(text.encode(encoding), encoding)
    assert (decoded.text, decoded.encoding, decoded.confidence) == (text, encoding, 1)


@pytest.mark.parametrize(("text", "encoding", "name"), GOLDEN)
def test_quotes_stand_in_a_file_of_every_encoding(
    tmp_path: Path, text: str, encoding: str, name: str
) -> None:
    whole = "\r\n\r\n".join([text] * 20)
    (tmp_path / "a.txt").write_bytes(whole.encode(encoding))
    (document,) = read_file(tmp_path / "a.txt")
    assert document.text == whole
    assert document.source.encoding == name
    assert document.source.encoding_confidence == pytest.approx(1, abs=0.01)
    division = divide(document)
    covered = {
        n for part in (*division.passages, *division.set_aside) for n in range(part.start, part.end)
    }
    assert {n for n, char in enumerate(whole) if not char.isspace()} <= covered
    for passage in division.passages:
        at = len(whole[: passage.start].encode(encoding))
        quote = document.text[passage.start : passage.end].encode(encoding)
        assert whole.encode(encoding)[at : at + len(quote)] == quote


@pytest.mark.parametrize(("text", "encoding", "name"), [row for row in GOLDEN if row[1] != "ascii"])
def test_a_file_that_is_cut_off_or_damaged_is_still_recognised(
    text: str, encoding: str, name: str
) -> None:
    data = "\n".join([text] * 8).encode(encoding)
    cut = decode(data[:-1])
    assert (cut.encoding, cut.text[:-2]) == (name, "\n".join([text] * 8)[: len(cut.text) - 2])
    middle = len(data) // 2 // 4 * 4
    damaged = decode(data[:middle] + b"\xff" * 4 + data[middle:])
    assert damaged.encoding == name
    assert damaged.text.startswith(f"{text}\n" * 3)


def test_a_short_text_is_read_with_less_confidence() -> None:
    short, long = decode("Tomás".encode("cp1252")), decode(SPANISH.encode("cp1252"))
    assert short.text == "Tomás"
    assert short.confidence < 0.9 < long.confidence


def test_an_encoding_that_is_not_known_is_not_claimed() -> None:
    assert decode(KOREAN.encode("johab")).confidence < 0.5


def test_simplified_and_traditional_lines_in_gbk_are_nothing_else() -> None:
    for text in (SIMPLIFIED, TRADITIONAL, FOUR_BYTES.replace("㐂𠀀", "")):
        for start in range(len(text) - 8):
            part = text[start : start + 8]
            assert decode(part.encode("gbk")).text == part


def test_what_stands_far_into_a_text_counts() -> None:
    plain = "The bridge is old. " * 5000
    for text, encoding in ((SPANISH, "cp1252"), (SIMPLIFIED, "gb18030"), (JAPANESE, "cp932")):
        decoded = decode(f"{plain}\n{text}\n{plain}".encode(encoding))
        assert decoded.text == f"{plain}\n{text}\n{plain}"
        assert decoded.encoding == encoding and decoded.confidence > 0.9


def test_line_ends_stay_as_they_are() -> None:
    assert decode("一\r\n二\r三\n".encode("gbk")).text == "一\r\n二\r三\n"


def test_a_damaged_byte_is_counted_and_the_rest_is_read() -> None:
    data = (SIMPLIFIED * 5).encode("utf-8")
    decoded = decode(data[:30] + b"\xff" + data[30:])
    assert (decoded.encoding, decoded.replaced) == ("utf-8", 1)
    assert decoded.text.replace("\ufffd", "") == SIMPLIFIED * 5


def test_a_replacement_character_in_the_file_is_no_loss() -> None:
    assert decode("坏\ufffd字".encode()).replaced == 0


def test_the_likelihood_of_a_text_is_that_of_its_characters() -> None:
    """By hand: 0.85 of the character's share, as 15% of Chinese writing is marks and the like."""
    row = LANGUAGES.index(CHINESE)
    share = 0.85 * character_frequencies()["水"]
    assert log_likelihoods("水")[row] == pytest.approx(math.log(share))
    assert log_likelihoods("a")[row] == pytest.approx(-3)
    assert log_likelihoods("a水a")[row] == pytest.approx(
        log_likelihoods("水")[row] - 3 * 2 - 1.5 * 2  # two letters, two changes of script
    )


def test_a_name_of_an_encoding() -> None:
    assert [encoding_named(name) for name in ("GBK", "Latin-1", "big5", "UTF-16LE", "cp866")] == [
        "gb18030",
        "cp1252",
        "big5hkscs",
        "utf-16-le",
        "cp866",
    ]
    for name in ("gb99", "base64", "rot13", "", "名"):
        with pytest.raises(UsageError, match="use one of these: utf-8, gb18030, big5hkscs"):
            encoding_named(name)


def test_the_encoding_that_is_asked_for_is_used(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Tomás".encode("cp1250"))
    (document,) = read_file(tmp_path / "a.txt", "cp1251")
    assert (document.text, document.source.encoding) == ("TomЎs".replace("Ў", "б"), "cp1251")
    assert document.source.encoding_confidence == 1
    (tmp_path / "b.txt").write_bytes(RUSSIAN.encode("cp866"))
    assert read_file(tmp_path / "b.txt", "cp866")[0].text == RUSSIAN
    (tmp_path / "c.txt").write_bytes(b"\x01\x02" * 100)
    with pytest.raises(ReadError, match="its bytes are no text in cp866"):
        read_file(tmp_path / "c.txt", "cp866")


@pytest.mark.shared
def test_real_documents_survive_gb18030_and_big5(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        assert decode(text.encode("gb18030")).text == text
        as_big5 = text.encode("big5hkscs", "ignore")
        if len(as_big5) > len(text):
            assert decode(as_big5).encoding == "big5hkscs"
