"""The criteria sets the program ships, and how they are brought into the database."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import call_command

from criteria.models import Band, CriteriaSet, Criterion, Indicator, Threshold
from criteria.services.sets import load_criteria
from ntm.reference import Counts

SETS = settings.FIXTURES_DIR / "criteria"
NTM, ADVANCED, FORMER = "xa-ntm-2021-2025", "xa-ntm-nang-cao-2021-2025", "xa-ntm-2016-2020"

pytestmark = pytest.mark.django_db


@pytest.fixture
def sets(db) -> None:
    load_criteria(SETS)


def thresholds(code: str, number: str, scope: str = "TDMNPB"):
    return Threshold.objects.filter(
        indicator__criterion__criteria_set__code=code, indicator__number=number, scope=scope
    ).order_by("year")


@pytest.mark.parametrize(
    ("code", "criteria", "indicators", "expected"),
    [(FORMER, 19, 49, 49), (NTM, 19, 57, 57), (ADVANCED, 19, 75, 75), ("xa-ntm-2026-2030", 10, 0, 47)],
)
def test_sizes_of_the_sets(sets, code, criteria, indicators, expected):
    found = CriteriaSet.objects.get(code=code)
    counted = Indicator.objects.filter(criterion__criteria_set=found).count()
    assert (found.criteria.count(), counted) == (criteria, indicators)
    assert (found.expected_criteria, found.expected_indicators) == (criteria, expected)


def test_each_set_knows_the_one_before(sets):
    rows = CriteriaSet.objects.values_list("code", "tier", "threshold_dimension", "predecessor__code")
    assert set(rows) == {
        (FORMER, "ntm", "region", None),
        (NTM, "ntm", "region", FORMER),
        (ADVANCED, "nang_cao", "region", None),
        ("xa-ntm-kieu-mau-2021-2025", "kieu_mau", "region", None),
        ("xa-ntm-2026-2030", "ntm", "commune_group", NTM),
    }


def test_numbers_sort_as_numbers(sets):
    environment = Criterion.objects.get(criteria_set__code=NTM, number="17")
    numbers = [indicator.number for indicator in environment.indicators.all()]
    assert numbers == [f"17.{n}" for n in range(1, 13)]


def test_the_same_number_means_something_else_in_another_set(sets):
    names = Criterion.objects.filter(number="14").order_by("criteria_set__valid_from", "criteria_set__code")
    assert [str(criterion) for criterion in names if criterion.criteria_set.code in (NTM, ADVANCED)] == [
        "14. Giáo dục và Đào tạo",
        "14. Y tế",
    ]


def test_income_by_year(sets):
    rows = thresholds(NTM, "10").values_list("year", "value", "value_text", "provenance")
    assert list(rows) == [
        (2021, Decimal("36"), "36", "unverified"),
        (2022, Decimal("39"), "39", "verified"),
        (2023, Decimal("42"), "42", "verified"),
        (2024, Decimal("45"), "45", "unverified"),
        (2025, Decimal("48"), "48", "unverified"),
    ]


def test_income_of_the_advanced_set(sets):
    rows = thresholds(ADVANCED, "10").values_list("year", "value", "provenance")
    assert [row for row in rows if row[2] == "verified"] == [(2023, Decimal("51"), "verified")]


@pytest.mark.parametrize(
    ("code", "number", "scope", "expected"),
    [
        (FORMER, "15.3", "TDMNPB", ("<=", Decimal("26.7"), "26,7", "verified")),
        (FORMER, "4.2", "chung", (">=", Decimal("98"), "98", "verified")),
        (FORMER, "4.2", "TDMNPB", (">=", Decimal("95"), "95", "unverified")),
        (FORMER, "17.1", "chung", (">=", Decimal("95"), "95", "verified")),
        (FORMER, "17.1", "TDMNPB", (">=", Decimal("90"), "90", "unverified")),
        (NTM, "1.1", "TDMNPB", ("dat", None, "Đạt", "unverified")),
        (NTM, "15.4", "chung", (">=", Decimal("50"), "50", "unverified")),
        (NTM, "15.4", "TDMNPB", (">=", Decimal("50"), "50", "verified")),
        (NTM, "2.1", "chung", (">=", None, "", "unverified")),
        (ADVANCED, "5.3", "TDMNPB", (">=", Decimal("3"), "3", "verified")),
    ],
)
def test_thresholds_carry_their_provenance(sets, code, number, scope, expected):
    rows = thresholds(code, number, scope).values_list("comparison", "value", "value_text", "provenance")
    assert list(rows) == [expected]


def test_what_is_not_known_has_no_row(sets):
    assert list(thresholds(NTM, "16")) == list(thresholds(NTM, "9.2", "chung")) == []


def test_compound_threshold_keeps_its_parts(sets):
    schools = thresholds(NTM, "5").get()
    assert (schools.value, schools.set_by, schools.provenance) == (
        None,
        "Bộ Giáo dục và Đào tạo (Quyết định 1491/QĐ-BGDĐT ngày 06/6/2022)",
        "verified",
    )
    assert schools.parts == [
        {"part": "a", "comparison": ">=", "threshold": "100"},
        {"part": "b", "comparison": ">=", "threshold": "70", "condition": "c > 3"},
        {"part": "b", "comparison": ">=", "threshold": "50", "condition": "c <= 3"},
    ]
    assert [(part["key"], part["kind"]) for part in schools.indicator.parts] == [
        ("a", "percentage"),
        ("b", "percentage"),
        ("c", "count"),
    ]


def test_income_of_a_model_commune_rests_on_that_of_an_advanced_one(sets):
    row = Threshold.objects.get(base__isnull=False)
    base = row.base
    assert (row.value, base.number, base.criterion.criteria_set.code) == (Decimal("1.1"), "10", ADVANCED)


def test_thresholds_live_as_long_as_their_set(sets):
    row = thresholds(NTM, "15.4").get()
    assert (row.legal_reference, str(row.valid_from), str(row.valid_to)) == (
        "Quyết định 318/QĐ-TTg ngày 08/3/2022, Phụ lục I",
        "2022-03-08",
        "2025-12-31",
    )


def test_bands(sets):
    assert list(Band.objects.filter(criteria_set__code=NTM).values_list("lowest", "highest", "label")) == [
        (19, 19, "19 tiêu chí"),
        (15, 18, "15–18 tiêu chí"),
        (10, 14, "10–14 tiêu chí"),
        (5, 9, "5–9 tiêu chí"),
        (0, 4, "dưới 5 tiêu chí"),
    ]
    new = Band.objects.filter(criteria_set__code="xa-ntm-2026-2030").values_list("lowest", "highest")
    assert list(new) == [(10, 10), (5, 9), (0, 4)]


def test_loading_again_changes_nothing(sets):
    assert load_criteria(SETS) == {
        "bộ tiêu chí": Counts(unchanged=5),
        "nhóm tiêu chí": Counts(unchanged=16),
        "tiêu chí": Counts(unchanged=71),
        "chỉ tiêu": Counts(unchanged=185),
        "mức đạt": Counts(unchanged=404),
        "nhóm xã theo số tiêu chí": Counts(unchanged=21),
    }


def test_rows_edited_by_hand_are_kept(sets):
    CriteriaSet.objects.filter(code=NTM).update(valid_from="2021-01-01", note="sửa", edited_by_hand=True)
    Band.objects.filter(criteria_set__code=NTM, lowest=0).update(label="4 trở xuống")
    thresholds(NTM, "15.4").update(value=60, value_text="60", edited_by_hand=True)
    counts = load_criteria(SETS)
    assert {kind: n.kept for kind, n in counts.items() if n.kept or not n.is_quiet} == {
        "bộ tiêu chí": 1,
        "nhóm xã theo số tiêu chí": 1,
        "mức đạt": 1,
    }
    assert thresholds(NTM, "15.4").get().value == 60


def test_command_loads_both_parts_and_says_when_nothing_changed(db, capsys):
    call_command("load_reference")
    first = capsys.readouterr().out.splitlines()
    call_command("load_reference")
    second = capsys.readouterr().out.splitlines()
    assert first[3].split() == ["xã,", "phường,", "thị", "trấn", "453", "0", "0", "0"]
    assert [line.split()[-4:] for line in second if line.startswith("mức đạt")] == [["0", "0", "404", "0"]]
    assert second[-1] == "Không có gì thay đổi."
    assert len(second) == len(first) + 1
