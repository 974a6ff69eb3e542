"""What the surroundings may set: read once, strictly, before anything else.

Every name is listed in `.env.example`. A name that starts with WIJKZORG_ and is not known here, or a
value that does not parse, stops the start with one line that says which and why.
"""

import difflib
import os
import re
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from dotenv import dotenv_values
from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "WIJKZORG_"
# Names that the world has agreed on and that carry no prefix.
PLAIN_NAMES = {"DATABASE_URL", "CACHE_URL", "EMAIL_URL"}
# The client of S3 reads these itself, from the process: we only see that none is misspelt or left out.
S3_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")

CommaSeparated = Annotated[list[str], NoDecode]

#: A host as ALLOWED_HOSTS takes it: without https://, port or path. A dot before it means all below.
HOST = re.compile(r"\*|\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)
LIMIT = re.compile(r"[1-9][0-9]*/[1-9]?[0-9]*[smhd]")
#: Amazon's rules for names of buckets; other makers of such storage take these names too.
BUCKET = re.compile(r"(?!\d+(\.\d+){3}$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
#: As botocore's `validate_region_name`.
REGION = re.compile(r"(?![0-9]+$)(?!-)[a-zA-Z0-9-]{1,63}(?<!-)")


class Environment(BaseSettings):
    """The settings of one installation. Field `debug` is read from WIJKZORG_DEBUG, and so on."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    environment: Literal["development", "production", "test"] = "development"
    debug: bool = False
    secret_key: str = ""
    hosts: CommaSeparated = []
    base_url: str = "http://localhost:8000"
    data_dir: Path = Path("var")
    database_url: str = Field("", validation_alias="DATABASE_URL")
    cache_url: str = Field("", validation_alias="CACHE_URL")
    email_url: str = Field("", validation_alias="EMAIL_URL")
    email_from: str = "Wijkzorg <noreply@localhost>"
    security_contact: str = "mailto:security@example.org"
    trusted_proxies: int = Field(0, ge=0, le=5)
    form_limits: str = "client=30/h,mail=5/d"
    events_rate_limit: str = "client=60/h,mail=10/d"
    demo: bool = False
    worker: bool = False
    search_meaning: Literal["auto", "off"] = "auto"
    s3_bucket: str = ""
    s3_endpoint: str = ""
    s3_region: str = ""

    @field_validator("hosts", mode="before")
    @classmethod
    def split_on_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("hosts")
    @classmethod
    def hosts_are_names(cls, value: list[str]) -> list[str]:
        for host in value:
            if not HOST.fullmatch(host):
                raise ValueError(
                    f"{host!r} is not the name of a host, such as wijkzorg.example.org"
                )
        return value

    @field_validator("base_url")
    @classmethod
    def base_url_is_an_address(cls, value: str) -> str:
        parts = _split(value)
        if parts.scheme not in {"http", "https"} or not HOST.fullmatch(parts.hostname or ""):
            raise ValueError("must be an address such as https://wijkzorg.example.org")
        if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
            raise ValueError("must end behind the name of the host, or its port")
        return value.rstrip("/")

    @field_validator("data_dir", mode="before")
    @classmethod
    def data_dir_is_written_out(cls, value: object) -> object:
        """An empty value would be the folder of the code; a shell's short forms mean nothing here."""
        if isinstance(value, str) and not re.fullmatch(r"[^~$\s][^$\x00-\x1f]*(?<!\s)", value):
            raise ValueError("must be the path of a folder, written out, such as /srv/wijkzorg/var")
        return value

    @field_validator("database_url")
    @classmethod
    def database_is_known(cls, value: str) -> str:
        engine = ""
        if value:
            try:
                engine = str(dj_database_url.parse(value).get("ENGINE"))
            except ValueError:
                engine = "unreadable"
        if engine.rpartition(".")[2] not in {"", "sqlite3", "postgresql"}:
            raise ValueError(
                "must be sqlite:////path/to/file or postgres://user:password@host:port/name, "
                "with %-escapes for other characters in the password"
            )
        return value

    @field_validator("cache_url")
    @classmethod
    def cache_is_known(cls, value: str) -> str:
        parts = _split(value)
        if value and (parts.scheme not in {"redis", "rediss"} or not parts.hostname):
            raise ValueError("only redis://host and rediss://host are known")
        return value

    @field_validator("email_url")
    @classmethod
    def mail_is_encrypted(cls, value: str) -> str:
        """CVE-2026-7666: mail never goes to a server in clear text, nor falls back to it."""
        parts = _split(value)
        if value and (parts.scheme not in {"smtp+tls", "smtp+ssl"} or not parts.hostname):
            raise ValueError("must be smtp+tls://host or smtp+ssl://host")
        if parts.path not in {"", "/"} or "?" in value or "#" in value:
            raise ValueError(
                "takes nothing behind the host and the port; "
                "write other characters in the password with %-escapes"
            )
        return value

    @field_validator("email_from")
    @classmethod
    def email_from_is_an_address(cls, value: str) -> str:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(value)[1]) or "\n" in value:
            raise ValueError("must be a mail address, such as Wijkzorg <noreply@example.org>")
        return value

    @field_validator("security_contact")
    @classmethod
    def security_contact_is_an_address(cls, value: str) -> str:
        """RFC 9116 asks for an address with its scheme."""
        if not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+|https://[^\s/]+\S*", value):
            raise ValueError("must be mailto:somebody@example.org or https://...")
        return value

    @field_validator("form_limits", "events_rate_limit")
    @classmethod
    def limits_are_known(cls, value: str) -> str:
        for part in filter(None, (part.strip() for part in value.split(","))):
            name, _is, limit = (one.strip() for one in part.partition("="))
            if name not in {"client", "mail"} or (limit and not LIMIT.fullmatch(limit)):
                raise ValueError(f"{part!r} is not a limit, such as client=30/h or mail=5/d")
        return value

    @field_validator("s3_bucket")
    @classmethod
    def bucket_is_a_name(cls, value: str) -> str:
        if value and not BUCKET.fullmatch(value):
            raise ValueError(
                "must be the name of a bucket: 3 to 63 small letters, digits, dots and hyphens"
            )
        return value

    @field_validator("s3_endpoint")
    @classmethod
    def endpoint_is_an_address(cls, value: str) -> str:
        """What is not public yet never travels in clear text, unless it stays on this machine."""
        parts = _split(value)
        host = parts.hostname or ""
        schemes = {"https", "http"} if host in {"localhost", "127.0.0.1"} else {"https"}
        if value and (parts.scheme not in schemes or not HOST.fullmatch(host)):
            raise ValueError("must be an address such as https://s3.example.org")
        if "@" in parts.netloc or "?" in value or "#" in value:
            raise ValueError(
                "takes an address only; the keys to it are AWS_ACCESS_KEY_ID and "
                "AWS_SECRET_ACCESS_KEY"
            )
        return value.rstrip("/")

    @field_validator("s3_region")
    @classmethod
    def region_is_a_name(cls, value: str) -> str:
        if value and not REGION.fullmatch(value):
            raise ValueError("must be the name of a region, such as eu-central-1")
        return value

    @property
    def limits(self) -> dict[str, str]:
        """`form_limits` as {"client": "30/h", ...}; a part without a number is no limit."""
        return _limits(self.form_limits)

    @property
    def registration_limits(self) -> dict[str, str]:
        """`events_rate_limit`, in the same form."""
        return _limits(self.events_rate_limit)

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def uses_worker(self) -> bool:
        """Whether `manage.py db_worker` does the background work, and not the request itself."""
        return self.worker or self.is_production


def _limits(text: str) -> dict[str, str]:
    parts = (part.partition("=") for part in text.split(","))
    return {name.strip(): limit.strip() for name, _is, limit in parts if limit.strip()}


def project_folder() -> Path:
    """Where `.env` stands: the clone, or the working folder where the package was installed from a wheel."""
    clone = Path(__file__).resolve().parents[2]
    return clone if (clone / "manage.py").is_file() else Path.cwd()


def read_environment(root: Path) -> Environment:
    """Read the process's environment, and `.env` in `root` below it.

    Raises ImproperlyConfigured with a line per fault: an unknown WIJKZORG_ name, a value that does
    not parse, or something that production cannot do without.
    """
    from_file = _dotenv(root)
    values = {**from_file, **os.environ}
    known = {PREFIX + name.upper() for name in Environment.model_fields} - {
        PREFIX + name for name in PLAIN_NAMES
    }
    faults = [
        _unknown(name, known)
        for name in sorted(values)
        if name.upper().startswith(PREFIX) and name.upper() not in known
    ]
    faults += _misspelt(from_file, known | PLAIN_NAMES | set(S3_KEYS))
    os.environ.update({name: value for name, value in values.items() if name not in os.environ})
    try:
        environment = Environment()  # type: ignore[call-arg]  # it reads its arguments itself
    except ValidationError as error:
        faults += [f"{_env_name(str(e['loc'][0]))}: {_message(e)}" for e in error.errors()]
        raise ImproperlyConfigured("; ".join(faults)) from None
    faults += _no_such_folder(root, environment.data_dir) + _missing_for_s3(environment)
    if environment.is_production:
        faults += _missing_in_production(environment)
    if faults:
        raise ImproperlyConfigured("; ".join(faults))
    return environment


def make_folder(data_dir: Path) -> None:
    """Make the data folder where it is missing. Raises ImproperlyConfigured where that is not allowed."""
    try:
        data_dir.mkdir(exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"WIJKZORG_DATA_DIR: {data_dir} can't be made: {error.strerror}"
        ) from None


def _dotenv(root: Path) -> dict[str, str]:
    """`.env`, which tests do not read: a developer's own settings must not change their outcome."""
    if os.environ.get(PREFIX + "ENVIRONMENT") == "test":
        return {}
    return {k: v for k, v in dotenv_values(root / ".env").items() if v is not None}


def _unknown(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name.upper(), known, n=1)
    hint = f"; did you mean {close[0]}?" if close else "; see .env.example"
    return f"{name} is not a setting of Wijkzorg{hint}"


def _misspelt(from_file: dict[str, str], known: set[str]) -> list[str]:
    """Names in `.env` without our prefix may be anybody's, unless they are nearly one of ours."""
    near = {
        name: difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.85)
        for name in sorted(from_file)
        if not name.upper().startswith(PREFIX) and name.upper() not in known
    }
    return [f"{name} is not a setting; did you mean {one[0]}?" for name, one in near.items() if one]


