import pytest
from django.conf import settings

from communes.services import load_units


@pytest.fixture
def units(db) -> None:
    """All units the program ships."""
    load_units(settings.FIXTURES_DIR / "units")
