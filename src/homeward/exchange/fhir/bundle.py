"""A Bundle whose resources can be found by kind and by reference, however the sender wrote the reference."""

from typing import Any

from homeward.exchange.fhir.values import NOTHING, Node, clean, node_at, nodes_at, text_at


class Bundle:
    """The resources of a message. Read-only: nothing here changes what was sent."""

    def __init__(self, content: Node) -> None:
        self.content = content
        self.resources: list[Node] = []
        self._found: dict[str, Node] = {}
        self.full_urls: dict[int, str] = {}
        for entry in nodes_at(content, "entry"):
            resource = node_at(entry, "resource")
            if not resource:
                continue
            self.resources.append(resource)
            self.full_urls[id(resource)] = text_at(entry, "fullUrl")
            for name in (text_at(entry, "fullUrl"), text_at(resource, "id")):
                self._remember(name, resource)

    def _remember(self, name: str, resource: Node) -> None:
        if name:
            kind = text_at(resource, "resourceType")
            bare = _bare(name)
            for key in (name.lower(), bare, f"{kind.lower()}/{bare}"):
                self._found.setdefault(key, resource)

    def of_kind(self, kind: str) -> list[Node]:
        """Every resource of a kind, in the order sent."""
        return [resource for resource in self.resources if text_at(resource, "resourceType") == kind]

    def only(self, kind: str) -> Node:
        """The resource of a kind when there is exactly one, else nothing: between two, a guess may be wrong."""
        found = self.of_kind(kind)
        return found[0] if len(found) == 1 else NOTHING

    def follow(self, reference: Any) -> Node:
        """The resource a reference names: by full address, `Type/id`, or id alone; nothing where it names none."""
        name = clean(reference.get("reference") if isinstance(reference, dict) else reference)
        if not name:
            return NOTHING
        parts = name.lower().rstrip("/").split("/")
        for key in (name.lower(), "/".join(parts[-2:]), _bare(name)):
            if key in self._found:
                return self._found[key]
        return NOTHING

    def place_of(self, resource: Node) -> str:
        """Where a resource stands in the message, FHIRPath-like."""
        kind = text_at(resource, "resourceType") or "Resource"
        return f"Bundle.entry.resource.ofType({kind})"


def _bare(name: str) -> str:
    """The id in a name: the last part of an address, without `urn:uuid:`."""
    return name.lower().removeprefix("urn:uuid:").rstrip("/").rpartition("/")[2]
