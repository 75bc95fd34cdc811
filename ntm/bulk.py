"""Many rows of one table at once, without a model instance and its SQL expressions for every cell.

Most of the time of ``bulk_create`` goes into those: here ten thousand figures take a third of it.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import CharField, Field, ForeignKey, IntegerField, Model, TextField

_MOST_ROWS = 1000  # in one statement
_AS_THEY_ARE = (CharField, TextField, IntegerField, ForeignKey)  # any driver takes their values


def insert_rows(
    model: type[Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    unique: Sequence[str] = (),
    update: Sequence[str] = (),
) -> int:
    """Inserts rows of values, one for each of ``columns`` (names of fields); returns how many.

    A row that is there already by its ``unique`` columns gets the ``update`` columns of the new one. Every
    column but the key has to be named: nothing is validated, no default taken and no ``pre_save`` run.
    """
    fields = [model._meta.get_field(name) for name in columns]
    missing = {field.name for field in model._meta.concrete_fields if not field.primary_key} - set(columns)
    if missing:
        raise TypeError(f"{model.__name__}: no values for {', '.join(sorted(missing))}")
    most = min(_MOST_ROWS, connection.ops.bulk_batch_size(fields, range(_MOST_ROWS)))
    preparers = [_preparer(field) for field in fields]
    waiting, written = iter(rows), 0
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, most)):
            values = [
                value if value is None or prepare is None else prepare(value)
                for row in batch
                for prepare, value in zip(preparers, row, strict=True)
            ]
            cursor.execute(_statement(model, fields, len(batch), unique, update), values)
            written += len(batch)
    return written


def _preparer(field: Field) -> Callable[[Any], Any] | None:
    """What makes a value one the driver takes; None where it is already."""
    if isinstance(field, _AS_THEY_ARE):
        return None
    return lambda value: field.get_db_prep_save(value, connection=connection)


def _statement(
    model: type[Model], fields: Sequence[Field], rows: int, unique: Sequence[str], update: Sequence[str]
) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    text = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES {', '.join([row] * rows)}"
    if not unique:
        return text
    columns = {field.name: quote(field.column) for field in fields}
    same = ", ".join(columns[name] for name in unique)
    new = ", ".join(f"{columns[name]} = EXCLUDED.{columns[name]}" for name in update)
    return f"{text} ON CONFLICT ({same}) DO UPDATE SET {new}"
