"""Due days in words, for people."""

from datetime import date, timedelta

from core import dates


def due_text(due_on: date, today: date) -> str:
    """Say "überfällig seit 19.11.", "heute", "morgen" or "bis 24.11."; another year than today's is named."""
    if due_on == today:
        return "heute"
    if due_on == today + timedelta(days=1):
        return "morgen"
    day = dates.day_and_month(due_on) if due_on.year == today.year else dates.day(due_on)
    return f"überfällig seit {day}" if due_on < today else f"bis {day}"
