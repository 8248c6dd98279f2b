"""What each role may do in Django's admin; in the portal itself, policies decide.

Admins may do what the admin's pages offer. Caseworkers and heads read the register and correct office holders, as
far as the policy for the commune allows (``communes.admin``); heads also keep the list of topics.
"""

from staff.roles import Role

REGISTER = ("association", "commune", "district", "officeholder", "responsibility", "topic")

_READ = frozenset(f"communes.view_{model}" for model in REGISTER)
_CASEWORKER = _READ | {"communes.change_officeholder"}
_HEAD = _CASEWORKER | {"communes.add_topic", "communes.change_topic"}

LIMITED: dict[str, frozenset[str]] = {Role.CASEWORKER: _CASEWORKER, Role.HEAD: _HEAD}


def role_has(role: str, permission: str) -> bool:
    """Whether ``role`` has ``permission`` ("communes.view_topic") in the admin."""
    return role == Role.ADMIN or permission in LIMITED.get(role, frozenset())


def role_enters(role: str, app_label: str) -> bool:
    """Whether the admin shows ``role`` anything of an app."""
    return role == Role.ADMIN or any(p.startswith(f"{app_label}.") for p in LIMITED.get(role, frozenset()))
