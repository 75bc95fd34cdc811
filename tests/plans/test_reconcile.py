"""Both seed plans as they were issued, with all that does not agree in them."""

import csv
import io
import json
from collections import Counter

import pytest
from django.core.management import call_command

from accounts.services import create_demo_users, system_user
from plans.domain.text.figures import figures_in
from plans.models import Plan
from plans.services.plans import load_seed_plans
from plans.services.reconcile import reconcile, text_parts
from reports.services.demo_annexes import bring_demo_annexes
from tests.plans.dien_bien import ROOT

PLAN = "dien-bien-2022-1986"


@pytest.fixture(scope="module")
def django_db_setup_annexes(django_db_setup, django_db_blocker):
    """Both plans with their printed annexes stay for the module."""
    with django_db_blocker.unblock():
        call_command("load_reference", stdout=io.StringIO())
        load_seed_plans()
        create_demo_users()
        bring_demo_annexes()
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def plan(django_db_setup_annexes, db):
    return Plan.objects.get(slug=PLAN)


def told(plan):
    out = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("reconcile", "--plan", plan.slug, "--json", stdout=out)
    assert stop.value.code == 1
    return json.loads(out.getvalue())["findings"]


def test_all_that_does_not_agree_is_told(plan):
    assert Counter((found["annex"], found["code"]) for found in told(plan)) == {
        ("yearly-targets", "rounding"): 1,
        ("yearly-targets", "bands-sum"): 1,
        ("village-targets", "below-registered"): 2,
        ("yearly-targets", "cross-annex"): 2,
        ("", "percentage"): 7,
    }


def test_difference_between_annexes_names_both_figures(plan):
    found = [found for found in told(plan) if found["code"] == "cross-annex"]
    assert [(told["where"], told["stated"], told["computed"]) for told in found] == [
        ("D37", "142", "176"),
        ("D38", "508", "474"),
    ]
    assert set(found[0]) == {
        "severity", "code", "annex", "where", "message", "stated", "computed", "accepted",
    }  # fmt: skip


def test_text_is_told_by_its_section(plan):
    shares = [
        (found["where"], found["stated"], found["computed"]) for found in told(plan) if not found["annex"]
    ]
    assert shares == [
        ("Mục II.2.c", "50,9", "51,2"),
        ("Mục III.2.b", "86,95", "86,96"),
        ("Mục III.2.b", "84,34", "84,35"),
        ("Mục III.4.a", "65,21", "65,22"),
        ("Mục III.4.a", "28,69", "28,70"),
        ("Mục III.5.a", "84,34", "84,35"),
        ("Mục III.5.a", "89,56", "89,57"),
    ]


def test_every_criterion_the_text_repeats_is_found(plan):
    with (ROOT / "tests/data/text_targets_dien_bien.csv").open(encoding="utf-8", newline="") as file:
        wanted = [(f"7.4.{row['crit']}", row["value"], row["pct"]) for row in csv.DictReader(file)]
    found = [
        (said.line, said.text, said.percent)
        for part in text_parts(plan)
        for paragraph in part.paragraphs
        for said in figures_in(paragraph, is_goal=False)
    ]
    assert Counter(found) == Counter(wanted)


def test_changed_text_and_changed_annex_are_told(plan):
    section = plan.sections.get(text__contains="89/115 xã")
    section.text = section.text.replace("89/115 xã", "98/115 xã")
    section.save()
    found = [found for found in told(plan) if found["code"] == "cross-text"]
    assert [(told["stated"], told["computed"], told["severity"]) for told in found] == [("98", "89", "error")]


def test_person_who_sees_a_part_is_not_told_of_the_whole(plan, django_user_model):
    officer = django_user_model.objects.get(username="dienbien.nampo")
    codes = {difference.finding.code for difference in reconcile(plan, officer)}
    assert "cross-annex" not in codes
    assert len(reconcile(plan, system_user())) == 13


@pytest.mark.parametrize("who, annexes", [("sonla.maison", {"funding", ""}), ("sonla.vanphong", None)])
def test_rules_say_nothing_of_rows_that_are_not_shown(plan, django_user_model, who, annexes):
    user = django_user_model.objects.get(username=who)
    found = {told.annex for told in reconcile(Plan.objects.get(slug="son-la-2023-176"), user)}
    assert found == (annexes or {"commune-gaps-ntm", "commune-gaps-advanced", "funding", ""})


def test_plan_of_other_annexes_has_only_its_own_findings(plan):
    found = reconcile(Plan.objects.get(slug="son-la-2023-176"), system_user())
    assert {told.annex for told in found} == {"commune-gaps-ntm", "commune-gaps-advanced", "funding", ""}
    assert [(told.finding.code, told.finding.stated) for told in found if not told.annex] == [
        ("bands-sum", "225")
    ]
