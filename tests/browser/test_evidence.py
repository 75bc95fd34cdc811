"""A clerk brings a photo for three indicators; who is not of the commune's area finds nothing."""

import pytest
from django.urls import reverse

from criteria.models import EvidenceUse
from tests.criteria.papers import photo
from tests.factories import make_cast, make_indicators, make_world

from .grid import open_period
from .people import press

COMMUNE = ["91", "6-thang-2022", "90101"]
SOUTH = ["91", "6-thang-2022", "90201"]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def cast(transactional_db):
    world = make_world()
    kinds = [(f"{n}.{k}", "percentage") for n in range(1, 20) for k in (1, 2, 3)]
    for criterion in world.criteria:
        make_indicators(criterion, [one for one in kinds if one[0].split(".")[0] == criterion.number])
    open_period(world)
    return make_cast(world)


def complete(page) -> str:
    return page.locator(".complete b").inner_text()


def choose(page, data: bytes, name: str) -> None:
    page.set_input_files("[name=file]", {"name": name, "mimeType": "image/jpeg", "buffer": data})


def test_photo_for_three_indicators_on_a_phone(cast, page, login):
    page.set_viewport_size(PHONE)
    login(cast.clerk)
    page.goto(reverse("criteria:evidence_commune", args=COMMUNE))
    assert complete(page) == "0/57 có minh chứng"
    for key in ("i1.1", "i1.2", "i7.3"):
        page.check(f"[name=o][value='{key}']")
    press(page, "Thêm cho các chỉ tiêu đã chọn")
    page.wait_for_url("**/them/?*")
    assert page.locator("[name=keys]:checked").count() == 3
    assert "image/*" in page.get_attribute("[name=file]", "accept")
    press(page, "Thêm minh chứng")
    page.wait_for_selector(".errorlist")
    assert page.locator("[name=keys]:checked").count() == 3
    choose(page, photo(), "đường trục.jpg")
    assert page.locator(".drop output").inner_text().startswith("đường trục.jpg (")
    press(page, "Thêm minh chứng")
    page.wait_for_url("**/xa/90101/")
    assert complete(page) == "3/57 có minh chứng"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    (link,) = {one.get_attribute("href") for one in page.locator("a.paper").all()}
    assert page.goto(link).headers["content-type"] == "image/jpeg"

    login(cast.officer)
    assert page.goto(link).status == 200
    login(cast.outsider)
    assert [page.goto(url).status for url in (link, link.removesuffix("tep/"))] == [404, 404]


def test_evidence_of_another_district_is_not_found(cast, page, login):
    login(cast.staff)
    page.goto(reverse("criteria:evidence_new", args=SOUTH) + "?o=i1.1")
    choose(page, photo(), "a.jpg")
    press(page, "Thêm minh chứng")
    page.wait_for_url("**/xa/90201/")
    link = page.locator("a.paper").first.get_attribute("href")
    login(cast.officer)
    urls = [link, link.removesuffix("tep/"), reverse("criteria:evidence_commune", args=SOUTH)]
    assert [page.goto(url).status for url in urls] == [404, 404, 404]


def test_evidence_is_taken_away_after_a_question(cast, page, login):
    login(cast.clerk)
    page.goto(reverse("criteria:evidence_new", args=COMMUNE) + "?o=i1.1")
    choose(page, photo(), "a.jpg")
    press(page, "Thêm minh chứng")
    page.wait_for_url("**/xa/90101/")
    press(page, "Bỏ a khỏi 1.1")
    page.locator("dialog").get_by_role("button", name="Không, quay lại").click()
    assert EvidenceUse.objects.count() == 1
    press(page, "Bỏ a khỏi 1.1")
    page.locator("dialog").get_by_role("button", name="Bỏ", exact=True).click()
    page.wait_for_selector(".messages")
    assert (complete(page), EvidenceUse.objects.count()) == ("0/57 có minh chứng", 0)


def test_panel_of_the_grid_leads_to_evidence(cast, page, login):
    login(cast.clerk)
    address = reverse("criteria:grid", args=["91", "6-thang-2022", "self"])
    page.goto(f"{address}?bang=1")
    page.wait_for_selector("#grid-tools:not([hidden])")
    page.click('[aria-labelledby="r-90101 k-i1.2"]')
    with page.expect_popup() as opened:
        page.click("#panel >> text=Thêm minh chứng")
    added = opened.value.locator("[name=keys]:checked")
    assert added.get_attribute("value") == "i1.2"
