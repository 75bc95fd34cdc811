"""The admin pages of criteria sets, and thresholds as files."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.admin import site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from criteria.admin import ThresholdAdmin
from criteria.domain.part_levels import BadPartsError
from criteria.domain.part_levels_text import read_part_levels
from criteria.models import Band, Criterion, Indicator, Threshold

DAY = date(2022, 3, 8)
NAMES = ("criteriaset", "criterion", "indicator", "threshold")
HEADINGS = ["Bộ tiêu chí", "Chỉ tiêu", "Mã tỉnh", "Vùng hoặc nhóm xã", "Năm", "So sánh", "Mức số"]
HEADINGS += ["Mức bằng chữ", "Có hiệu lực từ", "Độ tin cậy"]


@pytest.fixture
def admin(cast, client):
    client.force_login(cast.admin)
    return client


@pytest.fixture
def indicator(world) -> Indicator:
    """17.10, of the set of 19."""
    criterion = world.criteria[16]
    return Indicator.objects.create(
        criterion=criterion, number="17.10", position=1, name="Nước sạch", kind="percentage", unit="%"
    )


def make_threshold(indicator, **fields) -> Threshold:
    given = {"scope": "TDMNPB", "comparison": ">=", "value": 30, "value_text": "30"}
    return Threshold.objects.create(
        indicator=indicator, valid_from=DAY, provenance="unverified", **given | fields
    )


def upload(client, *rows):
    book = Workbook()
    for row in (HEADINGS, *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    data = {"import_file": SimpleUploadedFile("x.xlsx", stream.getvalue()), "format": "0", "resource": ""}
    return client.post(reverse("admin:criteria_threshold_import"), data)


def test_pages_open_for_administrators_alone(admin, cast, indicator):
    make_threshold(indicator)
    urls = [reverse(f"admin:criteria_{name}_changelist") for name in NAMES]
    urls += [reverse(f"admin:criteria_{name}_add") for name in NAMES]
    urls += [reverse("admin:criteria_threshold_change", args=[indicator.thresholds.get().pk])]
    assert [admin.get(url).status_code for url in urls] == [200] * 9
    admin.force_login(cast.staff)
    assert [admin.get(url).status_code for url in urls] == [302] * 9


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("criteriaset", "bo 19", ["Bộ 19 tiêu chí"]),
        ("criterion", "tieu chi thu 17", ["17. Tiêu chí thứ 17"]),
        ("indicator", "nuoc sach", ["17.10. Nước sạch"]),
        ("threshold", "17.10", ["17.10 TDMNPB ≥ 30"]),
        ("threshold", "17.11", []),
    ],
)
def test_search_needs_no_tone_marks(admin, indicator, name, text, expected):
    make_threshold(indicator)
    found = admin.get(reverse(f"admin:criteria_{name}_changelist"), {"q": text}).context["cl"].result_list
    assert [str(row) for row in found] == expected


def test_threshold_and_band_of_another_province_are_not_there(admin, world, indicator):
    theirs = make_threshold(indicator, province=world.other_province)
    make_threshold(indicator, province=world.province)
    Band.objects.create(
        criteria_set=world.criteria_set, province=world.other_province, lowest=18, highest=19, label="x"
    )
    url = reverse("admin:criteria_threshold_change", args=[theirs.pk])
    shown = admin.get(reverse("admin:criteria_threshold_changelist")).context["cl"].result_list
    assert (admin.get(url).status_code, [row.province for row in shown]) == (404, [world.province])
    page = admin.get(reverse("admin:criteria_criteriaset_change", args=[world.criteria_set.pk]))
    bands = page.context["inline_admin_formsets"][1].formset.queryset
    assert [band.label for band in bands] == ["19", "15-18", "10-14", "5-9", "0-4"]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, "≥ 30 %"),
        ({"comparison": "dat", "value": None, "value_text": "Đạt"}, "Đạt"),
        ({"value": None, "value_text": ""}, "chưa có số"),
        ({"value": None, "value_text": "", "parts": [{}, {}]}, "2 điều kiện"),
    ],
)
def test_levels_in_the_list(indicator, fields, shown):
    threshold = make_threshold(indicator, **fields)
    assert ThresholdAdmin(Threshold, site).level(threshold) == shown


def test_saved_rows_are_marked(admin, world):
    criterion = world.criteria[0]
    data = {"name": criterion.name, "short_name": "Mới", "position": 1, "lead_department": "Sở Y tế"}
    admin.post(reverse("admin:criteria_criterion_change", args=[criterion.pk]), data)
    criterion.refresh_from_db()
    assert (criterion.short_name, criterion.number, criterion.edited_by_hand) == ("Mới", "1", True)
    assert Criterion.objects.filter(edited_by_hand=True).count() == 1


def test_thresholds_are_imported(admin, world, indicator):
    make_threshold(indicator)
    preview = upload(
        admin,
        ["thu-19", "17.10", None, "TDMNPB", None, "≥", 35.5, "35,5", DAY, "văn phòng xác nhận"],
        ["thu-19", "17.10", "91", "TDMNPB", 2023, "≥", "40", "40", DAY, "đã đối chiếu"],
    )
    data = preview.context["confirm_form"].initial
    assert admin.post(reverse("admin:criteria_threshold_process_import"), data).status_code == 302
    rows = Threshold.objects.order_by("pk").values_list(
        "province", "year", "comparison", "value", "provenance", "edited_by_hand"
    )
    assert list(rows) == [
        (None, None, ">=", Decimal("35.5"), "office", True),
        (world.province.pk, 2023, ">=", Decimal(40), "verified", True),
    ]


def test_bad_thresholds_are_refused_in_vietnamese(admin, world, indicator):
    preview = upload(
        admin,
        ["thu-19", 17.1, None, "TDMNPB", None, "≥", 1, "1", DAY, "đã đối chiếu"],
        ["thu-19", "17.11", None, "TDMNPB", None, "≥", 1, "1", DAY, "đã đối chiếu"],
        ["thu-19", "17.10", "92", "TDMNPB", None, "≥", 1, "1", DAY, "đã đối chiếu"],
        ["thu-19", "17.10", None, "TDMNPB", None, "=", "1.234", "1", DAY, "chắc"],
    )
    result = preview.context["result"]
    assert [str(error.error) for _, errors in result.row_errors() for error in errors] == [
        "17.1 là ô số. Hãy định dạng ô là Văn bản (Text) và gõ đủ, kể cả số 0.",
        "Không có chỉ tiêu “17.11, thu-19” trong phạm vi của bạn.",
        "Không có tỉnh “92” trong phạm vi của bạn.",
    ]
    assert [sorted(row.field_specific_errors) for row in result.invalid_rows] == [
        ["Mức số", "So sánh", "Độ tin cậy"]
    ]


def test_exported_thresholds(admin, world, indicator):
    make_threshold(indicator, value=Decimal("21.8"), value_text="21,8", year=2023)
    data = admin.post(reverse("admin:criteria_threshold_export"), {"format": "0", "resource": "0"}).content
    rows = list(load_workbook(io.BytesIO(data)).active.values)
    assert rows[1][:8] == ("thu-19", "17.10", None, "TDMNPB", 2023, "≥", 21.8, "21,8")


def test_parts_base_and_absence_come_back_as_they_went(admin, world, indicator):
    parts = [{"key": key, "name": key, "kind": "percentage", "unit": "%"} for key in "ab"]
    Indicator.objects.filter(pk=indicator.pk).update(
        parts=[*parts, {"key": "c", "name": "c", "kind": "boolean"}]
    )
    stored = [
        {"part": "a", "comparison": ">=", "threshold": "98.5"},
        {"part": "b", "comparison": "<=", "threshold": "70", "condition": "a > 3"},
        {"part": "c", "comparison": "dat", "threshold": "Đạt"},
    ]
    make_threshold(indicator, comparison="dat", value_text="Đạt", value=None, parts=stored)
    make_threshold(indicator, scope="chung", base=indicator, if_absent="not_met")
    data = admin.post(reverse("admin:criteria_threshold_export"), {"format": "0", "resource": "0"}).content
    rows = list(load_workbook(io.BytesIO(data)).active.values)
    shown = {row[3]: row[8:11] for row in rows[1:]}
    assert shown == {
        "TDMNPB": ("a) ≥ 98,5; b) ≤ 70 khi a > 3; c) đạt", None, "người kết luận"),
        "chung": (None, "thu-19 17.10", "tính là chưa đạt"),
    }
    Threshold.objects.update(parts=[], base=None, if_absent="")
    back = {"import_file": SimpleUploadedFile("x.xlsx", data), "format": "0", "resource": ""}
    preview = admin.post(reverse("admin:criteria_threshold_import"), back)
    admin.post(reverse("admin:criteria_threshold_process_import"), preview.context["confirm_form"].initial)
    one, other = Threshold.objects.order_by("pk")
    assert (one.parts, one.base, other.base, other.if_absent) == (stored, None, indicator, "not_met")


@pytest.mark.parametrize("text", ["98", "a) nhiều", "a) ≥ 98; b) = 3"])
def test_parts_that_cannot_be_read_are_refused(text):
    with pytest.raises(BadPartsError):
        read_part_levels(text)
