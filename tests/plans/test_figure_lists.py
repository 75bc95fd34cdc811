"""The figures of plans as flat lists in the admin: what comes in makes versions of the annexes."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.models import Changeset, FigureChange
from plans.domain.statements import Statement, UnstatableError
from plans.models import AnnexVersion, CommuneTarget, FundingSource, PlanTask, VillageTarget, YearlyTarget
from plans.services.output import read_annex
from plans.services.state_figures import propose_figures
from plans.services.uploads import confirm_upload, receive_upload
from tests.factories import make_annex
from tests.plans.free import as_printed
from tests.plans.sheets import fill_template

TARGET, FUNDS = (
    ["Kế hoạch", "Mã xã", "Tiêu chí", "Năm", "Mục tiêu"],
    ["Kế hoạch", "Dòng", "Nguồn vốn", "Triệu đồng"],
)
TASK = ["Kế hoạch", "Mã biểu", "Dòng", "Bước", "Nội dung", "Chủ trì", "Phối hợp", "Cấp ban hành", "Thời gian"]
PLAN = "hong-lam-2022-45"


@pytest.fixture
def admin(cast, client):
    client.force_login(cast.admin)
    return client


@pytest.fixture
def store(world, cast):
    """Bring a workbook to an annex of the plan and confirm it."""

    def store(annex, data):
        upload, found = receive_upload(annex=annex, user=cast.staff, name="biểu.xlsx", data=data)
        confirm_upload(upload=upload, user=cast.staff, digest=found.digest)
        return annex

    return store


@pytest.fixture
def matrix(world, cast, store):
    marks = {"Ẳng Cang": "1" * 19, "Nà Tấu": "10" + " " * 17}
    return store(world.annex, fill_template(world.annex, cast.staff, marks))


@pytest.fixture
def funds(world, store):
    annex = make_annex(world.plan, "funding", label="Kinh phí", title="Nguồn vốn", position=5)
    return store(annex, as_printed("funding"))


@pytest.fixture
def tasks(world, store):
    annex = make_annex(world.plan, "policy-tasks", label="Biểu số 03", title="Nhiệm vụ", position=3)
    return store(annex, as_printed("policy-tasks"))


def bring(client, model, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    file = SimpleUploadedFile("danh-sach.xlsx", stream.getvalue())
    return client.post(
        reverse(f"admin:plans_{model}_import"), {"import_file": file, "format": "0", "resource": ""}
    )


def confirm(client, model, preview):
    data = preview.context["confirm_form"].initial
    return client.post(reverse(f"admin:plans_{model}_process_import"), data, follow=True)


def complaints(page) -> list[str]:
    lists = re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', page.content.decode(), re.DOTALL)
    return [line for found in lists for line in re.findall(r"<li>(.*?)</li>", found, re.DOTALL)]


def exported(client, model) -> list[tuple]:
    data = client.post(reverse(f"admin:plans_{model}_export"), {"format": "0", "resource": "0"}).content
    return list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


def numbers(annex) -> list[int]:
    return list(AnnexVersion.objects.filter(annex=annex).order_by("number").values_list("number", flat=True))


def cells(annex, user, line):
    rows = read_annex(annex, user).whole.rows
    row = next(row for row in rows if (row.unit.code if row.unit else row.line) == line)
    return {key: cell.text for key, cell in row.cells.items() if cell.text}


# -- out


@pytest.mark.parametrize(
    "model", ["communetarget", "yearlytarget", "villagetarget", "plantask", "fundingsource"]
)
def test_lists_lead_to_the_annex_and_to_the_files(admin, world, model):
    for code in ("yearly-targets", "village-targets", "policy-tasks", "funding"):
        make_annex(world.plan, code)
    page = admin.get(reverse(f"admin:plans_{model}_changelist")).content.decode()
    assert page.count(">Nhập biểu: Biểu số 02, Kế hoạch 45/KH-UBND</a>") == 1
    assert (page.count("Xuất ra tệp"), page.count("Nhập từ tệp")) == (1, 1)


def test_what_goes_out_comes_in_as_nothing_new(admin, matrix, funds, tasks):
    for model in ("communetarget", "fundingsource", "plantask"):
        preview = bring(admin, model, *exported(admin, model))
        assert {row.import_type for row in preview.context["result"].rows} == {"skip"}
        confirm(admin, model, preview)
    assert [numbers(annex) for annex in (matrix, funds, tasks)] == [[1], [1], [1]]


def test_a_formula_goes_out_as_text(admin, world, store):
    annex = make_annex(world.plan, "policy-tasks")
    book = load_workbook(io.BytesIO(as_printed("policy-tasks")))
    book.active["B3"].value = "=1+1"
    book.active["B3"].data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    store(annex, stream.getvalue())
    data = admin.post(reverse("admin:plans_plantask_export"), {"format": "0", "resource": "0"}).content
    cell = load_workbook(io.BytesIO(data)).active["F2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


# -- in


def test_a_target_that_changes_makes_a_version(admin, matrix, cast):
    preview = bring(admin, "communetarget", TARGET, [PLAN, "90102", "2", 2025, "Đạt"])
    assert [row.import_type for row in preview.context["result"].rows] == ["update"]
    assert "<del>Chưa đạt</del> <ins>Đạt</ins>" in preview.content.decode()
    assert numbers(matrix) == [1]
    done = confirm(admin, "communetarget", preview).content.decode()
    assert f'Đã lưu thành bản 2 của <a href="{matrix.page_url}">Biểu số 02, Kế hoạch 45/KH-UBND</a>.' in done
    assert numbers(matrix) == [1, 2]
    assert CommuneTarget.objects.get(commune__code="90102", criterion__number="2").met
    change = FigureChange.objects.order_by("pk").last()
    assert (change.old, change.new, change.changeset.user, change.changeset.reason) == (
        "0", "1", cast.admin, "Nhập danh sách danh-sach.xlsx",
    )  # fmt: skip


def test_untouched_cells_stay_as_printed(admin, matrix, cast):
    before = cells(matrix, cast.staff, "90102")
    confirm(admin, "communetarget", bring(admin, "communetarget", TARGET, [PLAN, "90102", "2", 2025, "Đạt"]))
    assert cells(matrix, cast.staff, "90102") == before | {"2": "1"}


def test_a_commune_without_figures_gets_a_row(admin, matrix, cast):
    page = bring(admin, "communetarget", TARGET, [PLAN, "90201", "3", 2025, "Chưa đạt"])
    confirm(admin, "communetarget", page)
    assert cells(matrix, cast.staff, "90201") == {"stt": "1", "name": "Xã Đứa Mòn", "3": "0"}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ([PLAN, "90102", "2", 2025, "Có lẽ"], "“Có lẽ” không dùng được. Chọn một trong: Đạt, Chưa đạt."),
        ([PLAN, "90102", "99", 2025, "Đạt"], "Bộ tiêu chí của Kế hoạch 45/KH-UBND không có tiêu chí 99."),
        ([PLAN, "90102", "2", 2024, "Đạt"], "Kế hoạch 45/KH-UBND chỉ có mục tiêu của xã năm 2025."),
        ([PLAN, "91101", "2", 2025, "Đạt"],
         "Đơn vị “91101” không có dòng trong biểu này của Kế hoạch 45/KH-UBND."),
        (["ke-la", "90102", "2", 2025, "Đạt"], "Không có kế hoạch “ke-la” trong phạm vi của bạn."),
        ([PLAN, 90102, "2", 2025, "Đạt"],
         "90102 là ô số. Hãy định dạng ô là Văn bản (Text) và gõ đủ, kể cả số 0."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_at_its_row(admin, matrix, row, problem):
    page = bring(admin, "communetarget", TARGET, [PLAN, "90101", "1", 2025, "Chưa đạt"], row)
    assert "confirm_form" not in page.context or page.context["confirm_form"] is None
    assert [
        text.rpartition(": ")[2] if "dùng được" not in text else text for text in complaints(page)
    ] or True
    assert any(problem in text and "Dòng 3" in text for text in complaints(page))
    assert numbers(matrix) == [1]


def test_an_amount_changes_with_its_history(admin, funds, cast):
    page = bring(admin, "fundingsource", FUNDS, [PLAN, "III.1.1.2", "Vốn lồng ghép", "2.039.656"])
    confirm(admin, "fundingsource", page)
    source = FundingSource.objects.get(line="III.1.1.2")
    assert (source.name, source.printed, source.amount, source.parent.line) == (
        "Vốn lồng ghép", "2.039.656", 2039656, "III.1.1",
    )  # fmt: skip
    assert [
        (found.code, found.stated, found.computed) for found in read_annex(funds, cast.staff).findings
    ] == [
        ("funding-sum", "2.247.096", "2.248.096")  # of the row above it: now that one shows its slip
    ]


def test_an_amount_that_is_none_is_refused(admin, funds):
    page = bring(admin, "fundingsource", FUNDS, [PLAN, "III.2", "Vốn tín dụng", "nhiều"])
    assert complaints(page) == ["Dòng 2: Cột “Số tiền (triệu đồng)”: “nhiều” không phải số. Hãy chỉ ghi số."]


def test_every_problem_is_told_at_once(admin, funds):
    rows = (
        [PLAN, "III.2", "Vốn tín dụng", "nhiều"],
        ["ke-la", "III", "Vốn", "1"],
        [PLAN, "V.1", "Vốn lạ", "1"],
    )
    page = bring(admin, "fundingsource", FUNDS, *rows)
    assert [text.partition(":")[0] for text in complaints(page)] == ["Dòng 3", "Dòng 2", "Dòng 4"]
    assert numbers(funds) == [1]


def test_a_new_source_stands_in_its_section(admin, funds, cast):
    rows = ([PLAN, "IV.5", "Vốn khác", "10"], [PLAN, "V.1", "Vốn lạ", "1"])
    assert complaints(bring(admin, "fundingsource", FUNDS, *rows)) == [
        "Dòng 3: Dòng “V.1” không thuộc mục nào của Kinh phí. Các mục: III, IV."
    ]
    confirm(admin, "fundingsource", bring(admin, "fundingsource", FUNDS, rows[0]))
    assert cells(funds, cast.staff, "IV.5") == {"stt": "5", "name": "Vốn khác", "amount": "10"}
    assert list(FundingSource.objects.values_list("line", flat=True))[-2:] == ["IV.4", "IV.5"]


def test_a_task_gets_another_deadline(admin, tasks):
    task = PlanTask.objects.get(line="2")
    row = [
        PLAN,
        "policy-tasks",
        "2",
        None,
        task.title,
        task.lead,
        task.partners,
        task.authority,
        "Quý I/2024",
    ]
    confirm(admin, "plantask", bring(admin, "plantask", TASK, row))
    changed = PlanTask.objects.get(line="2")
    assert (changed.due_text, changed.due_to.isoformat(), changed.title) == (
        "Quý I/2024",
        "2024-03-31",
        task.title,
    )
    assert FigureChange.objects.order_by("pk").last().key == "2/due"


def test_a_task_without_words_goes_away(admin, tasks):
    page = bring(admin, "plantask", TASK, [PLAN, "policy-tasks", "5", *[None] * 6])
    confirm(admin, "plantask", page)
    assert list(PlanTask.objects.values_list("line", flat=True)) == ["1", "2", "3", "4"]


def test_steps_of_an_inspection_are_mended_in_the_annex(admin, world, store):
    store(make_annex(world.plan, "inspection-schedule"), as_printed("inspection-schedule"))
    out = exported(admin, "plantask")
    changed = [*out[1][:5], "Khác", *out[1][6:]]
    page = bring(admin, "plantask", out[0], changed)
    assert complaints(page) == [
        "Dòng 2: Các bước kiểm tra, thẩm định được lập từ lời văn của biểu; hãy sửa trong biểu rồi nhập "
        "biểu, không sửa ở đây."
    ]


def test_villages_of_a_district(admin, world, cast):
    annex = make_annex(world.plan, "village-targets", label="Biểu số 03")
    head = ["Kế hoạch", "Mã huyện", "tổng số thôn, bản", "đăng ký, tổng"]
    confirm(admin, "villagetarget", bring(admin, "villagetarget", head, [PLAN, "901", 12, None]))
    confirm(admin, "villagetarget", bring(admin, "villagetarget", head, [PLAN, "901", 12, 3]))
    found = VillageTarget.objects.get(district__code="901")
    assert (found.villages, found.registered, found.assigned, numbers(annex)) == (12, 3, None, [1, 2])


def test_a_yearly_target_keeps_what_is_no_figure(admin, world, cast):
    annex = make_annex(world.plan, "yearly-targets", label="Biểu số 01")
    head = ["Kế hoạch", "Dòng", "Loại", "Năm", "Đã ghi"]
    row = [PLAN, "5", "mục tiêu cuối kỳ", 2025, "≥ 65"]
    confirm(admin, "yearlytarget", bring(admin, "yearlytarget", head, row))
    found = YearlyTarget.objects.get(line="5", role="goal")
    assert (found.printed, found.value, numbers(annex)) == ("≥ 65", None, [1])


def test_a_preview_of_older_figures_is_not_confirmed(admin, matrix, cast, store):
    preview = bring(admin, "communetarget", TARGET, [PLAN, "90102", "2", 2025, "Đạt"])
    store(matrix, fill_template(matrix, cast.staff, {"Nà Tấu": "1" * 19}))
    page = confirm(admin, "communetarget", preview)
    assert "số liệu của biểu vừa thay đổi sau khi xem trước" in page.content.decode()
    assert numbers(matrix) == [1, 2]


def test_another_province_is_out_of_reach(admin, world, matrix, cast):
    cast.admin.memberships.update(province=world.other_province)
    page = bring(admin, "communetarget", TARGET, [PLAN, "90102", "2", 2025, "Đạt"])
    assert complaints(page) == ["Dòng 2: Không có kế hoạch “hong-lam-2022-45” trong phạm vi của bạn."]
    assert (len(exported(admin, "communetarget")), Changeset.objects.count()) == (1, 1)


def test_only_administrators_bring_lists(client, cast):
    client.force_login(cast.staff)
    assert client.get(reverse("admin:plans_fundingsource_import")).status_code == 302


def test_officer_states_figures_of_the_own_rows_only(world, cast, matrix, funds):
    def states(annex, **row):
        propose_figures(annex, cast.officer, [Statement(7, {}, **row)])

    north, _, south, _ = world.communes
    states(matrix, unit=("commune", north.pk))
    for annex, row in (
        (matrix, {"unit": ("commune", south.pk)}),
        (matrix, {"line": "1"}),
        (funds, {"line": "I"}),
    ):
        with pytest.raises(UnstatableError) as refused:
            states(annex, **row)
        assert list(refused.value.problems) == [7]
