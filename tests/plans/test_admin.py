import pytest
from django.urls import reverse


@pytest.mark.parametrize("model", ["plan", "annexversion", "upload", "communetarget"])
def test_lists_open_for_administrators_only(client, cast, model):
    url = reverse(f"admin:plans_{model}_changelist")
    statuses = {}
    for name in ("admin", "staff"):
        client.force_login(getattr(cast, name))
        statuses[name] = client.get(url).status_code
    assert statuses == {"admin": 200, "staff": 302}


def test_plan_leads_to_the_upload_of_its_annex(client, world, cast):
    client.force_login(cast.admin)
    page = client.get(reverse("admin:plans_plan_change", args=[world.plan.pk]))
    link = reverse("plans:upload_new", args=[world.plan.slug, world.annex.code])
    assert f'<a href="{link}">Nhập biểu</a>' in page.content.decode()


def test_plan_of_another_province_is_not_there(client, world, cast):
    cast.admin.memberships.update(province=world.other_province)
    client.force_login(cast.admin)
    assert client.get(reverse("admin:plans_plan_change", args=[world.plan.pk])).status_code == 404
