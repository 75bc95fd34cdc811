"""Rows written in bulk are what bulk_create would have written."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.services import open_changeset
from criteria.models import Result
from criteria.services.results import WRITTEN
from ntm.bulk import insert_rows
from tests.factories import make_period

CELL = ("period", "stage", "commune", "key")
COLUMNS = (*CELL, "criterion", "indicator", *WRITTEN)


@pytest.fixture
def row(world, cast):
    """``row(key, value, version)``: the values of one result of the first commune."""
    period, first = make_period(world), world.communes[0]
    changeset = open_changeset(user=cast.staff, channel="shell")

    def row(key, value=None, version=1):
        given = (period.pk, "district", first.pk, key, world.criteria[0].pk, None)
        figures = ("met", value, None, None, None, None, "Khá; “tốt” 100%", "")
        return (*given, *figures, "asserted", "", "ghi chú", version, changeset.pk)

    return row


def test_rows_are_what_was_given(row):
    assert insert_rows(Result, COLUMNS, [row("c1", Decimal("1.2500")), row("c2")]) == 2
    first, second = Result.objects.order_by("key")
    assert (first.key, first.value, first.level, first.indicator, first.note) == (
        "c1", Decimal("1.25"), "Khá; “tốt” 100%", None, "ghi chú",
    )  # fmt: skip
    assert (second.value, second.version, second.pk > first.pk) == (None, 1, True)


def test_row_that_is_there_is_changed(row):
    insert_rows(Result, COLUMNS, [row("c1", Decimal(1))])
    insert_rows(Result, COLUMNS, [row("c1", Decimal(2), 2), row("c2")], unique=CELL, update=WRITTEN)
    assert list(Result.objects.order_by("key").values_list("key", "value", "version")) == [
        ("c1", Decimal(2), 2),
        ("c2", None, 1),
    ]


def test_statements_hold_many_rows(row):
    with CaptureQueriesContext(connection) as queries:
        insert_rows(Result, COLUMNS, (row(f"x{number}") for number in range(200)))
    assert (Result.objects.count(), len(queries) < 8) == (200, True)


def test_column_that_would_stay_empty_is_named(row):
    with pytest.raises(TypeError, match="Result: no values for changeset"):
        insert_rows(Result, COLUMNS[:-1], [])


def test_nothing_is_no_statement(db):
    with CaptureQueriesContext(connection) as queries:
        assert (insert_rows(Result, COLUMNS, []), len(queries)) == (0, 0)
