"""What one engine leaves out and others show, or where a reader that repairs the file finds other objects."""

from io import BytesIO
from typing import Any

from PIL import Image
from pyhanko.pdf_utils.generic import ArrayObject, BooleanObject, NumberObject, StreamObject
from pyhanko.pdf_utils.generic import pdf_name as name

from tests.agreements.signing.manipulations.tool import CLAUSE, Change, Desk, appearance, named, numbers

BOX = (0, 0, 226, 112)
SAYS = CLAUSE % (226, 112, 50)
DRAWN = b"q 200 0 0 90 5 5 cm /I Do Q"


def forms_in_forms(depth: int) -> Change:
    """The clause lies so deep that pdfium draws none of it; poppler and MuPDF do."""

    def change(desk: Desk) -> None:
        inner = desk.add(appearance(SAYS, BOX))
        for _ in range(depth):
            outer = appearance(b"/Fm1 Do", BOX)
            outer["/Resources"].update(named({"XObject": named({"Fm1": inner})}))
            inner = desk.add(outer)
        desk.put(desk.field, AP=named({"N": inner}))

    return change


def with_a_way_around(desk: Desk) -> None:
    """Every form is named by the outermost one, too, so that none seems to lie deep."""
    forms = [desk.add(appearance(SAYS, BOX))]
    for _ in range(60):
        outer = appearance(b"/Fm1 Do", BOX)
        outer["/Resources"].update(named({"XObject": named({"Fm1": forms[-1]})}))
        forms.append(desk.add(outer))
    last = forms[-1].get_object()["/Resources"]["/XObject"]
    last.update(named({f"X{number}": form for number, form in enumerate(forms[:-1])}))
    desk.put(desk.field, AP=named({"N": forms[-1]}))


def identity_filter(desk: Desk) -> None:
    """/Crypt that encrypts nothing: poppler reads on, pdfium does not."""
    drawn = appearance(SAYS, BOX)
    drawn[name("/Filter")] = ArrayObject([name("/Crypt")])
    drawn._data, drawn._encoded_data = None, SAYS
    desk.put(desk.field, AP=named({"N": desk.add(drawn)}))


def three_bits(desk: Desk) -> None:
    _picture(desk, b"\0" * 160, BitsPerComponent=NumberObject(3))


def grey_jpeg_as_colours(desk: Desk) -> None:
    _picture(desk, _encoded("JPEG"), "/DCTDecode", ColorSpace=name("/DeviceRGB"))


def jpeg_2000(desk: Desk) -> None:
    _picture(desk, _encoded("JPEG2000"), "/JPXDecode", ColorSpace=name("/DeviceCMYK"))


def shading_without_length(desk: Desk) -> None:
    """Poppler fills the box, pdfium draws nothing."""
    function = named({"FunctionType": NumberObject(2), "Domain": numbers(0, 1), "N": NumberObject(1)})
    function.update(named({"C0": numbers(0), "C1": numbers(0)}))
    shading = named({"ShadingType": NumberObject(2), "ColorSpace": name("/DeviceGray"), "Coords": numbers(9, 9, 9, 9)})
    shading.update(named({"Extend": ArrayObject([BooleanObject(True), BooleanObject(True)]), "Function": function}))
    drawn = appearance(b"/Sh1 sh", BOX)
    drawn["/Resources"].update(named({"Shading": named({"Sh1": shading})}))
    desk.put(desk.field, AP=named({"N": desk.add(drawn)}))


def far_away_and_back(desk: Desk) -> None:
    """Further than one engine can count, and back: poppler shows the clause, pdfium does not."""
    there, back = b"1 0 0 1 3000000000 0 cm ", b"1 0 0 1 -3000000000 0 cm "
    desk.put(desk.field, AP=named({"N": desk.add(appearance(there + back + SAYS, BOX))}))


def blended_away(desk: Desk) -> None:
    """A mode of blending that engines do not draw alike."""
    drawn = appearance(b"/G1 gs " + SAYS, BOX)
    drawn["/Resources"].update(named({"ExtGState": named({"G1": named({"BM": name("/Screen")})})}))
    desk.put(desk.field, AP=named({"N": desk.add(drawn)}))


def object_without_its_word(desk: Desk) -> None:
    """The appearance begins "12 0 xyz": MuPDF then looks for all objects, and finds the pages' contents in it."""
    pages = [desk.page(number).raw_get("/Contents").idnum for number in (0, 1)]
    look = desk.add(appearance(b"".join(_as_object(number) for number in pages), BOX))
    desk.put(desk.field, AP=named({"N": look}))
    begins = b"\n%d 0 obj" % look.idnum
    _write(desk, begins, begins[:-3] + b"xyz")


def objects_in_a_picture(desk: Desk) -> None:
    """The same, with a file that is whole: whatever is damaged later or for other readers brings them to light."""
    page = desk.page(0).raw_get("/Contents").idnum
    desk.put(desk.field, AP=named({"N": desk.add(appearance(b"% " + _as_object(page), BOX))}))


def another_trailer(desk: Desk) -> None:
    """Who repairs the file takes the last trailer for the true one."""
    look = appearance(b"\ntrailer\n<</Root 999 0 R>>\n", BOX)
    desk.put(desk.field, AP=named({"N": desk.add(look)}))


def _picture(desk: Desk, data: bytes, compressed: str = "", **more: Any) -> None:
    about = {"Type": name("/XObject"), "Subtype": name("/Image"), "Width": NumberObject(20), "Height": NumberObject(20)}
    about |= {"ColorSpace": name("/DeviceGray"), "BitsPerComponent": NumberObject(8), **more}
    picture = StreamObject(named(about), stream_data=data)
    if compressed:
        picture[name("/Filter")] = name(compressed)
        picture._data, picture._encoded_data = None, data
    drawn = appearance(DRAWN, BOX)
    drawn["/Resources"].update(named({"XObject": named({"I": desk.add(picture)})}))
    desk.put(desk.field, AP=named({"N": desk.add(drawn)}))


def _encoded(kind: str) -> bytes:
    output = BytesIO()
    Image.new("L", (20, 20)).save(output, kind)
    return output.getvalue()


def _as_object(number: int) -> bytes:
    return b"\n%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(SAYS), SAYS)


def _write(desk: Desk, old: bytes, new: bytes) -> None:
    """When the file is written, ``old`` is replaced where it stands last, before it is signed."""
    write = desk.writer.write

    def patched(stream: Any) -> None:
        buffer = BytesIO()
        write(buffer)
        before, found, after = buffer.getvalue().rpartition(old)
        assert found
        stream.write(before + new + after)

    desk.writer.write = patched  # type: ignore[method-assign]  # the tool saves through it, for this desk alone
