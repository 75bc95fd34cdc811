"""Storing evidence: what it is for, what the history keeps of it, what stays on the disk."""

from datetime import date

import pytest
from django.core.files.storage import default_storage

from accounts.models import Changeset, FigureChange
from criteria.models import Evidence, ReportingPeriod
from criteria.services import evidence as service
from criteria.services.evidence import EvidenceRefusedError, Facts, drop_uses, use_evidence, use_many
from criteria.services.evidence_edit import (
    CHANGED,
    SHARED,
    edit_evidence,
    last_cells,
    put_back,
    why_fixed,
)
from criteria.services.sheets import open_sheet
from tests.factories import make_brought, make_evidence, make_indicators, make_period

from .grids import DAY
from .papers import photo, uses

DECISION = {"number": "12/QĐ-UBND", "issued_on": date(2022, 3, 5), "issuer": "UBND huyện"}


@pytest.fixture
def period(world):
    make_indicators(world.criteria[0], [("1.1", "boolean"), ("1.2", "boolean")])
    make_indicators(world.criteria[1], [("2.1", "percentage")])
    return make_period(world)


@pytest.fixture
def sheet(period):
    return open_sheet(period, "district")


@pytest.fixture
def communes(world):
    """By name: the first two lie in the north, the third in the south."""
    return world.communes


def on_disk():
    found, folders = [], ["evidence"]
    while folders:
        folder = folders.pop()
        inside, files = default_storage.listdir(folder) if default_storage.exists(folder) else ((), ())
        folders += [f"{folder}/{name}" for name in inside]
        found += [f"{folder}/{name}" for name in files]
    return found


def history():
    rows = FigureChange.objects.order_by("pk")
    return list(rows.values_list("subject", "key", "commune__code", "district__code", "old", "new"))


def test_one_file_for_many_indicators_of_many_communes(cast, period, communes):
    first, second, *_ = communes
    cells = [(first, "i1.1"), (first, "i2.1"), (second, "i1.1")]
    made = make_evidence(cast.officer, period, cells, title="Biên bản", **DECISION)
    assert uses() == [("90101", "i1.1"), ("90101", "i2.1"), ("90102", "i1.1")]
    assert (made.kind, made.name, made.size) == ("pdf", "biên bản.pdf", made.file.size)
    assert on_disk() == [made.file.name]
    words = "Biên bản (số 12/QĐ-UBND ngày 05/03/2022 của UBND huyện; biên bản.pdf)"
    assert history() == [
        ("evidence/91/6-thang-2022", key, commune.code, "901", "", words) for commune, key in cells
    ]


def test_name_on_the_disk_says_nothing(cast, period, communes):
    made = make_evidence(cast.clerk, period, [(communes[0], "i1.1")], make_brought(photo(), "../x.php"))
    folder, _, name = made.file.name.rpartition("/")
    assert (folder, len(name), name.isalnum()) == ("evidence/2022/06", 32, True)
    assert (made.name, made.kind) == ("x.jpg", "image")


def test_file_goes_when_storing_fails(cast, period, communes, monkeypatch):
    def fail(*args):
        assert len(on_disk()) == 1
        raise RuntimeError

    monkeypatch.setattr(service, "record_changes", fail)
    with pytest.raises(RuntimeError):
        make_evidence(cast.clerk, period, [(communes[0], "i1.1")])
    assert (on_disk(), Evidence.objects.count(), uses(), Changeset.objects.count()) == ([], 0, [], 0)


@pytest.mark.parametrize("key", ["i1.1", "i9.9", "c1"])
def test_cells_that_are_not_ones_own_are_refused(cast, period, communes, key):
    cell = (communes[2] if key == "i1.1" else communes[0], "i9.9" if key == "i9.9" else key)
    if key == "c1":
        cell = (communes[2], key)
    with pytest.raises(EvidenceRefusedError, match="bạn không thêm, bớt được"):
        make_evidence(cast.officer, period, [(communes[0], "i1.2"), cell])
    assert (on_disk(), Evidence.objects.count(), Changeset.objects.count()) == ([], 0, 0)


def test_evidence_is_used_for_more(cast, period, sheet, communes):
    first = communes[0]
    made = make_evidence(cast.clerk, period, [(first, "i1.1")])
    cells = [(first.pk, "i1.1"), (first.pk, "i1.2")]
    given = {"sheet": sheet, "user": cast.clerk, "evidence": made, "cells": cells, "today": DAY}
    assert (use_evidence(**given), use_evidence(**given)) == (1, 0)
    assert uses() == [("90101", "i1.1"), ("90101", "i1.2")]
    assert (len(history()), Changeset.objects.count()) == (2, 2)


def test_evidence_is_taken_from_a_cell_and_put_back(cast, period, sheet, communes):
    first = communes[0]
    made = make_evidence(cast.clerk, period, [(first, "i1.1"), (first, "i1.2")])
    cells = [(first.pk, "i1.1"), (first.pk, "i1.2")]
    given = {"sheet": sheet, "user": cast.clerk, "evidence": made, "today": DAY}
    assert drop_uses(**given, cells=cells) == 2
    assert drop_uses(**given, cells=cells) == 0
    made.refresh_from_db()
    assert (uses(), on_disk(), last_cells(made)) == ([], [made.file.name], (period, cells))
    words = "Biên bản nghiệm thu (biên bản.pdf)"
    assert [(key, old, new) for _, key, _, _, old, new in history()[2:]] == [
        ("i1.1", words, ""),
        ("i1.2", words, ""),
    ]
    assert list(Evidence.objects.visible_to(cast.staff)) == [made]
    assert list(Evidence.objects.visible_to(cast.clerk)) == []
    assert put_back(evidence=made, user=cast.staff, today=DAY) == 2
    assert uses() == [("90101", "i1.1"), ("90101", "i1.2")]


