"""Accounts, persons, consents: the only way to write them."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from handslag.core.encryption.keys import blind_index
from handslag.core.errors import Refused
from handslag.core.numbers import in_plain_digits
from handslag.journal.actions import record
from handslag.organisations.models import Organisation

from .keys import forget_keys
from .models import Account, Consent, DataKey, Person
from .phones import normal_phone, phone_indexes

CONTACT = ["phone", "email", "phone_index", "email_index"]  # the fields that `_set_contact` sets


class EmailTaken(Refused):
    """The e-mail address belongs to another person of the organisation."""


@transaction.atomic
def register_person(
    *, organisation: Organisation, given_name: str, by: Person | None, at: datetime, family_name: str = "",
    phone: str = "", email: str = "", language: str = "", gender: str = Person.Gender.NOT_SAID,
    birth_year: int | None = None,
) -> Person:  # fmt: skip
    """Make a person of `organisation`, with the key under which the person's texts are sealed."""
    person = Person(
        organisation=organisation, given_name=given_name.strip(), family_name=family_name.strip(), gender=gender,
        birth_year=birth_year, language=language, created_at=at,
    )  # fmt: skip
    person.save(force_insert=True)
    if phone or email:
        _set_contact(person, phone=phone, email=email)
        person.save(update_fields=CONTACT)
    record("person.register", "people.person", person.pk, by=by, organisation=organisation.pk, at=at)
    return person


def _set_contact(person: Person, *, phone: str, email: str) -> None:
    # Whoever is to call may read other digits than the person writes, and telephones dial only 0 to 9.
    person.phone, person.email = in_plain_digits(phone).strip(), email.strip()
    person.phone_index = blind_index(person.organisation_id, "phone", normal_phone(phone)) if phone else ""
    person.email_index = blind_index(person.organisation_id, "email", email.strip().lower()) if email else ""


@transaction.atomic
def change_contact(*, person: Person, phone: str, email: str, by: Person | None, at: datetime) -> None:
    """Replace the phone number and e-mail address by which a person is reached."""
    _set_contact(person, phone=phone, email=email)
    person.save(update_fields=CONTACT)
    record("person.change_contact", "people.person", person.pk, by=by, organisation=person.organisation_id, at=at)


def find_by_contact(organisation: Organisation, *, phone: str = "", email: str = "") -> list[Person]:
    """The persons of `organisation` with this phone number, however it is written, or this e-mail address (by blind
    index)."""
    found = Person.objects.of(organisation).none()
    if phone:
        indexes = phone_indexes(organisation, phone)
        found = found | Person.objects.of(organisation).filter(phone_index__in=indexes)
    if email:
        index = blind_index(organisation.pk, "email", email.strip().lower())
        found = found | Person.objects.of(organisation).filter(email_index=index)
    return list(found)


def address_is_taken(*, person: Person, email: str) -> bool:
    """Whether somebody else of the organisation of `person` signs in with `email`."""
    others = Person.objects.of(person.organisation_id).exclude(pk=person.pk)
    return others.filter(account__email__iexact=email.strip()).exists()


@transaction.atomic
def open_account(*, person: Person, email: str, by: Person | None, at: datetime) -> Account:
    """Let `person` sign in with `email`. Somebody who has an account in another organisation keeps that one."""
    email = email.strip().lower()
    account = Account.objects.filter(email__iexact=email).first()
    if account is None:
        account = Account(email=email, name=str(person), language=person.language, created_at=at)
        account.set_unusable_password()
        account.save()
        EmailAddress.objects.create(user=account, email=email, primary=True, verified=True)
    elif address_is_taken(person=person, email=email):
        raise EmailTaken(_("Somebody else here already signs in with this e-mail address. Use another one."))
    person.account = account
    person.save(update_fields=["account"])
    record("account.open", "people.person", person.pk, by=by, organisation=person.organisation_id, at=at)
    return account


@transaction.atomic
def change_sign_in(*, account: Account, email: str, at: datetime) -> None:
    """Let `account` sign in with another e-mail address from now on; its sessions end. Raises EmailTaken."""
    email = email.strip().lower()
    if Account.objects.filter(email__iexact=email).exclude(pk=account.pk).exists():
        raise EmailTaken(_("Somebody else here already signs in with this e-mail address. Use another one."))
    account.email = email
    account.save(update_fields=["email"])
    EmailAddress.objects.filter(user=account).delete()
    EmailAddress.objects.create(user=account, email=email, primary=True, verified=True)
    record("account.change_sign_in", "people.account", account.pk, by=None, organisation=None, at=at)


@transaction.atomic
def give_consent(
    *, person: Person, purpose: str, given: bool, version: str, language: str, by: Person | None, at: datetime
) -> Consent:
    """Write down one answer to one question of consent, as it was read."""
    consent = Consent.objects.create(
        organisation_id=person.organisation_id, person=person, purpose=purpose, given=given, version=version,
        language=language, at=at,
    )  # fmt: skip
    record("consent.answer", "people.consent", consent.pk, by=by, organisation=person.organisation_id, at=at)
    return consent


def change_preferences(*, account: Account, **changed: str) -> None:
    """Change language, time zone, theme or text size of one's own account."""
    for name, value in changed.items():
        setattr(account, name, value)
    account.save(update_fields=list(changed))


@transaction.atomic
def erase_keys(*, person: Person, by: Person | None, at: datetime) -> None:
    """Destroy the key of `person`: every text sealed under it is unreadable from now on, in backups too."""
    DataKey.objects.of(person.organisation_id).filter(person=person).delete()
    forget_keys()
    record("person.erase_keys", "people.person", person.pk, by=by, organisation=person.organisation_id, at=at)


def forget_old_tries(at: datetime) -> int:
    """Delete counts of sign-in tries that have run out; gives their number.

    They lie in the table of Django's database cache, which removes a row only when its key is used again.
    """
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [connection.ops.adapt_datetimefield_value(at)])  # noqa: S608
        return cursor.rowcount
