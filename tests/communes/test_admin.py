"""The admin pages of units: who may work on which rows, and what is marked as edited by hand."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from communes.models import Alias, Commune, CommuneStatus, District, Province

PAGES = [f"admin:communes_{name}_changelist" for name in ("province", "district", "commune", "alias")]


@pytest.fixture
def admin(cast, client):
    """A browser of the administrator of province A."""
    client.force_login(cast.admin)
    return client


def change_url(row) -> str:
    return reverse(f"admin:communes_{row._meta.model_name}_change", args=[row.pk])


def form_data(commune: Commune, **changes) -> dict[str, str]:
    """What the change page of a commune without aliases posts."""
    (status,) = commune.statuses.all()
    return {
        "province": commune.province_id,
        "type": commune.type,
        "name": commune.name,
        "sort_order": commune.sort_order,
        "valid_to": "",
        "note": commune.note,
        "statuses-TOTAL_FORMS": "1",
        "statuses-INITIAL_FORMS": "1",
        "statuses-0-id": status.pk,
        "statuses-0-commune": commune.pk,
        "statuses-0-valid_from": "01/01/2020",
        "statuses-0-valid_to": "",
        "statuses-0-district": status.district_id,
        "statuses-0-in_programme": "on",
        "statuses-0-is_extremely_difficult": "unknown",
        "statuses-0-is_atk": "unknown",
        "aliases-TOTAL_FORMS": "0",
        "aliases-INITIAL_FORMS": "0",
    } | changes


def listed(client, page: str, **query) -> list[str]:
    result = client.get(reverse(page), query).context["cl"].result_list
    return [str(row) for row in result]


def test_lists_show_the_own_province_only(admin, world):
    Alias.objects.create(commune=world.communes[0], name="Áng Cang")
    Alias.objects.create(commune=world.other_commune, name="Chiềng Ờn")
    assert [listed(admin, page) for page in PAGES] == [
        ["tỉnh Hồng Lam"],
        ["huyện Mường Đông", "huyện Tủa Xanh"],
        ["xã Ẳng Cang", "xã Nà Tấu", "xã Đứa Mòn", "xã Nặm Ét"],
        ["Áng Cang"],
    ]


def test_other_roles_do_not_enter(client, cast):
    for user in (cast.staff, cast.officer, cast.leader):
        client.force_login(user)
        assert [client.get(reverse(page)).status_code for page in PAGES] == [302] * 4


def test_staff_flag_alone_opens_nothing(client, cast):
    cast.officer.is_staff = True
    cast.officer.save()
    client.force_login(cast.officer)
    assert [client.get(reverse(page)).status_code for page in PAGES] == [403] * 4


def test_commune_of_another_province_is_not_there(admin, world):
    for action in ("change", "delete", "history"):
        url = reverse(f"admin:communes_commune_{action}", args=[world.other_commune.pk])
        assert admin.get(url).status_code == 404


@pytest.mark.parametrize("text", ["ang cang", "ẲNG CANG", "90101"])
def test_search_needs_no_tone_marks(admin, text):
    assert listed(admin, "admin:communes_commune_changelist", q=text) == ["xã Ẳng Cang"]


@pytest.mark.parametrize("text", ["áng", "ang cang", "ẲNG CANG"])
def test_alias_is_found_by_its_unit_too(admin, world, text):
    Alias.objects.create(commune=world.communes[0], name="Áng Cang")
    Alias.objects.create(commune=world.communes[1], name="Nà Tầu")
    assert listed(admin, "admin:communes_alias_changelist", q=text) == ["Áng Cang"]


def test_filters(admin, world):
    Commune.objects.filter(pk=world.communes[0].pk).update(valid_to=date(2025, 6, 30))
    page = "admin:communes_commune_changelist"
    assert listed(admin, page, con="0") == ["xã Ẳng Cang"]
    assert listed(admin, page, statuses__district__id__exact=world.south.pk) == ["xã Đứa Mòn", "xã Nặm Ét"]


def test_choices_are_those_of_the_own_province(admin, world):
    form = admin.get(change_url(world.communes[0])).context["adminform"].form
    assert list(form.fields["province"].queryset) == [world.province]
    assert set(form.fields["predecessors"].queryset) == set(world.communes)


def test_a_foreign_province_cannot_be_chosen(admin, world):
    commune = world.communes[0]
    answer = admin.post(change_url(commune), form_data(commune, province=world.other_province.pk))
    assert list(answer.context["adminform"].form.errors) == ["province"]
    commune.refresh_from_db()
    assert commune.province == world.province


def test_saved_row_is_marked_and_folded(admin, world):
    commune = world.communes[0]
    assert admin.post(change_url(commune), form_data(commune, name="Ẳng Nưa")).status_code == 302
    commune.refresh_from_db()
    assert (commune.name, commune.search_name, commune.edited_by_hand) == ("Ẳng Nưa", "ang nua", True)


def test_saving_without_a_change_marks_nothing(admin, world):
    commune = world.communes[0]
    admin.post(change_url(commune), form_data(commune))
    commune.refresh_from_db()
    assert commune.edited_by_hand is False


def test_changed_status_marks_the_commune(admin, world):
    commune = world.communes[0]
    data = form_data(commune)
    del data["statuses-0-in_programme"]
    admin.post(change_url(commune), data)
    commune.refresh_from_db()
    assert (commune.statuses.get().in_programme, commune.edited_by_hand) == (False, True)


def test_overlapping_statuses_are_refused(admin, world):
    commune = world.communes[0]
    second = {
        "statuses-TOTAL_FORMS": "2",
        "statuses-1-commune": commune.pk,
        "statuses-1-valid_from": "01/01/2022",
        "statuses-1-is_extremely_difficult": "unknown",
        "statuses-1-is_atk": "unknown",
    }
    answer = admin.post(change_url(commune), form_data(commune, **second))
    assert answer.context["errors"] == ["Hai tình trạng chồng nhau vào ngày 01/01/2022."]
    assert CommuneStatus.objects.filter(commune=commune).count() == 1


def test_code_and_first_day_cannot_be_changed(admin, world):
    commune = world.communes[0]
    admin.post(change_url(commune), form_data(commune, code="99999", valid_from="01/01/2021"))
    commune.refresh_from_db()
    assert (commune.code, commune.valid_from) == ("90101", date(2020, 1, 1))


def test_only_rows_made_by_hand_can_be_deleted(admin, world):
    made = Commune.objects.create(
        province=world.province, code="90999", name="Thử", valid_from=date(2025, 7, 1), edited_by_hand=True
    )
    urls = [reverse("admin:communes_commune_delete", args=[row.pk]) for row in (made, world.communes[0])]
    assert [admin.post(url, {"post": "yes"}).status_code for url in urls] == [302, 403]
    assert Commune.objects.filter(code="90999").exists() is False


def test_alias_marks_its_unit(admin, world):
    url = reverse("admin:communes_alias_add")
    admin.post(url, {"district": world.north.pk, "name": "Mường Dông", "kind": "office"})
    alias = Alias.objects.get()
    assert (alias.unit, alias.unit.edited_by_hand) == (world.north, True)
    District.objects.update(edited_by_hand=False)
    admin.post(reverse("admin:communes_alias_delete", args=[alias.pk]), {"post": "yes"})
    assert (Alias.objects.exists(), District.objects.get(pk=world.north.pk).edited_by_hand) == (False, True)


def test_alias_of_nobody_or_of_two_is_refused(admin, world):
    url = reverse("admin:communes_alias_add")
    both = {"district": world.north.pk, "commune": world.communes[0].pk, "name": "x", "kind": "office"}
    for data in (both, {"name": "x", "kind": "office"}):
        form = admin.post(url, data).context["adminform"].form
        assert form.non_field_errors() == ["Chọn một huyện hoặc một xã, không chọn cả hai."]


def test_rows_can_be_given_back(admin, world):
    Commune.objects.update(edited_by_hand=True)
    data = {"action": "give_back", "_selected_action": [world.communes[0].pk, world.other_commune.pk]}
    admin.post(reverse("admin:communes_commune_changelist"), data)
    marked = Commune.objects.filter(edited_by_hand=False)
    assert list(marked) == [world.communes[0]]


def test_history_is_kept(admin, world):
    commune = world.communes[0]
    admin.post(change_url(commune), form_data(commune, name="Ẳng Nưa"))
    assert LogEntry.objects.get().get_change_message() == "Đã thay đổi Tên."


def test_list_takes_the_same_queries_for_one_row_and_for_many(admin, world, django_assert_num_queries):
    url = reverse("admin:communes_commune_changelist")
    admin.get(url)
    for query in ({"q": "ang cang"}, {}):
        with django_assert_num_queries(LIST_QUERIES):
            admin.get(url, query)


LIST_QUERIES = 12


def test_superuser_sees_every_province(client, world, cast):
    cast.admin.is_superuser = True
    cast.admin.memberships.all().delete()
    cast.admin.save()
    client.force_login(cast.admin)
    assert listed(client, "admin:communes_province_changelist") == ["tỉnh Hồng Lam", "tỉnh Bản Lạc"]
    assert Province.objects.count() == 2
