"""python -m benchmarks: makes its environment, then runs itself there."""

from __future__ import annotations

import os
import sys

from benchmarks.options import read_options
from benchmarks.paths import PYTHON, ROOT, VENV, BenchmarkError
from benchmarks.prepare import prepare, say


def main() -> int:
    """Prepare, and measure; 0 if every row could be measured."""
    options = read_options(sys.argv[1:])
    try:
        if sys.prefix != str(VENV):
            prepare()
            os.chdir(ROOT)
            os.execv(str(PYTHON), [str(PYTHON), "-m", "benchmarks", *sys.argv[1:]])
        # Needs the packages of that environment.
        from benchmarks.measure import measure

        return measure(options)
    except BenchmarkError as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:
        say("Stopped; the next run goes on where this one was.")
        return 130


sys.exit(main())
