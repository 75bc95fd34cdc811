"""The pages on which results come and go as workbooks, as a person meets them."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook

from accounts.models import Role
from criteria.models import Result
from plans.models import Annex, Upload
from plans.services.results import results_annex
from tests.factories import make_indicators, make_membership, make_period, make_user
from tests.plans.test_result_uploads import CRITERIA, INDICATORS, fill


@pytest.fixture
def period(world):
    make_indicators(world.criteria[1], [("2.1", "percentage"), ("2.2", "percentage")])
    return make_period(world, closes_on=None)


@pytest.fixture
def url(period):
    """``url("template", code, stage)``: the address of one of the pages."""

    def url(name, code=CRITERIA, stage="district", *more):
        return reverse(f"plans:results_{name}", args=[period.province.code, period.code, stage, code, *more])

    return url


@pytest.fixture
def send(period, url):
    def send(client, user, values, code=CRITERIA, stage="district"):
        client.force_login(user)
        data = fill(results_annex(period, stage, code), user, values)
        return client.post(url("upload_new", code, stage), {"file": SimpleUploadedFile("kq.xlsx", data)})

    return send


def cells(page):
    """The text of each figure cell of the preview, with its classes."""
    table = page.content.decode().partition("<tbody>\n")[2].rpartition("</table>")[0]
    found = re.findall(r"<td(?: id=\"[^\"]*\")?(?: class=\"([^\"]*)\")?>(.*?)</td>", table)
    return [(classes, text) for classes, text in found if classes]


def test_file_is_previewed_stored_and_undone(client, cast, send, world):
    assert localdate() > world.plan.units_date
    answer = send(client, cast.officer, {"Ẳng Cang": {"1": 1, "2": 0}})
    page = client.get(answer.url)
    assert cells(page) == [("fresh met", "1"), ("fresh unmet", "0")]
    assert "2 ô của 1 xã" in page.content.decode()
    digest = page.context["preview"].digest
    upload = Upload.objects.get()
    client.post(reverse("plans:upload_confirm", args=[upload.pk]), {"digest": digest})
    assert list(Result.objects.order_by("key").values_list("key", "state")) == [
        ("c1", "met"),
        ("c2", "not_met"),
    ]
    done = client.get(answer.url).content.decode()
    assert "Hoàn tác lần lưu này" in done
    client.post(reverse("plans:upload_undo", args=[upload.pk]))
    assert set(Result.objects.values_list("state", flat=True)) == {"no_data"}


def test_preview_shows_old_beside_new_and_only_what_changes(client, cast, send):
    first = send(
        client, cast.officer, {"Ẳng Cang": {"2.1": "70", "2.2": "80"}, "Nà Tấu": {"2.2": "50"}}, INDICATORS
    )
    digest = client.get(first.url).context["preview"].digest
    client.post(first.url + "luu/", {"digest": digest})
    page = client.get(send(client, cast.officer, {"Ẳng Cang": {"2.1": "45/60 Đ"}}, INDICATORS).url)
    assert cells(page) == [("changed", "<s>70</s> 45/60 Đ")]
    assert "Không hiện 1 xã và 1 cột không có gì thay đổi" in page.content.decode()


def test_upload_is_listed_with_period_and_stage(client, cast, send):
    send(client, cast.clerk, {"Ẳng Cang": {"1": 1}}, stage="self")
    page = client.get(reverse("plans:uploads")).content.decode()
    assert "Biểu kết quả tiêu chí, 6 tháng đầu năm 2022, xã tự đánh giá" in page


def test_looking_stores_nothing(client, cast, url):
    client.force_login(cast.staff)
    for address in (url("template"), url("upload_new"), url("output", CRITERIA, "district", "json")):
        assert client.get(address).status_code == 200
    assert Annex.objects.exclude(period=None).count() == 0


def test_export_is_marked_as_provisional(client, cast, url, send):
    send(client, cast.staff, {"Ẳng Cang": {"1": 1}})
    told = client.get(url("output", CRITERIA, "district", "json")).json()
    assert (told["title"], told["provisional"], [row["unit"]["name"] for row in told["rows"]]) == (
        "Kết quả thực hiện các tiêu chí của các xã tỉnh Hồng Lam, 6 tháng đầu năm 2022",
        True,
        ["Mường Đông", "Ẳng Cang", "Nà Tấu", "Tủa Xanh", "Đứa Mòn", "Nặm Ét"],
    )
    book = load_workbook(io.BytesIO(client.get(url("output", CRITERIA, "district", "xlsx")).content))
    assert book.active["A3"].value == "(Bước huyện thẩm tra; số liệu tạm)"


def test_export_holds_what_the_person_sees(client, cast, url):
    client.force_login(cast.part_officer)
    told = client.get(url("output", CRITERIA, "district", "json")).json()
    assert [row["unit"]["name"] for row in told["rows"] if row["kind"] == "unit"] == ["Ẳng Cang", "Đứa Mòn"]


@pytest.mark.parametrize("code", ["commune-results", "criteria-matrix"])
def test_unknown_annex_is_not_there(client, cast, url, code):
    client.force_login(cast.staff)
    assert client.get(url("template", code)).status_code == 404


def test_set_without_indicators_has_no_annex_of_them(client, cast, url, world):
    world.criteria[1].indicators.all().delete()
    client.force_login(cast.staff)
    assert client.get(url("template", INDICATORS)).status_code == 404
    assert "Biểu kết quả chỉ tiêu" not in client.get(url("upload_new")).content.decode()


def test_who_only_reads_the_province_stores_nobody_elses_file(client, world, cast, send):
    """Somebody may lead the province and be officer of a district; he sees the file of another one."""
    send(client, cast.officer, {"Ẳng Cang": {"1": 1}})
    upload = Upload.objects.get()
    both = make_user("both", Role.DISTRICT_OFFICER, world.south)
    make_membership(both, Role.LEADER, world.province).save()
    client.force_login(both)
    assert client.get(reverse("plans:upload", args=[upload.pk])).status_code == 200
    for act in ("answer", "confirm", "abandon", "undo"):
        assert client.post(reverse(f"plans:upload_{act}", args=[upload.pk])).status_code == 403
    assert (Upload.objects.get().state, Result.objects.count()) == ("waiting", 0)
