"""The errors of tables and queries; `fault` has their texts."""

from __future__ import annotations

from tests.sqlanywhere.errors import SqlError
from tests.sqlanywhere.fault import error


def name_taken(name: str) -> SqlError:
    """Page "Item '%1' already exists"."""
    return error(-110, name)


def second_primary_key(table: str) -> SqlError:
    """Page "Table '%1' already has a primary key"."""
    return error(-112, table)


def key_mismatch(name: str) -> SqlError:
    """Page "Column '%1' in foreign key has a different definition than primary key"."""
    return error(-113, name)


def no_primary_key(table: str) -> SqlError:
    """Page "Table '%1' has no primary key"."""
    return error(-118, table)


def view_columns() -> SqlError:
    """Page "Number of columns defined for the view does not match SELECT statement"."""
    return error(-114)


def table_needs_alias(name: str) -> SqlError:
    """Page "Table '%1' requires a unique correlation name"."""
    return error(-137, name)


def no_table(name: object) -> SqlError:
    """Page "Table '%1' not found"."""
    return error(-141, name)


def no_correlation(name: str) -> SqlError:
    """Page "Correlation name '%1' not found"."""
    return error(-142, name)


def no_column(name: str) -> SqlError:
    """Page "Column '%1' not found"."""
    return error(-143, name)


def ambiguous(name: str) -> SqlError:
    """Page "Column '%1' found in more than one table or it is used more than once in the SELECT list …"."""
    return error(-144, name)


def no_way_to_join(left: str, right: str) -> SqlError:
    """Page "There is no way to join '%1' to '%2'"."""
    return error(-146, left, right)


def many_ways_to_join(left: str, right: str) -> SqlError:
    """Page "There is more than one way to join '%1' to '%2'"."""
    return error(-147, left, right)


def not_grouped(name: str) -> SqlError:
    """Page "Function or column reference to '%1' must also appear in a GROUP BY"."""
    return error(-149, name)


def aggregate_here() -> SqlError:
    """Page "Invalid use of an aggregate function"."""
    return error(-150)


def one_column() -> SqlError:
    """Page "Subquery allowed only one SELECT list item"."""
    return error(-151)


def order_number() -> SqlError:
    """Page "Number in ORDER BY is too large"."""
    return error(-152)


def too_many_iterations() -> SqlError:
    """Option max_recursive_iterations (commontblexpr-s-5639720.html of 12.0.0: "an error is generated"; code U)."""
    return error(-923)


def set_operation_columns() -> SqlError:
    """Page "SELECT lists in UNION, INTERSECT, or EXCEPT do not match in length"."""
    return error(-153)


def no_index(name: str) -> SqlError:
    """Page "Cannot find index named '%1'"."""
    return error(-183, name)


def not_updatable() -> SqlError:
    """Page "Update operation attempted on non-updatable query"."""
    return error(-192)


def primary_key_not_unique(table: str, value: str) -> SqlError:
    """Page "Primary key for table '%1' is not unique: Primary key value ('%2')"."""
    return error(-193, table, value)


def no_parent(role: str, table: str) -> SqlError:
    """Page "No primary key value for foreign key '%1' in table '%2'"."""
    return error(-194, role, table)


def null_column(column: str, table: str) -> SqlError:
    """Page "Column '%1' in table '%2' cannot be NULL"."""
    return error(-195, column, table)


def index_not_unique(index: str, table: str) -> SqlError:
    """Page "Index '%1' for table '%2' would not be unique"."""
    return error(-196, index, table)


def still_referenced(table: str, role: str, child: str) -> SqlError:
    """Page "Primary key for row in table '%1' is referenced by foreign key '%2' in table '%3'"."""
    return error(-198, table, role, child)


def column_count() -> SqlError:
    """Page "Wrong number of values for INSERT"."""
    return error(-207)


def row_locked(user: str, table: str) -> SqlError:
    """Page "User '%1' has the row in '%2' locked"."""
    return error(-210, user, table)


def check_violated(constraint: str, column: str, table: str) -> SqlError:
    """Page errm209.html: "Constraint '%1' violated: Invalid value for column '%2' in table '%3'"."""
    return error(-209, constraint, column, table)


def no_savepoint(name: str) -> SqlError:
    """Page "Savepoint '%1' not found"."""
    return error(-220, name)


def unnamed_column(table: str, position: int) -> SqlError:
    """SQLE_NO_COLUMN_NAME: a column of a derived table without a name."""
    return error(-163, table, position)


def merged_twice(table: str) -> SqlError:
    """MERGE with several source rows for one row: that it is an error is sure, code and text are not."""
    return error(-1254, table)


def merge_raised(number: int) -> SqlError:
    """RAISERROR of a MERGE, numbers above 17000 (12.0.1 merge-statement.html)."""
    return error(-631, number)


def no_constraint(name: str) -> SqlError:
    """No such constraint; the code is not sure."""
    return error(-929, name)


def column_in_use(column: str, constraint: str) -> SqlError:
    """The constraint has to go first; code and text are not sure."""
    return error(-127, column, constraint)
