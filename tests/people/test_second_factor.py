"""The secrets of authenticators, as they lie in the database."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt

from tests.people.signing_in import with_authenticator


def test_the_secret_of_an_authenticator_is_sealed(cast):
    secret = with_authenticator(cast.account("coordinator"))
    row = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(row.data)
    assert decrypt(row.data["secret"]) == secret


def test_the_seed_of_the_recovery_codes_is_sealed(cast):
    with_authenticator(cast.account("coordinator"))
    row = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    assert decrypt(row.data["seed"]) not in str(row.data)
