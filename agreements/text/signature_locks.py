"""What each signature of a document locks (ISO 32000-2, 12.7.5.5; P 1 permits no change at all after it)."""

import pydyf

from core.signing.people import SEAL_FIELD, Field
from core.typesetting.signature_fields import Locks

LOCKS: Locks = {
    Field.COMMUNE.value: {"Action": "/Include", "Fields": pydyf.Array([pydyf.String(Field.COMMUNE.value)])},
    Field.LPR.value: {"Action": "/All", "P": 1},
    SEAL_FIELD: {"Action": "/All", "P": 1},
}
