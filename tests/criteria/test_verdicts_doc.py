"""The worked tables of docs/verdicts.md, each line computed anew: document and code cannot part."""

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.conf import settings

from criteria.domain.parts import split_parts
from criteria.domain.requirements import Comparison, IfAbsent, PartLevel, Requirement, in_force
from criteria.domain.values import Kind, Measure, State, parse_result
from criteria.domain.verdicts import Judged, judge, judge_criterion

from .shipped import SHORT, at, office, proposal

pytestmark = pytest.mark.django_db

TEXT = (settings.BASE_DIR / "docs" / "verdicts.md").read_text(encoding="utf-8")
STATES = {
    "met": State.MET,
    "not met": State.NOT_MET,
    "no data": State.NO_DATA,
    "not applicable": State.NOT_APPLICABLE,
}
FROM, AMENDED = date(2022, 3, 8), date(2024, 3, 1)


def tables() -> list[list[dict[str, str]]]:
    """Each table of the document as a list of its rows."""
    found = []
    for block in re.findall(r"(?:^\|.*\|\n)+", TEXT, re.MULTILINE):
        head, _, *rows = ([cell.strip() for cell in line.split("|")[1:-1]] for line in block.splitlines())
        found.append([dict(zip(head, row, strict=True)) for row in rows])
    return found


def rows_with(column: str) -> list[dict[str, str]]:
    return [row for table in tables() if column in table[0] for row in table]


def test_the_document_has_enough_worked_cases():
    assert (len(rows_with("set")), len(rows_with("2.1")), len(rows_with("last day"))) == (48, 13, 11)


def confirmed(line, told: str, place):
    """ "confirmed", "confirmed: 95; a) 30", "confirmed: Khá"."""
    if not told:
        return line
    main, parts = split_parts(told.removeprefix("confirmed").removeprefix(": "))
    fields = {"value": main.replace(",", ".")} if main else {}
    if parts:
        fields["parts"] = tuple(PartLevel(key, Comparison.AT_LEAST, level) for key, level in parts)
    return office(line, place, **fields)


@pytest.mark.parametrize("row", rows_with("set"), ids=lambda row: f"{row['set']} {row['indicator']}")
def test_indicator(sets, row):
    place = at(date(int(row.get("year") or 2023), 6, 30))
    line = confirmed(sets[SHORT[row["set"]]][row["indicator"]], row["level"], place)
    found = proposal(line, row["entered"], place)
    assert (found.state, found.reason) == (STATES[row["proposal"]], row["reason"])


def of_three(number, kind, **fields):
    return Measure(f"i{number}", number, "2", "Chỉ tiêu", "Chỉ tiêu", kind, **fields)


def levels_of_three():
    share = {"kind": Kind.PERCENTAGE, "unit": "%"}
    at_least = Requirement(Comparison.AT_LEAST, confirmed=True)
    return [
        (of_three("2.1", **share), replace(at_least, value=Decimal(70))),
        (of_three("2.2", **share), replace(at_least, value=Decimal(50))),
        (of_three("2.3", Kind.BOOLEAN, if_any=True), replace(at_least, comparison=Comparison.MET)),
    ]


@pytest.mark.parametrize("row", rows_with("2.1"), ids=lambda row: f"{row['2.1']}, {row['2.2']}, {row['2.3']}")
def test_criterion(row):
    absent = IfAbsent(row["KA counts as"].replace(" ", "_"))
    inside = []
    for measure, level in levels_of_three():
        value = parse_result(row[measure.number], measure)
        decision = value.state
        inside.append(Judged(measure, judge(measure, value, level), decision, "", absent))
    found = judge_criterion(inside)
    assert (found.state, found.reason) == (STATES[row["proposal"]], row["reason"])


def level_row(told: str, valid_from: date, own: bool) -> list[Requirement]:
    if not told:
        return []
    value, _, unsure = told.partition(", ")
    confirmed = unsure != "unconfirmed"
    given = {"scope": "TDMNPB", "own": own, "confirmed": confirmed, "valid_from": valid_from}
    return [Requirement(Comparison.AT_LEAST, value=Decimal(value), **given)]


@pytest.mark.parametrize("row", rows_with("last day"))
def test_level_in_force(row):
    national, amended, own, anew, last_day, level, decides = row.values()
    stored = [
        *level_row(national, FROM, False),
        *level_row(amended, AMENDED, False),
        *level_row(own, FROM, True),
        *level_row(anew, AMENDED, True),
    ]
    day = datetime.strptime(last_day, "%d/%m/%Y").date()
    found = in_force(stored, at(day))
    told = (str(found.value), "yes" if found.confirmed else "no") if found else ("", "no")
    assert told == (level, decides)
