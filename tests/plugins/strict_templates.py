"""In every test, a hole in one of the portal's templates fails: an undefined variable is an error that names it.

Django renders as nothing what it cannot find. Its ``string_if_invalid`` is no help: conditions and loops do not ask it,
and Django's admin relies on undefined variables, so that it could only be set for single requests; all else, every
page after a form, every mail and document, escaped. So the plugin looks where an expression is resolved, and knows
whose template that stands in. However a template of the portal comes to be rendered, included or not, it is an error

- to print, pass on or filter a variable that is not there, or a call that Django silences;
- to ask in a condition or loop for an attribute that an object does not have.

A condition or ``|default`` may ask whether a name was given at all: that is how a component takes what is optional.
"""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.template import Context, engines
from django.template.base import FilterExpression, VariableDoesNotExist
from django.template.context import BaseContext
from django.template.defaultfilters import default, default_if_none

_resolve = FilterExpression.resolve


class Silenced(str):
    """What the engine puts in place of a failure it swallows; as false and as empty as Django's own."""

    __slots__ = ()


SILENCED = Silenced()


class UndefinedVariable(BaseException):
    """No Exception: conditions swallow those of their comparisons, and views those of what they call."""


def install() -> None:
    """From now on, in this process."""
    engines["django"].engine.string_if_invalid = SILENCED
    FilterExpression.resolve = resolve


def resolve(expression: FilterExpression, context: Context, ignore_failures: bool = False) -> Any:
    """As Django's, but a hole in a template of ours raises UndefinedVariable."""
    if not expression.is_var or not _is_ours(context):
        return _resolve(expression, context, ignore_failures)
    optional = ignore_failures or _has_default(expression)
    found = copy(expression)
    found.is_var = False
    try:
        found.var = expression.var.resolve(context)
    except VariableDoesNotExist as missing:
        if not (optional and _may_lack(missing.params[1])):
            raise _undefined(expression, context) from missing
        found.var = None
    if found.var is SILENCED and not optional:
        raise _undefined(expression, context)
    return _resolve(found, context, ignore_failures)


def _is_ours(context: Context) -> bool:
    return "site-packages" not in context.render_context.template.origin.name


def _has_default(expression: FilterExpression) -> bool:
    return bool(expression.filters) and expression.filters[0][0] in {default, default_if_none}


def _may_lack(owner: object) -> bool:
    """Whether one may ask ``owner`` for what it does not have: the context, a mapping, or nothing at all.

    And a form: crispy-forms puts ``form_html`` there or not, and a form pack has to ask.
    """
    return isinstance(owner, BaseContext | Mapping | BaseForm | BaseFormSet) or owner is None or owner == ""


def _undefined(expression: FilterExpression, context: Context) -> UndefinedVariable:
    page, part = context.template.name, context.render_context.template.name
    where = f"{part or 'The template'} (for {page})" if part != page else page
    return UndefinedVariable(f"{where} uses the undefined variable {expression.var.var!r}.")
