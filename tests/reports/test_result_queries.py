"""As many queries for six districts, five periods and four steps as for two districts and one period."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.services import system_user
from criteria.domain.stages import Stage
from criteria.domain.works import Work
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import communes_of, open_sheet
from tests.factories import make_indicators, make_period
from tests.reports.sheets import bring, two_districts
from tests.reports.test_queries import grow


def fill(period, stage="district"):
    """Every cell of every commune, with a note and a work."""
    sheet = open_sheet(period, stage)
    edits = [
        Edit(commune.pk, key, 0, text="0", note="Ghi chú", works=(Work("Việc"),))
        for commune in communes_of(period)
        for key in sheet.measures
    ]
    save_edits(sheet=sheet, user=system_user(), edits=edits, today=date(2022, 6, 20))


def count(client, user, url):
    client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code in (200, 302)
    return len(queries)


@pytest.mark.parametrize(
    ("who", "name", "args", "queries"),
    [
        ("staff", "results_index", [], 4),
        ("staff", "results", ["91", "6-thang-2022"], 16),
        ("officer", "results", ["91", "6-thang-2022"], 18),
        ("staff", "results_xlsx", ["91", "6-thang-2022"], 12),
        ("staff", "results_district", ["91", "6-thang-2022", "901"], 17),
        ("officer", "results_district", ["91", "6-thang-2022", "901"], 16),
        ("staff", "results_commune", ["91", "6-thang-2022", "90101"], 25),
        ("staff", "results_nearly", ["91", "6-thang-2022"], 15),
        ("officer", "results_nearly", ["91", "6-thang-2022"], 15),
        ("staff", "results_nearly_xlsx", ["91", "6-thang-2022"], 14),
        ("leader", "results_commune", ["91", "6-thang-2022", "90101"], 24),
    ],
)
def test_queries_do_not_grow(client, world, cast, who, name, args, queries):
    make_indicators(world.criteria[1], [("2.1", "boolean"), ("2.2", "boolean")])
    period = make_period(world)
    bring(world.annex, two_districts(), cast.officer)
    fill(period)
    fill(make_period(world, code="truoc", first_day=date(2021, 6, 15), last_day=date(2021, 12, 14)))
    url = reverse(f"reports:{name}", args=args) + ("?thieu=het" if "nearly" in name else "")
    small = count(client, getattr(cast, who), url)
    grow(world)
    for day, stage in enumerate(Stage, start=1):
        fill(make_period(world, code=stage, first_day=date(2021, 1, 1), last_day=date(2021, 3, day)))
        fill(period, stage)
    assert (small, count(client, getattr(cast, who), url)) == (queries, queries)
