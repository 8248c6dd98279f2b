"""The structure tree of a PDF that WeasyPrint has tagged and not yet written."""

from typing import Any

import pydyf


class StructureTree:
    """The elements of the tree. They are changed in place; of one that is taken out an empty object stays."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._objects = {each.reference: each for each in pdf.objects}
        (self.document,) = self.of_kind("Document")

    def of_kind(self, kind: str) -> list[pydyf.Dictionary]:
        """The elements of a kind such as "L", in the order in which they were made."""
        return [each for each in self._objects.values() if _is_element(each) and each["S"] == f"/{kind}"]

    def parent(self, element: pydyf.Dictionary) -> pydyf.Dictionary:
        return self._objects[element["P"]]

    def below(self, element: pydyf.Dictionary) -> list[pydyf.Dictionary]:
        """The elements right below, without marked content and annotations."""
        found = [self._objects[kid] for kid in _kids(element) if kid in self._objects]
        return [each for each in found if _is_element(each)]

    def first_of_page(self, number: int) -> int | None:
        """Where among the document's elements those of a page begin; pages count from 0."""
        page = self._pdf.page_references[number]
        tops = self.below(self.document)
        return next((index for index, top in enumerate(tops) if top["Pg"] == page), None)

    def dissolve(self, element: pydyf.Dictionary, into: pydyf.Dictionary) -> None:
        """Put all that stands in ``element`` at the end of another, and take ``element`` out."""
        for each in self.below(element):
            each["P"] = into.reference
        into["K"] = pydyf.Array([*_kids(into), *_kids(element)])
        self._take_out(element)

    def turn_into_artifact(self, element: pydyf.Dictionary) -> None:
        """Take out an element with all below: what it shows is decoration from then on, read by nobody."""
        for each in self.below(element):
            self.turn_into_artifact(each)
        marks = [kid for kid in _kids(element) if isinstance(kid, int)]
        if marks:
            self._mark_as_artifact(element["Pg"], marks)
        self._take_out(element)

    def _take_out(self, element: pydyf.Dictionary) -> None:
        parent = self.parent(element)
        parent["K"] = pydyf.Array(kid for kid in _kids(parent) if kid != element.reference)
        element.clear()  # nothing refers to it; without a number of its own the file's other objects would lose theirs

    def _mark_as_artifact(self, page_reference: bytes, marks: list[int]) -> None:
        page = self._objects[page_reference]
        content = self._objects[page["Contents"]].stream
        for index, each in enumerate(content):
            if isinstance(each, pydyf.Dictionary) and each.get("MCID") in marks:
                # Begins as: tag, properties, operator (ISO 32000-1, 14.6).
                content[index - 1 : index + 2] = [b"/Artifact", b"", b"BMC"]
        numbers = self._objects[self._objects[self._pdf.catalog["StructTreeRoot"]]["ParentTree"]]["Nums"]
        elements = numbers[numbers.index(self._pdf.page_references.index(page_reference)) + 1]
        for mark in marks:
            elements[mark] = b"null"


def _is_element(each: pydyf.Object) -> bool:
    return isinstance(each, pydyf.Dictionary) and each.get("Type") == "/StructElem"


def _kids(element: pydyf.Dictionary) -> list[Any]:
    kids = element.get("K", [])
    return list(kids) if isinstance(kids, list) else [kids]