def _split(value: str) -> SplitResult:
    """The parts of an address. Raises ValueError, without the value: it may hold a password."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError("can't be read as an address") from None
    return parts


def _message(error: ErrorDetails) -> str:
    """The words of our own validators without Pydantic's "Value error, " before them."""
    return str(error.get("ctx", {}).get("error") or error["msg"])


def _env_name(field: str) -> str:
    return field if field in PLAIN_NAMES else PREFIX + field.removeprefix(PREFIX).upper()


def _no_such_folder(root: Path, data_dir: Path) -> list[str]:
    """The data folder is made where it is missing, the folders above it are not: they would be a typo."""
    folder = (root / data_dir).resolve()
    if folder.is_dir() or (not folder.exists() and folder.parent.is_dir()):
        return []
    missing = folder if folder.exists() else folder.parent
    return [f"WIJKZORG_DATA_DIR: {missing} is not a folder"]


def _missing_for_s3(environment: Environment) -> list[str]:
    faults = []
    if not environment.s3_bucket:
        alone = {
            "WIJKZORG_S3_ENDPOINT": environment.s3_endpoint,
            "WIJKZORG_S3_REGION": environment.s3_region,
        }
        faults += [f"{name} needs WIJKZORG_S3_BUCKET" for name, value in alone.items() if value]
    elif missing := [name for name in S3_KEYS if not os.environ.get(name)]:
        # Both may be missing: on a server of the same maker, the client gets its keys from there.
        faults += [f"{name} must be set too" for name in missing if len(missing) == 1]
    return faults


def _missing_in_production(environment: Environment) -> list[str]:
    faults = []
    if len(environment.secret_key) < 50 or len(set(environment.secret_key)) < 10:
        faults.append("WIJKZORG_SECRET_KEY must be set to at least 50 random characters")
    if not environment.hosts or "*" in environment.hosts:
        faults.append("WIJKZORG_HOSTS must name the hosts of this site, with commas between them")
    if not environment.database_url:
        faults.append("DATABASE_URL must be set (sqlite:////path/to/file or postgres://...)")
    if not environment.email_url:
        faults.append("EMAIL_URL must be set (smtp+tls://user:password@host:587)")
    if not environment.base_url.startswith("https://"):
        faults.append("WIJKZORG_BASE_URL must be the site's own address, with https://")
    if environment.debug:
        faults.append("WIJKZORG_DEBUG must be off in production")
    if environment.demo:
        faults.append("WIJKZORG_DEMO must be off in production: it shows all mail in the browser")
    return faults
