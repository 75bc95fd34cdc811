"""Periods, results and sendings in the admin: periods by list, the rest to look at."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from criteria.domain.works import Work
from criteria.models import RemainingWork, ReportingPeriod, Result, Submission
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from tests.factories import make_period

HEADINGS = ["Mã tỉnh", "Mã kỳ", "Tên kỳ", "Loại kỳ", "Bộ tiêu chí", "Từ ngày", "Đến ngày", "Mở nhập từ"]
HEADINGS += ["Hạn gửi", "Đóng sau ngày", "Bước tính chính thức"]
ROW = ["91", "quy-3-2022", "quý III/2022", "quý", "thu-19", "15/06/2022", "14/09/2022", "01/09/2022"]
ROW += ["25/09/2022", "", "huyện thẩm tra"]


@pytest.fixture
def admin(cast, client):
    client.force_login(cast.admin)
    return client


@pytest.fixture
def used(world, cast):
    period = make_period(world)
    edit = Edit(world.communes[0].pk, "c1", 0, text="0", works=(Work("Cần cứng hóa"),))
    save_edits(sheet=open_sheet(period, "self"), user=cast.clerk, edits=[edit], today=date(2022, 6, 20))
    return period


def bring(client, *rows):
    """The rows through preview; those that came through are then stored."""
    book = Workbook()
    for row in (HEADINGS, *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    data = {"import_file": SimpleUploadedFile("x.xlsx", stream.getvalue()), "format": "0", "resource": ""}
    page = client.post(reverse("admin:criteria_reportingperiod_import"), data)
    if "confirm_form" in page.context:
        confirmed = page.context["confirm_form"].initial | {"resource": ""}
        client.post(reverse("admin:criteria_reportingperiod_process_import"), confirmed)
    return page


def test_periods_are_brought_as_a_list(admin, world):
    bring(admin, ROW)
    period = ReportingPeriod.objects.get()
    assert (period.code, period.kind, period.due_on, period.official_stage, period.closes_on) == (
        "quy-3-2022", "quarter", date(2022, 9, 25), "district", None,
    )  # fmt: skip


def test_list_cannot_change_the_set_of_results(admin, used, world):
    world.criteria_set.code = "thu-khac"
    world.criteria_set.pk = None
    world.criteria_set.save()
    page = bring(admin, ["91", "6-thang-2022", *ROW[2:4], "thu-khac", *ROW[5:]])
    (invalid,) = page.context["result"].invalid_rows
    assert invalid.error_dict["Bộ tiêu chí"] == ["Kỳ đã có số liệu nên không đổi được bộ tiêu chí."]


def test_periods_are_exported(admin, used):
    answer = admin.post(
        reverse("admin:criteria_reportingperiod_export"), {"format": "0", "resource": "", **_every_field()}
    )
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0] == tuple(HEADINGS)
    assert rows[1][:3] == ("91", "6-thang-2022", "6 tháng đầu năm 2022")


def _every_field():
    from criteria.resources import PeriodResource

    return {f"periodresource_{name}": "on" for name in PeriodResource._meta.fields}


@pytest.mark.parametrize("model", [Result, RemainingWork, Submission])
def test_figures_are_to_look_at(admin, cast, used, model):
    name = f"admin:criteria_{model._meta.model_name}"
    row = model.objects.get()
    urls = [reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[row.pk])]
    assert [admin.get(url).status_code for url in urls] == [200, 200]
    refused = [reverse(f"{name}_add"), reverse(f"{name}_delete", args=[row.pk])]
    assert [admin.post(url).status_code for url in refused] == [403, 403]
    assert [admin.post(urls[1], {"state": "met"}).status_code, model.objects.count()] == [403, 1]


@pytest.mark.parametrize("model", [Result, RemainingWork, Submission, ReportingPeriod])
def test_other_province_is_not_there(client, used, world, model):
    from accounts.models import Role
    from tests.factories import make_user

    client.force_login(make_user("khac", Role.ADMIN, world.other_province))
    url = reverse(f"admin:criteria_{model._meta.model_name}_change", args=[model.objects.get().pk])
    assert client.get(url).status_code == 404


def test_used_period_is_not_deleted(admin, used, world):
    free = make_period(world, code="nham")
    urls = [reverse("admin:criteria_reportingperiod_delete", args=[one.pk]) for one in (used, free)]
    assert [admin.get(url).status_code for url in urls] == [403, 200]
