"""Reads the cells of a hostile Excel file. A program of its own, without framework, keys and network."""
