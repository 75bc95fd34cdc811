import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook

from accounts.models import Changeset
from plans.models import PlanTask, TaskCompletion
from plans.services.tasks import Mark, Word, mark_done
from tests.plans.test_tasks import annex as annex
from tests.plans.test_tasks import make_task

FIELDS = {"seen": "0", "done_on": "01/03/2023", "document": "12/QĐ-UBND", "note": ""}


@pytest.fixture
def staff(client, cast):
    client.force_login(cast.staff)
    return client


def address(task, act="task"):
    return reverse(f"plans:{act}", args=task.address)


def test_the_list_of_a_plan(staff, annex):
    make_task(annex, due_to=date(2022, 9, 30))
    make_task(annex, "2", title="Đề án\nvề <OCOP>", due_to=date(2999, 3, 31))
    page = staff.get(reverse("plans:tasks", args=[annex.plan.slug])).content.decode()
    assert page.index(">Quá hạn · Quý III/2022</th>") < page.index(">Quý I/2999</th>")
    assert "về &lt;OCOP&gt;" in page
    assert "Đánh dấu xong" in page


def test_all_plans_in_force(staff, annex):
    make_task(annex)
    page = staff.get(reverse("plans:all_tasks")).content.decode()
    assert "Kế hoạch 45/KH-UBND · Biểu số 03, dòng 1" in page
    annex.plan.state = "draft"
    annex.plan.save()
    page = staff.get(reverse("plans:all_tasks")).content.decode()
    assert "Chưa có nhiệm vụ nào" in page


@pytest.mark.parametrize("query", ["quy=2023-9", "loc=x", "xa=00000", "chutri=%00", "kehoach=khong-co"])
def test_a_filter_that_no_task_has_is_refused(staff, annex, query):
    make_task(annex)
    answer = staff.get(f"{reverse('plans:all_tasks')}?{query}")
    assert (answer.status_code, "Chưa lọc được" in answer.content.decode()) == (422, True)
    assert staff.get(f"{reverse('plans:all_tasks_xlsx')}?{query}").status_code == 422


def test_a_filter_without_tasks_says_so(staff, annex):
    make_task(annex, due_to=date(2022, 9, 30))
    page = staff.get(f"{reverse('plans:all_tasks')}?loc=xong").content.decode()
    assert "Không có nhiệm vụ nào: đã xong" in page
    assert "Ngoài bộ lọc còn <strong>1 việc quá hạn</strong>" in page
    assert '<details class="note error tasks-hidden" open>' in page


@pytest.mark.parametrize("count", [1, 40])
def test_queries_of_the_list(staff, annex, count, django_assert_num_queries):
    for line in range(count):
        make_task(annex, str(line), due_to=date(2022, 9, 30))
    with django_assert_num_queries(7):
        staff.get(reverse("plans:tasks", args=[annex.plan.slug]))


def test_marking(staff, annex):
    task = make_task(annex, "I.1", step="appraisal")
    back = reverse("plans:all_tasks") + "?loc=qua-han"
    answer = staff.post(address(task, "task_done"), FIELDS | {"ve": back})
    assert (answer.status_code, answer.url) == (302, back)
    stored = TaskCompletion.objects.get()
    assert (stored.line, stored.step, stored.done_on) == ("I.1", "appraisal", date(2023, 3, 1))
    assert stored.document == "12/QĐ-UBND"


def test_a_double_click_is_harmless(staff, annex):
    task = make_task(annex)
    for _ in range(2):
        assert staff.post(address(task, "task_done"), FIELDS).status_code == 302
    assert Changeset.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("done_on", "", "Điền ngày."),
        ("done_on", "31/11/2023", "Ngày này không có"),
        ("done_on", "tomorrow", "Ngày xong không được sau hôm nay"),
        ("document", "12/QĐ" * 30, "tối đa 100"),
    ],
)
def test_a_form_that_is_refused_keeps_what_was_typed(staff, annex, field, value, error):
    tomorrow = f"{localdate() + timedelta(days=1):%d/%m/%Y}"
    typed = tomorrow if value == "tomorrow" else value
    answer = staff.post(address(make_task(annex), "task_done"), FIELDS | {"note": "đã họp", field: typed})
    page = answer.content.decode()
    assert (answer.status_code, error in page, "đã họp" in page, typed in page) == (422, True, True, True)
    assert TaskCompletion.objects.count() == 0


def test_who_is_slower_is_told(staff, annex, cast):
    task = make_task(annex)
    mark_done(task=task, mark=Mark(date(2023, 2, 1)), by=Word(cast.admin, 0))
    answer = staff.post(address(task, "task_done"), FIELDS)
    page = answer.content.decode()
    assert (answer.status_code, "có người vừa ghi khác" in page, "12/QĐ-UBND" in page) == (422, True, True)


