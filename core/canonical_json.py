"""JSON that is the same bytes for the same values: what hashes of content are made of."""

import json
from typing import Any


def canonical_json(value: Any) -> bytes:
    """``value`` (plain JSON values) with sorted keys and without spaces, in UTF-8. Raises TypeError for others.

    Changing this would break every chain of the journal and the hashes of editions and notices.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
