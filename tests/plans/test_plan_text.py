"""The text of a draft: its sections written, moved and taken away on its pages."""

import pytest
from django.urls import reverse

from accounts.models import FigureChange
from plans.models import Plan, PlanSection
from plans.services.plan_text import path_of, read_sections

WORDS = [
    (1, "I", "MỤC ĐÍCH"),
    (2, "1", "Mục đích"),
    (2, "2", "Yêu cầu"),
    (1, "II", "MỤC TIÊU"),
    (3, "a)", "Xã"),
]


@pytest.fixture
def staff(client, cast):
    client.force_login(cast.staff)
    return client


@pytest.fixture
def sections(world):
    return PlanSection.objects.bulk_create(
        PlanSection(plan=world.plan, position=at, level=level, number=number, heading=heading)
        for at, (level, number, heading) in enumerate(WORDS, start=1)
    )


def titles(world):
    return [section.title for section in read_sections(world.plan)]


def url(name, world, *args):
    return reverse(f"plans:{name}", args=[world.plan.slug, *args])


def sent(**fields):
    return {"level": 2, "number": "3", "heading": "Phạm vi", "text": "", "leads": ""} | fields


def test_new_section_goes_behind_the_chosen_one(staff, world, sections):
    address = f"{url('section_new', world)}?sau={sections[0].pk}&cap=2"
    assert staff.get(address).context["form"]["number"].value() == "1"
    answer = staff.post(address, sent(number="1", heading="Căn cứ"))
    new = PlanSection.objects.get(heading="Căn cứ")
    assert answer.url == f"{url('outline', world)}#muc-{new.pk}"
    assert titles(world) == ["I. MỤC ĐÍCH", "1. Căn cứ", "2. Mục đích", "3. Yêu cầu", "II. MỤC TIÊU", "a) Xã"]


def test_new_section_at_the_end_has_the_next_number(staff, world, sections):
    assert staff.get(url("section_new", world)).context["form"]["number"].value() == "III"
    staff.post(url("section_new", world), sent(level=1, number="III", heading="KINH PHÍ"))
    assert titles(world)[-1] == "III. KINH PHÍ"


def test_empty_section_is_refused_and_kept(staff, world, sections):
    answer = staff.post(url("section_new", world), sent(heading=" ", number="9"))
    assert (answer.status_code, answer.context["form"]["number"].value()) == (422, "9")
    assert answer.context["form"].non_field_errors() == ["Mục cần có tiêu đề hoặc nội dung."]


def test_edit_cleans_lines_and_keeps_history(staff, world, sections):
    text = "- Một  đoạn\r\n\r\n- Đoạn hai "
    page = staff.get(url("section_edit", world, sections[1].pk))
    seen = page.context["form"]["seen"].value()
    staff.post(
        url("section_edit", world, sections[1].pk), sent(number="1", heading="Mục đích", text=text, seen=seen)
    )
    assert PlanSection.objects.get(pk=sections[1].pk).text == "- Một đoạn\n- Đoạn hai"
    change = FigureChange.objects.get()
    assert (change.subject, change.key, change.old, change.new) == (
        f"plan/{world.plan.slug}",
        "mục I.1",
        "1. Mục đích",
        "1. Mục đích\n- Một đoạn\n- Đoạn hai",
    )


def test_saving_nothing_new_makes_no_history(staff, world, sections):
    staff.post(url("section_edit", world, sections[1].pk), sent(number="1", heading="Mục đích"))
    assert not FigureChange.objects.exists()


def test_section_changed_by_another_meanwhile_is_shown_first(staff, world, sections):
    address = url("section_edit", world, sections[1].pk)
    seen = staff.get(address).context["form"]["seen"].value()
    PlanSection.objects.filter(pk=sections[1].pk).update(text="Của người khác")
    mine = sent(number="1", heading="Mục đích", text="Của tôi", seen=seen)
    answer = staff.post(address, mine)
    form = answer.context["form"]
    assert (answer.status_code, form["text"].value(), form.stored["nội dung".capitalize()]) == (
        422,
        "Của tôi",
        "Của người khác",
    )
    staff.post(address, mine | {"seen": form["seen"].value()})
    assert PlanSection.objects.get(pk=sections[1].pk).text == "Của tôi"


