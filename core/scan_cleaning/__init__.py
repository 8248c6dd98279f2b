"""Makes a harmless PDF of a hostile scan. A program of its own, without framework, keys and network."""
