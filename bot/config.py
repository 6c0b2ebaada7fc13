"""Configuration: from the environment and an optional .env file, read once, every problem reported at once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.engine import DatabaseProblem, read_url

_SCHEMES: Final = "sqlite:///path/to/file.db or postgresql://user:password@host/database"


def _policy_here() -> Path:
    """program.toml of the folder one works in, else the one that comes with the project."""
    here = Path("program.toml")
    return here if here.is_file() else Path(__file__).parents[1] / "program.toml"


class Settings(BaseSettings):
    """What can be configured. Each field is read from the environment variable of its name in capitals."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    database_url: SecretStr = Field(default=SecretStr("sqlite:///var/partnerbot.db"), description="SQLite or PostgreSQL")
    policy_file: Path = Field(default_factory=_policy_here, alias="PARTNERBOT_POLICY", description="the policy of the program")
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR")
    openai_api_key: SecretStr | None = Field(default=None, description="the key of a language model; with OPENAI_MODEL it is used")
    openai_model: str | None = Field(default=None, description="the name of the language model")
    openai_base_url: str | None = Field(default=None, description="where the model is; OpenAI itself unless set")
    openai_price_in: Decimal | None = Field(default=None, description="what a million tokens of questions cost")
    openai_price_out: Decimal | None = Field(default=None, description="what a million tokens of answers cost")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr) -> SecretStr:
        try:
            read_url(value.get_secret_value())
        except DatabaseProblem:
            raise ValueError(f"must look like {_SCHEMES}") from None
        return value

    @field_validator("policy_file")
    @classmethod
    def _existing_policy(cls, value: Path) -> Path:
        if not value.is_file():
            raise ValueError("names no file; copy program.toml from the project and change it")
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @field_validator("openai_api_key", "openai_model", "openai_base_url", "openai_price_in", "openai_price_out", mode="before")
    @classmethod
    def _empty_is_absent(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("openai_base_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is not None and not _is_plain_address(value):
            raise ValueError("must look like https://host/v1, without a user or password")
        return value

    @field_validator("openai_price_in", "openai_price_out")
    @classmethod
    def _price(cls, value: Decimal | None) -> Decimal | None:
        if value is not None and (not value.is_finite() or value < 0):
            raise ValueError("must be an amount such as 0.40")
        return value


def _is_plain_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:  # a port that is no number
        return False


class BadConfiguration(Exception):
    """The configuration cannot be used; `problems` are sentences, one for each variable that is wrong."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_settings() -> Settings:
    """The settings of this process; raises BadConfiguration with every problem. No value is repeated in a problem."""
    try:
        return Settings()
    except ValidationError as error:
        problems = tuple(
            f"{str(problem['loc'][0]).upper()} {problem['msg'].removeprefix('Value error, ')}" for problem in error.errors()
        )
        raise BadConfiguration(problems) from None
