"""A plan's life on its pages: made, edited, issued, made a draft again, followed by the next one."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Changeset, FigureChange
from accounts.services import open_changeset
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.models import Annex, AnnexVersion, Plan, PlanSection
from plans.services.carry_over import CARRY_OVERS
from plans.services.plan_copy import first_values
from plans.services.tables import index_of, save_table
from plans.views import plan_annexes, plan_edit
from tests.factories import make_annex, make_criteria_set, make_plan


@pytest.fixture
def staff(client, cast):
    client.force_login(cast.staff)
    return client


@pytest.fixture
def version(world, cast):
    """Makes the next version of an annex."""

    def make(annex, number=1, **fields):
        changeset = open_changeset(user=cast.officer, channel="upload")
        return AnnexVersion.objects.create(annex=annex, number=number, changeset=changeset, **fields)

    return make


def url(name, plan, *args):
    return reverse(f"plans:{name}", args=[plan.slug, *args])


def form_of(client, address):
    """What the page's form would send as it stands."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: _sent(value) for name, value in values.items() if value is not None}


def _sent(value):
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else getattr(value, "pk", value)


def said(answer):
    return [str(message) for message in answer.wsgi_request._messages]


def test_plan_from_nothing(staff, world):
    sent = form_of(staff, reverse("plans:plan_new")) | {"title": "Thực hiện năm 2030"}
    sent |= {"slug": "hong-lam-2030", "province": world.province.pk, "criteria_set": world.criteria_set.pk}
    answer = staff.post(reverse("plans:plan_new"), sent)
    plan = Plan.objects.get(slug="hong-lam-2030")
    assert (answer.url, plan.state, plan.number, plan.issuer) == (
        url("plan", plan), "draft", "", "Ủy ban nhân dân tỉnh Hồng Lam",
    )  # fmt: skip
    assert Changeset.objects.get().reason == f"Thêm {plan}"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"slug": "them"}, "slug"),
        ({"slug": "hong-lam-2022-45"}, "slug"),
        ({"first_year": "2031", "last_year": "2030"}, "last_year"),
        ({"baseline_year": "2040"}, "baseline_year"),
        ({"first_year": "30"}, "first_year"),
        ({"title": " "}, "title"),
    ],
)
def test_plan_that_cannot_be(staff, world, fields, field):
    sent = form_of(staff, reverse("plans:plan_new")) | {"title": "A", "province": world.province.pk}
    answer = staff.post(reverse("plans:plan_new"), sent | {"criteria_set": world.criteria_set.pk} | fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Plan.objects.count() == 1


def test_facts_are_edited_with_history(staff, world):
    sent = form_of(staff, url("plan_edit", world.plan))
    staff.post(
        url("plan_edit", world.plan), sent | {"signer": "Lê Thành Đô", "recipients": " - A;\r\n\r\nB."}
    )
    world.plan.refresh_from_db()
    assert (world.plan.signer, world.plan.recipients) == ("Lê Thành Đô", "- A;\nB.")
    told = set(FigureChange.objects.values_list("subject", "key", "old", "new"))
    subject = f"plan/{world.plan.slug}"
    assert told == {(subject, "người ký", "", "Lê Thành Đô"), (subject, "nơi nhận", "", "- A;\nB.")}


def test_years_and_units_stay_once_there_are_figures(staff, world, version):
    version(world.annex)
    sent = form_of(staff, url("plan_edit", world.plan))
    staff.post(url("plan_edit", world.plan), sent | {"last_year": "2030", "title": "Khác"})
    world.plan.refresh_from_db()
    assert (world.plan.last_year, world.plan.title) == (2025, "Khác")


def test_number_is_given_once_a_year(staff, world):
    make_plan(world.province, world.criteria_set, slug="khac", number="9/KH-UBND")
    sent = form_of(staff, url("plan_edit", world.plan)) | {"number": "9/KH-UBND"}
    answer = staff.post(url("plan_edit", world.plan), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["number"])


def test_issue_freezes_what_is_current(staff, world, version):
    old, new = version(world.annex), version(world.annex, 2)
    empty = make_annex(world.plan, "yearly-targets", label="Biểu số 01", position=1)
    page = staff.get(url("plan_issue", world.plan))
    assert [annex.pk for annex in page.context["empty"]] == [empty.pk]
    staff.post(url("plan_issue", world.plan), {"number": "46/KH-UBND", "day": "01/07/2022"})
    for row in (old, new, world.plan):
        row.refresh_from_db()
    assert (world.plan.state, world.plan.number, world.plan.date) == (
        "issued",
        "46/KH-UBND",
        date(2022, 7, 1),
    )
    assert (old.frozen_at, bool(new.frozen_at)) == (None, True)
    told = FigureChange.objects.values_list("key", "old", "new").order_by("key")
    assert list(told) == [
        ("ngày ban hành", "29/06/2022", "01/07/2022"),
        ("số, ký hiệu", "45/KH-UBND", "46/KH-UBND"),
        ("tình trạng", "dự thảo", "đã ban hành"),
    ]


@pytest.mark.parametrize(
    ("number", "day", "errors"),
    [
        ("", "", ["number", "day"]),
        ("176", "01/07/2022", ["number"]),
        ("176/KH-UBND", "31/02/2022", ["day"]),
        ("176/KH-UBND", f"01/01/{localdate().year + 1}", ["day"]),
    ],
)
def test_issue_needs_number_and_date(staff, world, number, day, errors):
    answer = staff.post(url("plan_issue", world.plan), {"number": number, "day": day})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, errors)
    assert not Plan.objects.get().is_issued


