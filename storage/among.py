"""A column's value is one of a list: one place for the whole list where the database takes lists.

PostgreSQL would else read, plan and keep a statement for each length of list; SQLite has no lists, and a place for each value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, Boolean, ColumnElement, any_, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeEngine


class Among(ColumnElement[bool]):
    """As `column.in_(values)`."""

    __visit_name__ = "among"
    inherit_cache: bool | None = True
    type: TypeEngine[bool] = Boolean()
    _traverse_internals = [("plain", InternalTraversal.dp_clauseelement), ("listed", InternalTraversal.dp_clauseelement)]  # noqa: RUF012 - SQLAlchemy's way

    def __init__(self, column: ColumnElement[Any], values: Sequence[Any]) -> None:
        self.plain: ColumnElement[bool] = column.in_(list(values))
        self.listed: ColumnElement[bool] = column == any_(bindparam(None, list(values), type_=ARRAY(column.type), unique=True))


@compiles(Among)
def _plain(element: Among, compiler: SQLCompiler, **more: Any) -> str:
    return str(compiler.process(element.plain, **more))


@compiles(Among, "postgresql")
def _listed(element: Among, compiler: SQLCompiler, **more: Any) -> str:
    return str(compiler.process(element.listed, **more))
