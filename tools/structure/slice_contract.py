"""Import-linter contract: a package is imported only through its `__init__`."""

from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class FrontDoorContract(Contract):
    """Other packages import the package itself; entrypoints may also import its modules named in `doors`."""

    slices = fields.StringField()
    doors = fields.ListField(subfield=fields.StringField())
    entrypoints = fields.StringField()

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        """Every import from outside that bypasses a package's `__init__`, with its importer."""
        depth = self.slices.count(".") + 2
        broken = []
        for imported in sorted(graph.modules):
            if not imported.startswith(self.slices + ".") or imported.count(".") < depth:
                continue
            parts = imported.split(".")
            room = ".".join(parts[:depth])
            for importer in graph.find_modules_that_directly_import(imported):
                inside = importer == room or importer.startswith(room + ".")
                by_entrypoint = parts[depth] in self.doors and importer.startswith(self.entrypoints)
                if not inside and not by_entrypoint:
                    broken.append(f"{importer} -> {imported}")
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line for each import that bypasses an `__init__`."""
        for line in check.metadata["broken"]:
            output.print_error(line)
