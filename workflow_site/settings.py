"""The settings of the site: everything the environment may change is read in the first block, and nowhere else."""

import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str, default: bool) -> bool:
    """A yes/no variable; any other word is refused."""
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in words:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(words)}, not {value!r}.")
    return words[value]


def _whole_number(name: str, default: int, least: int) -> int:
    """A variable holding a whole number not below `least`."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {least}, not {value!r}.")
    return int(value)


def _names(name: str) -> list[str]:
    """A variable holding names separated by commas."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def _choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """A variable holding one of a few words."""
    value = os.environ.get(name, "").strip() or default
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def _broker(name: str) -> str:
    """A variable holding the address of a broker; empty means none."""
    value = os.environ.get(name, "").strip()
    form = (
        f"{name} must be amqp://user:password@host:port/vhost or redis://:password@host:port/number "
        "(amqps:// and rediss:// speak TLS), or empty for the worker inside the server"
    )
    parts = urlsplit(value)
    if value and parts.scheme not in {"amqp", "amqps", "redis", "rediss"}:
        raise ImproperlyConfigured(f"{form}, not {parts.scheme!r}.")  # the rest may hold a password
    try:
        right = not value or (parts.hostname and (parts.port is None or parts.port > 0))
    except ValueError:
        right = False
    if not right:
        raise ImproperlyConfigured(f"{form}; the host or the port is missing or wrong.")
    return value


def _host_and_port(name: str) -> str:
    """A variable holding host:port; empty means none."""
    value = os.environ.get(name, "").strip()
    host, _colon, port = value.rpartition(":")
    if value and not (host and port.isdecimal() and 0 < int(port) < 65536):
        raise ImproperlyConfigured(f"{name} must be host:port, not {value!r}.")
    return value


def _mail_server(name: str) -> str:
    """A variable holding the address of a mail server; empty means none."""
    value = os.environ.get(name, "").strip()
    if value and not re.fullmatch(r"(smtps?|smtp\+starttls)://([^/@]+@)?[\w.-]+(:\d{1,5})?/?", value):
        raise ImproperlyConfigured(f"{name} must be smtp://user:password@host:port, smtps:// or smtp+starttls://.")
    return value


def _word(name: str, default: str) -> str:
    """A variable holding one plain word."""
    value = os.environ.get(name, "").strip() or default
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", value):
        raise ImproperlyConfigured(f"{name} must be a word of letters, digits and ._- (at most 60), not {value!r}.")
    return value


# --- The environment ------------------------------------------------------------------------------------------------

VAR_DIR = Path(os.environ.get("BIHUAN_VAR") or BASE_DIR / "var").resolve()  # everything the site writes
DATABASE_URL = os.environ.get("DATABASE_URL", "").strip()  # empty: SQLite under VAR_DIR
BROKER_URL = _broker("BROKER_URL")  # amqp:// or redis://; empty: a thread of the server does the background work
BROKER_QUEUE = _word("BIHUAN_QUEUE", default="bihuan")  # one for each database that shares a broker
WORKER_PROCESSES = _whole_number("BIHUAN_WORKER_PROCESSES", default=2, least=1)  # of one Celery worker
START_WORKER = _flag("BIHUAN_START_WORKER", default=False)  # the server keeps a Celery worker of its own running
DEBUG = _flag("BIHUAN_DEBUG", default=False)
DEMO = _flag("BIHUAN_DEMO", default=False)  # the log-in page offers the demo city's accounts
SECRET_KEY_GIVEN = os.environ.get("BIHUAN_SECRET_KEY", "")  # empty: generated once under VAR_DIR
HOSTS_GIVEN = _names("BIHUAN_ALLOWED_HOSTS")  # added to the loopback names
ORIGINS_GIVEN = _names("BIHUAN_TRUSTED_ORIGINS")  # https://host of a proxy in front
HTTPS = _flag("BIHUAN_HTTPS", default=False)  # a proxy in front speaks https and sets X-Forwarded-Proto
SESSION_IDLE_MINUTES = _whole_number("BIHUAN_SESSION_IDLE_MINUTES", default=30, least=1)
LOGIN_ATTEMPTS = _whole_number("BIHUAN_LOGIN_ATTEMPTS", default=5, least=1)
LOGIN_LOCK_MINUTES = _whole_number("BIHUAN_LOGIN_LOCK_MINUTES", default=15, least=1)
LOG_DAYS = _whole_number("BIHUAN_LOG_DAYS", default=1095, least=1)  # how long the collector of stderr keeps it
LOG_LEVEL = _choice("BIHUAN_LOG_LEVEL", default="INFO", allowed=("DEBUG", "INFO", "WARNING", "ERROR"))
SEARCH_BACKEND = _choice("SEARCH_BACKEND", default="whoosh", allowed=("whoosh", "tantivy"))  # the engine of the library
SEARCH_FOLLOWS = _flag("BIHUAN_SEARCH_FOLLOWS", default=True)  # the worker keeps this machine's index up to date
CHECKPOINT_MINUTES = _whole_number("BIHUAN_CHECKPOINT_MINUTES", default=5, least=1)  # between two checkpoints
CHECKPOINT_FILE_GIVEN = os.environ.get("BIHUAN_CHECKPOINT_FILE", "").strip()  # best on another disk
CHECKPOINT_SYSLOG = _host_and_port("BIHUAN_CHECKPOINT_SYSLOG")  # host:port of a log collector, UDP
CHECKPOINT_MAIL = _names("BIHUAN_CHECKPOINT_MAIL")  # who keeps the daily checkpoint
SMTP_URL = _mail_server("BIHUAN_SMTP_URL")  # smtp://user:password@host:port, smtps:// or smtp+starttls://
MAIL_FROM = os.environ.get("BIHUAN_MAIL_FROM", "").strip() or "bihuan@localhost"
KEYS_GIVEN = os.environ.get("BIHUAN_KEYS", "").strip()  # the folder of the signing key
PROXIES = _whole_number("BIHUAN_PROXIES", default=0, least=0)  # how many proxies of ours add to X-Forwarded-For
SOURCE_CODE_URL = os.environ.get("BIHUAN_SOURCE_CODE_URL", "").strip()  # the 源代码 link in the footer

# --- What the site writes -------------------------------------------------------------------------------------------

FILES_DIR = VAR_DIR / "files"
KEYS_DIR = Path(KEYS_GIVEN or VAR_DIR / "keys").resolve()
CHECKPOINT_FILE = Path(CHECKPOINT_FILE_GIVEN or VAR_DIR / "checkpoints" / "checkpoints.jsonl").resolve()
SECRET_KEY_FILE = VAR_DIR / "secret_key"
STATIC_ROOT = VAR_DIR / "static"


def _make_places() -> None:
    """Make the folders that the site writes into."""
    try:
        for place in (VAR_DIR, FILES_DIR):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        STATIC_ROOT.mkdir(exist_ok=True)
        if VAR_DIR.stat().st_mode & 0o077 and VAR_DIR.stat().st_uid == os.getuid():
            VAR_DIR.chmod(0o700)  # made by somebody else, or before this was so
    except OSError as error:
        raise ImproperlyConfigured(f"BIHUAN_VAR: {VAR_DIR} cannot be written ({error}).") from error


def _secret_key() -> str:
    """The key given by the environment, else the one generated on the first start and readable by its owner alone."""
    if SECRET_KEY_GIVEN:
        if len(SECRET_KEY_GIVEN) < 32:
            raise ImproperlyConfigured("BIHUAN_SECRET_KEY must have at least 32 characters.")
        return SECRET_KEY_GIVEN
    try:
        written = VAR_DIR / f"secret_key.{os.getpid()}"
        if not SECRET_KEY_FILE.exists():
            with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(64))
            try:
                os.link(written, SECRET_KEY_FILE)  # whole or not at all, and the first of two starts wins
            except FileExistsError:
                pass
            finally:
                written.unlink()
        key = SECRET_KEY_FILE.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"BIHUAN_VAR: {VAR_DIR} cannot be written or read ({error}).") from error
    if len(key) < 32:
        raise ImproperlyConfigured(f"{SECRET_KEY_FILE} is damaged; remove it and a new key is made.")
    return key


_make_places()
SECRET_KEY = _secret_key()

# --- Database -------------------------------------------------------------------------------------------------------


def _sqlite(path: str) -> dict[str, Any]:
    """A SQLite database that takes its write lock at the start of a transaction and waits for it."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    """A PostgreSQL database named by an address; a host given as a query argument may be a socket's directory."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", "") or unquote(parts.hostname or "")
    name = unquote(parts.path.lstrip("/"))
    try:
        port = str(parts.port or "")
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL: {error}.") from error
    if not name:
        raise ImproperlyConfigured("DATABASE_URL names no database: postgres://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c lock_timeout=10000", **query},
    }


