"""All settings, in one file. Each one an operator may change is an environment variable."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from typing import Any

import dj_database_url
from django.templatetags.static import static

from config.admin_colours import BASE, PRIMARY
from config.environment import (
    address,
    day,
    flag,
    integer,
    mail_server,
    secret_key,
    text,
    words,
    wrong_values,
    zone,
)
from config.families import FAMILIES
from language import reader

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]

# --- What an operator sets ----------------------------------------------------------------------

SECRET_KEY = secret_key(BASE_DIR / ".secret_key")
DEBUG = flag("DEBUG")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
DATABASE_URL = text("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
REDIS_URL = text("REDIS_URL")
MEDIA_ROOT = Path(text("MEDIA_ROOT", str(BASE_DIR / "media")))
BIND = text("BIND", "127.0.0.1:8000")
BASE_URL = address("BASE_URL")
MAIL = mail_server("EMAIL_URL")
HTTPS = flag("HTTPS")
TRAINING_WORKERS = integer("TRAINING_WORKERS", 1, least=1, most=64)
TRAINING_TIMEOUT_HOURS = integer("TRAINING_TIMEOUT_HOURS", 6, least=1, most=72)
MAX_UPLOAD_MB = integer("MAX_UPLOAD_MB", 150, least=1, most=10_000)
MAX_ROWS = integer("MAX_ROWS", 5_000_000, least=1000)
MODEL_RETRAIN_INTERVAL_DAYS = integer("MODEL_RETRAIN_INTERVAL_DAYS", 7, least=1, most=3650)
MIN_TRAINING_SAMPLES = integer("MIN_TRAINING_SAMPLES", 100, least=1)
IMPORT_JOB_BYTES = integer("IMPORT_JOB_BYTES", 20_000_000, least=1)
PREDICTION_JOB_ROWS = integer("PREDICTION_JOB_ROWS", 5000, least=1)
BIN_DAYS = integer("BIN_DAYS", 30, least=1, most=3650)
MODEL_CACHE_MB = integer("MODEL_CACHE_MB", 512, least=16)
API_RATE = text("API_RATE", "600/min")
LOGIN_ATTEMPTS = integer("LOGIN_ATTEMPTS", 10, least=3, most=1000)
TIME_ZONE = zone("TIME_ZONE", "UTC")
TODAY = day("TODAY")  # read through config.clock
WRONG_ENVIRONMENT = wrong_values

# --- Applications -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_q",
    "axes",
    "audit",
    "accounts",
    "api",
    "language",
    "datasets",
    "training",
    *FAMILIES,
    "predictions",
    "home",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "api.middleware.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.reader.ReaderMiddleware",
    # After the reader, who is told in their language; before the views, of which the first reads the body.
    "api.middleware.UploadLimitMiddleware",
    "accounts.authentication.LoginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "home.context.product",
            ],
            "builtins": ["django.templatetags.i18n", "language.templatetags.reading"],
        },
    },
]

# --- Database -----------------------------------------------------------------------------------

DATABASES: dict[str, Any] = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # With SQLite's defaults two clusters and the web process lose writes to "database is locked".
    # Connections are not kept: a thread of the web server that idles must not hold the file open.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache, queue -------------------------------------------------------------------------------

if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

_HOUR = 3600
Q_CLUSTER: dict[str, Any] = {
    "name": "default",
    "label": "Queue",
    "workers": 1,
    "queue_limit": 1,
    "bulk": 1,
    "poll": 0.2,
    "guard_cycle": 0.5,
    "ack_failures": True,
    "max_attempts": 1,
    "catch_up": False,
    "save_limit": 500,
    "timeout": 600,
    "retry": _HOUR,
    "log_level": "WARNING",
    "ALT_CLUSTERS": {
        "training": {
            "workers": TRAINING_WORKERS,
            "queue_limit": 1,
            "poll": 0.1,
            "scheduler": False,
            # The supervisor ends a training by its own time limit; the queue's lies well above it.
            "timeout": TRAINING_TIMEOUT_HOURS * _HOUR + 600,
            "retry": (TRAINING_TIMEOUT_HOURS + 18) * _HOUR,
        },
    },
}
if REDIS_URL:
    Q_CLUSTER["redis"] = REDIS_URL
else:
    Q_CLUSTER["orm"] = "default"

# --- Files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
TESTING = "pytest" in sys.modules
if DEBUG or TESTING:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_USE_FINDERS = DEBUG or TESTING
# A look at one file per request, instead of at all files for each of the clients that the tests make.
WHITENOISE_AUTOREFRESH = DEBUG or TESTING
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

# --- Who gets in --------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:
    # Hashing passwords slowly is the point in production, and only costs time in tests.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = LOGIN_ATTEMPTS
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_ENABLED = not TESTING

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", [])
X_FRAME_OPTIONS = "DENY"

CSRF_FAILURE_VIEW = "home.errors.form_too_old"

# --- Mail ---------------------------------------------------------------------------------------

EMAIL_TIMEOUT = 10
if MAIL:
    EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.tls, MAIL.ssl
    DEFAULT_FROM_EMAIL = MAIL.sender

# --- API ----------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "accounts.authentication.BrowserSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.permissions.HasRole"],
    "DEFAULT_RENDERER_CLASSES": ["api.rendering.PlainJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": API_RATE},
    "DEFAULT_SCHEMA_CLASS": "api.openapi.schema.Schema",
    "EXCEPTION_HANDLER": "api.problems.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    # "?format=csv" belongs to the views that offer downloads.
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Almanac",
    "DESCRIPTION": "Train, ask and follow models over HTTP. Send a token as `Authorization: Bearer ...`.",
    "VERSION": VERSION,
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {
        "deepLinking": True,
        "defaultModelsExpandDepth": -1,
        "displayRequestDuration": True,
    },
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "api.openapi.schema.with_components",
        "api.openapi.blocks.with_blocks",
        "training.describing.with_families",
        "predictions.describing.with_asks",
        "api.openapi.schema.with_references",
    ],
}

UNFOLD = {
    "SITE_TITLE": "Almanac",
    "SITE_HEADER": "Almanac",
    "SITE_URL": "/",
    "DASHBOARD_CALLBACK": "home.admin_dashboard.dashboard",
    "SIDEBAR": {"navigation": "home.admin_navigation.navigation"},
    "COLORS": {"base": BASE, "primary": PRIMARY},
    "STYLES": [lambda request: static("css/admin.css")],
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/favicon.svg")}
    ],
}

# --- Language, time, log ------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = list(reader.LANGUAGES.items())
LOCALE_PATHS = [reader.LOCALE]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "axes": {"level": "WARNING"},
        "django-q": {"level": "WARNING"},
        "cmdstanpy": {"level": "ERROR"},
        "prophet": {"level": "ERROR"},
    },
}