def test_put_back_needs_a_trace_and_the_right(cast, period, sheet, communes):
    made = make_evidence(cast.staff, period, [(communes[2], "i1.1")])
    with pytest.raises(EvidenceRefusedError, match="Không rõ"):
        put_back(evidence=made, user=cast.staff, today=DAY)
    cells = [(communes[2].pk, "i1.1")]
    drop_uses(sheet=sheet, user=cast.staff, evidence=made, cells=cells, today=DAY)
    made.refresh_from_db()
    with pytest.raises(EvidenceRefusedError, match="bạn không thêm, bớt được"):
        put_back(evidence=made, user=cast.officer, today=DAY)
    assert uses() == []


def test_facts_are_changed_with_a_line_for_each_use(cast, period, communes):
    first, second, *_ = communes
    made = make_evidence(cast.officer, period, [(first, "i1.1"), (second, "i1.1")])
    facts = Facts("Biên bản mới", **DECISION)
    given = {"evidence": made, "facts": facts, "user": cast.officer, "today": DAY}
    assert edit_evidence(**given, seen=made.changeset_id) is True
    old = "Biên bản nghiệm thu (biên bản.pdf)"
    new = "Biên bản mới (số 12/QĐ-UBND ngày 05/03/2022 của UBND huyện; biên bản.pdf)"
    assert [line[2:] for line in history()[2:]] == [
        ("90101", "901", old, new),
        ("90102", "901", old, new),
    ]
    assert edit_evidence(**given, seen=made.changeset_id) is False
    assert Changeset.objects.count() == 2


def test_two_who_change_facts_at_once(cast, period, communes):
    made = make_evidence(cast.officer, period, [(communes[0], "i1.1")])
    seen = made.changeset_id
    edit_evidence(evidence=made, facts=Facts("Một"), user=cast.officer, today=DAY, seen=seen)
    with pytest.raises(EvidenceRefusedError, match=CHANGED):
        edit_evidence(evidence=made, facts=Facts("Hai"), user=cast.staff, today=DAY, seen=seen)
    made.refresh_from_db()
    assert (made.title, len(history())) == ("Một", 2)


def test_facts_of_what_others_use_too_stay(cast, period, communes):
    first, _, third, _ = communes
    made = make_evidence(cast.staff, period, [(first, "i1.1"), (third, "i1.1")])
    people = (cast.officer, cast.clerk, cast.leader, cast.part_officer, cast.staff)
    assert [why_fixed(made, user, DAY) for user in people] == [SHARED, SHARED, SHARED, "", ""]
    with pytest.raises(EvidenceRefusedError, match="Minh chứng này còn dùng"):
        edit_evidence(evidence=made, facts=Facts("x"), user=cast.officer, today=DAY, seen=made.changeset_id)


def test_many_are_used_again_in_one_act(cast, period, sheet, communes):
    first, _, third, _ = communes
    one = make_evidence(cast.clerk, period, [(first, "i1.1")])
    other = make_evidence(cast.staff, period, [(third, "i1.1")], make_brought(photo()))
    before = Changeset.objects.count()
    keys = {one.pk: ["i1.1", "i1.2"], other.pk: ["i2.1"], 999: ["i2.1"]}
    given = {"sheet": sheet, "user": cast.clerk, "commune": first.pk, "today": DAY}
    assert use_many(**given, keys=keys) == 1  # the other paper is not one the clerk sees
    assert (uses(evidence=one), uses(evidence=other)) == (
        [("90101", "i1.1"), ("90101", "i1.2")],
        [("90201", "i1.1")],
    )
    assert (use_many(**given, keys=keys), Changeset.objects.count()) == (0, before + 1)


def test_same_file_is_found_among_what_one_sees(cast, world, period, communes):
    made = make_evidence(cast.staff, period, [(communes[2], "i1.1")])
    found = [service.same_file(user, period, made.digest) for user in (cast.staff, cast.part_officer)]
    assert found == [made, made]
    hidden = [service.same_file(user, period, made.digest) for user in (cast.officer, cast.outsider)]
    assert hidden == [None, None]


def test_decision_without_a_file(cast, period, sheet, communes):
    made = service.add_evidence(
        sheet=sheet,
        user=cast.clerk,
        cells=[(communes[0].pk, "i1.1")],
        facts=Facts("Quyết định", **DECISION),
        brought=None,
        today=DAY,
    )
    assert (bool(made.file), made.kind, made.size, made.name, on_disk()) == (False, "", 0, "", [])


def test_period_with_evidence_keeps_its_set_code_and_days(cast, world, period, communes):
    assert period.has_figures is False
    make_evidence(cast.clerk, period, [(communes[0], "i1.1")])
    assert period.has_figures is True
    period.code, period.last_day = "khac", date(2019, 6, 14)
    refused = ReportingPeriod.objects.change_refusals(period)
    assert (sorted(refused), "Ẳng Cang" in refused["last_day"]) == (["code", "last_day"], True)
