"""Django's settings, read from `HAMSAYA_*` and from `node.toml` in the node's home."""

from pathlib import Path

from platformdirs import user_data_path

from hamsaya import env
from hamsaya.node.home import read_home, read_secret_key

PACKAGE = Path(__file__).resolve().parent

HAMSAYA_HOME = Path(env.read_text("HOME") or user_data_path("hamsaya"))
HAMSAYA_NODE = read_home(HAMSAYA_HOME)

DEBUG = env.read_flag("DEBUG")
SECRET_KEY = env.read_secret("SECRET_KEY") or read_secret_key(HAMSAYA_HOME)
ALLOWED_HOSTS = env.read_list("HOSTS", HAMSAYA_NODE.hosts)
CSRF_TRUSTED_ORIGINS = env.read_list("ORIGINS", HAMSAYA_NODE.origins)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "hamsaya.people",
    "hamsaya.node",
    "hamsaya.intake",
    "hamsaya.web",
]

MIDDLEWARE = [
    "hamsaya.web.policy.PolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # above the static files too: a desk's link may carry 64 kbit/s
    "hamsaya.web.whole.WholeFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "hamsaya.people.gate.GateMiddleware",
    "hamsaya.web.errors.RefusalMiddleware",
    "hamsaya.web.look.look_middleware",
]

ROOT_URLCONF = "hamsaya.urls"
WSGI_APPLICATION = "hamsaya.wsgi.application"
ASGI_APPLICATION = "hamsaya.asgi.application"

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
    },
]

DATABASES = {"default": env.database(env.read_text("DATABASE") or HAMSAYA_NODE.database, HAMSAYA_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Officer"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "people:sign_in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "hamsaya.people.views.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "Hamsaya"
# A demonstration has officers with known passwords and shows the phone's code; `hamsaya demo` alone sets it.
HAMSAYA_DEMO = env.read_flag("DEMO")

# Cookies are marked secure unless the pages are served on loopback, where there is no TLS to wait for.
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not HAMSAYA_NODE.is_loopback
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 13 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "hamsaya.web.errors.forbidden"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# Digests by e-mail: nothing is sent until a mail server is named. Its password comes from a file.
EMAIL_HOST = env.read_text("MAIL_HOST")
EMAIL_PORT = env.read_number("MAIL_PORT", 587, 1, 65_535)
EMAIL_HOST_USER = env.read_text("MAIL_USER")
EMAIL_HOST_PASSWORD = env.read_secret("MAIL_PASSWORD")
EMAIL_USE_TLS = env.read_choice("MAIL_TLS", ("starttls", "tls", "none"), "starttls") == "starttls"
EMAIL_USE_SSL = env.read_choice("MAIL_TLS", ("starttls", "tls", "none"), "starttls") == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.read_text("MAIL_FROM", "hamsaya@localhost")
HAMSAYA_MAIL_PAGES = env.read_text("MAIL_PAGES")
HAMSAYA_MAIL_DESK = env.read_flag("MAIL_DESK")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fa", "فارسی"), ("ur", "اردو")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # the pages bring their own files; nothing is collected or copied
WHITENOISE_MAX_AGE = 365 * 24 * 3600  # an address names its content, see hamsaya.web.versioned
STORAGES = {
    "default": env.files(HAMSAYA_HOME),
    "staticfiles": {"BACKEND": "hamsaya.web.versioned.VersionedStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"axes": {"level": "WARNING"}},  # a shut-out guesser is a warning; how it counts is of no interest
    "root": {"handlers": ["err"], "level": env.read_choice("LOG", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")},
}
