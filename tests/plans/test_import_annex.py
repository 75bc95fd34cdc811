"""What import_annex prints and ends with. The real annex is in test_dien_bien."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from plans.models import AnnexVersion, Upload
from plans.services.uploads import StaleError
from tests.plans.sheets import fill_template

ALL, NINE = "1" * 19, "1" * 9 + "0" * 10
FOREIGN = "Xã Đứa Mòn thuộc huyện Tủa Xanh, không thuộc huyện Mường Đông."


@pytest.fixture
def run(world, tmp_path):
    """Exit code and output of the command for a workbook's bytes."""

    def run(data, *options):
        path, out = tmp_path / "biểu 02.xlsx", io.StringIO()
        path.write_bytes(data)
        arguments = (str(path), "--annex", "criteria-matrix", "--plan", world.plan.slug, *options)
        try:
            call_command("import_annex", *arguments, stdout=out)
        except SystemExit as stop:
            return stop.code, out.getvalue()
        return 0, out.getvalue()

    return run


def as_json(result):
    code, text = result
    return code, json.loads(text)


def test_stored_file_is_told_in_words(world, cast, run):
    data = fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL, "Nà Tấu": NINE})
    code, text = run(data, "--as", "officer")
    assert (code, text.splitlines()[-2:]) == (
        0,
        [
            "2 xã: 2 mới, 0 thay đổi, 0 như cũ, 0 bị từ chối, 0 chờ trả lời; 0 ô bị xóa.",
            "Đã lưu, phiên bản 1.",
        ],
    )
    version = AnnexVersion.objects.get()
    assert (version.changeset.user, version.changeset.channel, version.upload.name) == (
        cast.officer,
        "shell",
        "biểu 02.xlsx",
    )


def test_json_tells_every_row(world, cast, run):
    data = fill_template(world.annex, cast.officer, {"Ẳng Cang": "10" + " " * 17, "Nà Tấu": ALL})
    code, report = as_json(run(data, "--as", "officer", "--json"))
    first = report["rows"][1]
    assert (code, report["annex"], report["plan"], report["stored"], report["version"]) == (
        0,
        "criteria-matrix",
        world.plan.slug,
        True,
        1,
    )
    assert [(row["row"], row["kind"], row["state"], row["unit"]["name"]) for row in report["rows"]] == [
        (8, "district", "new", "Mường Đông"),
        (9, "unit", "new", "Ẳng Cang"),
        (10, "unit", "new", "Nà Tấu"),
    ]
    marks = {str(number): "" for number in range(1, 20)} | {"1": "1", "2": "0"}
    assert first["values"] == marks | {"result": "", "average": ""}
    assert (first["unit"], first["children"]) == ({"code": "90101", "name": "Ẳng Cang"}, [])


def test_findings_have_place_and_figures(world, cast, run):
    data = fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL}, names={"Nà Tấu": "Xã Đứa Mòn"})
    code, report = as_json(run(data, "--as", "officer", "--json"))
    (finding,) = [finding for finding in report["findings"] if finding["blocks"]]
    assert code == 1
    assert finding == {
        "severity": "error",
        "blocks": True,
        "code": "other-district",
        "sheet": "Biểu 02",
        "cell": "B10",
        "row": 10,
        "column": "B",
        "message": f"{FOREIGN} Hãy chuyển dòng này về đúng huyện hoặc bỏ khỏi tệp.",
        "stated": "Xã Đứa Mòn",
        "computed": "",
        "options": [],
    }


@pytest.mark.parametrize(
    ("name", "code", "state"),
    [("Xã Nà Tấu", 0, "new"), ("Xã Nà Tấuu", 1, "asked"), ("Xã Hát Lót", 1, "refused")],
)
def test_exit_code_says_whether_rows_stay_out(world, cast, run, name, code, state):
    data = fill_template(world.annex, cast.officer, {"Nà Tấu": ALL, "Ẳng Cang": ALL}, names={"Nà Tấu": name})
    found, report = as_json(run(data, "--as", "officer", "--json"))
    assert (found, report["stored"], report["rows"][-1]["state"]) == (code, True, state)
    assert report["counts"][state] == (2 if state == "new" else 1)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-not-a-workbook"),
        (b"%PDF-1.7", "file-not-a-workbook"),
        (b"PK\x03\x04 half", "file-unreadable"),
        (bytes(5 * 1024 * 1024 + 1), "file-too-large"),
    ],
)
def test_unreadable_file_ends_with_two(world, run, data, code):
    found, report = as_json(run(data, "--json"))
    assert (found, report["stored"], report["version"], report["rows"]) == (2, False, None, [])
    assert [finding["code"] for finding in report["findings"]] == [code]
    assert (Upload.objects.get().state, AnnexVersion.objects.count()) == ("unreadable", 0)


