"""A site of its own for a measurement: the reference data and the demonstration, on an empty database."""

import io
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def demo_site() -> Iterator[None]:
    """In a temporary folder, or in the database that ``DATABASE_URL`` names."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NTM_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "ntm.settings"}
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.ALLOWED_HOSTS = ["testserver"]
        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        call_command("migrate", verbosity=0)
        call_command("load_reference", stdout=io.StringIO())
        call_command("load_demo", stdout=io.StringIO())
        yield


def user_of(username: str):
    from accounts.models import User

    return User.objects.get(username=username)


def client_of(username: str):
    """A test client into which the person is logged in."""
    from django.test import Client

    client = Client()
    client.force_login(user_of(username))
    return client


def machine() -> str:
    from django.db import connection

    python, cores = platform.python_version(), os.cpu_count()
    return f"{platform.platform()}, Python {python}, {cores} cores, {connection.vendor}"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
