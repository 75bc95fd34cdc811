"""A plan from its sheets to its tasks, and the next year's plan from it."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from pypdf import PdfReader

from accounts.services import create_demo_users
from plans.models import Plan, PlannedWork, PlanSection, PlanTask, TaskCompletion
from plans.services.plans import load_seed_plans
from tests.plans import free, son_la
from tests.plans.targets import to_bytes

from .people import bring, log_in, press, tiles

PLAN = "son-la-2023-176"


@pytest.fixture
def office(page, transactional_db):
    """Sơn La's coordination office before its plan, which has no figures yet."""
    call_command("load_reference", verbosity=0)
    load_seed_plans()
    create_demo_users()
    log_in(page, "sonla.vanphong")
    return page


def store(page, button: str, label: str) -> None:
    press(page, button)
    page.wait_for_selector(f"h1:has-text('Đã lưu {label}')")


def test_sheet_of_four_communes_becomes_work_and_paper(office, tmp_path):
    page = office
    bring(page, PLAN, "commune-gaps-ntm", to_bytes(son_la.pages_below(son_la.NTM)), "Biểu 01.xlsx")
    assert tiles(page) == ["4 xã mới", "0 xã thay đổi", "0 xã như cũ", "0 xã bị từ chối"]
    store(page, "Lưu 4 xã", "Biểu số 01")
    assert PlannedWork.objects.values("commune").distinct().count() == 4
    page.goto(reverse("reports:works", args=[PLAN]))
    row = page.locator("tr", has_text="Bê tông hóa").first
    assert row.inner_text().split("\t")[1:3] == ["47,7", "km"]
    page.goto(reverse("plans:print", args=[PLAN, "commune-gaps-ntm"]))
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải PDF").first.click()
    path = Path(tmp_path, "bieu.pdf")
    download.value.save_as(path)
    pages = [" ".join(part.extract_text().split()) for part in PdfReader(path).pages]
    assert ["Xã" in text for text in pages] == [True] * len(pages)  # whose block goes on is said again
    assert pages[-1].endswith(f"cam kết. ./. {len(pages)}")


def test_task_is_marked_done_with_its_document(office):
    page = office
    bring(page, PLAN, "policy-tasks", free.as_printed("policy-tasks"), "Biểu 03.xlsx")
    store(page, "Lưu 5 dòng", "Biểu số 03")
    first = PlanTask.objects.get(line="1")
    page.goto(reverse("plans:tasks", args=[PLAN]))
    page.get_by_role("link", name=first.title[:40]).first.click()
    page.fill("[name=done_on]", "08/12/2023")
    page.fill("[name=document]", "77/NQ-HĐND")
    page.get_by_role("button", name="Đánh dấu đã xong").dblclick()
    page.wait_for_selector("text=77/NQ-HĐND")
    page.goto(reverse("plans:tasks", args=[PLAN]))
    assert "77/NQ-HĐND" in page.inner_text("main")
    marks = TaskCompletion.objects.values_list("line", "done_on", "document")
    assert list(marks) == [("1", date(2023, 12, 8), "77/NQ-HĐND")]


def test_next_plan_is_written_and_issued(office):
    page = office
    page.goto(reverse("plans:plan_next", args=[PLAN]))
    page.get_by_role("button", name="Lập kế hoạch").click()
    page.wait_for_url("**/ke-hoach/son-la-2024/**")
    plan = Plan.objects.get(slug="son-la-2024")
    assert plan.title.endswith("tỉnh Sơn La năm 2024")
    page.goto(reverse("plans:section_new", args=[plan.slug]))
    page.fill("[name=number]", "VII")
    heading = page.locator("[name=heading]")
    heading.focus()
    for typed in ("Đ", "a", "Backspace", "á", "n", "h", " ", "g", "i", "a", "Backspace", "á"):
        page.keyboard.press(typed) if typed == "Backspace" else page.keyboard.insert_text(typed)
    press(page, "Thêm mục")
    page.wait_for_url("**/muc/*")
    assert list(PlanSection.objects.of_plan(plan).values_list("number", "heading"))[-1] == ("VII", "Đánh giá")
    page.goto(reverse("plans:plan_issue", args=[plan.slug]))
    press(page, "Ban hành")
    page.wait_for_selector(".errorlist")  # number and date are not known yet
    page.fill("[name=number]", "12/KH-UBND")
    page.fill("[name=day]", "15/01/2024")
    press(page, "Ban hành")
    page.wait_for_selector("h1:has-text('Kế hoạch 12/KH-UBND')")
    plan.refresh_from_db()
    assert (plan.state, str(plan.date)) == ("issued", "2024-01-15")
