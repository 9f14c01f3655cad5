"""What a run needs: Debian packages (asked for), a virtual environment and npm packages (made). Standard library only."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.paths import HERE, NPM, PEER, POSTGRESQL, PYTHON, ROOT, VENV, WORK, BenchmarkError

OLDEST = (3, 11)
APT = "apt-get install -y --no-install-recommends"


def program(name: str) -> str | None:
    """A program of the system; nginx and php-fpm are in sbin, which not every user has in the path."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def php_modules() -> bool:
    """Whether PHP has its driver for PostgreSQL."""
    php = program("php8.2") or program("php")
    if php is None:
        return False
    listed = subprocess.run([php, "-m"], capture_output=True, text=True, check=False).stdout
    return "pdo_pgsql" in listed.split()


def missing() -> list[str]:
    """The Debian packages that are not there."""
    wanted = {
        "postgresql-15": (POSTGRESQL / "postgres").exists(),
        "wrk": program("wrk") is not None,
        "nginx-light": program("nginx") is not None,
        "php8.2-fpm": program("php-fpm8.2") is not None,
        "php8.2-pgsql": php_modules(),
        "nodejs": program("node") is not None,
        "npm": program("npm") is not None,
    }
    return [package for package, there in wanted.items() if not there]


def obstacle() -> str | None:
    """Why the benchmark cannot run here, and what to do; None if it can."""
    if sys.version_info < OLDEST:
        return "The benchmark needs Python 3.11 or newer. Start it with that one."
    packages = missing()
    if packages:
        return f"Missing: {', '.join(packages)}. As root: {APT} {' '.join(packages)}"
    if os.geteuid() == 0:
        entered = subprocess.run(
            ["/usr/sbin/runuser", "-u", "postgres", "--", "test", "-x", str(HERE)], capture_output=True, check=False
        )
        if entered.returncode:
            return f"PostgreSQL runs as user postgres, who cannot enter {HERE}: move the clone, or run as another user."
    return None


def prepare() -> None:
    """Check what must be there, make what can be made.

    Raises:
        BenchmarkError: something is not there; the text says the command.
    """
    found = obstacle()
    if found:
        raise BenchmarkError(found)
    WORK.mkdir(exist_ok=True)
    _venv()
    _npm()


def _venv() -> None:
    requirements = HERE / "requirements.txt"
    stamp = VENV / "made-of"
    wanted = _digest(requirements, ROOT / "setup.cfg")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Making the virtual environment in benchmarks/.work/venv")
    run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    # Editable, so that a change of ours is measured without installing it again.
    run([str(PYTHON), "-m", "pip", "install", "--quiet", "-r", str(requirements), "-e", f"{ROOT}[postgresql]"])
    stamp.write_text(wanted)


def _npm() -> None:
    stamp = NPM / "made-of"
    files = [PEER / "package.json", PEER / "package-lock.json"]
    wanted = _digest(*files)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Installing the npm packages in benchmarks/.work/npm")
    NPM.mkdir(exist_ok=True)
    for file in files:
        shutil.copy(file, NPM)
    npm = program("npm") or "npm"
    run([npm, "ci", "--silent", "--no-audit", "--no-fund"], NPM)
    stamp.write_text(wanted)


def run(command: list[str], folder: Path = ROOT) -> str:
    """Run a command that must succeed; give what it prints.

    Raises:
        BenchmarkError: it does not, with what it says.
    """
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "it says nothing").splitlines()[-15:]
        raise BenchmarkError("\n".join([f"Failed ({done.returncode}): {' '.join(command)}", *said]))
    return done.stdout


def say(text: str) -> None:
    """Progress, for people."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _digest(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files) + sys.version.encode()).hexdigest()
