"""Evidence on the pages of others: the panel beside the grid, the commune's results, the log."""

import pytest
from django.urls import reverse

from criteria.services.evidence_cell import completeness_of, read_cell_evidence
from criteria.services.sheets import open_sheet
from tests.factories import make_brought, make_evidence, make_indicators, make_period

from .grids import DAY, address
from .papers import photo


@pytest.fixture
def period(world):
    make_indicators(world.criteria[0], [("1.1", "percentage"), ("1.2", "boolean")])
    return make_period(world)


@pytest.fixture
def first(world, cast, period):
    """Has a protocol for both indicators, and a photo for one of them."""
    found = world.communes[0]
    make_evidence(cast.clerk, period, [(found, "i1.1"), (found, "i1.2")], title="Biên bản")
    make_evidence(cast.clerk, period, [(found, "i1.2")], make_brought(photo()), title="Ảnh")
    return found


def evidence_of(period, user, commune, key):
    sheet = open_sheet(period, "self")
    commune.district_id = sheet.districts[commune.pk]
    return read_cell_evidence(sheet, user, commune, sheet.measures[key], DAY)


@pytest.mark.parametrize(
    ("key", "papers", "complete", "anchor"),
    [
        ("i1.1", [("Biên bản", ["1.1"])], "1/1", "o-i1.1"),
        ("i1.2", [("Biên bản", ["1.2"]), ("Ảnh", ["1.2"])], "1/1", "o-i1.2"),
        ("c1", [("Biên bản", ["1.1", "1.2"]), ("Ảnh", ["1.2"])], "2/2", "c1"),
        ("c2", [], "0/1", "o-c2"),
    ],
)
def test_evidence_of_a_cell(cast, period, first, key, papers, complete, anchor):
    found = evidence_of(period, cast.clerk, first, key)
    told = [(paper.title, numbers) for paper, numbers in found.papers]
    assert (told, found.complete.short, found.anchor, found.is_open) == (papers, complete, anchor, True)


@pytest.mark.parametrize(("who", "queries"), [("staff", 1), ("clerk", 2), ("leader", 1)])
def test_evidence_of_a_cell_costs_little(cast, period, first, who, queries, django_assert_num_queries):
    user, sheet = getattr(cast, who), open_sheet(period, "self")
    first.district_id = sheet.districts[first.pk]
    assert user.areas
    with django_assert_num_queries(queries):
        found = read_cell_evidence(sheet, user, first, sheet.measures["c1"], DAY)
    assert found.is_open == (who != "leader")


def test_panel_shows_evidence_and_leads_to_more(client, cast, period, first, monkeypatch):
    monkeypatch.setattr("criteria.views.grid.localdate", lambda: DAY)
    client.force_login(cast.clerk)
    page = client.get(address("cell", period, "self", first.code, "c1")).content.decode()
    assert 'Minh chứng <span class="muted">2/2 chỉ tiêu</span>' in page
    assert "/xa/90101/them/?o=c1" in page
    client.force_login(cast.leader)
    page = client.get(address("cell", period, "self", first.code, "i1.1")).content.decode()
    assert (">Biên bản</a>" in page, "/them/" in page) == (True, False)


def test_results_of_a_commune_tell_how_complete_its_evidence_is(client, cast, period, first):
    client.force_login(cast.leader)
    url = reverse("reports:results_commune", args=[period.province.code, period.code, first.code])
    page = client.get(url).content.decode()
    assert "2/20 có minh chứng" in page
    measures = open_sheet(period, "district").measures.values()
    assert completeness_of(period, first, measures).missing == 18


def test_log_tells_of_evidence(client, cast, period, first):
    client.force_login(cast.staff)
    page = client.get(reverse("reports:history"), {"loai": "minh-chung", "so": "1.2"}).content.decode()
    told = [
        "Kỳ 6 tháng đầu năm 2022, minh chứng",
        "Chỉ tiêu 1.2",
        "Ảnh (biên bản.jpg)",
        "Biên bản (biên bản.pdf)",
    ]
    assert [words in page for words in told] == [True] * 4
    assert "Chỉ tiêu 1.1" not in page
