"""`handslag organisation`: the first step on a new installation."""

import sys

from ..setting_up import set_up_django


def add(parsers) -> None:
    command = parsers.add_parser(
        "organisation",
        help="found an organisation and its first administrator",
        description="Found an organisation and give one person the role of its administrator, who then signs in with "
        "a code by mail and adds the others.",
    )
    command.add_argument("name", metavar="NAME", help="for example: 'Nya Grannar Malmö'")
    command.add_argument("--country", required=True, metavar="CODE", help="two letters, for example SE")
    command.add_argument("--language", required=True, metavar="CODE", help="language of the place, for example sv")
    command.add_argument("--administrator", required=True, metavar="EMAIL", help="e-mail address to sign in with")
    command.add_argument("--administrator-name", required=True, metavar="NAME", help="for example: 'Karin Holm'")
    command.set_defaults(run=_found)


def _found(arguments) -> int:
    set_up_django()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import timezone

    from handslag.core.errors import Refused
    from handslag.desk.actions import found_with_administrator

    try:
        validate_email(arguments.administrator)
        organisation = found_with_administrator(
            name=arguments.name, country=arguments.country.upper(), host_language=arguments.language,
            email=arguments.administrator, person=arguments.administrator_name, at=timezone.now(),
        )  # fmt: skip
    except ValidationError:
        print(f"“{arguments.administrator}” is not an e-mail address.", file=sys.stderr)
        return 2
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{organisation.name} is founded. {arguments.administrator} can sign in now.")
    return 0
