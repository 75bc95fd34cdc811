"""How a file of evidence leaves: to whom, under which name, with which headers."""

import pytest
from django.core.files.storage import default_storage

from criteria.services.evidence import Facts, add_evidence
from criteria.services.sheets import open_sheet
from tests.factories import PDF_BYTES, make_brought, make_evidence, make_indicators, make_period

from ..ntm.test_attachments import docx_bytes
from .papers import photo


@pytest.fixture
def period(world):
    make_indicators(world.criteria[0], [("1.1", "percentage")])
    return make_period(world)


def url_of(evidence):
    return f"/minh-chung/tai-lieu/{evidence.pk}/tep/"


@pytest.mark.parametrize(
    ("data", "name", "query", "kind", "disposition"),
    [
        (
            PDF_BYTES,
            "biên bản.pdf",
            "",
            "application/pdf",
            "inline; filename*=utf-8''bi%C3%AAn%20b%E1%BA%A3n.pdf",
        ),
        (PDF_BYTES, "a.html", "", "application/pdf", 'inline; filename="a.pdf"'),
        (PDF_BYTES, "a.pdf", "?tai", "application/pdf", 'attachment; filename="a.pdf"'),
        (photo(), "a.png", "", "image/jpeg", 'inline; filename="a.jpg"'),
        (
            docx_bytes(),
            "a.docx",
            "",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            'attachment; filename="a.docx"',
        ),
    ],
)
def test_file_leaves_as_what_it_is(client, cast, world, period, data, name, query, kind, disposition):
    made = make_evidence(cast.staff, period, [(world.communes[0], "i1.1")], make_brought(data, name))
    client.force_login(cast.leader)
    answer = client.get(url_of(made) + query)
    assert b"".join(answer) == data
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (kind, disposition)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_file_of_another_district_is_404_by_its_address_too(client, cast, world, period):
    made = make_evidence(cast.staff, period, [(world.communes[2], "i1.1")])
    found = {}
    for name in ("officer", "clerk", "district_leader", "outsider", "part_officer", "staff"):
        client.force_login(getattr(cast, name))
        answers = [client.get(url) for url in (url_of(made), f"/minh-chung/tai-lieu/{made.pk}/")]
        found[name] = [answer.status_code for answer in answers]
        [b"".join(answer) for answer in answers if answer.streaming]
    hidden, seen = [404, 404], [200, 200]
    assert found == {
        "officer": hidden,
        "clerk": hidden,
        "district_leader": hidden,
        "outsider": hidden,
        "part_officer": seen,
        "staff": seen,
    }


def test_nothing_of_a_file_has_an_address_of_its_own(client, cast, world, period):
    made = make_evidence(cast.staff, period, [(world.communes[0], "i1.1")])
    client.force_login(cast.staff)
    tried = [f"/{made.file.name}", f"/static/{made.file.name}", f"/files/{made.file.name}"]
    assert [client.get(url).status_code for url in tried] == [404, 404, 404]


def test_lost_file_has_a_page(client, cast, world, period):
    made = make_evidence(cast.staff, period, [(world.communes[0], "i1.1")])
    default_storage.delete(made.file.name)
    client.force_login(cast.clerk)
    answer = client.get(url_of(made))
    assert answer.status_code == 404
    assert "Tệp không còn trên máy chủ" in answer.content.decode()
    assert client.get(f"/minh-chung/tai-lieu/{made.pk}/").status_code == 200


def test_decision_without_a_file_has_a_page(client, cast, world, period):
    made = add_evidence(
        sheet=open_sheet(period, "district"),
        user=cast.staff,
        cells=[(world.communes[0].pk, "i1.1")],
        facts=Facts("Quyết định", "12/QĐ-UBND", period.last_day),
        brought=None,
        today=period.opens_on,
    )
    client.force_login(cast.staff)
    answer = client.get(url_of(made))
    assert (answer.status_code, "số 12/QĐ-UBND ngày 14/06/2022" in answer.content.decode()) == (404, True)
