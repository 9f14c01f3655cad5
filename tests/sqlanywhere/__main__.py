"""`python -m tests.sqlanywhere {parse|serve|coverage} …`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "parse": "print the statements of SQL files, or their first error",
    "serve": "load SQL files and serve them as SQL Anywhere's web server would",
    "coverage": "print which statements of sql/sqlanywhere were executed by the tests",
}


def main(argv: Sequence[str]) -> int:
    """Run one of the commands, each in its module of the same name; 2 for a wrong use."""
    if not argv or argv[0] not in COMMANDS:
        asked = bool(argv) and argv[0] in {"-h", "--help"}
        lines = [f"  {name:9} {what}\n" for name, what in COMMANDS.items()]
        (sys.stdout if asked else sys.stderr).write("".join(["usage: python -m tests.sqlanywhere COMMAND …\n", *lines]))
        return 0 if asked else 2
    module = import_module(f"tests.sqlanywhere.{argv[0]}")
    return int(module.main(argv[1:]) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
