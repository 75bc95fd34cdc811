"""What was issued stays to be read and printed after the figures have changed."""

import json

import pytest
from django.urls import reverse

from accounts.services import open_changeset
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.services.tables import index_of, save_table


@pytest.fixture
def versions(world, cast):
    """Two versions of one row: 1 then 0 at criterion 1."""
    unit = next(unit for unit in index_of(world.annex).units if unit.name == "Nà Tấu")
    for number, mark in ((1, "1"), (2, "0")):
        table = AnnexTable((Row(RowKind.UNIT, unit, {"1": Cell(mark, mark)}),))
        changeset = open_changeset(user=cast.officer, channel="upload")
        save_table(annex=world.annex, number=number, table=table, changeset=changeset)


def page(client, world, query=""):
    return client.get(reverse("plans:annex", args=[world.plan.slug, world.annex.code]) + query)


def marks(client, world, query=""):
    url = reverse("plans:output", args=[world.plan.slug, world.annex.code, "json"])
    answer = client.get(f"{url}?figures=printed{query}")
    rows = json.loads(answer.content)["rows"]
    return [row["cells"][2] for row in rows], answer["Content-Disposition"]


def test_older_version_is_read_and_said_to_be_one(client, cast, world, versions):
    client.force_login(cast.leader)
    old, new = page(client, world, "?ban=1"), page(client, world)
    assert (old.context["reading"].version.number, new.context["reading"].version.number) == (1, 2)
    assert ["Đây là bản 1" in one.content.decode() for one in (old, new)] == [True, False]


def test_older_version_is_given_out_under_its_number(client, cast, world, versions):
    client.force_login(cast.leader)
    (old, name), (new, _) = marks(client, world, "&ban=1"), marks(client, world)
    assert (old, new, "ban-1" in name) == (["1"], ["0"], True)


@pytest.mark.parametrize("query", ["?ban=3", "?ban=0", "?ban=x", "?ban=99999999999"])
def test_version_that_is_not_there(client, cast, world, versions, query):
    client.force_login(cast.leader)
    assert page(client, world, query).status_code == 404


def test_current_version_by_its_number(client, cast, world, versions):
    client.force_login(cast.staff)
    assert page(client, world, "?ban=2").context["reading"].is_current
