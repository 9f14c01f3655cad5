"""Which statement begins with which word; scripts."""

from __future__ import annotations

from collections.abc import Callable

from tests.sqlanywhere import tree
from tests.sqlanywhere.lexer import Token
from tests.sqlanywhere.parser.administration import FOLLOWED, OBJECTS, SINGLE, STARTED, Administration

_FOREIGN = {
    "BREAK": "BREAK is Transact-SQL: write LEAVE label",
    "GOTO": "GOTO is Transact-SQL",
    "ELSE": "ELSE without IF or CASE",
    "ELSEIF": "ELSEIF without IF",
    "END": "END without BEGIN, IF, CASE or LOOP",
    "ENDIF": "ENDIF without IF",
    "EXCEPTION": "EXCEPTION without BEGIN",
    "WHEN": "WHEN without CASE or EXCEPTION",
    "THEN": "THEN without IF",
    "REPLACE": "there is no REPLACE INTO: write INSERT … ON EXISTING UPDATE",
    "PERFORM": "there is no PERFORM: write CALL",
    "RAISE": "there is no RAISE: write SIGNAL or RAISERROR",
    "ELSIF": "it is written ELSEIF",
    "EXIT": "there is no EXIT: write LEAVE label",
    "REPEAT": "there is no REPEAT: write LOOP or WHILE",
    "ITERATE": "there is no ITERATE: write CONTINUE",
    "START": "a transaction begins by itself",
    "UPSERT": "there is no UPSERT: write INSERT … ON EXISTING UPDATE",
    "USE": "there is no USE: a connection has one database",
    "PRAGMA": "there is no PRAGMA",
    "ANALYZE": "there is no ANALYZE: write CREATE STATISTICS",
    "DO": "DO stands in FOR … DO; a batch is BEGIN … END",
}
_INTERACTIVE = {"CONFIGURE", "INPUT", "OUTPUT", "PARAMETERS", "READ", "SYSTEM"}
"""First words of the commands of dbisql (manual of 12.0.1, "READ statement [Interactive SQL]" …)."""
_BATCHES = {"BEGIN", "IF", "CASE", "LOOP", "WHILE", "FOR"}
_REPLACEABLE = {"PROCEDURE", "PROC", "FUNCTION", "TRIGGER", "VIEW", "EVENT", "SERVICE", "VARIABLE", "ROLE", "SEQUENCE"}


