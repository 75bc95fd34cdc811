import pytest

from . import shipped


@pytest.fixture(scope="session")
def sets(django_db_setup, django_db_blocker) -> shipped.Sets:
    """The shipped criteria sets, read once; for tests marked ``django_db``, or there is no database."""
    with django_db_blocker.unblock():
        return shipped.read_sets()
