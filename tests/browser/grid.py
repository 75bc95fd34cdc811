"""A district of twenty communes in the browser, and how a person works in its entry grid."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from communes.models import CommuneStatus
from criteria.models import ReportingPeriod, Result
from tests.factories import FIRST_DAY, World, make_commune, make_period

WAIT = 10_000


def open_period(world: World, **fields) -> ReportingPeriod:
    """A period of province A in which results can be entered today."""
    today = localdate()
    days = {"opens_on": today - timedelta(days=9), "due_on": today, "closes_on": today + timedelta(days=9)}
    return make_period(world, **days | fields)


def fill_district(world: World, communes: int = 20) -> None:
    """The north gets communes until it has that many."""
    for n in range(3, communes + 1):
        make_commune(world.north, f"901{n:02}", f"Xã thứ {n}", order=10 + n)
    assert CommuneStatus.objects.filter(district=world.north).count() == communes
    assert localdate() > FIRST_DAY


class GridPage:
    """What a person sees and does. Cells go by place: ``grid.cell("90101", "c7")``."""

    def __init__(self, page) -> None:
        self.page, self.keys = page, page.keyboard

    def open(self, stage: str = "district", **query: str) -> "GridPage":
        address = reverse("criteria:grid", args=["91", "6-thang-2022", stage])
        self.page.goto(f"{address}?{'&'.join(f'{name}={value}' for name, value in query.items())}")
        self.page.wait_for_selector("#grid-tools:not([hidden])")
        return self

    def cell(self, commune: str, key: str):
        return self.page.locator(f'[aria-labelledby="r-{commune} k-{key}"]')

    def text(self, commune: str, key: str) -> str:
        return self.cell(commune, key).input_value()

    def type(self, commune: str, key: str, text: str, end: str = "Enter") -> None:
        self.cell(commune, key).click()
        self.keys.type(text)
        self.keys.press(end)

    def status(self, commune: str, key: str) -> str | None:
        return self.cell(commune, key).evaluate("input => input.parentElement.dataset.save ?? null")

    def wait(self, commune: str, key: str, status: str) -> None:
        place = f'td[data-save="{status}"] > [aria-labelledby="r-{commune} k-{key}"]'
        self.page.wait_for_selector(place, timeout=WAIT)

    def wait_count(self, selector: str, number: int) -> None:
        """Until so many elements fit; a script to wait with would break the content security policy."""
        for _ in range(WAIT // 50):
            if self.page.locator(selector).count() == number:
                return
            self.page.wait_for_timeout(50)
        assert self.page.locator(selector).count() == number

    def wait_foot(self, text: str) -> None:
        self.page.wait_for_selector(f"#grid-state:has-text('{text}')", timeout=WAIT)

    @property
    def said(self) -> str:
        return self.page.inner_text("#grid-said")

    @property
    def place(self) -> str:
        """Where the focus is: "90101/c7"."""
        names = self.page.evaluate("document.activeElement.getAttribute('aria-labelledby') ?? ''")
        return names.replace("r-", "").replace(" k-", "/")

    @property
    def kept(self) -> list[str]:
        """The keys under which this browser keeps something unsent."""
        return self.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('ntm-unsent:'))")

    def paste(self, text: str) -> None:
        """Through the clipboard event with what Excel puts there."""
        self.page.evaluate(
            """text => {
              const clipboardData = new DataTransfer();
              clipboardData.setData("text/plain", text);
              const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
              document.activeElement.dispatchEvent(event);
            }""",
            text,
        )

    def copy(self) -> str:
        return self.page.evaluate(
            """() => {
              const clipboardData = new DataTransfer();
              const event = new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true });
              document.activeElement.dispatchEvent(event);
              return clipboardData.getData("text/plain");
            }"""
        )


def stored() -> dict[str, str]:
    """Every stored cell of criteria in the open period: place → state; what was cleared too."""
    rows = Result.objects.filter(period__code="6-thang-2022").values_list("commune__code", "key", "state")
    return {f"{commune}/{key}": state for commune, key, state in rows}
