"""What no source settles and the model can do both ways: switches that a test's database may turn.

| switch | if it is on |
|---|---|
| `form_body` | HTTP_BODY() gives the body of a form too |
| `http_names_ignore_case` | HTTP_VARIABLE ignores the case of names |
| `numeric_rounds` | digits that a NUMERIC(p, s) has no place for are rounded away, else cut |
"""

from __future__ import annotations

from tests.sqlanywhere.runtime import Session


def assumed(session: Session, switch: str, *, default: bool) -> bool:
    """Whether a switch of the machine's assumptions is on; a session without a database has the default."""
    assumptions = getattr(getattr(session, "database", None), "assumptions", None)
    return bool(getattr(assumptions, switch, default))
