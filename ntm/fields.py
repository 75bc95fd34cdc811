"""Model fields that keep themselves."""

from typing import Any

from django.db import models

from .text import fold


class _Folded(models.Field):
    """What the two kinds of field below share."""

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **kwargs | {"editable": False})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        folded = fold(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, folded)
        return folded

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, kwargs | {"source": self.source}


class FoldedField(_Folded, models.CharField):
    """The folded copy of another field, to search by. Written on every insert and save, bulk inserts too."""

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        super().__init__(*args, source=source, **kwargs | {"db_index": True})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["db_index"]
        return name, path, args, kwargs


class FoldedTextField(_Folded, models.TextField):
    """The same of a long text, or of a property; searched for any part, so without an index."""