class Parser(Administration):
    """The whole language."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.dispatch: dict[str, Callable[[], tree.Statement]] = {
            "SELECT": self.select_statement,
            "WITH": self.select_statement,
            "(": self.select_statement,
            "INSERT": self.insert,
            "UPDATE": self.update,
            "DELETE": self.delete,
            "MERGE": self.merge,
            "TRUNCATE": self.truncate,
            "LOCK": self.lock_table,
            "BEGIN": self.compound,
            "IF": self.if_statement,
            "CASE": self.case_statement,
            "LOOP": self.loop,
            "WHILE": self.loop,
            "FOR": self.for_loop,
            "LEAVE": self.leave_statement,
            "CONTINUE": self.continue_statement,
            "RETURN": self.return_statement,
            "RESIGNAL": self.resignal,
            "SIGNAL": self.signal,
            "DECLARE": self._declare,
            "OPEN": self.open_cursor,
            "FETCH": self.fetch,
            "CLOSE": self.close_cursor,
            "SET": self.set_statement,
            "CALL": self.call_statement,
            "EXECUTE": self.execute,
            "EXEC": self.execute,
            "MESSAGE": self.message,
            "PRINT": self.print_statement,
            "RAISERROR": self.raiserror,
            "COMMIT": self.commit,
            "ROLLBACK": self.rollback,
            "SAVEPOINT": self.savepoint,
            "RELEASE": self.release,
            "WAITFOR": self.waitfor,
            "TRIGGER": self.trigger_event,
            "CREATE": self._create,
            "ALTER": self._alter,
            "DROP": self._drop,
            "COMMENT": self.comment,
            "GRANT": self.grant,
            "REVOKE": self.grant,
        }

    def statement(self) -> tree.Statement:
        parse = self.dispatch.get(self.key)
        if parse is not None:
            self.enter()
            statement = self._batch(parse) if self.depth == 1 and self.key in _BATCHES else parse()
            self.leave()
            return statement
        if self.key in SINGLE or (self.key == "START" and self.peek() in STARTED):
            if self.peek() not in FOLLOWED.get(self.key, {self.peek()}):
                raise self.error(f"{self.key} is followed by {' or '.join(sorted(FOLLOWED[self.key]))}")
            return self.administrative(self.token)
        if self.key in _FOREIGN:
            raise self.error(_FOREIGN[self.key])
        if self.is_name():
            following = self.peek()
            if following == ":":
                return self.labelled() if self.depth else self._batch(self.labelled)
            if following in {"=", "."}:
                return self.assigned_call()
            if self.key in _INTERACTIVE and following not in {";", "<end>"}:
                raise self.error(f"{self.key} is a command of Interactive SQL, which no server knows")
            if following in {";", "<end>", "<go>", "<string>", "<number>"}:
                raise self.error("no statement begins so; a procedure is run by CALL")
            if following == ":=":
                raise self.error("a variable is set by SET name = value")
        raise self.error("no statement begins so")

    def _batch(self, parse: Callable[[], tree.Statement]) -> tree.Statement:
        """A batch has no host variables (manual of 9, "Statements allowed in batches")."""
        saved = self.host_variables, self.placeholders
        self.host_variables = self.placeholders = False
        statement = parse()
        self.host_variables, self.placeholders = saved
        return statement

    def _drop(self) -> tree.Statement:
        if self.peek() in OBJECTS - {"DBSPACE", "SERVER", "EXTERNLOGIN", "PUBLICATION"} or self.peek() in {
            "CONNECTION",
            "STATEMENT",
        }:
            return self.administrative(self.token)
        return self.drop()

    def _declare(self) -> tree.Statement:
        if self.peek() != "LOCAL":
            raise self.error(
                "DECLARE stands at the head of BEGIN … END; a connection's variable is made by CREATE VARIABLE"
            )
        self.advance()
        return self.temporary_table()

    # --- CREATE and ALTER --------------------------------------------------------------------------------------------

    def _create(self) -> tree.Statement:
        start = self.need("CREATE")
        or_replace = self.take("OR") and bool(self.need("REPLACE"))
        if or_replace and self.key not in _REPLACEABLE:
            raise self.error("OR REPLACE is not for this kind of object")
        temporary = self.key in {"TEMPORARY", "GLOBAL", "LOCAL"}
        if temporary:
            return self._create_temporary(start.at)
        match self.key:
            case "PROCEDURE" | "PROC":
                return self.create_procedure(start, or_replace=or_replace)
            case "FUNCTION":
                return self.create_function(start, or_replace=or_replace)
            case "TRIGGER":
                self._not_in_batch(start)
                return self.create_trigger(start, or_replace=or_replace)
            case "EVENT":
                return self.create_event(start, or_replace=or_replace)
            case "SERVICE":
                return self.create_service(start, or_replace=or_replace)
            case "VIEW":
                return self.create_view(start, or_replace=or_replace)
            case "TABLE":
                return self.create_table(start.at)
            case "UNIQUE" | "CLUSTERED" | "INDEX" | "VIRTUAL":
                return self.create_index(start.at)
            case "VARIABLE":
                return self.create_variable(start.at, or_replace)
            case "DOMAIN" | "DATATYPE":
                return self.create_domain(start.at)
            case "SEQUENCE":
                return self.create_sequence(start.at, or_replace)
            case "USER":
                return self.create_user(start.at)
            case "ROLE":
                return self.create_role(start.at, or_replace)
        if self.key == "MATERIALIZED":
            self.advance()
            return self.create_view(start, materialized=True)
        if self.key == "SCHEMA" and self.peek() != "AUTHORIZATION":
            raise self.error("there is CREATE SCHEMA AUTHORIZATION user alone: an owner is a user, made by CREATE USER")
        if self.key in OBJECTS:
            return self.administrative(start)
        raise self.error("what is created is expected here: TABLE, VIEW, PROCEDURE …")

    def _create_temporary(self, at: tree.Position) -> tree.Statement:
        start = self.tokens[self.index - 1]
        if self.take("TEMPORARY"):
            if self.key in {"PROCEDURE", "PROC"}:
                return self.create_procedure(start, temporary=True)
            if self.key == "FUNCTION":
                return self.create_function(start, temporary=True)
            raise self.error("CREATE {GLOBAL|LOCAL} TEMPORARY TABLE, or TEMPORARY PROCEDURE")
        kind = self.one_of("GLOBAL", "LOCAL")
        self.need("TEMPORARY")
        return self.create_table(at, kind)

    def _alter(self) -> tree.Statement:
        start = self.need("ALTER")
        whole = self.alter_object(start)
        if whole is not None:
            return whole
        match self.key:
            case "PROCEDURE" | "PROC" | "FUNCTION":
                self._not_in_batch(start)
                if self.key == "FUNCTION":
                    return self.create_function(start, alter=True)
                return self.create_procedure(start, alter=True)
            case "TRIGGER":
                return self.create_trigger(start, alter=True)
            case "EVENT":
                return self.create_event(start, alter=True)
            case "SERVICE":
                return self.create_service(start, alter=True)
            case "VIEW":
                return self.create_view(start, alter=True)
            case "TABLE":
                return self.alter_table(start.at)
            case "USER":
                return self.create_user(start.at, alter=True)
        if self.key in OBJECTS or self.key in {"INDEX", "SEQUENCE", "DOMAIN", "ROLE", "MATERIALIZED"}:
            return self.administrative(start)
        raise self.error("what is altered is expected here: TABLE, VIEW, PROCEDURE …")

    def _not_in_batch(self, start: Token) -> None:
        if self.depth > 1 and self.routine is None:
            raise self.error(f"{start.key} {self.key} stands in no batch (manual of 9): use EXECUTE IMMEDIATE", start)

    # --- scripts -----------------------------------------------------------------------------------------------------

    def script(self, file: str) -> tree.Script:
        """Statements up to the end of the text, separated by `;` or by `go` on a line of its own."""
        statements: list[tree.Statement] = []
        while True:
            while self.key in {";", "<go>"}:
                self.advance()
            if self.key == "<end>":
                return tree.Script(tuple(statements), file, self.text)
            self.placeholder_count = 0
            statements.append(self.statement())
            if self.key not in {";", "<go>", "<end>"}:
                self.refuse_rest()

    def refuse_rest(self) -> None:
        """Say what stands behind a statement that has ended.

        Raises:
            ParseError: always.
        """
        if self.key == "RETURNING":
            self.refuse_returning()
        raise self.error("the statement has ended here: a semicolon is expected before the next")

    def single(self) -> tree.Statement:
        """One statement, as a client sends it."""
        if self.key == "<end>":
            raise self.error("a statement is expected")
        statement = self.statement()
        self.take(";")
        if self.key != "<end>":
            self.refuse_rest()
        return statement
