"""Texts of plans pasted whole: the two of the seeds, and short ones for each rule."""

import re
from pathlib import Path

import pytest

from plans.domain.text.split import split_text

DATA = Path(__file__).parents[3] / "data"


def told(text):
    return [
        (one.level, one.number, one.heading, one.run_in, one.text, one.leads)
        for one in split_text(text).sections
    ]


def body(name):
    """A scan without its marks of bold and italic, and its footnotes, which stand where a page ended."""
    read = re.sub(r"[*#]", "", (DATA / name).read_text(encoding="utf-8")).splitlines()
    notes = [line for line in read if re.match("[¹²³⁴]", line)]
    return "\n".join(read), notes


def letters(paragraphs):
    return re.sub(r"\s", "", "".join(paragraphs))


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("I. MỤC TIÊU: CHUNG", [(1, "I", "MỤC TIÊU: CHUNG", False, "", "")]),
        ("1.\tMục đích\n- Một\n- Hai", [(2, "1", "Mục đích", False, "- Một\n- Hai", "")]),
        ("1. Tiếp tục triển khai.", [(2, "1", "", False, "Tiếp tục triển khai.", "")]),
        ("2.1. Cấp huyện", [(3, "2.1", "Cấp huyện", False, "", "")]),
        ("a) Mục tiêu: Có 89/115 xã.", [(3, "a)", "Mục tiêu:", True, "Có 89/115 xã.", "")]),
        (
            "c) Cơ quan chủ trì, hướng dẫn:\n- Sở A\n- Sở B",
            [(3, "c)", "Cơ quan chủ trì, hướng dẫn:", False, "", "Sở A\nSở B")],
        ),
        ("c) Cơ quan chủ trì: Sở A", [(3, "c)", "Cơ quan chủ trì:", True, "", "Sở A")]),
        (
            "1. Vốn\n- trong đó: 1.778\ntriệu đồng",
            [(2, "1", "Vốn", False, "- trong đó: 1.778 triệu đồng", "")],
        ),
        ("1. Vốn\n2.314.236 triệu đồng", [(2, "1", "Vốn", False, "2.314.236 triệu đồng", "")]),
    ],
)
def test_paragraphs_begin_sections(text, sections):
    assert told(text) == sections


@pytest.mark.parametrize(
    ("name", "count", "before", "after"),
    [("ke-hoach-1986.txt", 89, 7, 21), ("ke-hoach-176.txt", 34, 6, 15)],
)
def test_whole_plan_is_taken_apart_and_nothing_lost(name, count, before, after):
    text, notes = body(name)
    pasted = split_text(text)
    assert (len(pasted.sections), len(pasted.before), len(pasted.after)) == (count, before, after)
    printed = [str(paragraph) for section in pasted.sections for paragraph in section.paragraphs]
    assert letters([*notes, *pasted.before, *printed, *pasted.after[len(notes) :]]) == letters(
        [*notes, *(line for line in text.splitlines() if line not in notes)]
    )
    assert letters(pasted.after[: len(notes)]) == letters(notes)


def test_text_without_numbers_has_no_section():
    assert split_text("Căn cứ Nghị quyết\n\nĐiều khoản").sections == ()
