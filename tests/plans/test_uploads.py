"""What happens to a file between the officer's hand and the store."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Changeset, FigureChange, User
from plans.models import AnnexRow, AnnexVersion, CommuneTarget, Upload
from plans.services.uploads import (
    NotWholeError,
    StaleError,
    UndoRefusedError,
    abandon_upload,
    answer_upload,
    confirm_upload,
    preview,
    receive_upload,
    review_upload,
    undo_upload,
)
from tests.factories import make_commune, make_user
from tests.plans.sheets import fill_template

ALL, NINE, NONE = "1" * 19, "1" * 9 + "0" * 10, "0" * 19
FOUR = ("Ẳng Cang", "Nà Tấu", "Đứa Mòn", "Nặm Ét")


@pytest.fixture
def bring(world, cast):
    """Receive a template filled with marks as a user; confirmed unless told otherwise."""

    def bring(user, marks, *, confirm=True, **options):
        data = fill_template(world.annex, user, marks, **options)
        upload, found = receive_upload(annex=world.annex, user=user, name="biểu.xlsx", data=data)
        if confirm:
            confirm_upload(upload=upload, user=user, digest=found.digest)
        return upload

    return bring


def stored(world):
    """Commune → its stored marks, of the current version."""
    version = AnnexVersion.objects.current(world.annex)
    rows = AnnexRow.objects.of(version).filter(kind="unit").select_related("commune") if version else ()
    numbers = [criterion.number for criterion in world.criteria]
    return {row.commune.name: "".join(row.cells[number][1] or " " for number in numbers) for row in rows}


def versions(world):
    return AnnexVersion.objects.filter(annex=world.annex).count()


def test_nothing_is_stored_before_it_is_confirmed(world, cast, bring):
    upload = bring(cast.officer, {"Ẳng Cang": ALL}, confirm=False)
    assert (upload.state, versions(world), Changeset.objects.count()) == ("waiting", 0, 0)
    assert CommuneTarget.objects.count() == 0


def test_confirmed_rows_are_stored_with_their_maker(world, cast, bring):
    upload = bring(cast.officer, {"Ẳng Cang": ALL, "Nà Tấu": NINE})
    version = AnnexVersion.objects.get()
    upload.refresh_from_db()
    assert (version.number, version.upload, upload.state) == (1, upload, "stored")
    assert (version.changeset.user, version.changeset.channel, version.changeset.reason) == (
        cast.officer,
        "upload",
        "biểu.xlsx",
    )
    assert stored(world) == {"Ẳng Cang": ALL, "Nà Tấu": NINE}


def test_file_is_kept_as_it_came(world, cast):
    data = fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL})
    upload, _ = receive_upload(annex=world.annex, user=cast.officer, name="biểu.xlsx", data=data)
    with upload.file.open("rb") as file:
        assert (file.read(), upload.name, upload.size) == (data, "biểu.xlsx", len(data))


def test_history_has_each_figure_once(world, cast, bring):
    bring(cast.officer, {"Ẳng Cang": ALL, "Nà Tấu": NINE})
    bring(cast.officer, {"Ẳng Cang": "0" + "1" * 18, "Nà Tấu": NINE[:-1] + " "})
    second = Changeset.objects.order_by("pk").last()
    first, last = world.criteria[0].number, world.criteria[-1].number
    assert [
        (change.subject, change.commune.name, change.district, change.key, change.old, change.new)
        for change in second.changes.order_by("pk")
    ] == [
        (f"plan/{world.plan.slug}/criteria-matrix", "Ẳng Cang", world.north, first, "1", "0"),
        (f"plan/{world.plan.slug}/criteria-matrix", "Nà Tấu", world.north, last, "0", ""),
    ]
    assert FigureChange.objects.exclude(changeset=second).count() == 38


def test_targets_are_what_the_table_says(world, cast, bring):
    bring(cast.officer, {"Ẳng Cang": NINE})
    targets = CommuneTarget.objects.order_by("commune__sort_order", "criterion__position")
    assert [(t.commune.name, t.criterion.number, t.year, t.met) for t in targets] == [
        ("Ẳng Cang", criterion.number, 2025, mark == "1")
        for criterion, mark in zip(world.criteria, NINE, strict=True)
    ]


def test_commune_without_marks_has_no_targets(world, cast, bring):
    bring(cast.officer, {"Ẳng Cang": NINE})
    bring(cast.officer, {"Ẳng Cang": " " * 19})
    assert (CommuneTarget.objects.count(), stored(world)) == (0, {"Ẳng Cang": " " * 19})


def test_half_a_district_leaves_the_other_half_alone(world, cast, bring):
    bring(cast.staff, dict.fromkeys(FOUR, NINE))
    before = {row.commune_id: row.cells for row in AnnexRow.objects.filter(version__number=1, kind="unit")}
    bring(cast.part_officer, {"Ẳng Cang": ALL})
    after = {row.commune_id: row.cells for row in AnnexRow.objects.filter(version__number=2, kind="unit")}
    assert {pk for pk in before if before[pk] != after[pk]} == {world.communes[0].pk}
    assert stored(world) == {"Ẳng Cang": ALL, "Nà Tấu": NINE, "Đứa Mòn": NINE, "Nặm Ét": NINE}


def test_second_confirmation_stores_nothing(world, cast, bring):
    upload = bring(cast.officer, {"Ẳng Cang": ALL}, confirm=False)
    digest = review_upload(upload).digest
    made = [confirm_upload(upload=upload, user=cast.officer, digest=digest) for _ in range(2)]
    assert ([version and version.number for version in made], versions(world)) == ([1, None], 1)


def test_confirmation_after_a_change_of_its_rows_is_refused(world, cast, bring):
    upload = bring(cast.officer, {"Ẳng Cang": ALL}, confirm=False)
    digest = review_upload(upload).digest
    bring(cast.staff, {"Ẳng Cang": NINE})
    with pytest.raises(StaleError):
        confirm_upload(upload=upload, user=cast.officer, digest=digest)
    upload.refresh_from_db()
    assert (upload.state, stored(world), Changeset.objects.count()) == ("waiting", {"Ẳng Cang": NINE}, 1)


def test_change_of_another_district_disturbs_no_confirmation(world, cast, bring):
    upload = bring(cast.officer, {"Ẳng Cang": ALL}, confirm=False)
    digest = review_upload(upload).digest
    bring(cast.staff, {"Nặm Ét": NINE})
    version = confirm_upload(upload=upload, user=cast.officer, digest=digest)
    assert (version.number, stored(world)) == (2, {"Ẳng Cang": ALL, "Nặm Ét": NINE})


def test_version_made_by_somebody_in_between_is_refused(world, cast, bring, monkeypatch):
    """The other's version comes after the file was compared and before it is stored."""
    first = bring(cast.staff, {"Nặm Ét": NINE})
    upload = bring(cast.officer, {"Ẳng Cang": ALL}, confirm=False)
    digest = review_upload(upload).digest
    changeset = first.versions.get().changeset

    def late(*args):
        AnnexVersion.objects.create(annex=world.annex, number=2, changeset=changeset)

    monkeypatch.setattr("plans.services.stores.record_figures", late)
    with pytest.raises(StaleError):
        confirm_upload(upload=upload, user=cast.officer, digest=digest)
    upload.refresh_from_db()
    assert (upload.state, versions(world), stored(world)) == ("waiting", 1, {"Nặm Ét": NINE})


