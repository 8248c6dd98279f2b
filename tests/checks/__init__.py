"""Everything that is checked without running the portal."""
