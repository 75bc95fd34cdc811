"""Model fields that keep themselves."""

from typing import Any

from django.db import models

from .text import fold


class FoldedField(models.CharField):
    """The folded copy of another field, to search by. Written on every insert and save, bulk inserts too."""

    def __init__(self, *args: Any, source: str, **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("max_length", 100)
        super().__init__(*args, **kwargs | {"editable": False, "db_index": True})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        folded = fold(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, folded)
        return folded

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["db_index"]
        return name, path, args, kwargs | {"source": self.source}
