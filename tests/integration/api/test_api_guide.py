"""docs/guides/api.md is correct: its commands are run verbatim."""

import os
import re
import subprocess
from pathlib import Path

from ascertain.entrypoints.demo.samples import applications
from tests.servers.ascertain_server import PASSWORD, RunningServer

_GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "api.md"


def test_the_guide_takes_a_customer_from_documents_to_a_decision(running_server: RunningServer, tmp_path: Path) -> None:
    clean = applications()[0]
    for file in clean.files:
        if file.filename.endswith(".pdf"):
            (tmp_path / file.filename).write_bytes(file.data())
    blocks = re.findall(r"^```sh\n(.*?)^```", _GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    emails = running_server.tenants[1].emails
    environment = {
        "PATH": os.environ["PATH"],
        "ADDRESS": running_server.address,
        "EMAIL": emails["analyst"],
        "PASSWORD": PASSWORD,
        "SECOND_EMAIL": emails["reviewer"],
        "SECOND_PASSWORD": PASSWORD,
    }
    script = "set -euo pipefail\n" + "\n".join(blocks)
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=240
    )
    output = done.stdout
    assert done.returncode == 0, f"{output[-2000:]}\n{done.stderr[-2000:]}"
    assert "event: case.news" in output
    assert "event: done" in output and "event: token" in output
    assert "approved\n" in output
    assert '"code":"case.not_found"' in output and '"code":"' in output
