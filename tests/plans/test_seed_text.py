"""Both seed plans come back from the database as the scans read them, word for word and in order."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from ntm.text import clean
from plans.domain.text.document import lines, paragraphs
from plans.models import Annex, Plan, PlanSection
from plans.services.plan_text import read_sections
from plans.services.plans import load_seed_plans

DATA = Path(__file__).parents[1] / "data"
FOOTNOTE = re.compile(r"^[¹²³⁴]")
PLANS = [("dien-bien-2022-1986", "ke-hoach-1986.txt"), ("son-la-2023-176", "ke-hoach-176.txt")]


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("load_reference", stdout=io.StringIO())
        load_seed_plans()
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def seeds(reference, db):
    """Both plans of the seeds, whole."""


def letters(paragraphs):
    """All of it without white space and the marks of bold and italic: what must be equal letter by letter."""
    return re.sub(r"[\s*#]", "", clean(" ".join(paragraphs)))


def scanned(name):
    """Text and footnotes of a scan; a footnote stands wherever its page ended."""
    read = (DATA / name).read_text(encoding="utf-8").splitlines()
    notes = [line for line in read if FOOTNOTE.match(line)]
    return [line for line in read if line not in notes], notes


def signature(plan):
    return [plan.signs_for, plan.in_place_of, plan.post, plan.signer]


def printed(plan):
    head = [] if not plan.place else [f"Số: {plan.number}", f"{plan.place}, ngày 29 tháng 6 năm 2022"]
    text = [str(paragraph) for section in read_sections(plan) for paragraph in paragraphs(section)]
    recipients = [f"- {line}" for line in lines(plan.recipients)]
    return [
        *(*head, "KẾ HOẠCH", plan.title, plan.legal_bases, plan.opening, *text, f"{plan.closing}./."),
        *("Nơi nhận:", *recipients, *signature(plan)),
    ]


@pytest.mark.parametrize(("slug", "name"), PLANS)
def test_every_word_of_the_scan_is_kept_in_order(seeds, slug, name):
    body, notes = scanned(name)
    plan = Plan.objects.get(slug=slug)
    assert letters(printed(plan)) == letters(body)
    marked = [f"{mark}{note}" for mark, note in zip("¹²³⁴", lines(plan.footnotes), strict=False)]
    assert letters(marked) == letters(notes)


def test_sections_of_dien_bien_have_their_lead_agencies(seeds):
    found = PlanSection.objects.filter(plan__slug="dien-bien-2022-1986")
    assert [section.number for section in found if section.level == 1] == ["I", "II", "III", "IV", "V", "VI"]
    led = [len(lines(section.leads)) for section in found if section.leads]
    assert led == [2, 8, 6, 3, 2, 1, 4, 5, 4, 2, 2]
    assert lines(found.exclude(leads="")[0].leads) == (
        "Sở Xây dựng: Chủ trì, hướng dẫn nội dung 01, 02.",
        "Sở Kế hoạch và Đầu tư: Chủ trì hướng dẫn nội dung 03.",
    )


def test_annexes_of_son_la_have_intro_set_and_funding(seeds):
    annexes = Annex.objects.filter(plan__slug="son-la-2023-176").order_by("position")
    told = [(a.code, len(lines(a.intro)), a.other_set and a.other_set.code) for a in annexes]
    assert told == [
        ("commune-gaps-ntm", 1, None),
        ("commune-gaps-advanced", 1, "xa-ntm-nang-cao-2021-2025"),
        ("policy-tasks", 0, None),
        ("inspection-schedule", 2, None),
        ("funding", 0, None),
    ]


def test_loading_again_changes_nothing_a_person_wrote(seeds):
    plan = Plan.objects.get(slug="son-la-2023-176")
    first = plan.sections.first()
    PlanSection.objects.filter(pk=first.pk).update(heading="MỤC ĐÍCH")
    Plan.objects.filter(pk=plan.pk).update(signer="", state="draft")
    before = list(PlanSection.objects.values())
    load_seed_plans()
    assert list(PlanSection.objects.values()) == before
    plan.refresh_from_db()
    assert (plan.signer, plan.state, plan.annexes.count()) == ("", "draft", 5)


def test_plan_of_before_gets_text_and_what_its_annexes_lack(seeds):
    plan = Plan.objects.get(slug="son-la-2023-176")
    plan.sections.all().delete()
    plan.annexes.filter(code="funding").delete()
    plan.annexes.update(intro="", other_set=None)
    Plan.objects.filter(pk=plan.pk).update(recipients="Lưu: VT.", signer="")
    load_seed_plans()
    plan.refresh_from_db()
    assert (plan.recipients, plan.signer) == ("Lưu: VT.", "Nguyễn Thành Công")
    assert (plan.sections.count(), [bool(annex.intro) for annex in plan.annexes.order_by("position")]) == (
        34,
        [True, True, False, True, False],
    )
