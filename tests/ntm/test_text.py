import unicodedata

import pytest

from ntm.text import clean, fold, spelling_key


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Cò\u00a0 Nòi\n", "Cò Nòi"),
        (unicodedata.normalize("NFD", "Ẳng Cang"), "Ẳng Cang"),
        ("\u0102\u0309ng Cang", "Ẳng Cang"),
        ("\ufeffTủa\u200b Chùa", "Tủa Chùa"),
        ("N\u00adm", "N\u00adm"),  # in TCVN3 the soft hyphen is a letter
        ("Nà\x0bTấu\x01\x1b\x7f\ufffe\uffff", "Nà Tấu"),  # a break of Word's, and what no workbook can hold
        ("", ""),
    ],
)
def test_clean(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ẳng  Cang", "ang cang"),
        ("ĐIỆN BIÊN", "dien bien"),
        ("Ðiện Biên", "dien bien"),  # Icelandic letter
        ("Mường Ảng", "muong ang"),
        ("Nặm Ét", "nam et"),
        (unicodedata.normalize("NFD", "Đứa Mòn"), "dua mon"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa Bình", "Hoà Bình"),
        ("HOÀ", "hòa"),
        ("thủy", "thuỷ"),
        ("khỏe", "khoẻ"),
        ("thuý", "thúy"),
        ("Uý", "Úy"),
        ("Quả", "Qủa"),
        ("Quỳnh Nhai", "Quình Nhai"),
        ("Qui Hướng", "Quy Hướng"),
        ("quý", "quí"),
        ("Mỹ", "Mĩ"),
        ("Lí", "Lý"),
        ("Kỳ", "kì"),
        ("Cò  Nòi", "cò\u00a0nòi"),
        ("Tp.Điện Biên Phủ", "TP. Điện Biên Phủ"),
        ("Ðứa Mòn", "Đứa Mòn"),
        ("Ẳng", unicodedata.normalize("NFD", "Ẳng")),
        ("Ẳng", "A\u0309\u0306ng"),  # marks typed in the wrong order
    ],
)
def test_spelling_key_equal(one, other):
    assert spelling_key(one) == spelling_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ẳng", "Áng"),
        ("Mường Ẳng", "Mường Ảng"),
        ("Mường É", "Mường E"),
        ("Mường É", "Mường Ê"),
        ("Nà Sang", "Na Sàng"),
        ("thuý", "thúi"),
        ("Úy", "Úi"),
        ("tay", "tai"),
        ("Y", "I"),
        ("gì", "gi"),
        ("giá", "gia"),
        ("Đứa", "Dứa"),
        ("Sa Lông", "Sa Long"),
        ("Nậm Pồ", "NậmPồ"),
        ("Mường Pồn 1", "Mường Pồn 2"),
    ],
)
def test_spelling_key_different(one, other):
    assert spelling_key(one) != spelling_key(other)


@pytest.mark.parametrize("word", ["quả", "giá", "gì", "hoàn", "Mường É", "khuya", "nguyễn", "tuỳ", "già"])
def test_spelling_key_is_stable(word):
    assert spelling_key(spelling_key(word)) == spelling_key(word)
    assert spelling_key(word.upper()) == spelling_key(word)


def test_spelling_key_empty():
    assert spelling_key(" \u00a0") == ""
