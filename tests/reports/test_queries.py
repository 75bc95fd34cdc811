"""As many queries for six districts of three communes as for two of two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_commune, make_district
from tests.reports.sheets import ALL, bring, sheet_row, two_districts


def grow(world):
    """Four more districts of three communes each, with figures."""
    rows = []
    for number, name in enumerate(("Sông Mã", "Thuận Châu", "Bắc Yên", "Phù Yên"), start=3):
        district = make_district(world.province, f"90{number}", name, order=number)
        rows.append(sheet_row("district", district.title, result="57"))
        for place, commune in enumerate(("Suối Bau", "Mường Bú", "Chiềng Hoa"), start=1):
            make_commune(district, f"90{number}0{place}", commune, order=10 * number + place)
            rows.append(sheet_row("commune", commune, ALL, "19"))
    bring(world.annex, rows)


def count(client, user, name, args):
    client.force_login(user)
    url = reverse(f"reports:{name}", args=args)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("who", "name", "args", "queries"),
    [
        ("staff", "summary", ["hong-lam-2022-45"], 17),
        ("staff", "summary_xlsx", ["hong-lam-2022-45"], 13),
        ("staff", "district", ["hong-lam-2022-45", "901"], 16),
        ("staff", "commune", ["hong-lam-2022-45", "90101"], 24),
        ("staff", "home", [], 19),
        ("officer", "home", [], 18),
        ("leader", "home", [], 18),
    ],
)
def test_queries_do_not_grow(client, world, cast, who, name, args, queries):
    bring(world.annex, two_districts(), cast.officer)
    small = count(client, getattr(cast, who), name, args)
    grow(world)
    assert (small, count(client, getattr(cast, who), name, args)) == (queries, queries)