def test_issued_plan_becomes_a_draft_with_a_reason_only(staff, world, version):
    frozen = version(world.annex)
    staff.post(url("plan_issue", world.plan), {"number": "46/KH-UBND", "day": "01/07/2022"})
    assert staff.post(url("plan_reopen", world.plan), {"reason": " "}).status_code == 422
    staff.post(url("plan_reopen", world.plan), {"reason": "Chép sai nơi nhận"})
    world.plan.refresh_from_db()
    frozen.refresh_from_db()
    assert (world.plan.state, world.plan.number, bool(frozen.frozen_at)) == ("draft", "46/KH-UBND", True)
    assert Changeset.objects.latest("pk").reason == "Chép sai nơi nhận"
    staff.post(url("plan_issue", world.plan), {"number": "46/KH-UBND", "day": "01/07/2022"})
    changes = FigureChange.objects.filter(changeset=Changeset.objects.latest("pk"))
    assert [(change.old, change.new) for change in changes] == [("dự thảo", "đã ban hành")]


def test_second_click_changes_nothing(staff, world):
    for _ in range(2):
        staff.post(url("plan_issue", world.plan), {"number": "46/KH-UBND", "day": "01/07/2022"})
    for _ in range(2):
        staff.post(url("plan_reopen", world.plan), {"reason": "Nhầm"})
    assert Changeset.objects.count() == 2


def test_page_tells_what_changed_since_the_issue(staff, world, version):
    def state():
        page = staff.get(url("plan", world.plan)).content.decode()
        words = ("đúng bản ban hành", "đã sửa sau khi ban hành", "chưa chốt bản ban hành")
        return [word for word in words if word in page]

    version(world.annex)
    assert state() == []
    staff.post(url("plan_issue", world.plan), {"number": "46/KH-UBND", "day": "01/07/2022"})
    assert state() == ["đúng bản ban hành"]
    version(world.annex, 2)
    assert state() == ["đã sửa sau khi ban hành"]


def test_figures_of_an_old_plan_are_frozen_later(staff, world, version):
    Plan.objects.update(state="issued")
    first = version(world.annex)
    assert staff.get(url("plan", world.plan)).context["unfrozen"] == 1
    staff.post(url("plan_freeze", world.plan))
    second = version(world.annex, 2)
    staff.post(url("plan_freeze", world.plan))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (bool(first.frozen_at), second.frozen_at) == (True, None)


def test_draft_without_figures_is_deleted(staff, world):
    PlanSection.objects.create(plan=world.plan, position=1, heading="A")
    answer = staff.post(url("plan_delete", world.plan))
    assert (answer.url, Plan.objects.count(), Annex.objects.count()) == (reverse("plans:list"), 0, 0)
    assert Changeset.objects.get().reason == "Xóa Kế hoạch 45/KH-UBND"


def test_plan_with_figures_is_not_deleted(staff, world, version):
    version(world.annex)
    answer = staff.post(url("plan_delete", world.plan))
    assert said(answer) == ["Kế hoạch đã có biểu có số liệu nên không xóa được."]
    assert Plan.objects.count() == 1


def test_officer_is_offered_to_upload_only_what_is_theirs(client, cast, world):
    tasks = make_annex(world.plan, "policy-tasks", label="Biểu số 03", position=3)
    client.force_login(cast.officer)
    page = client.get(url("plan", world.plan)).content.decode()
    offered = [url("upload_new", world.plan, annex.code) in page for annex in (world.annex, tasks)]
    assert offered == [True, False]


