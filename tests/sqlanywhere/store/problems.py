"""The errors of tables and queries.

Code and state of -110, -141 and -157 were seen in infocenter dc74720 (LOCK TABLE), of -193 and -198 in the manual of
Adaptive Server Anywhere 9 (easymanua.ls p=865), of -209 in 11.0.0 saerrors errm209.html. Most other codes are constants
of the server's header (facts, C7), but no page with their SQLSTATE was found: nothing may depend on those states (see
the assumptions of the store).
"""

from __future__ import annotations

from tests.sqlanywhere.errors import SqlError


def name_taken(name: str) -> SqlError:
    """Page "Item '%1' already exists"."""
    return SqlError(-110, "52010", f"Item '{name}' already exists")


def second_primary_key(table: str) -> SqlError:
    """Page "Table '%1' already has a primary key"."""
    return SqlError(-112, "55014", f"Table '{table}' already has a primary key")


def key_mismatch(name: str) -> SqlError:
    """Page "Column '%1' in foreign key has a different definition than primary key"."""
    return SqlError(-113, "53030", f"Column '{name}' in foreign key has a different definition than primary key")


def no_primary_key(table: str) -> SqlError:
    """Page "Table '%1' has no primary key"."""
    return SqlError(-118, "55008", f"Table '{table}' has no primary key")


def view_columns() -> SqlError:
    """Page "Number of columns defined for the view does not match SELECT statement"."""
    return SqlError(-114, "53011", "Number of columns defined for the view does not match SELECT statement")


def table_needs_alias(name: str) -> SqlError:
    """Page "Table '%1' requires a unique correlation name"."""
    return SqlError(-137, "52012", f"Table '{name}' requires a unique correlation name")


def no_table(name: object) -> SqlError:
    """Page "Table '%1' not found"."""
    return SqlError(-141, "42W33", f"Table '{name}' not found")


def no_correlation(name: str) -> SqlError:
    """Page "Correlation name '%1' not found"."""
    return SqlError(-142, "52002", f"Correlation name '{name}' not found")


def no_column(name: str) -> SqlError:
    """Page "Column '%1' not found"."""
    return SqlError(-143, "52003", f"Column '{name}' not found")


def ambiguous(name: str) -> SqlError:
    """Page "Column '%1' found in more than one table or it is used more than once in the SELECT list …"."""
    return SqlError(
        -144,
        "52012",
        f"Column '{name}' found in more than one table or it is used more than once in the SELECT list -- it needs a"
        " correlation name",
    )


def no_way_to_join(left: str, right: str) -> SqlError:
    """Page "There is no way to join '%1' to '%2'"."""
    return SqlError(-146, "53W04", f"There is no way to join '{left}' to '{right}'")


def many_ways_to_join(left: str, right: str) -> SqlError:
    """Page "There is more than one way to join '%1' to '%2'"."""
    return SqlError(-147, "52W08", f"There is more than one way to join '{left}' to '{right}'")


def not_grouped(name: str) -> SqlError:
    """Page "Function or column reference to '%1' must also appear in a GROUP BY"."""
    return SqlError(-149, "53003", f"Function or column reference to '{name}' must also appear in a GROUP BY")


def aggregate_here() -> SqlError:
    """Page "Invalid use of an aggregate function"."""
    return SqlError(-150, "42W31", "Invalid use of an aggregate function")


def one_column() -> SqlError:
    """Page "Subquery allowed only one SELECT list item"."""
    return SqlError(-151, "53023", "Subquery allowed only one SELECT list item")


def order_number() -> SqlError:
    """Page "Number in ORDER BY is too large"."""
    return SqlError(-152, "53005", "Number in ORDER BY is too large")


def too_many_iterations() -> SqlError:
    """Option max_recursive_iterations (commontblexpr-s-5639720.html of 12.0.0: "an error is generated"; code U)."""
    return SqlError(-923, "42WA5", "The recursive query has exceeded max_recursive_iterations")


