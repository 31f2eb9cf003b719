"""Parts of Office Open XML packages and the relations between them."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from ascertain.ai.reading.conversion.blocks import Content
from ascertain.ai.reading.conversion.pictures import add_picture

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LONGEST_NAME_CHARS = 100
# Files of Office itself inside of a package; whatever else lies there was put there by somebody.
_PREVIEW = "docprops/"


class Package:
    """A ZIP package, whose sizes have been checked."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.lower(): name for name in self._zip.namelist()}

    def has(self, part: str) -> bool:
        """Whether the part exists; names do not depend on case (ECMA-376, part 2, 6.2.2.3)."""
        return part.lower() in self._names

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises KeyError where it is missing."""
        return self._zip.read(self._names[part.lower()])

    def tree(self, part: str) -> Any:
        """The root element of a part; None where it is missing. Raises XMLSyntaxError."""
        return parse_xml(self.read(part)) if self.has(part) else None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: kind (the last word of its type) and name of the target, by id; only parts inside."""
        folder, name = posixpath.split(part)
        root = self.tree(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        for one in root.iter(_RELATIONS) if root is not None else ():
            if one.get("TargetMode") != "External" and (target := one.get("Target")):
                # A target that begins with a slash counts from the root, and so does one of the package itself.
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[one.get("Id", "")] = ((one.get("Type") or "").rpartition("/")[2], path)
        return found

    def names(self) -> Iterator[str]:
        """The names of all parts, in the order of the package."""
        return iter(self._zip.namelist())


def parse_xml(data: bytes) -> Any:
    """The root element of XML that has been counted. Raises XMLSyntaxError."""
    # Entities are refused before, by `package_limits`; nothing is ever fetched.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    return etree.fromstring(data, parser)


def local_name(element: Any) -> str:
    """The name of an element without its namespace; empty for a processing instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: Any, local: str = "t") -> str:
    """The text of all descendants of this local name."""
    return "".join(one.text or "" for one in element.iter() if local_name(one) == local)


def file_name(part: str) -> str:
    """The name of the file at the end of a path."""
    return posixpath.basename(part)[-_LONGEST_NAME_CHARS:]


def add_drawing(content: Content, package: Package, part: str) -> None:
    """Append the words of a chart or a diagram, one line for each run: boxes and categories."""
    root = package.tree(part)
    if root is None:
        return
    lines: list[str] = []
    for element in root.iter():
        name = local_name(element)
        # A paragraph of a shape, or a stored value of a chart.
        if name == "p" or (name == "v" and element.text):
            line = text_of(element) if name == "p" else element.text
            if line.strip():
                lines.append(line.strip())
    content.add_text("\n".join(lines))


def add_pictures(content: Content, package: Package, folder: str) -> None:
    """Append every picture in a folder of the package."""
    for name in sorted(package.names()):
        if name.lower().startswith(folder) and not name.lower().startswith(_PREVIEW) and not name.endswith("/"):
            add_picture(content, package.read(name), file_name(name))
