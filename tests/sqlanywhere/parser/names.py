"""Qualified names and data types."""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Kind
from tests.sqlanywhere.parser.cursor import Cursor
from tests.sqlanywhere.parser.words import FOREIGN_TYPES

_SIMPLE = {
    "BIGINT": "bigint",
    "INT": "integer",
    "INTEGER": "integer",
    "SMALLINT": "smallint",
    "TINYINT": "tinyint",
    "BIT": "bit",
    "REAL": "real",
    "DATE": "date",
    "TIME": "time",
    "DATETIME": "timestamp",
    "SMALLDATETIME": "timestamp",
    "DATETIMEOFFSET": "timestamp with time zone",
    "UNIQUEIDENTIFIER": "uniqueidentifier",
    "XML": "xml",
    "TEXT": "long varchar",
    "NTEXT": "long nvarchar",
    "IMAGE": "long binary",
}
_FIXED = {
    "MONEY": tree.TypeName("numeric", 19, 4),
    "SMALLMONEY": tree.TypeName("numeric", 10, 4),
    "UNIQUEIDENTIFIERSTR": tree.TypeName("char", 36),
    "SYSNAME": tree.TypeName("varchar", 30),
}
_UNSIGNED = {"BIGINT", "INT", "INTEGER", "SMALLINT", "TINYINT"}
_SIZED = {
    "CHAR": "char",
    "CHARACTER": "char",
    "VARCHAR": "varchar",
    "NCHAR": "nchar",
    "NVARCHAR": "nvarchar",
    "BINARY": "binary",
    "VARBINARY": "varbinary",
    "VARBIT": "varbit",
}
_LONG = {
    "VARCHAR": "long varchar",
    "NVARCHAR": "long nvarchar",
    "BINARY": "long binary",
    "VARBIT": "long varbit",
}
MAX_LENGTH = 32767
"""The longest CHAR(n), in bytes or characters (manual of 12.0.1, "VARCHAR data type")."""


