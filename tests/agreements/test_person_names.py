"""Whether a certificate or a typed name names the person who is to sign."""

import pytest

from agreements.text.person_names import same_person


@pytest.mark.parametrize(
    ("ours", "other"),
    [
        ("Dr. Erika Musterfrau", "MUSTERFRAU ERIKA"),
        ("Erika Musterfrau", "Musterfrau, Erika"),
        ("Erika Musterfrau", "erika musterfrau"),
        ("Erika Musterfrau", "Dr. Erika Musterfrau, Bürgermeisterin"),
        ("Erika Musterfrau", "Erika Maria Musterfrau"),
        ("Erika Musterfrau", "Erika M. Musterfrau"),
        ("Erika Musterfrau", "E. Musterfrau"),
        ("Erika Musterfrau", "E Musterfrau"),
        ("Jörg Müßig", "JOERG MUESSIG"),
        ("Thị Nguyễn", "Thi Nguyen"),
        ("Prof. Dr. h. c. Anna-Lena Groß", "Anna Lena Gross"),
        ("Anna-Lena Groß", "Annalena Groß"),
        ("Annalena Groß", "Anna-Lena Groß"),
        ("Anna Groß-Mustermann", "Anna Groß"),
        ("Anna Groß-Mustermann", "Anna Mustermann"),
        ("Anna Groß-Mustermann", "ANNA GROSSMUSTERMANN"),
        ("Anna Groß Mustermann", "Anna Groß-Mustermann"),
        ("Erika von der Muster", "Erika Muster"),
        ("Erika D'Muster", "Erika D’Muster"),
        ("Stefan Stellvertreter", "i. V. Stefan Stellvertreter"),
        ("Stefan Stellvertreter", "i.V. Stefan Stellvertreter"),
        ("Erika Musterfrau", "Erika Musterfrau a. D."),
        ("Erika Musterfrau", "Oberbürgermeisterin Erika Maria Luise Musterfrau"),
        ("Erika Musterfrau", "MUSTERFRAU ERIKA MARIA"),
        ("Stefan Stellvertreter", "Stefan Stellvertreter, i. V."),
        ("Bruno Briefmuster", "Bruno Brief-Muster"),
        ("Erika Bürgermeister", "Bürgermeisterin Erika Bürgermeister"),
        ("Lothar Landrat", "Landrat Lothar Landrat"),
        ("Lisa Landrat", "Landrätin Lisa Landrat"),
    ],
)
def test_a_name_is_the_same_however_it_is_written(ours, other):
    assert same_person(ours, other)


@pytest.mark.parametrize(
    ("ours", "other"),
    [
        ("Bruno Briefmuster", "Micky Maus"),
        ("Bruno Briefmuster", "B. Maus"),
        ("Bruno Briefmuster", "B B"),
        ("Bruno Briefmuster", "Micky Maus für Bruno Briefmuster"),
        ("Bruno Briefmuster", "Bruno Briefmuster und Micky Maus"),
        ("Bruno Briefmuster", "i. A. Bruno Briefmuster"),
        ("Erika Musterfrau", "Otto Musterfrau"),
        ("Erika Musterfrau", "O. Musterfrau"),
        ("Erika Musterfrau", "Erika M."),
        ("Erika Musterfrau", "E. M."),
        ("Erika Musterfrau", "Musterfrau"),
        ("Erika Musterfrau", "Dr. Musterfrau"),
        ("Erika Musterfrau", ""),
        ("Bruno Briefmuster", "Micky Maus i. V. Bruno Briefmuster"),
        ("Bruno Briefmuster", "Micky Maus in Vertretung von Bruno Briefmuster"),
        ("Bruno Briefmuster", "Bruno Briefmuster, vertreten durch Micky Maus"),
        ("Bruno Briefmuster", "Bruno Briefmuster / Micky Maus"),
        ("Bruno Briefmuster", "Briefmuster Bruno / Micky Maus"),
        ("Bruno Briefmuster", "Maus Briefmuster Bruno"),
        ("Bruno Briefmuster", "gez. Micky. Maus. Bruno Briefmuster"),
        ("Bruno Briefmuster", "Sekretariat Bruno Briefmuster"),
        ("Bruno Briefmuster", "Bruno Briefmuster unter Vorbehalt"),
        ("Bruno Briefmuster", "Bruno unter Vorbehalt Briefmuster"),
        ("Bruno Briefmuster", "Bruno (NICHT) Briefmuster"),
        ("Bruno Briefmuster", "Briefmuster Bruno ungültig"),
        ("Bruno Briefmuster", "Bruno Briefmuster gilt nicht"),
        ("Bruno Briefmuster", "Bruno 500.000 Briefmuster"),
        ("Hans Bruno Briefmuster", "Hans Bruno"),
        ("Anna Maria Muster", "Anna Maria"),
        ("Hans Peter Müller", "Dr. Peter Hans"),
        ("Anna-Lena Groß", "Anna Lena"),
        ("Anna Maria Groß-Mustermann", "Anna Maria"),
    ],
)
def test_another_name_is_another(ours, other):
    assert not same_person(ours, other)