def test_all_or_nothing_stores_nothing_while_a_row_is_out(world, cast, bring):
    marks = {"Ẳng Cang": ALL, "Nà Tấu": NINE}
    upload = bring(cast.officer, marks, names={"Nà Tấu": "Xã Hát Lót"}, confirm=False)
    digest = review_upload(upload).digest
    with pytest.raises(NotWholeError):
        confirm_upload(upload=upload, user=cast.officer, digest=digest, all_or_nothing=True)
    assert versions(world) == 0
    confirm_upload(upload=upload, user=cast.officer, digest=digest)
    assert stored(world) == {"Ẳng Cang": ALL}


def test_cleared_cells_are_counted(world, cast, bring):
    bring(cast.officer, {"Ẳng Cang": ALL, "Nà Tấu": NINE})
    upload = bring(cast.officer, {"Ẳng Cang": ALL[:7] + " " * 12}, confirm=False)
    assert upload.counts == {
        "rows": 2, "new": 0, "changed": 1, "same": 1, "cleared": 12, "refused": 0, "asked": 0, "sums": 0,
    }  # fmt: skip


def test_same_values_make_no_version(world, cast, bring):
    bring(cast.officer, {"Ẳng Cang": ALL})
    upload = bring(cast.officer, {}, confirm=False)  # the template as it is, with what is stored
    assert (upload.state, upload.counts["same"], upload.counts["changed"], versions(world)) == (
        "same",
        2,
        0,
        1,
    )


