"""Makes a bare Debian 12 ready for the portal, with the standard library alone."""
