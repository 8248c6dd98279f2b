"""What a list is sorted by, so that an index can give it: rows without a value last, and one order for ties."""

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Field, GeneratedField, Model, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import OrderBy


def ordering(rows: QuerySet[Model], names: tuple[str, ...], *, descending: bool) -> list[OrderBy]:
    """For ``order_by``. ``names``: fields and annotations of ``rows``, "-" turns one round; ``descending`` turns all.

    PostgreSQL's indices have rows without a value at one end, so they give no order with NULLS LAST when read
    backwards: it is said only of what may be null. Ties go by primary key, unless a field has none.
    """
    order = []
    for name in (*names, "pk"):
        plain = name.removeprefix("-")
        turned = name.startswith("-") is not descending
        nulls_last = True if _may_be_null(rows, plain) else None
        order.append(F(plain).desc(nulls_last=nulls_last) if turned else F(plain).asc(nulls_last=nulls_last))
        if _tells_rows_apart(rows, plain):
            break
    return order


def _may_be_null(rows: QuerySet[Model], path: str) -> bool:
    """Whether what ``path`` names may have no value: by the fields on its way; unknown of what was annotated."""
    model: type[Model] | None = rows.model
    for name in path.split(LOOKUP_SEP):
        field = _field(rows if model is rows.model else None, model, name)
        if field is None or field.null or isinstance(field, GeneratedField):  # its expression decides
            return True
        model = field.related_model if field.is_relation else None
    return False


def _tells_rows_apart(rows: QuerySet[Model], name: str) -> bool:
    """Whether no two rows share a value of this field."""
    field = _field(rows, rows.model, name)
    return field is not None and field.unique and not field.null


def _field(rows: QuerySet[Model] | None, model: type[Model] | None, name: str) -> Field | None:
    """The model's own column of that name; None for annotations, rows that point here and what is no field."""
    if model is None or (rows is not None and name in rows.query.annotations):
        return None
    options = model._meta
    if name == "pk":
        return options.pk
    try:
        field = options.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) and field.concrete and not field.many_to_many else None
