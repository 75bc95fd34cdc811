"""The tables of docs/levels.md, computed anew."""

import re
from pathlib import Path

import pytest

from criteria.domain.level_input import LevelText, read_level
from criteria.domain.level_lines import level_words
from criteria.domain.requirements import Comparison, Requirement
from criteria.domain.strictness import looser
from criteria.domain.values import Kind, Measure

DOC = Path(__file__).resolve().parents[3] / "docs" / "levels.md"


def rows(mark):
    """The cells of the table behind the comment, without its head."""
    table = DOC.read_text(encoding="utf-8").partition(f"<!-- {mark} -->\n")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def measure(kind):
    return Measure("i1", "1", "1", "Tên", "Tên", Kind(kind), "%" if kind == "percentage" else "")


def level(text):
    """ "≥ 70", "đạt", "≥ Khá"."""
    kind = Kind.LEVEL if re.search(r"\D$|Mức", text) else Kind.AMOUNT
    read, errors = read_level(LevelText("dat" if text == "đạt" else ">=", text), measure(kind))
    assert errors == {}
    return read


@pytest.mark.parametrize("row", rows("typed"), ids=lambda row: " ".join(row[:2]))
def test_what_may_be_typed(row):
    kind, typed, kept = row
    usual = Comparison.MET if kind == "boolean" else Comparison.AT_LEAST
    read, errors = read_level(LevelText(str(usual), typed), measure(kind))
    assert ("refused" if errors else level_words(read, measure(kind))) == kept


@pytest.mark.parametrize("row", rows("looser"), ids=lambda row: " ".join(row[:2]))
def test_when_a_province_is_warned(row):
    own, national, told = row
    assert looser(level(own), level(national)) == ([told] if told else [])


def test_tables_are_there():
    assert (len(rows("typed")), len(rows("looser"))) == (12, 9)
    assert isinstance(level("≥ 70"), Requirement)
