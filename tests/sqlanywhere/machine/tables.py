"""Which tables a statement names: what rights it needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.sqlanywhere import tree


@dataclass(frozen=True, slots=True)
class Need:
    """A right that a statement needs; `columns` are those it names (None: all of them count)."""

    privilege: str
    table: tree.QualifiedName
    columns: frozenset[str] | None = None


def needs(node: tree.Node) -> tuple[Need, ...]:
    """The rights that a query, or a statement that changes rows, needs.

    SELECT is needed too for rows that are searched or read to be changed: option ansi_permissions is On
    (12.0.1 dbadmin/ansi-permissions-option.html).
    """
    found: list[Need] = []
    if isinstance(node, tree.Insert | tree.Merge):
        found.append(Need("INSERT", node.table if isinstance(node, tree.Insert) else node.table.name))
        if isinstance(node, tree.Merge):
            found.extend(_of_merge(node))
    elif isinstance(node, tree.Update):
        table = node.table.name
        found.append(Need("UPDATE", table, frozenset(s.column.parts[-1].casefold() for s in node.sets)))
        if node.where is not None:
            found.append(Need("SELECT", table))
    elif isinstance(node, tree.Delete):
        found.append(Need("DELETE", node.table.name))
        if node.where is not None:
            found.append(Need("SELECT", node.table.name))
    elif isinstance(node, tree.TruncateTable):
        found.append(Need("DELETE", node.table))
    skip = node.table if isinstance(node, tree.Update | tree.Delete | tree.Merge) else None
    columns = _columns(node)
    found.extend(Need("SELECT", name, columns) for name in _read(node, frozenset(), skip))
    return tuple(dict.fromkeys(found))


def _of_merge(node: tree.Merge) -> Iterator[Need]:
    actions = {branch.action for branch in node.branches}
    for action in ("UPDATE", "DELETE"):
        if action in actions:
            yield Need(action, node.table.name)
    yield Need("SELECT", node.table.name)


def _read(node: object, hidden: frozenset[str], skip: object) -> Iterator[tree.QualifiedName]:
    """The tables in FROM; a common table expression hides a table of its name."""
    if node is skip:
        return
    if isinstance(node, tree.TableName):
        if node.name.owner is not None or node.name.name.casefold() not in hidden:
            yield node.name
        return
    if isinstance(node, tree.Query) and node.with_:
        names = hidden | {common.name.casefold() for common in node.with_}
        for common in node.with_:
            yield from _read(common.query, names if node.recursive else hidden, skip)
            if not node.recursive:
                hidden = hidden | {common.name.casefold()}
        yield from _read(node.body, names, skip)
        yield from _read(node.order_by, names, skip)
        return
    for child in tree.children(node):
        if isinstance(child, tuple | tree.Node):
            yield from _read(child, hidden, skip)


def _columns(node: object) -> frozenset[str] | None:
    """The names that could be columns; None: a star stands for all."""
    found: set[str] = set()
    todo = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, tree.Star):
            return None
        if isinstance(item, tree.Name):
            found.add(item.parts[-1].casefold())
        todo.extend(tree.children(item))
    return frozenset(found)
