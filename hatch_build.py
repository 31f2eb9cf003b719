"""What the wheel carries beside the Python: the web app and the embedding model, both made here when they are missing.

The documentation is drawn from the running code, so it is built before (`make wheel` does) or left out with a warning.
"""

import importlib.util
import os
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def _tool(root: str, name: str) -> ModuleType:
    """A module of tools/, which is no package of the build's environment."""
    spec = importlib.util.spec_from_file_location(f"ascertain_build_{name}", Path(root, "tools", f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class AssetsHook(BuildHookInterface[Any]):
    """Makes the assets before a wheel is packed; ASCERTAIN_SKIP_ASSETS=1 packs what is there."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node from a wheel, only where it will be needed."""
        web = _tool(self.root, "web")
        return [] if self._skipped() or web.is_built() or web.machine_node() else [web.NODE_WHEEL]

    def _skipped(self) -> bool:
        return self.target_name != "wheel" or os.environ.get("ASCERTAIN_SKIP_ASSETS") == "1"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling; an editable install works from the checkout and makes nothing."""
        if self._skipped() or version == "editable":
            return
        _tool(self.root, "web").build()
        model = _tool(self.root, "embedding_model")
        model.make(model.DEFAULT_FOLDER)
        if not (Path(self.root) / "src" / "ascertain" / "docs").is_dir():
            self.app.display_warning("The wheel carries no documentation: run `make docs` first.")
