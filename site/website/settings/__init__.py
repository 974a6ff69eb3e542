"""Settings of the Wijkzorg site. What differs between installations comes from the environment."""

from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.utils.translation import gettext_lazy as _

from website.environment import make_folder, project_folder, read_environment

ROOT = project_folder()
WEBSITE = Path(__file__).resolve().parents[1]
environment = read_environment(ROOT)
DATA_DIR = (ROOT / environment.data_dir).resolve()

DEBUG = environment.debug
SECRET_KEY = environment.secret_key or "development-only-key-that-production-refuses-to-start-with"
ALLOWED_HOSTS = environment.hosts or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [environment.base_url] if environment.base_url.startswith("https") else []
ROOT_URLCONF = "website.urls"
WSGI_APPLICATION = "website.wsgi.application"
ASGI_APPLICATION = "website.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The demo shows every outgoing mail in the browser and prints its log-ins; see website/mailbox.py.
WIJKZORG_DEMO = environment.demo

INSTALLED_APPS = [
    # Ours come first: their templates may replace those of the libraries below.
    "website",
    "wijkzorg_news",
    "wijkzorg_events",
    "wijkzorg_partners",
    "wijkzorg_search",
    "wijkzorg_home",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.api.v2",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "website.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "website.middleware.SecurityHeadersMiddleware",
    "website.middleware.CompressText",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wijkzorg_home.api.ProblemDetailsMiddleware",
    "website.middleware.RefuseUnreadableRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wijkzorg_partners.guards.OwnPagesOnlyMiddleware",
    "wijkzorg_home.guards.TranslationRightsMiddleware",
    "website.middleware.NothingPersonalInCaches",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


def _database(url: str) -> dict[str, object]:
    """A database from its address. SQLite gets what several writers at once need."""
    config: dict[str, object] = dict(dj_database_url.parse(url, conn_max_age=60))
    if str(config["ENGINE"]).endswith("sqlite3"):
        # Without IMMEDIATE, two writers lose one another's work with "database is locked" at once,
        # whatever the time-out: see site/docs/decisions/0003-sqlite.md.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            ),
        }
        config["CONN_MAX_AGE"] = 0
        config["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    return config


DATABASES = {
    "default": _database(environment.database_url or f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
}
if not environment.is_production:
    make_folder(DATA_DIR)

if environment.cache_url:
    _cache = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": environment.cache_url,
    }
else:
    _cache = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "wijkzorg"}
CACHES = {"default": _cache}

# Files. Uploads are never handed out by a web server: website/media.py asks the permission first.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
WHITENOISE_USE_FINDERS = not environment.is_production
WHITENOISE_AUTOREFRESH = not environment.is_production
if environment.s3_bucket:
    _default_storage: dict[str, object] = {
        "BACKEND": "website.storage.BehindOurDoorS3Storage",
        "OPTIONS": {
            "bucket_name": environment.s3_bucket,
            "endpoint_url": environment.s3_endpoint or None,
            "region_name": environment.s3_region or None,
            "default_acl": "private",
        },
    }
else:
    _default_storage = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
STORAGES = {
    "default": _default_storage,
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if environment.is_production
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}

# Languages: Dutch without a prefix, the others with one.
LANGUAGE_CODE = "nl"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("nl", _("Dutch")),
    ("en", _("English")),
    ("tr", _("Turkish")),
    ("ar", _("Arabic")),
]
WAGTAILADMIN_PERMITTED_LANGUAGES = [
    ("nl", "Nederlands"),
    ("en", "English"),
    ("tr", "Türkçe"),
    ("ar", "العربية"),
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
WAGTAIL_I18N_ENABLED = True

# Mail
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.email_from
EMAIL_SUBJECT_PREFIX = ""
EMAIL_TIMEOUT = 10
EMAIL_USE_LOCALTIME = True
EMAIL_FILE_PATH = DATA_DIR / "mail"
if environment.email_url:
    _mail = urlsplit(environment.email_url)
    WIJKZORG_HOME_MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or ""
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtp+ssl" else 587)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_USE_SSL = _mail.scheme == "smtp+ssl"
else:
    WIJKZORG_HOME_MAIL_TRANSPORT = "website.mailbox.EmlFolderBackend"
# All mail goes through the outbox, which the worker empties: see wijkzorg_home/outbox.py.
EMAIL_BACKEND = "wijkzorg_home.outbox.OutboxBackend"

# Background work. Wagtail's own small tasks stay within the request, since what they do (the references
# that decide whether a file is public) must hold at once; ours are done by `manage.py db_worker`.
TASKS: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "worker": {
        "BACKEND": (
            "django_tasks_db.DatabaseBackend"
            if environment.uses_worker
            else "django_tasks.backends.immediate.ImmediateBackend"
        )
    },
}
WIJKZORG_HOME_TASK_BACKEND = "worker"
WIJKZORG_SEARCH_TASK_BACKEND = "worker"
WIJKZORG_SEARCH_MEANING = environment.search_meaning

# People
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "wijkzorg_partners.permissions.MembershipBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "website.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
# A password works in the demo only; elsewhere everybody logs in by a mailed code.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"] if WIJKZORG_DEMO else ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A passkey stands beside the mailed code, never behind it: see website/passkeys.py.
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_ADAPTER = "website.passkeys.PasskeyAdapter"
MFA_FORMS = {"add_webauthn": "website.passkeys.AddPasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
# website/passkeys.py asks for a log-in that is not long ago.
MFA_REAUTHENTICATION_REQUIRED = False
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Browsers give passkeys to https, and to localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not environment.is_production
ALLAUTH_TRUSTED_PROXY_COUNT = environment.trusted_proxies
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30

# Wagtail
WAGTAIL_SITE_NAME = "Wijkzorg"
WAGTAILADMIN_BASE_URL = environment.base_url
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
# A password that many share is guessed without throttling: pages are restricted to people instead.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Moderators get the mail; an administrator need not read every change.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 10
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# "simple" is PostgreSQL's configuration without stems and stop words: the same words find the same pages
# on both databases, and no English rules are put on Dutch.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 8 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 8 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf"]
WAGTAILEMBEDS_FINDERS: list[dict[str, object]] = []  # nothing from a third party
WAGTAILAPI_LIMIT_MAX = 100
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    # Without this, HTTP Basic would be a second way in, with a password and without throttling.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
}
TAGGIT_CASE_INSENSITIVE = True

# Headers; the Content-Security-Policy and the rest stand in website/middleware.py.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "website.views.csrf_failure"
if environment.is_production:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT: list[str] = []
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if environment.trusted_proxies:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"

WIJKZORG_HOME_API_CONTACT = {
    "name": "Wijkzorg",
    "email": parseaddr(environment.email_from)[1],
    "url": environment.base_url,
}
WIJKZORG_HOME_FORM_LIMITS = environment.limits
WIJKZORG_EVENTS_RATE_LIMIT = environment.registration_limits
WIJKZORG_SECURITY_CONTACT = environment.security_contact

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_tokens": {"()": "website.logs.WithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_tokens"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"wijkzorg": {"level": "INFO"}},
}