def test_next_plan_is_deleted_with_the_figures_it_was_handed(staff, world, version, monkeypatch):
    def hand_on(source):
        return AnnexTable((Row(RowKind.TOTAL, None, {"1": Cell("5", "5")}),))

    monkeypatch.setitem(CARRY_OVERS, "criteria-matrix", hand_on)
    version(world.annex)
    address = url("plan_next", world.plan)
    staff.post(address, form_of(staff, address) | {"criteria_set": world.criteria_set.pk})
    new = Plan.objects.get(follows=world.plan)
    page = staff.get(url("plan_edit", new)).content.decode()
    assert (AnnexVersion.objects.of_plan(new).count(), url("plan_delete", new) in page) == (1, True)
    assert staff.post(url("plan_delete", new)).url == reverse("plans:list")
    assert list(Plan.objects.all()) == [world.plan]


def test_next_plan_with_figures_of_its_own_is_not_deleted(staff, world, version):
    address = url("plan_next", world.plan)
    staff.post(address, form_of(staff, address) | {"criteria_set": world.criteria_set.pk})
    new = Plan.objects.get(follows=world.plan)
    version(new.annexes.get())
    staff.post(url("plan_delete", new))
    assert Plan.objects.contains(new)
    assert url("plan_delete", new) not in staff.get(url("plan_edit", new)).content.decode()


def test_next_plan_takes_over_text_and_annexes(staff, world):
    Plan.objects.update(title="Chương trình giai đoạn 2021-2025", signer="Lê Thành Đô", state="issued")
    other = make_criteria_set(3)
    Annex.objects.update(title="Mục tiêu đến hết năm 2025", intro="Lời dẫn", other_set=other)
    PlanSection.objects.create(plan=world.plan, position=1, number="I", heading="MỤC TIÊU", text="Năm 2025")
    address = url("plan_next", world.plan)
    sent = form_of(staff, address) | {"criteria_set": world.criteria_set.pk}
    answer = staff.post(address, sent)
    new = Plan.objects.get(follows=world.plan)
    assert answer.url == url("plan", new)
    assert (new.slug, new.title, new.number, new.date, new.state, new.signer) == (
        "hong-lam-2026", "Chương trình giai đoạn 2026-2030", "", None, "draft", "Lê Thành Đô",
    )  # fmt: skip
    assert (new.first_year, new.last_year, new.baseline_year) == (2026, 2030, 2025)
    annex = new.annexes.get()
    assert (annex.code, annex.label, annex.title, annex.intro, annex.other_set) == (
        "criteria-matrix", "Biểu số 02", "Mục tiêu đến hết năm 2030", "Lời dẫn", other,
    )  # fmt: skip
    row = staff.get(url("outline", new)).context["outline"].rows[0]
    assert (row.section.text, row.copied, row.years) == ("Năm 2025", True, (2025,))


@pytest.mark.parametrize(
    ("today", "units"), [(date(2025, 6, 1), date(2025, 6, 1)), (date(2026, 6, 1), date(2026, 1, 1))]
)
def test_next_plan_counts_by_the_units_of_its_first_day(world, today, units):
    assert first_values(world.plan, today)["units_date"] == units


def test_annex_is_added_from_the_known_ones(staff, world):
    Annex.objects.all().delete()
    form = staff.get(url("annex_new", world.plan)).context["form"]
    assert "criteria-matrix" in [code for code, _ in form.fields["code"].choices]
    staff.post(url("annex_new", world.plan), {"code": "criteria-matrix", "label": "Phụ lục I"})
    annex = Annex.objects.get()
    assert (annex.label, bool(annex.title), annex.position) == ("Phụ lục I", True, 1)


def test_annex_once_in_a_plan_and_by_one_label(staff, world):
    same = staff.post(url("annex_new", world.plan), {"code": "criteria-matrix"})
    assert (same.status_code, list(same.context["form"].errors)) == (422, ["code"])
    other = make_annex(world.plan, "funding", label="Kinh phí", position=3)
    sent = {"label": "biểu số 02", "title": "Kinh phí"}
    answer = staff.post(url("annex_edit", world.plan, other.code), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["label"])


def test_second_of_two_in_the_same_moment_is_told(staff, world, monkeypatch):
    def make(page, name, before):
        """The page's service, with what somebody else does between the check and the storing."""
        service = getattr(page, name)
        monkeypatch.setattr(page, name, lambda **given: (before(), service(**given))[1])

    make(plan_annexes, "store_annex", lambda: make_annex(world.plan, "funding", label="Kinh phí", position=3))
    annex = staff.post(url("annex_new", world.plan), {"code": "funding", "label": "Vốn"})
    sent = form_of(staff, url("plan_next", world.plan)) | {"criteria_set": world.criteria_set.pk}
    make(plan_edit, "copy_plan", lambda: make_plan(world.province, world.criteria_set, slug=sent["slug"]))
    following = staff.post(url("plan_next", world.plan), sent)
    told = [(answer.status_code, dict(answer.context["form"].errors)) for answer in (annex, following)]
    assert told == [(422, {"__all__": [plan_edit.TAKEN]}), (422, {"slug": [plan_edit.TAKEN]})]


