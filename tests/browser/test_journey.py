"""The main job with the real annex: an officer brings a sheet, staff read the summary, a leader prints."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from pypdf import PdfReader

from accounts.services import create_demo_users
from plans.models import CommuneTarget, Upload
from plans.services.plans import load_seed_plans
from tests.plans.dien_bien import printed_workbook, readable_rows, to_bytes

from .people import bring, log_in, log_out, press, tiles

PLAN, CODE = "dien-bien-2022-1986", "criteria-matrix"


@pytest.fixture
def dien_bien(transactional_db):
    """Both provinces with their plans and demo users."""
    call_command("load_reference", verbosity=0)
    load_seed_plans()
    create_demo_users()


def tua_chua(**mistakes: str) -> bytes:
    """The district's printed rows as a workbook; ``mistakes`` are other texts for names or marks."""
    rows = [dict(row) for row in readable_rows() if row["roman"] == "III"]
    by_name = {row["name"]: row for row in rows}
    for place, text in mistakes.items():
        name, _, key = place.partition("/")
        by_name[name][key or "name"] = text
    return to_bytes(printed_workbook(rows))


def test_sheet_in_summary_and_pdf_out(page, dien_bien, tmp_path):
    log_in(page, "dienbien.tuachua")
    wrong = tua_chua(**{"Mường Đun": "Ẳng Cang", "Tả Phìn/4": "?", "Xá Nhè": "Xá Nhèe"})
    bring(page, PLAN, CODE, wrong, "Biểu 02 Tủa Chùa.xlsx")
    assert tiles(page) == [
        "8 xã mới", "0 xã thay đổi", "0 xã như cũ", "2 xã bị từ chối", "1 xã chờ trả lời",
    ]  # fmt: skip
    press(page, "Bỏ tệp này")
    page.wait_for_url("**/tai-len/")
    bring(page, PLAN, CODE, tua_chua(), "Biểu 02 Tủa Chùa, sửa.xlsx")
    assert tiles(page) == ["11 xã mới", "0 xã thay đổi", "0 xã như cũ", "0 xã bị từ chối"]
    press(page, "Lưu 11 xã")
    page.wait_for_selector("h1:has-text('Đã lưu Biểu số 02')")
    assert CommuneTarget.objects.filter(met=True).count() == 146
    log_out(page)

    log_in(page, "dienbien.vanphong")
    page.goto(reverse("reports:summary", args=[PLAN]))
    row = page.locator("tr", has_text="Huyện Tủa Chùa").first.inner_text()
    assert "146" in row.split()
    assert "13,27" in row.split()
    log_out(page)

    log_in(page, "dienbien.lanhdao")
    page.goto(reverse("plans:print", args=[PLAN, CODE]))
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải PDF").first.click()
    path = Path(tmp_path, "bieu.pdf")
    download.value.save_as(path)
    text = " ".join(part.extract_text() for part in PdfReader(path).pages)
    assert [name for name in ("Mường Bang", "Huổi Só", "13,27") if name not in text] == []


def test_going_back_after_storing_stores_nothing_twice(page, dien_bien):
    log_in(page, "dienbien.tuachua")
    bring(page, PLAN, CODE, tua_chua(), "biểu.xlsx")
    preview = page.url
    page.get_by_role("button", name="Lưu 11 xã").dblclick()
    page.wait_for_selector("h1:has-text('Đã lưu Biểu số 02')")
    page.go_back()
    page.goto(preview)
    assert page.inner_text("h1") == "Đã lưu Biểu số 02"
    assert list(Upload.objects.values_list("state", "versions__number")) == [("stored", 1)]


def test_wrong_file_is_named_and_page_stays(page, dien_bien):
    log_in(page, "dienbien.tuachua")
    page.goto(reverse("plans:upload_new", args=[PLAN, CODE]))
    page.set_input_files("[name=file]", {"name": "biểu.xlsx", "mimeType": "", "buffer": b"khong phai Excel"})
    press(page, "Xem trước")
    page.wait_for_selector(".errorlist")
    assert page.inner_text(".errorlist") == (
        "Đây không phải tệp Excel .xlsx. Hãy mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi tải lên."
    )


def test_line_breaks_before_sending_and_file_is_kept(page, context, dien_bien):
    log_in(page, "dienbien.tuachua")
    page.goto(reverse("plans:upload_new", args=[PLAN, CODE]))
    page.set_input_files("[name=file]", {"name": "biểu.xlsx", "mimeType": "", "buffer": tua_chua()})
    context.set_offline(True)
    press(page, "Xem trước")
    page.wait_for_selector(".offline")
    context.set_offline(False)
    press(page, "Xem trước")
    page.wait_for_url("**/tai-len/*/")
    assert tiles(page)[0] == "11 xã mới"


def test_search_takes_vietnamese_as_unikey_types_it(page, dien_bien):
    """Unikey sends Backspaces and letters again; nothing may intercept them."""
    log_in(page, "dienbien.vanphong")
    box = page.locator("[name=q]")
    box.focus()
    for typed in ("A", "Backspace", "Ă", "Backspace", "Ẳ", "n", "g", " ", "C", "a", "n", "g"):
        if typed == "Backspace":
            page.keyboard.press(typed)
        else:
            page.keyboard.insert_text(typed)
    assert box.input_value() == "Ẳng Cang"
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Ẳng Cang')")