def set_operation_columns() -> SqlError:
    """Page "SELECT lists in UNION, INTERSECT, or EXCEPT do not match in length"."""
    return SqlError(-153, "53026", "SELECT lists in UNION, INTERSECT, or EXCEPT do not match in length")


def no_index(name: str) -> SqlError:
    """Page "Cannot find index named '%1'"."""
    return SqlError(-183, "52W03", f"Cannot find index named '{name}'")


def not_updatable() -> SqlError:
    """Page "Update operation attempted on non-updatable query"."""
    return SqlError(-192, "42W32", "Update operation attempted on non-updatable query")


def primary_key_not_unique(table: str, value: str) -> SqlError:
    """Page "Primary key for table '%1' is not unique: Primary key value ('%2')"."""
    return SqlError(-193, "23W01", f"Primary key for table '{table}' is not unique: Primary key value ('{value}')")


def no_parent(role: str, table: str) -> SqlError:
    """Page "No primary key value for foreign key '%1' in table '%2'"."""
    return SqlError(-194, "23503", f"No primary key value for foreign key '{role}' in table '{table}'")


def null_column(column: str, table: str) -> SqlError:
    """Page "Column '%1' in table '%2' cannot be NULL"."""
    return SqlError(-195, "23502", f"Column '{column}' in table '{table}' cannot be NULL")


def index_not_unique(index: str, table: str) -> SqlError:
    """Page "Index '%1' for table '%2' would not be unique"."""
    return SqlError(-196, "23505", f"Index '{index}' for table '{table}' would not be unique")


def still_referenced(table: str, role: str, child: str) -> SqlError:
    """Page "Primary key for row in table '%1' is referenced by foreign key '%2' in table '%3'"."""
    return SqlError(
        -198,
        "23W05",
        f"Primary key for row in table '{table}' is referenced by foreign key '{role}' in table '{child}'",
    )


def column_count() -> SqlError:
    """Page "Wrong number of values for INSERT"."""
    return SqlError(-207, "53002", "Wrong number of values for INSERT")


def row_locked(user: str, table: str) -> SqlError:
    """Page "User '%1' has the row in '%2' locked"."""
    return SqlError(-210, "42W18", f"User '{user}' has the row in '{table}' locked")


def check_violated(constraint: str, column: str, table: str) -> SqlError:
    """Page errm209.html: "Constraint '%1' violated: Invalid value for column '%2' in table '%3'"."""
    return SqlError(
        -209, "23506", f"Constraint '{constraint}' violated: Invalid value for column '{column}' in table '{table}'"
    )


def no_savepoint(name: str) -> SqlError:
    """Page "Savepoint '%1' not found"."""
    return SqlError(-220, "3B001", f"Savepoint '{name}' not found")


def unnamed_column(table: str, position: int) -> SqlError:
    """SQLE_NO_COLUMN_NAME: a column of a derived table without a name."""
    return SqlError(-163, "52004", f"Derived table '{table}' has no name for column {position}")


def merged_twice(table: str) -> SqlError:
    """MERGE with several source rows for one row: that it is an error is sure, code and text are not."""
    return SqlError(-1254, "42WCF", f"The MERGE statement could change a row of table '{table}' more than once")


def merge_raised(number: int) -> SqlError:
    """RAISERROR of a MERGE, numbers above 17000 (12.0.1 merge-statement.html)."""
    return SqlError(-631, "WW012", f"RAISERROR executed: {number}")


def no_constraint(name: str) -> SqlError:
    """No such constraint; the code is not sure."""
    return SqlError(-929, "WW036", f"Constraint '{name}' not found")


def column_in_use(column: str, constraint: str) -> SqlError:
    """The constraint has to go first; code and text are not sure."""
    return SqlError(-127, "53050", f"Cannot alter a column in an index: '{column}' is in '{constraint}'")
