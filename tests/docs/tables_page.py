"""Writes docs/tables.md from the comments in PostgreSQL's catalogue, so that page and database cannot differ.

`python -m tests.docs.tables_page` writes the page anew.
"""

from __future__ import annotations

from pathlib import Path

import psycopg

from sms_callback.engine import open_engine
from sms_callback.install import install
from tests.postgresql import running_postgresql

PAGE = Path(__file__).parents[2] / "docs" / "tables.md"

HEAD = """# Tables and views

What applications may read directly: this is the contract, columns are added but never renamed. On PostgreSQL everything
is in the schema `sms`, on SQL Anywhere it belongs to the user `sms`, on SQLite it is in the one file. Times are UTC:
`timestamp(3)` without zone on PostgreSQL, TIMESTAMP on SQL Anywhere, text `YYYY-MM-DD HH:MM:SS.SSS` on SQLite. Lengths
are in characters; the types are PostgreSQL's.

This page is written from the comments in the catalogue (`python -m tests.docs.tables_page`), and a test compares them.
"""

GROUPS = {
    "What became of messages": ("sms_message", "sms_status", "sms_part", "sms_inbound", "sms_opt_out", "sms_campaign"),
    "The journal": ("sms_callback",),
    "Reference data, which a DBA may edit": (
        "sms_provider",
        "sms_provider_rule",
        "sms_provider_field",
        "sms_provider_status",
        "sms_provider_error",
        "sms_provider_answer",
        "sms_keyword",
        "sms_status_code",
        "sms_kind_column",
        "sms_time_zone",
        "sms_setting",
        "sms_account",
    ),
    "What is installed": ("sms_schema", "sms_schema_saved"),
}

INTERNAL = ("sms_map_provider", "sms_map_kind")
"""Made from the reference data by triggers, for the procedures alone: no application should read them."""

COLUMNS = """
SELECT c.relname, c.relkind, obj_description(c.oid, 'pg_class'), a.attname, format_type(a.atttypid, a.atttypmod),
       a.attnotnull, col_description(c.oid, a.attnum)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'sms'::regnamespace AND c.relkind IN ('r', 'v')
ORDER BY c.relname, a.attnum
"""


def render(database_url: str) -> str:
    """The page for an installed PostgreSQL database."""
    described: dict[str, str] = {}
    columns: dict[str, list[str]] = {}
    views: list[str] = []
    with psycopg.connect(database_url) as connection:
        for relation, kind, comment, column, type_name, not_null, meaning in connection.execute(COLUMNS):
            if relation not in described:
                described[relation] = comment or ""
                columns[relation] = []
                if kind == "v":
                    views.append(relation)
            type_name = type_name.replace("character varying", "varchar").replace(" without time zone", "")
            null = "" if not_null or kind == "v" else ", may be null"
            columns[relation].append(f"| {column} | {type_name}{null} | {meaning or ''} |")
    lines = [HEAD]
    for title, relations in {**GROUPS, "Views": tuple(views)}.items():
        lines.append(f"## {title}\n")
        for relation in relations:
            lines.append(f"### {relation}\n\n{described.pop(relation)}\n")
            lines.append("| column | type | what |\n|---|---|---|\n" + "\n".join(columns[relation]) + "\n")
    if set(described) - set(INTERNAL):
        raise LookupError(f"tables that no group of this page names: {', '.join(described)}")
    return "\n".join(lines).replace("\n\n\n", "\n\n")


def main() -> None:
    """Write the page from a fresh database."""
    with running_postgresql() as url:
        install(open_engine(url))
        PAGE.write_text(render(url), encoding="utf-8")


if __name__ == "__main__":
    main()
