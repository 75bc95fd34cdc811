"""How a view fetches one object: unseen it does not exist, seen it may still not be touched."""

from copy import copy
from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404


def visible_or_404(model: Any, user: Any, **lookup: Any) -> Any:
    """The object among those the user may see, else 404."""
    return get_object_or_404(model.objects.visible_to(user), **lookup)


def editable_or_403(model: Any, user: Any, **lookup: Any) -> Any:
    """The object the user may change: 404 when not visible, 403 when visible only."""
    found = visible_or_404(model, user, **lookup)
    if not may_edit(found, user):
        raise PermissionDenied("Bạn được xem nhưng không được sửa mục này.")
    return found


def may_edit(found: Any, user: Any) -> bool:
    """Whether the object, which the user sees, is one the user may change."""
    return bool(type(found).objects.editable_by(user).filter(pk=found.pk).exists())


def administrator(user: Any) -> Any:
    """A copy of the user with those areas only that he administers; with none for everybody else.

    Querysets asked on behalf of the copy show in the admin what is administered, not all that is seen.
    """
    areas = tuple(area for area in getattr(user, "areas", ()) if area.administers)
    narrowed = copy(user)
    narrowed.areas = areas
    return narrowed


def own_rows(rows: Any, user: Any, right: str = "editable_by") -> Any:
    """Those of the rows that the user administers; models without an owner are everybody's."""
    narrow = getattr(rows, right, None)
    return narrow(administrator(user)) if narrow else rows