def test_same_bytes_are_told(world, cast):
    data = fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL})
    for _ in range(2):
        upload, found = receive_upload(annex=world.annex, user=cast.officer, name="biểu.xlsx", data=data)
        if found.effective:
            confirm_upload(upload=upload, user=cast.officer, digest=found.digest)
    (told,) = [finding for finding in upload.findings if finding["code"] == "same-file"]
    assert (upload.state, told["severity"], versions(world)) == ("same", "info", 1)
    assert told["message"].startswith(f"Tệp này đã được {cast.officer} tải lên và lưu ngày ")


def test_foreign_rows_are_refused(world, cast, bring):
    """A staff template of both districts, brought by the officer of one."""
    data = fill_template(world.annex, cast.staff, dict.fromkeys(FOUR, ALL))
    upload, found = receive_upload(annex=world.annex, user=cast.officer, name="biểu.xlsx", data=data)
    confirm_upload(upload=upload, user=cast.officer, digest=found.digest)
    assert {finding["code"] for finding in upload.findings if finding["blocks"]} == {"other-district"}
    assert (upload.counts["new"], upload.counts["refused"]) == (2, 2)
    assert stored(world) == {"Ẳng Cang": ALL, "Nà Tấu": ALL}


def test_only_foreign_rows_store_nothing(world, cast):
    stranger = make_user("nam", "district_officer", world.south)
    data = fill_template(world.annex, cast.officer, {"Ẳng Cang": ALL})
    upload, found = receive_upload(annex=world.annex, user=stranger, name="biểu.xlsx", data=data)
    assert (found.effective, upload.counts["refused"]) == ((), 2)
    with pytest.raises(StaleError):
        confirm_upload(upload=upload, user=stranger, digest=found.digest)
    assert versions(world) == 0


def test_answer_lets_the_row_in(world, cast, bring):
    upload = bring(cast.officer, {"Nà Tấu": ALL}, names={"Nà Tấu": "Xã Nà Tấuu"}, confirm=False)
    (question,) = review_upload(upload).questions
    found = answer_upload(upload, {question.question: "90102"})
    confirm_upload(upload=upload, user=cast.officer, digest=found.digest)
    assert (found.questions, stored(world)) == ((), {"Nà Tấu": ALL})


def test_unreadable_file_is_kept_with_its_reason(world, cast):
    upload, found = receive_upload(annex=world.annex, user=cast.officer, name="a.xlsx", data=b"%PDF-1.7")
    assert (found, upload.state, upload.counts) == (None, "unreadable", {})
    assert [(finding["code"], finding["blocks"]) for finding in upload.findings] == [
        ("file-not-a-workbook", True)
    ]


def test_abandoned_upload_cannot_be_confirmed(world, cast, bring):
    upload = bring(cast.officer, {"Ẳng Cang": ALL}, confirm=False)
    digest = review_upload(upload).digest
    abandon_upload(upload)
    assert confirm_upload(upload=upload, user=cast.officer, digest=digest) is None
    assert (Upload.objects.get().state, versions(world)) == ("abandoned", 0)


# -- undo


def test_undo_gives_the_former_values_back(world, cast, bring):
    bring(cast.officer, {"Ẳng Cang": NINE})
    upload = bring(cast.officer, {"Ẳng Cang": ALL, "Nà Tấu": ALL})
    version = undo_upload(upload=upload, user=cast.staff).version
    upload.refresh_from_db()
    assert (version.number, version.undoes, version.upload, upload.state) == (3, upload, None, "undone")
    assert (stored(world), CommuneTarget.objects.filter(met=True).count()) == ({"Ẳng Cang": NINE}, 9)


def test_undo_is_in_the_history(world, cast, bring):
    upload = bring(cast.officer, {"Ẳng Cang": NINE})
    undo_upload(upload=upload, user=cast.staff)
    changeset = Changeset.objects.order_by("pk").last()
    assert (changeset.user, changeset.channel, changeset.reason) == (
        cast.staff,
        "browser",
        "Hoàn tác biểu.xlsx",
    )
    assert [(change.key, change.old, change.new) for change in changeset.changes.order_by("pk")] == [
        (criterion.number, mark, "") for criterion, mark in zip(world.criteria, NINE, strict=True)
    ]


