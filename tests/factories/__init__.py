"""Valid objects by default; each names only what its test is about."""
