import pytest
from django.core.cache import cache

from . import factories


@pytest.fixture(autouse=True)
def _fast_and_apart(settings, tmp_path):
    """Cheap password hashes, plain static files, a data folder of the test's own, and nothing kept."""
    cache.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def world(db) -> factories.World:
    """Two provinces with districts, communes, a criteria set and a plan."""
    return factories.make_world()


@pytest.fixture
def cast(world) -> factories.Cast:
    """One user for each role in that world."""
    return factories.make_cast(world)