def test_undo_leaves_later_uploads_of_others_alone(world, cast, bring):
    bring(cast.staff, dict.fromkeys(FOUR, NONE))
    upload = bring(cast.officer, {"Ẳng Cang": ALL})
    bring(cast.staff, {"Nặm Ét": NINE})
    bring(cast.officer, {"Nà Tấu": NINE})
    undo_upload(upload=upload, user=cast.officer)
    assert stored(world) == {"Ẳng Cang": NONE, "Nà Tấu": NINE, "Đứa Mòn": NONE, "Nặm Ét": NINE}


def test_undo_is_refused_where_a_row_changed_again(world, cast, bring):
    upload = bring(cast.officer, {"Ẳng Cang": ALL, "Nà Tấu": ALL})
    bring(cast.staff, {"Ẳng Cang": NINE})
    with pytest.raises(UndoRefusedError) as caught:
        undo_upload(upload=upload, user=cast.officer)
    assert str(caught.value) == "Không hoàn tác được: Xã Ẳng Cang đã được thay đổi sau lần tải lên này."
    upload.refresh_from_db()
    assert (upload.state, versions(world)) == ("stored", 2)


def test_who_has_left_the_district_undoes_nothing_of_it(world, cast, bring):
    upload = bring(cast.officer, {"Ẳng Cang": ALL})
    cast.officer.memberships.update(district=world.south)
    moved = User.objects.get(pk=cast.officer.pk)
    with pytest.raises(UndoRefusedError, match="không còn thuộc địa bàn của bạn"):
        undo_upload(upload=upload, user=moved)
    assert stored(world) == {"Ẳng Cang": ALL}


def test_undo_is_allowed_after_the_later_change_was_undone(world, cast, bring):
    first = bring(cast.officer, {"Ẳng Cang": ALL})
    second = bring(cast.staff, {"Ẳng Cang": NINE})
    undo_upload(upload=second, user=cast.staff)
    undo_upload(upload=first, user=cast.officer)
    assert (stored(world), versions(world)) == ({}, 4)


def test_second_undo_is_refused(world, cast, bring):
    upload = bring(cast.officer, {"Ẳng Cang": ALL})
    undo_upload(upload=upload, user=cast.officer)
    with pytest.raises(UndoRefusedError) as caught:
        undo_upload(upload=upload, user=cast.officer)
    assert (str(caught.value), versions(world)) == ("Tệp này chưa được lưu hoặc đã được hoàn tác.", 2)


def test_undone_file_can_be_brought_again(world, cast, bring):
    upload = bring(cast.officer, {"Ẳng Cang": ALL})
    undo_upload(upload=upload, user=cast.officer)
    bring(cast.officer, {"Ẳng Cang": ALL})
    assert (stored(world), versions(world)) == ({"Ẳng Cang": ALL}, 3)


# -- costs


@pytest.fixture(params=[0, 40])
def size(request, world):
    """The world, and with many more communes in both districts."""
    for number in range(request.param):
        district = world.north if number % 2 else world.south
        make_commune(district, f"909{number:02}", f"Pá {number}", order=number)
    return request.param


def test_queries_do_not_grow_with_the_rows(world, cast, size):
    names = [*FOUR, *(f"Pá {number}" for number in range(size))]
    data = fill_template(world.annex, cast.staff, dict.fromkeys(names, NINE))
    with CaptureQueriesContext(connection) as previewing:
        found = preview(world.annex, data, cast.staff)
    upload, _ = receive_upload(annex=world.annex, user=cast.staff, name="biểu.xlsx", data=data)
    with CaptureQueriesContext(connection) as confirming:
        confirm_upload(upload=upload, user=cast.staff, digest=found.digest)
    inserts = [query for query in confirming if query["sql"].startswith("INSERT")]  # in batches
    assert (found.counts["new"], len(previewing), len(confirming) - len(inserts)) == (4 + size, 5, 12)


def test_who_brings_no_rows_any_more_confirms_none(client, world, cast, bring):
    upload = bring(cast.officer, {"Ẳng Cang": ALL}, confirm=False)
    assert list(Upload.objects.editable_by(cast.officer)) == [upload]
    cast.officer.memberships.update(role="leader")
    officer = User.objects.get(pk=cast.officer.pk)
    client.force_login(officer)
    assert client.post(f"/tai-len/{upload.pk}/luu/", {"digest": "0" * 64}).status_code == 403
    assert (list(Upload.objects.visible_to(officer)), list(Upload.objects.editable_by(officer))) == (
        [upload],
        [],
    )