def test_annexes_change_places(staff, world):
    make_annex(world.plan, "funding", label="Kinh phí", position=3)
    staff.post(url("annex_move", world.plan, "funding", "len"))
    labels = list(Annex.objects.order_by("position").values_list("label", flat=True))
    assert labels == ["Kinh phí", "Biểu số 02"]
    staff.post(url("annex_move", world.plan, "funding", "len"))
    assert FigureChange.objects.get().new == "Kinh phí, Biểu số 02"


def test_annex_with_figures_stays(staff, world, version):
    other = make_annex(world.plan, "funding", label="Kinh phí", position=3)
    version(world.annex)
    refused = staff.post(url("annex_remove", world.plan, world.annex.code))
    staff.post(url("annex_remove", world.plan, other.code))
    assert said(refused) == ["Biểu đã có số liệu nên không gỡ được."]
    assert [annex.label for annex in Annex.objects.all()] == ["Biểu số 02"]


def test_reader_is_offered_no_work(client, cast, world):
    client.force_login(cast.leader)
    page = client.get(url("plan", world.plan))
    words = ("Soạn văn bản", "Ban hành</a>", "Thêm biểu", "Sửa thông tin", "Sửa tên")
    assert [word for word in words if word in page.content.decode()] == []


def test_new_annex_takes_the_next_free_label(staff, world):
    Annex.objects.update(code="funding", label="Biểu số 02")
    staff.post(url("annex_new", world.plan), {"code": "criteria-matrix"})
    assert set(Annex.objects.values_list("label", flat=True)) == {"Biểu số 01", "Biểu số 02"}


def test_issued_plan_is_shown_before_a_later_draft(world, cast):
    draft = make_plan(world.province, world.criteria_set, slug="sau", number="", date=None, last_year=2030)
    assert Plan.objects.visible_to(cast.leader).current() == draft
    Plan.objects.exclude(pk=draft.pk).update(state="issued")
    assert Plan.objects.visible_to(cast.leader).current() == world.plan


def test_issue_page_counts_what_does_not_agree(staff, world, cast):
    unit = next(unit for unit in index_of(world.annex).units if unit.name == "Nà Tấu")
    cells = {"1": Cell("1", "1"), "2": Cell("0", "0"), "result": Cell("5", "5")}
    changeset = open_changeset(user=cast.officer, channel="upload")
    table = AnnexTable((Row(RowKind.UNIT, unit, cells),))
    save_table(annex=world.annex, number=1, table=table, changeset=changeset)
    assert staff.get(url("plan_issue", world.plan)).context["differing"] == 1


@pytest.mark.parametrize("count", [3, 60])
@pytest.mark.parametrize(("name", "queries"), [("plan", 9), ("outline", 6), ("section_new", 6)])
def test_pages_ask_as_often_however_long_the_text(
    staff, world, count, name, queries, django_assert_num_queries
):
    PlanSection.objects.bulk_create(
        PlanSection(plan=world.plan, position=at, level=at % 3 + 1, number=str(at), heading=f"Mục {at}")
        for at in range(1, count + 1)
    )
    with django_assert_num_queries(queries):
        staff.get(url(name, world.plan))


def test_text_is_shown_as_it_is_printed(staff, world):
    fields = {
        "legal_bases": "Căn cứ A;\nCăn cứ B.",
        "closing": "Trên đây",
        "recipients": "Như trên;\nLưu: VT.",
    }
    Plan.objects.update(**fields, signs_for="TM. ỦY BAN NHÂN DÂN", signer="Lê <Đô>", footnotes="Dự kiến")
    rows = [(1, "I", "MỤC TIÊU", False, ""), (3, "a)", "Cấp xã:", True, "Có 01 xã¹")]
    PlanSection.objects.bulk_create(
        PlanSection(plan=world.plan, position=at, level=lv, number=no, heading=head, run_in=run, text=text)
        for at, (lv, no, head, run, text) in enumerate(rows)
    )
    page = " ".join(staff.get(url("plan", world.plan)).content.decode().split())
    for part in (
        "<p>Căn cứ A;</p><p>Căn cứ B.</p>",
        "<h3>I. MỤC TIÊU</h3>",
        "<p>a) <strong>Cấp xã:</strong> Có 01 xã¹</p>",
        "<p>Trên đây./.</p>",
        "<li>- Như trên;</li><li>- Lưu: VT.</li>",
        "<p>TM. ỦY BAN NHÂN DÂN</p><p>Lê &lt;Đô&gt;</p>",
        '<ol class="footnotes"><li>Dự kiến</li></ol>',
    ):
        assert part in page
