"""What others sent, decided or stored between a page and what is sent from it; the same sent twice."""

from datetime import date

import pytest
from django.contrib.messages import get_messages

from accounts.models import Changeset
from criteria.models import Evidence, Recognition
from criteria.services.evidence import DENIED, EvidenceRefusedError
from criteria.services.proposals_acts import ACCEPTED
from criteria.services.proposals_batch import give_back, read_batch
from criteria.services.recognitions import By, StaleRecognitionError, change_decision
from criteria.services.sheets import open_sheet
from tests.factories import make_evidence, make_indicators, make_period, make_recognition

from . import papers, proposals
from .grids import DAY

MANY = "9" * 19  # more than a whole number in the database holds


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    papers.set_today(monkeypatch, DAY)
    proposals.set_today(monkeypatch, DAY)


@pytest.fixture
def period(world):
    make_indicators(world.criteria[0], [("1.1", "percentage"), ("1.2", "boolean")])
    return make_period(world)


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_what_was_decided_while_a_batch_is_given_back_stays(client, cast, world):
    period = proposals.fill(cast, world)
    client.force_login(cast.officer)
    waiting = proposals.page(client, period, xem="chua-ket-luan")
    proposals.post(client, "proposals_accept", period, hien=proposals.shown(waiting), **{"tat-ca": "1"})
    sheet, act = open_sheet(period, "district"), Changeset.objects.get(reason=ACCEPTED).pk
    batch = read_batch(sheet, cast.officer, world.communes[:2], act)
    proposals.edit(cast.officer, period, "90101", "i1.2", 2, "96 Đ")
    cleared, left = give_back(sheet, cast.officer, batch, DAY)
    assert (cleared, left) == (3, {})
    assert proposals.stored(period, "i1.2")["90101/i1.2"] == ("met", "96", "asserted", "")


def test_no_act_has_such_a_number(client, cast, period):
    client.force_login(cast.staff)
    url = f"/nhap-lieu/91/{period.code}/district/de-xuat/lan/{MANY}/"
    assert client.get(url).status_code == 404
    assert client.post(f"{url}lay-lai/").status_code == 404


def test_nobody_saw_an_evidence_at_such_an_act(client, cast, world, period):
    made = make_evidence(cast.staff, period, [(world.communes[0], "i1.1")])
    client.force_login(cast.staff)
    data = {"title": "Khác", "number": "", "seen": MANY}
    answer = client.post(f"/minh-chung/tai-lieu/{made.pk}/", data)
    assert (answer.status_code, "vừa được người khác sửa" in answer.text) == (422, True)


def refuse_all(monkeypatch):
    """As if everything was sent in this moment."""

    def refuse(*args):
        raise EvidenceRefusedError(DENIED)

    monkeypatch.setattr("criteria.services.evidence.check_cells", refuse)


def test_evidence_is_not_used_again_where_figures_were_sent_just_now(
    client, cast, world, period, monkeypatch
):
    days = {"first_day": date(2021, 6, 15), "last_day": date(2021, 12, 14), "opens_on": date(2021, 12, 1)}
    last = make_period(world, code="nam-2021", due_on=date(2021, 12, 25), closes_on=None, **days)
    made = make_evidence(cast.staff, last, [(world.communes[0], "i1.1")])
    refuse_all(monkeypatch)
    client.force_login(cast.staff)
    url = papers.address("evidence_reuse", period, world.communes[0])
    answer = client.post(url, {"use": [f"{made.pk}:i1.1"]})
    assert (answer.status_code, DENIED in answer.text) == (422, True)
    assert papers.uses(period=period) == []


def test_evidence_stays_where_figures_were_sent_just_now(client, cast, world, period, monkeypatch):
    made = make_evidence(cast.staff, period, [(world.communes[0], "i1.1")])
    refuse_all(monkeypatch)
    client.force_login(cast.staff)
    answer = client.post(papers.address("evidence_drop", period, world.communes[0], made.pk, "i1.1"))
    assert (answer.status_code, said(answer)) == (302, [DENIED])
    assert papers.uses() == [("90101", "i1.1")]


def test_the_same_document_sent_twice_is_stored_once(client, cast, world, period):
    client.force_login(cast.staff)
    url = papers.address("evidence_new", period, world.communes[0])
    data = {"title": "Biên bản", "number": "12/BB", "issued_on": "01/06/2022", "keys": ["i1.1"]}
    assert client.post(url, data).status_code == 302
    again = client.post(url, data)
    assert (again.status_code, again.context["same"]) == (422, Evidence.objects.get())
    other = client.post(url, data | {"keys": ["i1.2"], "existing": Evidence.objects.get().pk})
    assert (other.status_code, papers.uses()) == (302, [("90101", "i1.1"), ("90101", "i1.2")])


def test_a_decision_written_elsewhere_just_now_is_not_written_twice(cast, world):
    one, other = (make_recognition(world.communes[0], cast.staff, number=n) for n in ("1/QĐ", "2/QĐ"))
    with pytest.raises(StaleRecognitionError):
        change_decision(rows=[(other, other.version)], fields={"number": one.number}, by=By(cast.staff))
    assert list(Recognition.objects.order_by("pk").values_list("number", flat=True)) == ["1/QĐ", "2/QĐ"]
