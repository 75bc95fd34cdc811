from datetime import date

import pytest

from criteria.domain.evidence import Completeness, decision_words, file_name, told, wanting
from criteria.domain.values import Kind, Measure


def measure(key, criterion, kind=Kind.PERCENTAGE):
    return Measure(key, key[1:], criterion, key, key, kind)


def test_indicators_want_evidence_and_criteria_without_any():
    columns = [
        measure("c1", "1", Kind.CRITERION),
        measure("i1.1", "1"),
        measure("i1.2", "1"),
        measure("c2", "2", Kind.CRITERION),
    ]
    assert [one.key for one in wanting(columns)] == ["i1.1", "i1.2", "c2"]
    assert wanting([]) == []


def test_completeness_in_words():
    some = Completeness(12, 57)
    assert (str(some), some.short, some.missing) == ("12/57 có minh chứng", "12/57", 45)


@pytest.mark.parametrize(
    ("sent", "suffix", "name"),
    [
        ("biên bản.pdf", ".pdf", "biên bản.pdf"),
        ("Biên bản.PDF", ".pdf", "Biên bản.pdf"),
        ("bie\u0302n ba\u0309n.pdf", ".pdf", "biên bản.pdf"),
        ("báo cáo.PDF.exe", ".pdf", "báo cáo.PDF.pdf"),
        ("trang.html", ".jpg", "trang.jpg"),
        ("C:\\quét\\tờ trình.docx", ".docx", "tờ trình.docx"),
        ("../../etc/passwd", ".pdf", "passwd.pdf"),
        ("a\r\nSet-Cookie: x.pdf", ".pdf", "a Set-Cookie x.pdf"),
        ("\u202efdp.exe", ".pdf", "fdp.pdf"),
        ('q"u<o>t|e?.pdf', ".pdf", "q u o t e.pdf"),
        ("..", ".png", "minh chứng.png"),
        ("", ".png", "minh chứng.png"),
        (".htaccess", ".png", "htaccess.png"),
        ("a" * 500 + ".pdf", ".pdf", "a" * 196 + ".pdf"),
        ("Quyết định 12.2022", ".pdf", "Quyết định 12.2022.pdf"),
    ],
)
def test_file_name(sent, suffix, name):
    assert file_name(sent, suffix) == name


@pytest.mark.parametrize(
    ("title", "number", "day", "issuer", "name", "words"),
    [
        ("Ảnh đường", "", None, "", "anh.jpg", "Ảnh đường (anh.jpg)"),
        (
            "Quyết định",
            "12/QĐ-UBND",
            date(2022, 3, 5),
            "UBND huyện",
            "",
            "Quyết định (số 12/QĐ-UBND ngày 05/03/2022 của UBND huyện)",
        ),
        ("Quyết định", "12", None, "", "a.pdf", "Quyết định (số 12; a.pdf)"),
        ("Quyết định", "", None, "", "", "Quyết định"),
        ("Ảnh đường", "", None, "", "Ảnh đường.jpg", "Ảnh đường.jpg"),
        ("Quyết định", "12", None, "", "Quyết định.pdf", "Quyết định.pdf (số 12)"),
    ],
)
def test_words_of_the_history(title, number, day, issuer, name, words):
    assert told(title, decision_words(number, day, issuer), name) == words
