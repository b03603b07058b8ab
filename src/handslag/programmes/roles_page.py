"""Writes docs/roles.md from roles.py; `bin/roles` runs it."""

import django
from django.utils.translation import override

from handslag.programmes.roles import PERMISSIONS, ROLES, STAFF, Role

_HEAD = """\
# Who may do what

Made from `src/handslag/programmes/roles.py` by `bin/roles`; change it there. A role is held in one programme; an
administrator, and others where wished, hold it in the whole organisation. What mentor and mentee may do with their own
pair follows from being in it. Roles marked * need a second factor and are signed out after 30 idle minutes.

"""


def page() -> str:
    """The page as Markdown: a table of permissions by role."""
    with override("en"):
        names = [str(role.label) + ("\\*" if role in STAFF else "") for role in Role]
        rows = [
            f"| {words} | " + " | ".join("yes" if key in ROLES[role] else "" for role in Role) + " |"
            for key, words in PERMISSIONS.items()
        ]
    head = f"| | {' | '.join(names)} |\n|---|{'---|' * len(names)}\n"
    return _HEAD + head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    django.setup()
    print(page(), end="")
