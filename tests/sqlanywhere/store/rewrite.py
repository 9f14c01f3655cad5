"""Changes to trees, and questions about them, that do not depend on what their nodes mean."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, cast

from tests.sqlanywhere import tree
from tests.sqlanywhere.values import BUILTINS

_FIELDS: dict[type, tuple[str, ...]] = {}


def _fields(kind: type) -> tuple[str, ...]:
    known = _FIELDS.get(kind)
    if known is None:
        known = _FIELDS[kind] = tuple(item.name for item in dataclasses.fields(kind) if item.name != "at")
    return known


def has_keyword(node: tree.Node) -> bool:
    """Whether a node is a call whose first argument is a word, not a value (`DATEADD(day, …)`)."""
    if not isinstance(node, tree.FunctionCall) or node.name.owner is not None:
        return False
    builtin = BUILTINS.get(node.name.name.lower())
    return builtin is not None and builtin.keyword


def _children(node: tree.Node) -> Iterator[tuple[str, Any]]:
    """The fields of a node in which there are expressions."""
    for name in _fields(type(node)):
        yield name, getattr(node, name)


def rewritten(node: Any, change: Callable[[tree.Node], tree.Node | None]) -> Any:
    """A tree in which `change` has put other nodes in place of some.

    Args:
        node: a node, or a tuple of nodes and other things.
        change: gives a node's replacement, which is not looked into, or None to look into the node.
    """
    if isinstance(node, tuple):
        parts = tuple([rewritten(part, change) for part in node])
        return node if all(new is old for new, old in zip(parts, node, strict=True)) else parts
    if not isinstance(node, tree.Node):
        return node
    other = change(node)
    if other is not None:
        return other
    changed = {}
    for name, old in _children(node):
        if name == "arguments" and has_keyword(node):
            new = (old[0], *rewritten(old[1:], change))
        else:
            new = rewritten(old, change)
        if new is not old:
            changed[name] = new
    return dataclasses.replace(cast(Any, node), **changed) if changed else node


def parts(node: Any) -> Iterator[tree.Node]:
    """A node and all below it, in the order of the text."""
    if isinstance(node, tuple):
        for part in node:
            yield from parts(part)
    elif isinstance(node, tree.Node):
        yield node
        for name, child in _children(node):
            yield from parts(child[1:] if name == "arguments" and has_keyword(node) else child)


def parts_outside_queries(node: Any) -> Iterator[tree.Node]:
    """A node and all below it, but nothing inside the queries that it contains (the queries themselves are given)."""
    if isinstance(node, tuple):
        for part in node:
            yield from parts_outside_queries(part)
    elif isinstance(node, tree.Node):
        yield node
        if not isinstance(node, tree.Query):
            for name, child in _children(node):
                yield from parts_outside_queries(child[1:] if name == "arguments" and has_keyword(node) else child)


def holds_query(node: Any) -> bool:
    """Whether a query is somewhere below."""
    return any(isinstance(part, tree.Query) for part in parts_outside_queries(node))
