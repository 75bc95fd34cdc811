"""The same act by many in one moment, on PostgreSQL: it is done once, and nobody meets an error."""

from datetime import date

import pytest
from django.db import connection

from accounts.models import Changeset, FigureChange
from criteria.models import Evidence, EvidenceUse, Recognition, Result
from criteria.services.evidence import drop_uses, use_evidence
from criteria.services.grid_page import communes_seen
from criteria.services.proposals_acts import ACCEPTED, Seen, accept_proposals
from criteria.services.proposals_batch import give_back, read_batch
from criteria.services.recognitions import (
    By,
    Decision,
    StaleRecognitionError,
    add_recognitions,
    change_decision,
)
from criteria.services.sheets import open_sheet
from tests.factories import make_evidence, make_indicators, make_period, make_recognition

from . import proposals
from .grids import DAY
from .test_concurrency import WRITERS, at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share SQLite's test database"),
]


@pytest.fixture
def filled(cast, world):
    return proposals.fill(cast, world)


def wanted(client, period):
    page = proposals.page(client, period, xem="chua-ket-luan")
    cells = [one.split(":") for one in proposals.shown(page).split()]
    return [Seen(*at.split("/"), int(version), ground) for at, version, ground in cells]


@pytest.fixture
def accepted(client, cast, world, filled, monkeypatch):
    """What each of many got who took over the same proposals in one moment."""
    proposals.set_today(monkeypatch, DAY)
    client.force_login(cast.officer)
    asked, sheet = wanted(client, filled), open_sheet(filled, "district")
    communes = communes_seen(sheet, cast.officer)

    def accept(number):
        return accept_proposals(sheet=sheet, user=cast.officer, communes=communes, wanted=asked, today=DAY)

    return at_once(accept)


def test_proposals_are_taken_over_once(accepted):
    assert sorted(len(done.stored) for done in accepted) == [0] * (WRITERS - 1) + [4]
    assert sum(bool(done.left) for done in accepted) == WRITERS - 1
    assert Changeset.objects.filter(reason=ACCEPTED).count() == 1
    assert Result.objects.filter(basis="derived").count() == 4


def test_a_batch_is_given_back_once(accepted, cast, world, filled):
    sheet, act = open_sheet(filled, "district"), Changeset.objects.get(reason=ACCEPTED).pk

    def undo(number):
        batch = read_batch(sheet, cast.officer, world.communes[:2], act)
        return give_back(sheet, cast.officer, batch, DAY)[0]

    assert sorted(at_once(undo)) == [0] * (WRITERS - 1) + [4]
    assert FigureChange.objects.filter(changeset__reason__startswith="Lấy lại").count() == 4


def test_evidence_stands_once_and_goes_once(cast, world):
    make_indicators(world.criteria[0], [("1.1", "percentage"), ("1.2", "boolean")])
    period, commune = make_period(world), world.communes[0]
    made, sheet = make_evidence(cast.staff, period, [(commune, "i1.1")]), open_sheet(period, "district")
    told = {
        "sheet": sheet,
        "user": cast.staff,
        "evidence": made,
        "cells": [(commune.pk, "i1.2")],
        "today": DAY,
    }
    at_once(lambda number: use_evidence(**told))
    assert EvidenceUse.objects.count() == 2
    assert sorted(at_once(lambda number: drop_uses(**told))) == [0] * (WRITERS - 1) + [1]
    kept = list(FigureChange.objects.filter(key="i1.2", new="").values_list("key", flat=True))
    assert (kept, EvidenceUse.objects.count(), Evidence.objects.count()) == (["i1.2"], 1, 1)
    assert FigureChange.objects.filter(key="i1.2", old="").count() == 1


def attempt(act):
    """Whether it was done."""
    try:
        act()
    except StaleRecognitionError:
        return False
    return True


def test_one_decision_is_written_once(cast, world):
    decision = Decision("ntm", "1/QĐ", date(2021, 12, 20), 2021)
    told = {"decision": decision, "communes": world.communes[:2], "by": By(cast.staff)}
    done = at_once(lambda number: attempt(lambda: add_recognitions(**told)))
    assert (sum(done), Recognition.objects.count(), FigureChange.objects.count()) == (1, 2, 2)


def test_one_of_many_corrects_a_recognition(cast, world):
    row = make_recognition(world.communes[0], cast.staff)

    def correct(number):
        fields = {"signer": f"Người {number}"}
        return attempt(lambda: change_decision(rows=[(row, 1)], fields=fields, by=By(cast.staff)))

    assert sum(at_once(correct)) == 1
    row.refresh_from_db()
    assert (row.version, FigureChange.objects.count()) == (2, 1)
