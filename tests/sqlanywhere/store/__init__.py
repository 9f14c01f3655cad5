"""The tables of the model, in SQLite."""

from tests.sqlanywhere.store.database import Store
from tests.sqlanywhere.store.session import Session

__all__ = ["Session", "Store"]