def test_after_being_told_one_may_save(staff, annex, cast):
    task = make_task(annex)
    mark_done(task=task, mark=Mark(date(2023, 2, 1)), by=Word(cast.admin, 0))
    page = staff.post(address(task, "task_done"), FIELDS).content.decode()
    seen = TaskCompletion.objects.get().changeset_id
    assert page.count(f'name="seen" value="{seen}"') == 2  # to save what was typed, or to take it back
    assert staff.post(address(task, "task_done"), FIELDS | {"seen": str(seen)}).status_code == 302


def test_taking_back(staff, annex, cast):
    task = make_task(annex)
    mark_done(task=task, mark=Mark(date(2023, 2, 1)), by=Word(cast.admin, 0))
    seen = TaskCompletion.objects.get().changeset_id
    answer = staff.post(address(task, "task_undone"), {"seen": seen, "reason": ""})
    assert (answer.status_code, "Ghi lý do" in answer.content.decode()) == (422, True)
    assert staff.post(address(task, "task_undone"), {"seen": seen, "reason": "nhầm"}).status_code == 302
    assert TaskCompletion.objects.count() == 0


def test_the_page_of_a_task_tells_its_history(staff, annex, cast):
    task = make_task(annex, due_from=date(2023, 10, 1), due_to=date(2023, 12, 31))
    mark_done(task=task, mark=Mark(date(2023, 2, 1), "7/QĐ"), by=Word(cast.admin, 0))
    page = staff.get(address(task)).content.decode()
    assert "từ 01/10/2023 đến hết 31/12/2023" in page
    assert "xong ngày 01/02/2023, văn bản 7/QĐ" in page


def test_a_row_that_changed_is_told(staff, annex, cast):
    task = make_task(annex)
    mark_done(task=task, mark=Mark(date(2023, 2, 1)), by=Word(cast.admin, 0))
    PlanTask.objects.update(title="Việc khác")
    page = staff.get(address(task)).content.decode()
    assert "Nội dung đã đổi từ khi đánh dấu" in page
    assert "Khi đánh dấu: Việc 1" in page


@pytest.mark.parametrize(
    "back", ["https://example.com/", "//example.com/", "javascript:alert(1)", "nhiem-vu"]
)
def test_one_is_sent_nowhere_else(staff, annex, back):
    answer = staff.post(address(make_task(annex), "task_done"), FIELDS | {"ve": back})
    assert answer.url == reverse("plans:tasks", args=[annex.plan.slug])


def test_who_only_reads_is_offered_no_form(client, cast, annex):
    client.force_login(cast.leader)
    task = make_task(annex)
    assert "Đánh dấu" not in client.get(address(task)).content.decode()
    assert "Đánh dấu" not in client.get(reverse("plans:tasks", args=[annex.plan.slug])).content.decode()


def test_lines_with_strange_signs_have_an_address(staff, annex):
    for line in ("1/2", "0#2", "a?b", "II. 1"):
        assert staff.get(address(make_task(annex, line))).status_code == 200


def test_the_workbook(staff, annex, cast):
    make_task(annex, "2", title="=1+1", due_to=date(2999, 3, 31), lead="Sở A")
    late = make_task(annex, "1", due_from=date(2022, 7, 1), due_to=date(2022, 9, 30))
    done = make_task(annex, "3", due_to=date(2022, 3, 31))
    mark_done(task=done, mark=Mark(date(2022, 3, 1), "7/QĐ", "đã ký"), by=Word(cast.admin, 0))
    answer = staff.get(reverse("plans:tasks_xlsx", args=[annex.plan.slug]))
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][0] == "Nhiệm vụ của Kế hoạch 45/KH-UBND"
    told = [dict(zip(rows[2], row, strict=True)) for row in rows[3:]]
    assert [row["Nội dung"] for row in told] == [late.title, "=1+1", done.title]
    assert [row["Tình trạng"] for row in told[1:]] == ["Chưa xong", "Đã xong"]
    assert (told[0]["Từ ngày"].date(), told[0]["Quý"]) == (date(2022, 7, 1), "Quý III/2022")
    assert (told[2]["Xong ngày"].date(), told[2]["Văn bản"], told[2]["Ghi chú"]) == (
        date(2022, 3, 1),
        "7/QĐ",
        "đã ký",
    )


@pytest.mark.parametrize(
    ("who", "shown"), [("staff", True), ("leader", True), ("officer", False), ("clerk", False)]
)
def test_the_menu_leads_there(client, cast, who, shown):
    client.force_login(getattr(cast, who))
    page = client.get(reverse("plans:all_tasks")).content.decode()
    assert (f'<a href="{reverse("plans:all_tasks")}" aria-current="page">' in page) is shown