class Names(Cursor):
    """Names and types."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.domains: set[str] = set()

    def qualified(self, what: str = "a name") -> tree.QualifiedName:
        """`name`, `owner.name`."""
        at = self.at
        parts = [self.name(what)]
        while self.take("."):
            parts.append(self.name(what))
        if len(parts) > 2:
            raise self.error(f"{what} has an owner and a name at most")
        return tree.QualifiedName(parts[-1], parts[0] if len(parts) == 2 else None, at=at)

    def name_list(self, what: str = "a name") -> tuple[str, ...]:
        """`(a, b, …)`."""
        self.need("(")
        names = [self.name(what)]
        while self.take(","):
            names.append(self.name(what))
        self.need(")")
        return tuple(names)

    def variable(self, what: str = "a variable") -> tree.Name:
        """A variable as a target: `a`, `@a`, `new_row.a`, `a.b` of a ROW (17)."""
        at = self.at
        parts = [self.name(what)]
        while self.take("."):
            parts.append(self.name(what))
        return tree.Name(tuple(parts), at=at)

    def data_type(self) -> tree.DataType:
        """A type, with its synonyms resolved.

        Source: manual of 12.0.1, "SQL data types".
        """
        at = self.at
        return self._data_type(at)

    def _data_type(self, at: tree.Position) -> tree.DataType:
        if self.peek() in {".", "%"}:
            return self._named_type(at)
        word = self.key
        if self.token.kind is Kind.NAME:
            # The server stores `"datetime"` for a type that is a domain of its own making.
            word = str(self.token.value).upper()
            if word not in _FIXED and word not in _SIMPLE:
                return self._named_type(at)
            self.advance()
            return _FIXED[word] if word in _FIXED else tree.TypeName(_SIMPLE[word], at=at)
        if self.token.kind is not Kind.WORD:
            raise self.error("a data type is expected here")
        if word in FOREIGN_TYPES and word not in self.domains:
            raise self.error(f"SQL Anywhere has no type {self.token.text}: {FOREIGN_TYPES[word]}", sqlcode=-613)
        if word in _FIXED:
            self.advance()
            fixed = _FIXED[word]
            return tree.TypeName(fixed.name, fixed.length, fixed.scale, at=at)
        if word in {"ARRAY", "ROW"} and self.peek() in {"(", "OF"}:
            return self._collection(at)
        if word in {"UNSIGNED", "SIGNED"}:
            self.advance()
            base = self.one_of(*sorted(_UNSIGNED))
            return tree.TypeName(("unsigned " if word == "UNSIGNED" else "") + _SIMPLE[base], at=at)
        if word == "LONG":
            return self._long_type(at)
        if word in {"DECIMAL", "DEC", "NUMERIC"}:
            return self._numeric(at)
        if word in {"FLOAT", "DOUBLE"}:
            return self._float(at)
        if word == "TIMESTAMP":
            self.advance()
            zoned = self.take("WITH", "TIME", "ZONE")
            return tree.TypeName("timestamp with time zone" if zoned else "timestamp", at=at)
        if word == "NATIONAL":
            self.advance()
            self.one_of("CHAR", "CHARACTER")
            return self._sized("nvarchar" if self.take("VARYING") else "nchar", at)
        if word in _SIZED:
            self.advance()
            varying = word in {"CHAR", "CHARACTER", "NCHAR", "BINARY"} and self.take("VARYING")
            name = _SIZED[word]
            return self._sized(
                {"char": "varchar", "nchar": "nvarchar", "binary": "varbinary"}[name] if varying else name, at
            )
        if word == "BIT" and self.peek() == "VARYING":
            self.advance()
            self.advance()
            return self._sized("varbit", at)
        if word in _SIMPLE:
            self.advance()
            if self.key == "(":
                raise self.error(f"{word} takes no length")
            return tree.TypeName(_SIMPLE[word], at=at)
        return tree.TypeName(self.name("a data type").lower(), at=at)

    def _named_type(self, at: tree.Position) -> tree.DataType:
        """A domain, or `a.b%TYPE` (17: manual, "%TYPE attribute")."""
        parts = list(self.variable("a data type").parts)
        if not self.take("%"):
            return tree.TypeName(parts[-1].lower(), at=at)
        if self.key not in {"TYPE", "ROWTYPE"}:
            raise self.error("%TYPE is expected here")
        if self.key == "ROWTYPE":
            parts.append("%ROWTYPE")
        self.advance()
        return tree.TypeOf(tuple(parts), at=at)

    def _collection(self, at: tree.Position) -> tree.TypeName:
        """`ARRAY [(n)] OF type`, `ROW (a type, …)` (manual of 17, "Composite data types")."""
        if self.advance().key == "ARRAY":
            length = None
            if self.take("("):
                length = self.integer("a size")
                self.need(")")
            self.need("OF")
            self.enter()
            element = self.data_type()
            self.leave()
            return tree.TypeName("array", length, element=element, at=at)
        self.need("(")
        fields: list[tuple[str, tree.DataType]] = []
        self.enter()
        while True:
            field = self.name("a field")
            fields.append((field, self.data_type()))
            if not self.take(","):
                break
        self.leave()
        self.need(")")
        return tree.TypeName("row", fields=tuple(fields), at=at)

    def _long_type(self, at: tree.Position) -> tree.TypeName:
        self.advance()
        if self.take("BIT", "VARYING"):
            return tree.TypeName("long varbit", at=at)
        return tree.TypeName(_LONG[self.one_of(*_LONG)], at=at)

    def _numeric(self, at: tree.Position) -> tree.TypeName:
        self.advance()
        precision = scale = None
        token = self.token
        if self.take("("):
            precision = self.integer("a precision")
            scale = self.integer("a scale") if self.take(",") else None
            if not 1 <= precision <= 127 or (scale or 0) > precision:
                raise self.error("a precision is 1 to 127, a scale not larger", token)
            self.need(")")
        return tree.TypeName("numeric", precision, scale, at=at)

    def _float(self, at: tree.Position) -> tree.TypeName:
        # FLOAT without precision has 4 bytes; FLOAT(p) has 8 from p = 25 (manual of 12.0.1, "FLOAT data type").
        if self.advance().key == "DOUBLE":
            self.take("PRECISION")
            return tree.TypeName("double", at=at)
        if not self.take("("):
            return tree.TypeName("real", at=at)
        precision = self.integer("a precision")
        self.need(")")
        return tree.TypeName("double" if precision > 24 else "real", at=at)

    def _sized(self, name: str, at: tree.Position) -> tree.TypeName:
        length, characters = None, False
        if self.take("("):
            if self.key == "MAX":
                raise self.error("(MAX) is Transact-SQL of another server: write LONG VARCHAR or LONG BINARY")
            token = self.token
            length = self.integer("a length")
            if not 1 <= length <= MAX_LENGTH:
                raise self.error(f"a length is 1 to {MAX_LENGTH}", token)
            if name in {"char", "varchar"}:
                characters = self.take("CHAR") or self.take("CHARACTER")
                if not characters:
                    self.take("BYTE")
            self.need(")")
        return tree.TypeName(name, length, None, characters or name in {"nchar", "nvarchar"}, at=at)