def test_unreadable_file_is_told_in_one_sentence(world, run):
    assert run(b"%PDF-1.7") == (
        2,
        "Đây không phải tệp Excel .xlsx. Hãy mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx "
        "rồi tải lên. [file-not-a-workbook]\n",
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--as", "khong-ai"), "Không có người dùng “khong-ai”."),
        (
            ("--plan", "khong-co"),
            "Kế hoạch “khong-co” không có biểu “criteria-matrix” mà chương trình đọc được.",
        ),
        (("--annex", "funding"), "Kế hoạch “{}” không có biểu “funding” mà chương trình đọc được."),
    ],
)
def test_wrong_arguments_are_named(world, run, options, message):
    with pytest.raises(CommandError) as caught:
        run(b"", *options)
    assert (str(caught.value), caught.value.returncode) == (message.format(world.plan.slug), 2)


def test_who_may_not_edit_the_annex_cannot_import_it(world, cast, run):
    data = fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL})
    with pytest.raises(CommandError) as caught:
        run(data, "--as", cast.leader.username)
    message = f"Người dùng “{cast.leader.username}” không được nhập {world.annex}."
    assert (str(caught.value), caught.value.returncode) == (message, 2)
    assert not AnnexVersion.objects.exists()


def test_missing_file_is_named(world, tmp_path):
    path = tmp_path / "khong-co.xlsx"
    with pytest.raises(CommandError) as caught:
        call_command("import_annex", str(path), "--annex", "criteria-matrix", "--plan", world.plan.slug)
    assert (str(caught.value), caught.value.returncode) == (f"Không có tệp {path}.", 2)


def test_dry_run_keeps_nothing(world, cast, run):
    data = fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL})
    code, report = as_json(run(data, "--dry-run", "--json"))
    assert (code, report["stored"], report["counts"]["new"]) == (0, False, 1)
    assert (Upload.objects.count(), AnnexVersion.objects.count()) == (0, 0)


@pytest.mark.parametrize("all_or_nothing", [True, False])
def test_all_or_nothing(world, cast, run, all_or_nothing):
    names, options = {"Nà Tấu": "Xã Hát Lót"}, ("--all-or-nothing",) * all_or_nothing
    data = fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL, "Nà Tấu": ALL}, names=names)
    code, report = as_json(run(data, "--as", "officer", "--json", *options))
    assert (code, report["stored"], AnnexVersion.objects.count()) == (
        1,
        not all_or_nothing,
        not all_or_nothing,
    )
    assert Upload.objects.get().state == ("abandoned" if all_or_nothing else "stored")


def test_file_without_a_row_to_take_does_not_wait(world, cast, run):
    data = fill_template(world.annex, cast.officer, {}, names={"Nà Tấu": "Xã Hát Lót", "Ẳng Cang": "Xã A"})
    code, report = as_json(run(data, "--as", "officer", "--json"))
    assert (code, report["stored"], Upload.objects.get().state) == (1, False, "abandoned")


def test_same_figures_are_stored_once(world, cast, run):
    data = fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL})
    run(data, "--as", "officer")
    code, report = as_json(run(data, "--as", "officer", "--json"))
    assert (code, report["stored"], report["version"], report["counts"]["same"]) == (0, False, 1, 2)
    assert [finding["code"] for finding in report["findings"] if finding["severity"] == "info"] == [
        "same-file"
    ]


def test_change_by_somebody_else_is_told(world, cast, run, monkeypatch):
    def stale(**options):
        raise StaleError

    monkeypatch.setattr("plans.management.commands.import_annex.confirm_upload", stale)
    with pytest.raises(CommandError) as caught:
        run(fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL}))
    assert (str(caught.value), caught.value.returncode) == (
        "Chưa lưu gì: số liệu vừa được người khác thay đổi. Hãy chạy lại lệnh.",
        1,
    )
    assert Upload.objects.get().state == "abandoned"


def test_sheet_of_another_annex_of_the_plan_is_refused(world, cast, run):
    label = world.annex.label
    world.plan.annexes.create(code="village-targets", label="Biểu số 09", title="Thôn, bản", position=9)
    book = load_workbook(io.BytesIO(fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL})))
    title = next(cell for row in book.active.iter_rows() for cell in row if cell.value == label)
    title.value = "BIỂU SỐ 9"
    stream = io.BytesIO()
    book.save(stream)
    code, report = as_json(run(stream.getvalue(), "--json"))
    assert (code, report["stored"], [one["code"] for one in report["findings"]]) == (
        2,
        False,
        ["other-annex"],
    )
    assert not AnnexVersion.objects.exists()
