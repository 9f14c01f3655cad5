"""The errors of the model: SQLCODE → SQLSTATE and text, the one table of them.

Most are from the pages errm<code>.html of the manual (12.0.1, saerrors); code and state of -110, -141 and -157 also
from infocenter dc74720 (LOCK TABLE), of -193 and -198 from the manual of Adaptive Server Anywhere 9 (easymanua.ls
p=865), of -209 from 11.0.0 saerrors errm209.html. Of others the codes are constants of the server's header (sources C7,
G11, H5), but no page with their SQLSTATE was found: nothing may depend on those states.
"""

from __future__ import annotations

from tests.sqlanywhere.errors import SqlError

_AMBIGUOUS = (
    "Column '%1' found in more than one table or it is used more than once in the SELECT list -- it needs a"
    " correlation name"
)
_ERRORS: dict[int, tuple[str, str]] = {
    -101: ("08003", "Not connected to a database"),
    -103: ("28501", "Invalid user ID or password"),
    -110: ("52010", "Item '%1' already exists"),
    -112: ("55014", "Table '%1' already has a primary key"),
    -113: ("53030", "Column '%1' in foreign key has a different definition than primary key"),
    -114: ("53011", "Number of columns defined for the view does not match SELECT statement"),
    -118: ("55008", "Table '%1' has no primary key"),
    -121: ("42501", "Permission denied: %1"),
    -127: ("53050", "Cannot alter a column in an index: '%1' is in '%2'"),
    -131: ("42W04", "Syntax error near '%1'"),
    -137: ("52012", "Table '%1' requires a unique correlation name"),
    -140: ("28000", "User ID '%1' does not exist"),
    -141: ("42W33", "Table '%1' not found"),
    -142: ("52002", "Correlation name '%1' not found"),
    -143: ("52003", "Column '%1' not found"),
    -144: ("52012", _AMBIGUOUS),
    -146: ("53W04", "There is no way to join '%1' to '%2'"),
    -147: ("52W08", "There is more than one way to join '%1' to '%2'"),
    -149: ("53003", "Function or column reference to '%1' must also appear in a GROUP BY"),
    -150: ("42W22", "Invalid use of an aggregate function"),
    -151: ("53023", "Subquery allowed only one SELECT list item"),
    -152: ("53005", "Number in ORDER BY is too large"),
    -153: ("53026", "SELECT lists in UNION, INTERSECT, or EXCEPT do not match in length"),
    -154: ("37505", "Wrong number of parameters to function '%1'"),
    -156: ("37508", "Invalid expression near '%1'"),
    -157: ("53018", "Cannot convert %1 to a %2"),
    -158: ("22003", "Value %1 out of range for destination"),
    -163: ("52004", "Derived table '%1' has no name for column %2"),
    -172: ("24502", "A cursor with name '%1' is already open"),
    -180: ("34W01", "Cursor not open"),
    -183: ("52W03", "Cannot find index named '%1'"),
    -185: ("21W01", "SELECT returns more than one row"),
    -186: ("21W01", "Subquery cannot return more than one row"),
    -188: ("07001", "Not enough values for host variables"),
    -192: ("42W32", "Update operation attempted on non-updatable query"),
    -193: ("23W01", "Primary key for table '%1' is not unique: Primary key value ('%2')"),
    -194: ("23503", "No primary key value for foreign key '%1' in table '%2'"),
    -195: ("23502", "Column '%1' in table '%2' cannot be NULL"),
    -196: ("23505", "Index '%1' for table '%2' would not be unique"),
    -198: ("23W05", "Primary key for row in table '%1' is referenced by foreign key '%2' in table '%3'"),
    -200: ("42W16", "Invalid option '%1' -- no PUBLIC setting exists"),
    -201: ("42W17", "Invalid setting for option '%1'"),
    -207: ("53002", "Wrong number of values for INSERT"),
    -209: ("23506", "Constraint '%1' violated: Invalid value for column '%2' in table '%3'"),
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
    -628: ("22012", "Division by zero"),
    -631: ("WW012", "RAISERROR executed: %1"),
    -638: ("22001", "Right truncation of string data"),
    -639: ("42W64", "Parameter name missing in call to procedure '%1'"),
    -735: ("42W57", "Invalid parameter %1 of function '%2'"),
    -771: ("WE001", "Event '%1' not found"),
    -866: ("09W08", "The result set of '%1' has other columns than its RESULT clause"),
    -869: ("WX001", "Unsupported character set '%1'"),
    -872: ("09W07", "No result set"),
    -915: ("WW051", "Service type required"),
    -916: ("WW052", "Unknown service type '%1'"),
    -918: ("WW054", "Service '%1' needs a user"),
    -919: ("WW055", "Service '%1' already exists"),
    -920: ("WW056", "Service '%1' not found"),
    -923: ("42WA5", "The recursive query has exceeded max_recursive_iterations"),
    -925: ("WW061", "Invalid service name '%1'"),
    -927: ("WW063", "The AS clause of service '%1' is invalid"),
    -929: ("WW036", "Constraint '%1' not found"),
    -931: ("WW067", "Authorization required by service '%1'"),
    -939: ("WW075", "Invalid HTTP option '%1'"),
    -940: ("WW076", "Invalid HTTP header '%1'"),
    -946: ("09W11", "Result set not permitted in '%1'"),
    -1135: ("2201B", "Invalid regular expression: %1 near '%2'"),
    -1156: ("42W68", "Invalid argument for function %1"),
    -1254: ("42WCF", "The MERGE statement could change a row of table '%1' more than once"),
    -1565: ("WW238", "User '%1' owns web services"),
}


def error(sqlcode: int, *parameters: object) -> SqlError:
    """The error with this SQLCODE, its text filled with the parameters.

    Raises:
        KeyError: the model does not know this SQLCODE.
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
