"""``python -m tests.agreements.signing.signer_process HABIT``: holds a key that never leaves it.

Says its public key in a line, then answers each line of attributes with a line with their signature, all hexadecimal.
HABIT is what goes wrong: nothing, silence, death, another-key, garbage.
"""

import os
import sys
import threading

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def say(data: bytes) -> None:
    print(data.hex(), flush=True)  # noqa: T201 - the protocol


def main() -> None:
    habit = sys.argv[1]
    key = ec.generate_private_key(ec.SECP256R1())
    say(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    for line in sys.stdin:
        if habit == "silence":
            threading.Event().wait()
        if habit == "death":
            os._exit(1)
        signing = ec.generate_private_key(ec.SECP256R1()) if habit == "another-key" else key
        signature = signing.sign(bytes.fromhex(line), ec.ECDSA(hashes.SHA256()))
        say(b"no signature" if habit == "garbage" else signature)


if __name__ == "__main__":
    main()
