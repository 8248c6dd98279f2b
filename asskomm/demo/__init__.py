"""The demo: one process that starts, watches and stops everything the portal needs on one machine."""
