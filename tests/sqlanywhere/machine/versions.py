"""What a version lacks, and what a statement of a client may not hold."""

from __future__ import annotations

from collections.abc import Iterator

from tests.sqlanywhere import tree
from tests.sqlanywhere.fault import error

_NEWEST = 17
"""The version that lacks nothing."""


def _nodes(node: object) -> Iterator[tree.Node]:
    todo = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, tree.Node):
            yield item
        todo.extend(tree.children(item))


def _since(node: tree.Node) -> tuple[int, str]:
    """The version that brought it, and its words."""
    match node:
        case tree.CreateService(or_replace=True):
            return 17, "OR REPLACE SERVICE"  # sources G2
        case tree.CreateEvent(or_replace=True):
            return 17, "OR REPLACE EVENT"  # sources P14: absent in 10 and 11, 12 and 16 not known
        case tree.CreateRole():
            return 16, "ROLE"  # D16 dbadmin: role-based security is new in 16
        case tree.Grant(what=what) if any(word.startswith("ROLE") for word in what):
            return 16, "ROLE"
        case tree.IsDistinct():
            return 16, "DISTINCT"
        case tree.TypeOf():
            return 17, "%TYPE"
        case tree.DeclareVariable(constant=True):
            return 17, "CONSTANT"
        case tree.Insert(rows=rows) if len(rows) > 1:
            return 17, "VALUES"  # sources P11
        case tree.Query(for_=for_) if for_ is not None and for_.startswith("JSON"):
            return 16, "JSON"  # sources F5
        case _:
            return 0, ""


def check(statement: tree.Statement, version: int) -> None:
    """Refuse what a version lacks.

    Raises:
        SqlError: a syntax error (-131) there.
    """
    if version >= _NEWEST:
        return
    for node in _nodes(statement):
        since, words = _since(node)
        if since > version:
            raise error(-131, f"{words} (not in version {version})")


def placeholders(statement: tree.Statement) -> int:
    """How many `?` a statement has.

    Raises:
        SqlError: they stand in a batch or a definition, where no host variables may be.
    """
    found = [node.index for node in _nodes(statement) if isinstance(node, tree.Placeholder)]
    if found and isinstance(statement, _WITHOUT):
        raise error(-131, "?: host variables may not be used within a batch")
    return max(found, default=-1) + 1


_WITHOUT = (
    tree.Compound,
    tree.IfStatement,
    tree.CaseStatement,
    tree.Loop,
    tree.ForLoop,
    tree.CreateProcedure,
    tree.CreateFunction,
    tree.CreateTrigger,
    tree.CreateEvent,
    tree.CreateView,
    tree.CreateService,
)