def _database() -> dict[str, Any]:
    """The database chosen by DATABASE_URL."""
    if not DATABASE_URL:
        return _sqlite(str(VAR_DIR / "bihuan.sqlite3"))
    scheme, _separator, rest = DATABASE_URL.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and rest.strip("/"):
        return _sqlite(unquote(rest[1:]) if rest.startswith("//") else unquote(rest))
    if scheme in {"postgres", "postgresql"}:
        return _postgresql(DATABASE_URL)
    raise ImproperlyConfigured(
        "DATABASE_URL must be sqlite:///absolute/path or postgres://user:password@host:port/name "
        "(postgres:///name uses the local socket)."
    )


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Apps, from the site down to the ground -------------------------------------------------------------------------

INSTALLED_APPS = [
    "workflow_site.apps.WorkflowSiteConfig",
    "plans",
    "meetings",
    "rectification",
    "search",
    "accountability",
    "engine",
    "organizations",
    *(f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions", "messages", "staticfiles")),
    "viewflow.workflow",
    "guardian",
    "axes",
    *("django_otp", "django_otp.plugins.otp_totp"),
    "csp",
    "django_htmx",
    "lucide",
]

MIDDLEWARE = [
    "workflow_site.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "workflow_site.sessions.BusySessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "engine.middleware.SentLaterMiddleware",
    *(f"workflow_site.middleware.{name}Middleware" for name in ("NotKept", "Idle", "BodySize", "Expired")),
    "workflow_site.workbench.first_password.FirstPasswordMiddleware",
    "workflow_site.workbench.second_step.SecondStepMiddleware",
    "organizations.middleware.ActingMiddleware",
    "workflow_site.personal_data.PersonalDataMiddleware",
    "engine.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "workflow_site.urls"
WSGI_APPLICATION = "workflow_site.wsgi.application"
VIEWFLOW = {"AUTOREGISTER": False}  # viewflow adds middlewares of its own otherwise
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Who comes in ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "organizations.backends.SightBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "organizations.passwords.KindsValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

AXES_VERBOSE = False
AXES_FAILURE_LIMIT = LOGIN_ATTEMPTS
AXES_COOLOFF_TIME = LOGIN_LOCK_MINUTES / 60  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "organizations.backends.name_to_lock"
AXES_SENSITIVE_PARAMETERS = ["old_password", "new_password1", "new_password2", "code"]  # never in the list of failures
AXES_RESET_ON_SUCCESS = True
AXES_COOLOFF_MESSAGE = _("密码输错次数过多，账号已暂时锁定，请稍后再试，或联系系统管理员。")
AXES_PERMALOCK_MESSAGE = AXES_COOLOFF_MESSAGE

SESSION_ENGINE = "workflow_site.sessions"
OTP_TOTP_ISSUER = "闭环"
OTP_TOTP_SYNC = False  # phones and servers keep the time themselves

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = SESSION_IDLE_MINUTES * 60

# --- What is served, and how ----------------------------------------------------------------------------------------

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *HOSTS_GIVEN]
CSRF_TRUSTED_ORIGINS = ORIGINS_GIVEN
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # other hosts of the unit's domain are not ours to decide
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        **{f"{kind}-src": [SELF] for kind in ("script", "style", "img", "connect", "font")},
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": ["/csp/"],
    },
}

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = FILES_DIR
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
LARGEST_BODY = 210 * 1024 * 1024  # ten files of 20 MB and the words around them
FILE_UPLOAD_PERMISSIONS = 0o600
DELEGATION_LONGEST_DAYS = 180  # 代办授权

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英语"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Mail -----------------------------------------------------------------------------------------------------------

_smtp = urlsplit(SMTP_URL)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SMTP_URL else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "", _smtp.port or (465 if _smtp.scheme == "smtps" else 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _smtp.scheme == "smtps", _smtp.scheme == "smtp+starttls"
EMAIL_TIMEOUT = 5  # seconds
DEFAULT_FROM_EMAIL = MAIL_FROM

# --- Log ------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {"django": {"handlers": [], "level": LOG_LEVEL, "propagate": True}},
}