def test_section_moves_with_its_own(staff, world, sections):
    staff.post(url("section_move", world, sections[3].pk, "len"))
    assert titles(world) == ["I. MỤC TIÊU", "a) Xã", "II. MỤC ĐÍCH", "1. Mục đích", "2. Yêu cầu"]
    assert FigureChange.objects.count() == 2
    staff.post(url("section_move", world, sections[3].pk, "len"))
    assert FigureChange.objects.count() == 2


def test_section_is_deleted_with_its_own_and_kept_in_history(staff, world, sections):
    page = staff.get(url("section_delete", world, sections[0].pk))
    assert [row.section.title for row in page.context["going"]] == [
        "I. MỤC ĐÍCH",
        "1. Mục đích",
        "2. Yêu cầu",
    ]
    staff.post(url("section_delete", world, sections[0].pk))
    assert titles(world) == ["I. MỤC TIÊU", "a) Xã"]
    kept = FigureChange.objects.filter(new="").values_list("key", "old").order_by("pk")
    assert list(kept) == [
        ("mục I", "I. MỤC ĐÍCH"),
        ("mục I.1", "1. Mục đích"),
        ("mục I.2", "2. Yêu cầu"),
    ]


@pytest.mark.parametrize("name", ["outline", "section_new", "plan_edit", "plan_delete", "annex_new"])
def test_issued_plan_is_not_edited(staff, world, name):
    Plan.objects.update(state=Plan.State.ISSUED)
    answer = staff.get(url(name, world))
    assert (answer.status_code, "đưa về dự thảo" in answer.content.decode()) == (403, True)


def test_section_of_another_plan_is_not_found(staff, world, sections):
    other = Plan.objects.get(pk=world.plan.pk)
    other.pk, other.slug = None, "khac"
    other.save()
    assert staff.get(reverse("plans:section_edit", args=["khac", sections[0].pk])).status_code == 404


@pytest.mark.parametrize(("at", "path"), [(0, "II"), (1, "II.2"), (2, "II.2.1"), (3, "II.2.a)")])
def test_path_of_a_section(world, at, path):
    words = [(1, "II"), (2, "2"), (3, "2.1"), (3, "a)")]
    rows = [PlanSection(plan=world.plan, position=n, level=lv, number=no) for n, (lv, no) in enumerate(words)]
    PlanSection.objects.bulk_create(rows)
    assert path_of(read_sections(world.plan), at) == path


def test_pasted_text_is_shown_then_stored_behind_the_rest(staff, world, sections):
    text = {"text": "Lời đầu\nIII. KINH PHÍ\n1. Vốn: 5 tỷ đồng.\nTrên đây là Kế hoạch./."}
    shown = staff.post(url("text_paste", world), text)
    assert (shown.status_code, shown.context["pasted"].before, shown.context["pasted"].after) == (
        200, ("Lời đầu",), ("Trên đây là Kế hoạch./.",),
    )  # fmt: skip
    assert len(titles(world)) == len(WORDS)
    staff.post(url("text_paste", world), text | {"luu": "1"})
    assert titles(world)[-2:] == ["III. KINH PHÍ", "1. Vốn:"]
    assert FigureChange.objects.get(key="mục III.1").new == "1. Vốn: 5 tỷ đồng."


def test_pasted_text_without_numbers_is_kept_and_refused(staff, world):
    answer = staff.post(url("text_paste", world), {"text": "Không có số", "luu": "1"})
    assert (answer.status_code, answer.context["form"]["text"].value()) == (422, "Không có số")
