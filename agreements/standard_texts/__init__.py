"""The texts that the portal brings along: one module for each kind and edition. Published ones never change."""
