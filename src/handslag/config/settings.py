"""Settings from environment variables (docs/operating.md). Production refuses to start without its secrets.

HANDSLAG_MODE is `production` (the default), `demo`, `development` or `test`.
"""

import base64
import hashlib
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from . import environment as env

env.use_newer_sqlite()

MODE = env.text("HANDSLAG_MODE", "production")
if MODE not in {"production", "demo", "development", "test"}:
    raise ImproperlyConfigured(f"HANDSLAG_MODE is production, demo, development or test, not {MODE}.")
PRODUCTION, DEMO = MODE == "production", MODE == "demo"
DEBUG = MODE == "development"
SOURCE = Path(__file__).resolve().parent.parent
DATA = Path(env.text("HANDSLAG_DATA", None if PRODUCTION else str(Path.cwd() / "data"))).resolve()


def _secret(name: str) -> str:
    """A secret from the environment; outside production a fixed one, so that a demo starts without any."""
    return env.text(name, None if PRODUCTION else base64.b64encode(hashlib.sha256(name.encode()).digest()).decode())


SECRET_KEY = _secret("HANDSLAG_SECRET_KEY")
HANDSLAG_MASTER_KEY = _secret("HANDSLAG_MASTER_KEY")
if len(base64.b64decode(HANDSLAG_MASTER_KEY)) != 32:
    raise ImproperlyConfigured("HANDSLAG_MASTER_KEY is 32 random bytes in base64: openssl rand -base64 32")
HANDSLAG_KEYRING = "handslag.people.keys.PersonKeys"
HANDSLAG_JOURNAL_ANCHOR = env.text("HANDSLAG_JOURNAL_ANCHOR", str(DATA / "journal-anchor.txt"))

ALLOWED_HOSTS = env.words("HANDSLAG_HOSTS", "" if PRODUCTION else "localhost 127.0.0.1 [::1] testserver")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []
# Where links in mail lead; no slash at the end.
HANDSLAG_BASE_URL = env.text(
    "HANDSLAG_BASE_URL", f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION and ALLOWED_HOSTS else "http://localhost:8000"
).rstrip("/")
DATABASES = {"default": env.database(env.text("DATABASE_URL", f"sqlite:///{DATA / 'handslag.sqlite3'}"))}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_tries",
        # Thrown out when full, oldest keys first: so many that no flood of made-up addresses clears anybody's count.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "core", "journal", "organisations", "content", "people", "programmes", "questionnaires", "outbox", "gatherings",
    "surveys", "recruitment", "training", "pairs", "mentoring", "supervision", "evaluation", "desk",
]  # fmt: skip
INSTALLED_APPS = [
    *(f"handslag.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "handslag.core.middleware.NoStore",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "handslag.people.middleware.KeptForms",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "handslag.programmes.middleware.SessionLimits",
    "handslag.programmes.middleware.SecondFactor",
    "handslag.people.middleware.Preferences",
    "handslag.programmes.languages.DraftLanguages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "handslag.core.middleware.NotAllowed",
]
ROOT_URLCONF = "handslag.config.urls"
WSGI_APPLICATION = "handslag.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "handslag.desk.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# Sign-in
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["handslag.programmes.backend.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if MODE == "test"  # Argon2 is slow on purpose; tests of sign-in are about the way, not the hash
    else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "desk:home", "landing"
ACCOUNT_ADAPTER = "handslag.people.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = True
# Tries are counted in the database, so that all processes count together (docs/decisions/0006).
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/15m/key,100/d/key,100/15m/ip",
    "request_login_code": "10/15m/key,100/15m/ip",
}
ACCOUNT_FORMS = {
    "login": "handslag.people.sign_in_forms.PasswordForm",
    "request_login_code": "handslag.people.sign_in_forms.RequestCodeForm",
    "confirm_login_code": "handslag.people.sign_in_forms.ConfirmCodeForm",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody without an account gets mail because somebody typed an address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
# Who has signed in or shown it again so recently may change the ways to sign in (in seconds).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_EMAIL_NOTIFICATIONS = True  # every change of the ways to sign in is told by mail
MFA_ADAPTER = "handslag.programmes.second_factor.StaffMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": "100/15m/ip"}  # as for codes and passwords; there is nothing to guess
MFA_FORMS = {
    "login_webauthn": "handslag.people.passkey_forms.SignInForm",
    "authenticate_webauthn": "handslag.people.passkey_forms.SecondStepForm",
    "reauthenticate_webauthn": "handslag.people.passkey_forms.AgainForm",
}
MFA_TOTP_ISSUER = "Handslag"
SECOND_FACTOR_REQUIRED = not DEMO

# Sessions and cookies
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "handslag.people.views.kept_forms.too_old"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
DEVICE_COOKIE_NAME, KEPT_FORM_COOKIE_NAME = "device", "kept-form"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    DEVICE_COOKIE_NAME, KEPT_FORM_COOKIE_NAME = "__Host-device", "__Host-kept-form"
    SECURE_SSL_REDIRECT = env.flag("HANDSLAG_HTTPS_REDIRECT", True)
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.flag("HANDSLAG_HSTS_SUBDOMAINS", True)
    if env.flag("HANDSLAG_BEHIND_PROXY", True):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        # The address that the nearest proxy saw; those further away are anybody's guess.
        ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Languages, time
USE_TZ = True
TIME_ZONE = HANDSLAG_TIME_ZONE = env.text("HANDSLAG_TIME_ZONE", "Europe/Stockholm")
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("sv", _("Swedish"))]
LOCALE_PATHS = [SOURCE / "locale"]
# Languages in which some pages are translated and no native speaker has read them yet (docs/translating.md).
DRAFT_LANGUAGES = env.words("HANDSLAG_DRAFT_LANGUAGES", "ar el" if DEMO or DEBUG else "")
for _code in DRAFT_LANGUAGES:
    if _code in dict(LANGUAGES) or not (SOURCE / "locale" / _code).is_dir():
        raise ImproperlyConfigured(f"HANDSLAG_DRAFT_LANGUAGES names {_code}, which is no draft (docs/translating.md).")
FORMAT_MODULE_PATH = ["handslag.config.formats"]
LANGUAGE_COOKIE_NAME = "language"

# What somebody uploads stays in memory until it is sealed: it never lies on a disk in plain text.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 10_000_000

# Static files and mail
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = [
    "handslag.core.static_bundles.BundleFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE in {"development", "test"}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE in {"development", "test"}
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
vars().update(env.mail(env.text("HANDSLAG_MAIL", None if PRODUCTION else f"file://{DATA / 'mail'}")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("HANDSLAG_MAIL_FROM", None if PRODUCTION else "Handslag <hello@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
