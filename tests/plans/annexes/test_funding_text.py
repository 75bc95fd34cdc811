"""The funds of a plan against its text, section by section."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from plans.annexes.cross_checks import TextPart
from plans.annexes.funding_text import check_funds_text
from plans.domain.table import AnnexTable

from ..free import PLAN, table_of


def signed_text() -> list[TextPart]:
    path = Path(settings.FIXTURES_DIR, "plans", f"{PLAN}.text.json")
    sections = json.loads(path.read_text(encoding="utf-8"))["sections"]
    parts, top = [], ""
    for section in sections:
        top = section["number"] if section["level"] == 1 else top
        parts.append(TextPart(f"Mục {top}.{section['level']}", tuple(section.get("text", ()))))
    return parts


def with_amount(line: str, text: str) -> AnnexTable:
    rows = table_of("funding").rows
    return AnnexTable(
        tuple(
            replace(
                row,
                cells={
                    **row.cells,
                    "amount": replace(row.cell("amount"), text=text, value=text.replace(".", "")),
                },
            )
            if row.line == line
            else row
            for row in rows
        )
    )


def told(table, parts=None):
    found = check_funds_text("Kinh phí", table, signed_text() if parts is None else parts)
    return [(finding.code, finding.message) for finding in found]


def test_the_signed_plan_says_the_same_twice():
    assert told(table_of("funding")) == []


def test_an_amount_of_only_one_of_the_two_is_named_from_both_sides():
    assert told(with_amount("III.1.2.1", "24.500")) == [
        (
            "cross-text",
            "Dòng III.1.2.1 “Vốn đầu tư”: ghi 24.500 triệu đồng; Mục III của kế hoạch không có số này.",
        ),
        ("cross-text", "Mục III ghi 24.000 triệu đồng; Kinh phí không có số này."),
    ]


@pytest.mark.parametrize("parts", [[], [TextPart("Mục III", ("Theo quyết định số 1506/QĐ-TTg.",))]])
def test_a_text_without_amounts_says_nothing(parts):
    assert told(table_of("funding"), parts) == []
