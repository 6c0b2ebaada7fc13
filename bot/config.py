"""Configuration: from the environment and an optional .env file, read once, every problem reported at once."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, create_model, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.engine import DatabaseProblem, read_url

_SCHEMES: Final = "sqlite:///path/to/file.db or postgresql://user:password@host/database"
#: Nobody guesses so much.
_SHORTEST_SECRET: Final = 24


def _policy_here() -> Path:
    """program.toml of the folder one works in, else the one that comes with the project."""
    here = Path("program.toml")
    return here if here.is_file() else Path(__file__).parents[1] / "program.toml"


class _FromEnvironment(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)


class Settings(_FromEnvironment):
    """What can be configured. Each field is read from the environment variable of its name in capitals."""

    database_url: SecretStr = Field(default=SecretStr("sqlite:///var/partnerbot.db"), description="SQLite or PostgreSQL")
    policy_file: Path = Field(default_factory=_policy_here, alias="PARTNERBOT_POLICY", description="the policy of the program")
    keep_messages_days: int = Field(
        default=90, ge=1, le=36_500, description="for how many days messages are kept once they are answered or told"
    )
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR")
    otel_exporter_otlp_endpoint: str | None = Field(default=None, description="where traces are sent, by OTLP over HTTP")
    openai_api_key: SecretStr | None = Field(default=None, description="the key of a language model; with OPENAI_MODEL it is used")
    openai_model: str | None = Field(default=None, description="the name of the language model")
    openai_base_url: str | None = Field(default=None, description="where the model is; OpenAI itself unless set")
    openai_price_in: Decimal | None = Field(default=None, description="what a million tokens of questions cost")
    openai_price_out: Decimal | None = Field(default=None, description="what a million tokens of answers cost")
    embedding_model: str | None = Field(
        default=None, description="the name of an embedding model: questions are compared by meaning"
    )
    embedding_api_key: SecretStr | None = Field(default=None, description="its key, where it is another than OPENAI_API_KEY")
    embedding_base_url: str | None = Field(default=None, description="where it is, if elsewhere; then its key is needed, too")
    embedding_dimensions: int | None = Field(
        default=None, ge=1, le=4000, description="how many numbers a vector has, if not its own"
    )
    embedding_price: Decimal | None = Field(default=None, description="what a million tokens of it cost")

    public_url: str | None = Field(default=None, description="where people reach the bot from outside: links to deals lead there")

    slack_signing_secret: SecretStr | None = Field(default=None, description="what Slack signs with; two, parted by a comma")
    slack_bot_token: SecretStr | None = Field(default=None, description="the token of the one workspace that has the bot")
    slack_app_token: SecretStr | None = Field(default=None, description="for Socket Mode instead of HTTP")
    slack_api_url: str = Field(default="https://slack.com/api/", description="where Slack's Web API is")
    slack_streaming: bool = Field(default=True, description="whether an answer in a model's words is shown while it is made")
    slack_client_id: str | None = Field(default=None, description="the Slack app's; with the next two, workspaces install it")
    slack_client_secret: SecretStr | None = Field(default=None, description="the Slack app's client secret")
    slack_token_keys: SecretStr | None = Field(default=None, description="what Slack's tokens are kept under, the newest first")
    slack_home_workspace: str | None = Field(
        default=None,
        description="the vendor's own workspace, where several install the app: approvals are posted in its channels",
    )
    teams_app_id: str | None = Field(default=None, description="the id of the Entra app that the bot is in Teams")
    teams_app_password: SecretStr | None = Field(default=None, description="its client secret; two, parted by a comma")
    teams_app_type: Literal["MultiTenant", "SingleTenant", "UserAssignedMSI"] = Field(
        default="SingleTenant", description="of which kind the Azure Bot is"
    )
    teams_app_tenantid: str | None = Field(default=None, description="the tenant that the Azure Bot is in")
    teams_tenants: str | None = Field(default=None, description="the tenants whose people may use the bot, parted by commas")
    teams_streaming: bool = Field(default=True, description="whether an answer in a model's words is shown while it is made")
    teams_anonymous: bool = Field(default=False, description="for developing: takes what anybody on this machine sends")
    teams_test_url: str | None = Field(default=None, description="where a stand-in for Microsoft is on this machine, for tests")
    billing_webhook_secret: SecretStr | None = Field(
        default=None, description="what billing signs its deliveries with; two, parted by a comma"
    )

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

    @field_validator("slack_signing_secret", "slack_bot_token", "slack_app_token", mode="before")
    @classmethod
    def _empty_secret_is_absent(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip(" ,") else value

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _slack_token(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        begins = "xapp-" if info.field_name == "slack_app_token" else "xoxb-"
        if value is not None and not value.get_secret_value().startswith(begins):
            raise ValueError(f"must begin with {begins}")
        return value

    @field_validator("public_url", mode="before")
    @classmethod
    def _empty_address_is_absent(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("public_url")
    @classmethod
    def _public_address(cls, value: str | None) -> str | None:
        if value is not None and not (_is_plain_address(value) and "?" not in value and "#" not in value):
            raise ValueError("must look like https://bot.example.com, without a user or password")
        return None if value is None else value.rstrip("/")

    @field_validator("slack_api_url")
    @classmethod
    def _slack_address(cls, value: str) -> str:
        if not _is_plain_address(value):
            raise ValueError("must look like https://slack.com/api/, without a user or password")
        return value.rstrip("/") + "/"

    @model_validator(mode="after")
    def _slack_is_whole(self) -> Self:
        """Slack delivers either by HTTP, and signs, or through a socket; both at once would be two ways in for one message."""
        if self.slack_app_token is not None and self.slack_signing_secret is not None:
            raise ValueError(
                "SLACK_SIGNING_SECRET and SLACK_APP_TOKEN exclude each other: HTTP with the first, Socket Mode with the second"
            )
        if self.slack_bot_token is not None and self.slack_client_id is not None:
            raise ValueError(
                "SLACK_BOT_TOKEN and SLACK_CLIENT_ID exclude each other: one workspace with the first, many with the second"
            )
        named = "SLACK_CLIENT_ID" if self.slack_bot_token is None else "SLACK_BOT_TOKEN"
        is_slack = self.slack_bot_token is not None or self.slack_client_id is not None
        if is_slack and self.slack_app_token is None and self.slack_signing_secret is None:
            raise ValueError(f"{named} needs SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode)")
        return self

    @property
    def slack_signing_secrets(self) -> tuple[str, ...]:
        """Every secret that counts now: two while one takes the other's place."""
        return parted(self.slack_signing_secret)

    @field_validator(
        *("openai_api_key", "openai_model", "openai_base_url", "openai_price_in", "openai_price_out"),
        *("embedding_model", "embedding_api_key", "embedding_base_url", "embedding_dimensions", "embedding_price"),
        "otel_exporter_otlp_endpoint",
        mode="before",
    )
    @classmethod
    def _empty_is_absent(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("openai_base_url", "embedding_base_url", "otel_exporter_otlp_endpoint")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is not None and not _is_plain_address(value):
            raise ValueError("must look like https://host/v1, without a user or password")
        return value

    @field_validator("slack_client_id", "slack_client_secret", "slack_token_keys", "slack_home_workspace", mode="before")
    @classmethod
    def _empty_credential_is_absent(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip(" ,") else value

    @field_validator("slack_token_keys")
    @classmethod
    def _fernet_keys(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not all(map(_is_fernet_key, parted(value))):
            raise ValueError("must be keys of 32 bytes in URL-safe base64, parted by commas")
        return value

    @model_validator(mode="after")
    def _installing_is_whole(self) -> Self:
        """Workspaces can install the bot only where every part of that is there; a part alone is a mistake."""
        parts = {
            "SLACK_CLIENT_ID": self.slack_client_id,
            "SLACK_CLIENT_SECRET": self.slack_client_secret,
            "SLACK_TOKEN_KEYS": self.slack_token_keys,
        }
        absent = [name for name, value in parts.items() if value is None]
        if 0 < len(absent) < len(parts):
            raise ValueError(f"{' and '.join(absent)} must be set, too, so that workspaces can install the bot")
        return self

    @field_validator("teams_app_id", "teams_app_password", "teams_app_tenantid", "teams_tenants", "teams_test_url", mode="before")
    @classmethod
    def _empty_name_is_absent(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip(" ,") else value

    @field_validator("billing_webhook_secret")
    @classmethod
    def _strong_secrets(cls, value: SecretStr | None) -> SecretStr | None:
        secrets = parted(value)
        if len(secrets) > 2 or any(len(secret) < _SHORTEST_SECRET for secret in secrets):
            raise ValueError(
                f"must be a secret of {_SHORTEST_SECRET} characters at least, or two while one takes the other's place"
            )
        return value if secrets else None

    @property
    def billing_webhook_secrets(self) -> tuple[str, ...]:
        """Every secret that counts now; none: nothing can be delivered."""
        return parted(self.billing_webhook_secret)

    @field_validator("openai_price_in", "openai_price_out", "embedding_price")
    @classmethod
    def _price(cls, value: Decimal | None) -> Decimal | None:
        if value is not None and (not value.is_finite() or value < 0):
            raise ValueError("must be an amount such as 0.40")
        return value


def parted(secret: SecretStr | None) -> tuple[str, ...]:
    """The secrets of a list that is parted by commas; there are two while one takes the other's place."""
    listed = "" if secret is None else secret.get_secret_value()
    return tuple(part for each in listed.split(",") if (part := each.strip()))


def _is_fernet_key(key: str) -> bool:
    try:
        return len(urlsafe_b64decode(key.encode())) == 32
    except (ValueError, binascii.Error):
        return False


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


def secret_files() -> dict[str, Path]:
    """The files in which secrets are, by the name of their setting: NAME_FILE names the file that NAME is in."""
    named = _SecretFiles()
    return {name: path for name in _SECRETS if (path := getattr(named, f"{name}_file")) is not None}


def read_settings() -> Settings:
    """The settings of this process; raises BadConfiguration with every problem. No value is repeated in a problem."""
    given: dict[str, Any] = {}
    problems: list[str] = []
    for name, path in secret_files().items():
        try:
            given[name] = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            problems.append(f"{name.upper()}_FILE names no file that can be read")
        if (beside := getattr(_SecretFiles(), name)) is not None and beside.get_secret_value().strip():
            problems.append(f"{name.upper()} and {name.upper()}_FILE exclude each other")
    try:
        settings = Settings(**given)
    except ValidationError as error:
        problems += [
            " ".join([*(str(name).upper() for name in problem["loc"][:1]), problem["msg"].removeprefix("Value error, ")])
            for problem in error.errors()
        ]
    else:
        if not problems:
            return settings
    raise BadConfiguration(tuple(problems))


#: What may be in a file of its own: secrets, and whose people may use the bot in Teams, which changes as often.
_SECRETS: Final = (
    *(name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)),
    "teams_tenants",
)
_BOTH_WAYS: Final[dict[str, Any]] = {
    **dict.fromkeys(_SECRETS, (SecretStr | None, None)),
    **{f"{name}_file": (Path | None, None) for name in _SECRETS},
}
_SecretFiles: Final = create_model("_SecretFiles", __base__=_FromEnvironment, **_BOTH_WAYS)
