"""Configuration: from the environment and an optional .env file, read once, every problem reported at once."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.engine import DatabaseProblem, read_url

_SCHEMES: Final = "sqlite:///path/to/file.db or postgresql://user:password@host/database"


class Settings(BaseSettings):
    """What can be configured. Each field is read from the environment variable of its name in capitals."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    database_url: SecretStr = Field(default=SecretStr("sqlite:///var/partnerbot.db"), description="SQLite or PostgreSQL")
    policy_file: Path = Field(default=Path("program.toml"), alias="PARTNERBOT_POLICY", description="the policy of the program")
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR")

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
