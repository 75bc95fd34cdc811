"""Order, validity and doubts of recognitions."""

from datetime import date

import pytest

from criteria.domain.recognitions import (
    Held,
    Level,
    day_refusal,
    domains_refusal,
    highest,
    missing_ground,
    recognition_key,
    recognition_key_words,
    year_doubt,
)
from criteria.models import Recognition

DAY = date(2022, 12, 28)
NTM = Held(Level.NTM, date(2019, 5, 6))
ENDED = Held(Level.NTM, date(2019, 5, 6), date(2021, 1, 1))
ADVANCED = Held(Level.ADVANCED, date(2022, 12, 28))


def test_levels_are_those_of_the_model():
    assert sorted(Level) == sorted(Recognition.Level.values)


@pytest.mark.parametrize(
    ("held", "day", "level"),
    [
        ([], DAY, None),
        ([NTM], DAY, Level.NTM),
        ([NTM], date(2019, 5, 5), None),
        ([ENDED], date(2020, 12, 31), Level.NTM),
        ([ENDED], date(2021, 1, 1), None),
        ([NTM, ADVANCED], DAY, Level.ADVANCED),
        ([ADVANCED, NTM], date(2022, 12, 27), Level.NTM),
    ],
)
def test_highest_level_on_a_day(held, day, level):
    assert highest(held, day) == level


@pytest.mark.parametrize(
    ("level", "held", "missing"),
    [
        (Level.NTM, [], None),
        (Level.NEARLY, [], None),
        (Level.ADVANCED, [], Level.NTM),
        (Level.ADVANCED, [NTM], None),
        (Level.ADVANCED, [ENDED], Level.NTM),
        (Level.MODEL, [NTM], Level.ADVANCED),
        (Level.MODEL, [ADVANCED], None),
        (Level.MODERN, [], None),  # the annex that says so was not found
    ],
)
def test_ground_of_a_level(level, held, missing):
    assert missing_ground(level, held, DAY) == missing


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        (date(2008, 12, 31), True),
        (date(2009, 1, 1), False),
        (DAY, False),
        (date(2022, 12, 29), True),
    ],
)
def test_days_on_which_no_decision_can_be(day, refused):
    assert bool(day_refusal(day, today=DAY)) == refused


@pytest.mark.parametrize(("year", "doubted"), [(2022, False), (2021, False), (2020, True), (2023, True)])
def test_year_beside_the_day(year, doubted):
    assert bool(year_doubt(year, DAY)) == doubted


@pytest.mark.parametrize(
    ("level", "domains", "refused"),
    [
        ("kieu_mau", [], True),
        ("kieu_mau", ["du_lich"], False),
        ("ntm", ["du_lich"], True),
        ("ntm", [], False),
    ],
)
def test_fields_are_those_of_a_model_commune(level, domains, refused):
    assert bool(domains_refusal(level, domains)) == refused


def test_key_in_the_history_reads_as_words():
    assert recognition_key("nang_cao", 2023) == "nang_cao/2023"
    assert recognition_key_words("nang_cao/2023") == "Công nhận nông thôn mới nâng cao, năm 2023"
    assert [recognition_key_words(key) for key in ("c1", "ntm", "II.1/due", "ntm/23")] == [""] * 4
