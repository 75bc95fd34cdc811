"""A plan's funds as a tree, from the current version of their annex."""

import pytest

from plans.models import Annex, FundingSource
from plans.services.uploads import confirm_upload, receive_upload, undo_upload
from tests.factories import make_annex
from tests.plans.free import as_printed, lay_out

HEADS = (["STT", "Nguồn vốn", "Số tiền (triệu đồng)"],)


@pytest.fixture
def funds(world):
    return make_annex(world.plan, "funding", label="Kinh phí", title="Nguồn vốn", position=5)


@pytest.fixture
def bring(cast, funds):
    def bring(data):
        upload, found = receive_upload(annex=funds, user=cast.staff, name="vốn.xlsx", data=data)
        confirm_upload(upload=upload, user=cast.staff, digest=found.digest)
        return upload

    return bring


def tree():
    sources = FundingSource.objects.select_related("parent")
    return {source.line: source.parent.line if source.parent else None for source in sources}


def test_each_source_stands_in_the_one_its_number_says(bring):
    bring(as_printed("funding"))
    assert len(tree()) == 21
    assert {line: tree()[line] for line in ("III", "III.1", "III.1.1.2.1", "IV.2.1")} == {
        "III": None, "III.1": "III", "III.1.1.2.1": "III.1.1.2", "IV.2.1": "IV.2",
    }  # fmt: skip


def test_a_source_below_a_number_that_has_no_row(bring):
    bring(lay_out(HEADS, [[["I", "Vốn"], ["1.1", "Vốn đầu tư", 5], [2, "Vốn khác", None]]]))
    assert tree() == {"I": None, "I.1.1": "I", "I.2": "I"}
    assert [source.amount for source in FundingSource.objects.all()] == [None, 5, None]


def test_a_row_that_was_taken_away_comes_back(bring, cast):
    bring(as_printed("funding"))
    upload = bring(lay_out(HEADS, [[["IV", "Phương án huy động nguồn vốn"], [4, None, None], [3, "Vốn", 1]]]))
    assert "IV.4" not in tree()
    undo_upload(upload=upload, user=cast.staff)
    assert (len(tree()), tree()["IV.4"]) == (21, "IV")


def test_the_office_brings_funds_and_a_district_does_not(funds, cast):
    mine = {name: list(Annex.objects.editable_by(getattr(cast, name))) for name in ("staff", "officer")}
    assert (funds in mine["staff"], funds in mine["officer"]) == (True, False)
