"""Readings made up for the demonstration, and that they say so."""

from datetime import date

import pytest
from django.conf import settings

from accounts.models import Changeset
from accounts.services import create_demo_users
from communes.services import load_units
from criteria.models import Result
from criteria.services.sets import load_criteria
from reports.services.demo_readings import enter_demo_readings
from reports.services.demo_results import make_demo_periods

TODAY = date(2026, 11, 22)
CELLS = 601  # filled ones of 11 communes × 57 indicators


@pytest.fixture
def entered(db):
    load_units(settings.FIXTURES_DIR / "units")
    load_criteria(settings.FIXTURES_DIR / "criteria")
    create_demo_users()
    make_demo_periods()
    return enter_demo_readings(TODAY)


def test_every_reading_can_be_read_and_says_that_it_is_made_up(entered):
    made = Changeset.objects.get()
    communes = Result.objects.values("commune").distinct().count()
    assert (entered, communes, Result.objects.filter(stage="district").count()) == (CELLS, 11, CELLS)
    assert (made.user.username, made.reason) == (
        "sonla.quynhnhai",
        "Số liệu tự đặt để dùng thử, không phải kết quả thật của xã",
    )


def test_entering_again_changes_nothing(entered):
    assert (enter_demo_readings(TODAY), Changeset.objects.count()) == (0, 1)
