"""Install the Debian packages that the tests need: `python3 tools/debian_packages.py`, with the machine's python3 alone.

As root, or where sudo asks for no password, missing packages are installed. Otherwise the one line to type is printed and
the run stops. On another system the list is printed and the run goes on: a test whose program is missing is skipped and
listed at the end of the run.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

# A package and what needs it.
TEST_PACKAGES = {
    "chromium": "browser tests",
    "curl": "commands of the API guide",
    "fonts-dejavu-core": "text on pages made by tests",
    "fonts-droid-fallback": "Chinese and Japanese on pages made by tests and by the conversion of files",
    "fonts-lohit-deva": "Hindi on pages made by tests",
    "git": "list of files that belong into the wheel",
    "libseccomp2": "list of system calls of reading processes",
    "openssl": "timestamp authority of the audit log's tests",
    "python3-venv": "the environment in .venv",
    "redis-server": "limits and streams shared by several processes",
    "tesseract-ocr": "second OCR engine, for scripts that the first cannot read",
    "tesseract-ocr-ara": "Arabic",
    "tesseract-ocr-bul": "Bulgarian",
    "tesseract-ocr-chi-sim": "Chinese",
    "tesseract-ocr-chi-tra": "traditional Chinese",
    "tesseract-ocr-ell": "Greek",
    "tesseract-ocr-hin": "Hindi",
    "tesseract-ocr-jpn": "Japanese",
    "tesseract-ocr-kor": "Korean",
    "tesseract-ocr-osd": "detection of the script of a page",
    "tesseract-ocr-rus": "Cyrillic",
    "tesseract-ocr-ukr": "Ukrainian",
}


def missing(packages: Sequence[str]) -> list[str]:
    """Those of `packages` that are not installed."""
    query = ["dpkg-query", "-W", "-f", "${Package} ${Status}\n", *packages]
    # Exits with 1 where it knows nothing of one of them, and still lists the others.
    listed = subprocess.run(query, capture_output=True, text=True).stdout
    installed = {line.split()[0] for line in listed.splitlines() if line.endswith("install ok installed")}
    return [package for package in packages if package not in installed]


def install(packages: Sequence[str]) -> None:
    """Install what is missing of `packages`, or exit with the line to type where that needs a password."""
    wanted = missing(packages)
    if not wanted:
        return
    command = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *wanted]
    prefix = _root_prefix()
    if prefix is None:
        line = f"sudo apt-get update && sudo {' '.join(command)}"
        sys.exit(f"These Debian packages are missing: {', '.join(wanted)}. Install them and run this again:\n  {line}")
    print(f"Installing Debian packages: {', '.join(wanted)}", flush=True)
    # An interactive question of a package would wait for an answer that nobody can give in CI.
    environment = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*environment, "apt-get", "update", "-q"], check=True, stdin=subprocess.DEVNULL)
    subprocess.run([*environment, *command], check=True, stdin=subprocess.DEVNULL)


def _root_prefix() -> list[str] | None:
    """What makes a command run as root: nothing for root, sudo where it needs no password, else None."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


if __name__ == "__main__":
    if shutil.which("dpkg-query") is None:
        print("This is not Debian. Tests use these programs where they find them:")
        print("\n".join(f"  {package}: {use}" for package, use in TEST_PACKAGES.items()))
    else:
        try:
            install(list(TEST_PACKAGES))
        except subprocess.CalledProcessError as error:
            sys.exit(f"The Debian packages could not be installed (status {error.returncode}); apt's message is above.")
