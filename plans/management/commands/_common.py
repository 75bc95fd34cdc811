"""What the annex commands share."""

from pathlib import Path

from django.core.management.base import CommandError

from accounts.models import User
from accounts.services import system_user
from plans.models import Annex
from plans.services.tables import is_known


def acting_user(username: str | None) -> User:
    if not username:
        return system_user()
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist:
        raise CommandError(f"Không có người dùng “{username}”.", returncode=2) from None


def find_annex(plan: str, code: str) -> Annex:
    annex = Annex.objects.select_related("plan__province").filter(plan__slug=plan, code=code).first()
    if annex is None or not is_known(annex):
        raise CommandError(
            f"Kế hoạch “{plan}” không có biểu “{code}” mà chương trình đọc được.", returncode=2
        )
    return annex


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CommandError(f"Không có tệp {path}.", returncode=2) from None
    except OSError as error:
        raise CommandError(f"Không mở được tệp {path} ({error.strerror}).", returncode=2) from error
