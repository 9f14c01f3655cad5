"""Errors of the machine: SQLSTATE ↔ SQLCODE ↔ text, and the warnings that are noted but never raised."""

from __future__ import annotations

from dataclasses import dataclass

from tests.sqlanywhere.errors import SqlError

# SQLCODE: (SQLSTATE, text), from the pages errm<code>.html of the manual (12.0.1, saerrors). Of -771, -866
# and what comes after no page was found: the SQLCODEs are facts C7, G11 and H5, the rest is an assumption.
_ERRORS: dict[int, tuple[str, str]] = {
    -101: ("08003", "Not connected to a database"),
    -103: ("28501", "Invalid user ID or password"),
    -110: ("52010", "Item '%1' already exists"),
    -121: ("42501", "Permission denied: %1"),
    -131: ("42W04", "Syntax error near '%1'"),
    -140: ("28000", "User ID '%1' does not exist"),
    -141: ("42W33", "Table '%1' not found"),
    -143: ("52003", "Column '%1' not found"),
    -154: ("37505", "Wrong number of parameters to function '%1'"),
    -172: ("24502", "A cursor with name '%1' is already open"),
    -180: ("34W01", "Cursor not open"),
    -185: ("21W01", "SELECT returns more than one row"),
    -188: ("07001", "Not enough values for host variables"),
    -193: ("23W01", "Primary key for table '%1' is not unique: Primary key value ('%2')"),
    -194: ("23503", "No primary key value for foreign key '%1' in table '%2'"),
    -195: ("23502", "Column '%1' in table '%2' cannot be NULL"),
    -196: ("23505", "Index '%1' for table '%2' would not be unique"),
    -198: ("23001", "Primary key for row in table '%1' is referenced by foreign key '%2' in table '%3'"),
    -200: ("42W16", "Invalid option '%1' -- no PUBLIC setting exists"),
    -201: ("42W17", "Invalid setting for option '%1'"),
    -210: ("42W18", "User '%1' has the row in '%2' locked"),
    -220: ("3B001", "Savepoint '%1' not found"),
    -221: ("3B002", "ROLLBACK TO SAVEPOINT not allowed"),
    -260: ("42W14", "Variable '%1' not found"),
    -261: ("42W15", "A variable named '%1' already exists"),
    -262: ("42W24", "Label '%1' not found"),
    -263: ("52W16", "Invalid absolute or relative offset in FETCH"),
    -264: ("42W25", "Wrong number of variables in FETCH"),
    -265: ("52W09", "Procedure '%1' not found"),
    -267: ("42W28", "COMMIT/ROLLBACK not allowed within atomic operation"),
    -274: ("42W29", "Procedure or trigger calls have nested too deeply"),
    -297: ("99999", "User-defined exception signaled"),
    -306: ("40001", "Deadlock detected"),
    -308: ("40W07", "Connection was terminated"),
    -613: ("52W48", "User-defined type '%1' not found"),
    -615: ("42W47", "Parameter '%1' not found in procedure '%2'"),
    -631: ("WW012", "RAISERROR executed: %1"),
    -639: ("42W64", "Parameter name missing in call to procedure '%1'"),
    -771: ("WE001", "Event '%1' not found"),
    -866: ("09W08", "The result set of '%1' has other columns than its RESULT clause"),
    -872: ("09W07", "No result set"),
    -915: ("WW051", "Service type required"),
    -916: ("WW052", "Unknown service type '%1'"),
    -918: ("WW054", "Service '%1' needs a user"),
    -919: ("WW055", "Service '%1' already exists"),
    -920: ("WW056", "Service '%1' not found"),
    -925: ("WW061", "Invalid service name '%1'"),
    -927: ("WW063", "The AS clause of service '%1' is invalid"),
    -931: ("WW067", "Authorization required by service '%1'"),
    -939: ("WW075", "Invalid HTTP option '%1'"),
    -940: ("WW076", "Invalid HTTP header '%1'"),
    -946: ("09W11", "Result set not permitted in '%1'"),
    -1565: ("WW238", "User '%1' owns web services"),
}


@dataclass(frozen=True, slots=True)
class Status:
    """What SQLCODE, SQLSTATE and ERRORMSG() tell of the statement before."""

    sqlcode: int = 0
    sqlstate: str = "00000"
    message: str = ""


DONE = Status()
NOT_FOUND = Status(100, "02000", "Row not found")
"""errm100.html: a warning, which no EXCEPTION section sees."""


def error(sqlcode: int, *parameters: object) -> SqlError:
    """The error with this SQLCODE, its text filled with the parameters.

    Raises:
        KeyError: the machine does not know this SQLCODE.
    """
    sqlstate, text = _ERRORS[sqlcode]
    for number, parameter in enumerate(parameters, 1):
        text = text.replace(f"%{number}", str(parameter))
    return SqlError(sqlcode, sqlstate, text)


def signalled(sqlstate: str) -> SqlError:
    """What SIGNAL of this SQLSTATE raises.

    A state of the server's own has its SQLCODE and text; any other is a user's: -297 (errm297.html).
    """
    for sqlcode, (state, text) in _ERRORS.items():
        if state == sqlstate:
            return SqlError(sqlcode, sqlstate, text)
    return SqlError(-297, sqlstate, _ERRORS[-297][1])
