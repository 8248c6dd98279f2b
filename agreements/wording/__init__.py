"""Editions of a template's text: what may stand in them, how they are written, compared, seen and released."""
