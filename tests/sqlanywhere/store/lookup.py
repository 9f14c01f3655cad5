"""Which table or view a name means, and whether a translation's names still mean the same."""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.runtime import Scope
from tests.sqlanywhere.runtime import Session as SqlSession
from tests.sqlanywhere.store.catalogue_columns import SYSTEM_VIEWS
from tests.sqlanywhere.store.catalogue_views import derived_views
from tests.sqlanywhere.store.schema import Relation, Schema, folded
from tests.sqlanywhere.store.temporary import TemporaryTables
from tests.sqlanywhere.store.translation import Translation

_SYSTEM_OWNERS = ("dbo", "SYS")


def owners(session: SqlSession) -> tuple[str, ...]:
    """Whose tables may be named without an owner, in order: the user's, those of its groups, the server's (11.0.1
    dbadmin_en11/grptab.html "Referring to tables owned by groups")."""
    known = getattr(session, "owners", None)
    if known is None:
        return (session.user, *_SYSTEM_OWNERS)
    found: tuple[str, ...] = known()
    return found


class Lookup:
    """The names of one connection."""

    def __init__(self, schema: Schema, temporary: TemporaryTables) -> None:
        self._schema = schema
        self._temporary = temporary

    @property
    def version(self) -> tuple[int, int]:
        """Changes with every definition."""
        return self._schema.version, self._temporary.version

    def relation(self, name: tree.QualifiedName, scope: Scope, owner: str | None) -> Relation | None:
        """The relation of that name: a declared temporary table first, then by owners; `owner` is that of a view."""
        if name.owner is not None:
            found = self.owned(name.owner, name.name)
            if found is not None or not tree.same_name(name.owner, scope.session.user):
                return found
            return self._temporary.declared(name.name)
        if owner is None:
            declared = self._temporary.declared(name.name)
            if declared is not None:
                return declared
        tried = owners(scope.session) if owner is None else (owner, *_SYSTEM_OWNERS)
        for candidate in tried:
            found = self.owned(candidate, name.name)
            if found is not None:
                return found
        return None

    def owned(self, owner: str, name: str) -> Relation | None:
        """The relation of that owner and name."""
        key = folded(name)
        found = self._schema.relations.get((folded(owner), key))
        if found is not None:
            return found
        if folded(owner) == "sys":
            return SYSTEM_VIEWS.get(key) or derived_views().get(key)
        return None

    def is_valid(self, translation: Translation, scope: Scope) -> bool:
        """Whether tables, variables and functions are still what they were when the translation was made."""
        for name, type_name in translation.variables.items():
            variable = scope.variable(name)
            if variable is None or variable.type != type_name:
                return False
        for function, returns in translation.functions.items():
            if scope.function_type(function) != returns:
                return False
        if translation.checked == self.version and translation.owners == owners(scope.session):
            return True
        same = all(self.relation(name, scope, None) is found for name, found in translation.relations.items()) and all(
            self.relation(name, scope, owner) is found for owner, name, found in translation.view_relations
        )
        if same:
            translation.checked = self.version
            translation.owners = owners(scope.session)
        return same
