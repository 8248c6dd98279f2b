"""Coaching that the LPR pays for: engagements on agreements in force, with sessions and goals."""
