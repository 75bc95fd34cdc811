"""A leader on a phone: from the first page to the commune that is one criterion short, and what it lacks."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from criteria.domain.works import Work
from criteria.models import Threshold
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from tests.factories import FIRST_DAY, make_cast, make_indicators, make_world

from .grid import open_period

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def cast(transactional_db):
    """Ẳng Cang lacks criterion 2, for a road of 3,2 km; Nà Tấu lacks two."""
    world = make_world()
    (share,) = make_indicators(world.criteria[1], [("2.1", "percentage")])
    Threshold.objects.create(
        indicator=share, scope="chung", comparison=">=", value=80, provenance="verified", valid_from=FIRST_DAY
    )
    sheet, cast = open_sheet(open_period(world), "district"), make_cast(world)
    first, second, *_ = world.communes
    texts = {(pk, f"c{n}"): "1" for pk in (first.pk, second.pk) for n in range(1, 20)}
    texts |= {
        (first.pk, "c2"): "0",
        (first.pk, "i2.1"): "45/60",
        (second.pk, "c3"): "0",
        (second.pk, "c4"): "CB",
    }
    works = {(first.pk, "i2.1"): (Work("Cứng hóa đường", Decimal("3.2"), "km"),)}
    edits = [Edit(*at, 0, text=text, works=works.get(at)) for at, text in texts.items()]
    save_edits(sheet=sheet, user=cast.staff, edits=edits, today=localdate())
    return cast


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_leader_finds_what_a_near_commune_lacks(cast, page, login):
    page.set_viewport_size(PHONE)
    login(cast.leader)
    page.goto(reverse("reports:home"))
    page.get_by_role("link", name="1 xã thiếu 1 tiêu chí").click()
    assert (page.locator(".nearly tbody tr").count(), fits(page)) == (1, True)
    page.get_by_role("link", name="Xã Ẳng Cang").click()
    row = page.locator(".missing > li")
    assert [line for line in row.inner_text().splitlines() if line] == [
        "2 Tiêu chí thứ 2 Chưa đạt",
        "2.1 Chỉ tiêu 2.1: còn thiếu 5 điểm % (3 trong 60) (45/60 = 75 < 80%)",
        "Việc còn lại: 3,2 km",
    ]
    assert fits(page)


def test_printed_page_is_black_on_white_with_all_that_is_missing(cast, page, login):
    login(cast.leader)
    page.goto(reverse("reports:results_commune", args=["91", "6-thang-2022", "90101"]))
    page.emulate_media(media="print")
    seen = {name: page.locator(name).first.is_visible() for name in (".bar", ".switches", ".missing")}
    assert seen == {".bar": False, ".switches": False, ".missing": True}
    assert page.locator(".missing .state").evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
