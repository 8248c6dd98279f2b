"""What people do to a really signed file, by code: bytes, updates, rewriting, signatures, keys."""
