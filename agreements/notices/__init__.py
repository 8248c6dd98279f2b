"""Notices of change: what the commune tells in text form and confirms by link."""
