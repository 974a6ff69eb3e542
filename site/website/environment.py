"""What the surroundings may set: read once, strictly, before anything else.

Every name is listed in `.env.example`. A name that starts with WIJKZORG_ and is not known here, or a
value that does not parse, stops the start with one line that says which and why.
"""

import difflib
import os
from pathlib import Path
from typing import Annotated, Literal

from django.core.exceptions import ImproperlyConfigured
from dotenv import dotenv_values
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "WIJKZORG_"
# Names that the world has agreed on and that carry no prefix.
PLAIN_NAMES = {"DATABASE_URL", "CACHE_URL", "EMAIL_URL"}

CommaSeparated = Annotated[list[str], NoDecode]


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
    demo: bool = False
    worker: bool = False
    s3_bucket: str = ""
    s3_endpoint: str = ""
    s3_region: str = ""

    @field_validator("hosts", mode="before")
    @classmethod
    def split_on_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @property
    def limits(self) -> dict[str, str]:
        """`form_limits` as {"client": "30/h", ...}; a part without a number is no limit."""
        parts = (part.partition("=") for part in self.form_limits.split(","))
        return {name.strip(): limit.strip() for name, _is, limit in parts if limit.strip()}

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def uses_worker(self) -> bool:
        """Whether `manage.py db_worker` does the background work, and not the request itself."""
        return self.worker or self.is_production


def read_environment(root: Path) -> Environment:
    """Read the process's environment, and `.env` in `root` below it.

    Raises ImproperlyConfigured with a line per fault: an unknown WIJKZORG_ name, a value that does
    not parse, or something that production cannot do without.
    """
    values = {**_dotenv(root), **os.environ}
    known = {PREFIX + name.upper() for name in Environment.model_fields} - {
        PREFIX + name for name in PLAIN_NAMES
    }
    faults = [
        _unknown(name, known)
        for name in sorted(values)
        if name.startswith(PREFIX) and name not in known
    ]
    os.environ.update({name: value for name, value in values.items() if name not in os.environ})
    try:
        environment = Environment()  # type: ignore[call-arg]  # it reads its arguments itself
    except ValidationError as error:
        faults += [f"{_env_name(str(e['loc'][0]))}: {e['msg']}" for e in error.errors()]
        raise ImproperlyConfigured("; ".join(faults)) from None
    if environment.is_production:
        faults += _missing_in_production(environment)
    if faults:
        raise ImproperlyConfigured("; ".join(faults))
    return environment


def _dotenv(root: Path) -> dict[str, str]:
    """`.env`, which tests do not read: a developer's own settings must not change their outcome."""
    if os.environ.get(PREFIX + "ENVIRONMENT") == "test":
        return {}
    return {k: v for k, v in dotenv_values(root / ".env").items() if v is not None}


def _unknown(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"; did you mean {close[0]}?" if close else "; see .env.example"
    return f"{name} is not a setting of Wijkzorg{hint}"


def _env_name(field: str) -> str:
    return field if field in PLAIN_NAMES else PREFIX + field.removeprefix(PREFIX).upper()


def _missing_in_production(environment: Environment) -> list[str]:
    faults = []
    if len(environment.secret_key) < 50:
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
