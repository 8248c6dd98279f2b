"""The Latin letters of DIN 91379:2022-08 ("bll", normative), with the signs that names may hold.

Facts of the standard, as published by KoSIT with String.Latin+; the sequences have no letter of their own in Unicode.
"""

from itertools import chain

BASIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# Blocks Latin-1 and Latin Extended-A as they are, but for × ÷ and ſ.
LATIN_1 = "".join(chr(code) for code in range(0xC0, 0x100) if code not in {0xD7, 0xF7})
EXTENDED_A = "".join(chr(code) for code in range(0x100, 0x17F))
EXTENDED_B = "ƇƈƏƗƠơƯưƷǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜǞǟǢǣǤǥǦǧǨǩǪǫǬǭǮǯǰǴǵǸǹǺǻǼǽǾǿȒȓȘșȚțȞȟȧȨȩȪȫȬȭȮȯȰȱȲȳəɨʒ"
ADDITIONAL = (
    "ḂḃḆḇḊḋḌḍḎḏḐḑḗḜḝḞḟḠḡḢḣḤḥḦḧḨḩḪḫḯḰḱḲḳḴḵḶḷḺḻṀṁṂṃṄṅṆṇṈṉṒṓṔṕṖṗṘṙṚṛṞṟṠṡṢṣṪṫṬṭṮṯẀẁẂẃẄẅẆẇẌẍẎẏẐẑẒẓẔẕẖẗẞ"
    "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ"
)
LETTERS = BASIC + LATIN_1 + EXTENDED_A + EXTENDED_B + ADDITIONAL

_MARKS_OF = {
    "A": ["30B"],
    "C": ["300", "304", "306", "308", "315", "323", "326", "328 306"],
    "D": ["302"],
    "F": ["300", "304"],
    "G": ["300"],
    "H": ["304", "326"],
    "K": ["300", "302", "304", "307", "315", "31B", "326"],
    "L": ["302", "325", "325 304", "326"],
    "M": ["300", "302", "306", "310"],
    "N": ["302", "304", "306", "326"],
    "P": ["300", "304", "315", "323"],
    "R": ["306", "325", "325 304"],
    "S": ["300", "304", "31B 304", "331"],
    "T": ["300", "304", "315", "31B"],
    "U": ["307"],
    "Z": ["300", "304", "306", "308", "327"],
    "Ç": ["306"],
    "Û": ["304"],
    "Č": ["315", "323"],
    "Ī": ["301"],
    "Ž": ["326", "327"],
    "Ḳ": ["304"],
    "Ṣ": ["304"],
    "Ṭ": ["304"],
    "Ạ": ["308"],
    "Ọ": ["308"],
    "Ụ": ["304", "308"],
}
_IN_ONE_CASE = {"H": ["331"], "J": ["301", "30C"], "T": ["308"], "j": ["301"], "ÿ": ["301"], "ē": ["30D"], "ō": ["30D"]}


def _with_marks(table: dict[str, list[str]]) -> list[str]:
    return [
        base + "".join(chr(int(code, 16)) for code in marks.split()) for base, all_ in table.items() for marks in all_
    ]


SEQUENCES = [
    *chain.from_iterable((sequence, sequence.lower()) for sequence in _with_marks(_MARKS_OF)),
    *_with_marks(_IN_ONE_CASE),
    *("K\u035fH", "K\u035fh", "k\u035fh"),
]
NON_LETTERS_IN_NAMES = "',-.`~¨´·ʹʺʾʿˈˌ’‡"
