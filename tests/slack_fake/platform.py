"""The Web API as a whole: every call is judged (rate, token, scope, arguments) before its method may do anything."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition
from typing import Any, Final

from tests.slack_fake import lint
from tests.slack_fake.elements import Json
from tests.slack_fake.world import BOT_SCOPES, TOKEN_LIVES, Channel, Clock, Message, Refusal, Team, Token

#: Calls a minute of Slack's tiers; SPECIAL is counted for each channel: one a second. A small burst is tolerated everywhere.
TIERS: Final = {1: 1, 2: 20, 3: 50, 4: 100, 5: 600}
SPECIAL: Final = 0
BURST: Final = 4
#: In seconds, from the begin of a stream.
STREAM_LIVES: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a method. `team` is the workspace of the token, or, for an org-wide one, the one that the arguments name."""

    platform: Platform
    method: str
    args: Json
    token: Token | None
    team_: Team | None

    @property
    def team(self) -> Team:
        if self.team_ is None:
            raise Refusal("missing_argument", "team_id")
        return self.team_

    def get(self, name: str) -> str:
        """An argument as text, "" when it was not given."""
        value = self.args.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def is_on(self, name: str) -> bool:
        return self.args.get(name) in (True, "true", "1", 1)

    def poor(self, what: str) -> None:
        self.platform.lint.append(f"{self.method}: {what}")

    def channel(self, name: str = "channel", *, may_be_person: bool = False) -> Channel:
        """A channel that the bot may know of. Where one posts, a person's id stands for the direct messages with them."""
        given, team = self.get(name), self.team
        if may_be_person and given in team.people:
            return team.dm(given)
        found = team.channels.get(given) or next((each for each in team.channels.values() if f"#{each.name}" == given), None)
        if found is None or (found.kind != "channel" and team.bot.id not in found.members):
            raise Refusal("channel_not_found")
        return found

    def own_message(self, error: str) -> Message:
        channel = self.channel()
        message = self.team.find(channel.id, self.get("ts"))
        if message is None or message.only_to:
            raise Refusal("message_not_found")
        if not message.is_bots:
            raise Refusal(error)
        return message


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """`required` and `optional` are the names of its arguments, `kind` of the token that it takes ("" for none)."""

    answer: Callable[[Call], Json]
    required: str = ""
    optional: str = ""
    tier: int = 3
    scope: str = ""
    kind: str = "bot"


@dataclass(slots=True, kw_only=True)
class _Bucket:
    left: float
    at: float


class Rates:
    """Buckets that fill up again; a call that finds its bucket empty is told how many whole seconds to wait."""

    def __init__(self, clock: Clock) -> None:
        self.is_on = True
        self._clock = clock
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def wait(self, team: str, what: str, *, most: float, per_second: float) -> int:
        """0 when the call may go on."""
        if not self.is_on:
            return 0
        now = self._clock.now()
        bucket = self._buckets.setdefault((team, what), _Bucket(left=most, at=now))
        bucket.left = min(most, bucket.left + (now - bucket.at) * per_second)
        bucket.at = now
        if bucket.left >= 1:
            bucket.left -= 1
            return 0
        return max(1, -int(-(1 - bucket.left) // per_second))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    body: Json
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What the app's page at Slack says."""

    id: str = "A0PARTNER1"
    client_id: str = "1111.2222"
    client_secret: str = "secret-of-the-client"
    signing_secret: str = "secret-of-the-signature"
    app_token: str = "xapp-1-A0PARTNER1-socket"
    verification: str = "verification-is-not-used"
    redirect_uris: tuple[str, ...] = ()
    rotates: bool = False


class Platform:
    """Everything behind the wire. Whoever looks at it from another thread holds `changed`, and is woken when something happened."""

    def __init__(self, methods: Mapping[str, Method], *, app: App | None = None, journal: Path | None = None) -> None:
        self.app = app or App()
        #: Where browsers may be sent on to; the first where an app does not say.
        self.redirect_uris = list(self.app.redirect_uris)
        #: Where the fake is to be reached, without a slash at its end.
        self.url = ""
        self.clock = Clock()
        self.rates = Rates(self.clock)
        self.changed = Condition()
        self.teams: dict[str, Team] = {}
        self.tokens: dict[str, Token] = {}
        self.refresh: dict[str, Token | None] = {}
        self.codes: dict[str, Json] = {}
        #: When each message that is streaming was begun; one that is not stopped so many seconds later is over.
        self.streams: dict[tuple[str, str, str], float] = {}
        self.stream_lives: float = STREAM_LIVES
        #: Of links to which the app is told when somebody writes them.
        self.unfurl_domains: set[str] = set()
        #: Whether the app's page has work objects: "on", "refused" with an error, "dropped" with no more than a warning.
        self.work_objects = "on"
        #: The steps that the app's manifest offers, and every run of one.
        self.functions: Json = {}
        self.runs: dict[str, Any] = {}
        self.lint: list[str] = []
        self.refused: list[str] = []
        self.journal: list[Json] = []
        self.emit: Callable[[Team, Json], None] = lambda team, event: None
        self.open_socket: Callable[[], str] = lambda: ""
        self._methods = methods
        self._file = journal
        self.tokens[self.app.app_token] = Token(
            value=self.app.app_token, kind="app", team=None, enterprise=None, scopes=frozenset({"connections:write"})
        )

    def install(self, team: Team, *, scopes: frozenset[str] = BOT_SCOPES, is_org_wide: bool = False) -> Token:
        """A new bot token for the workspace, or for its organisation."""
        token = Token(
            value=f"xoxb-{team.id.lower()}-{secrets.token_hex(8)}",
            kind="bot",
            team=None if is_org_wide else team.id,
            enterprise=team.enterprise,
            scopes=scopes,
            expires_at=self.clock.now() + TOKEN_LIVES if self.app.rotates else None,
        )
        self.tokens[token.value] = token
        for each in self.teams.values():
            if each is team or (is_org_wide and each.enterprise == team.enterprise):
                each.is_org_wide = is_org_wide
        return token

    def is_streaming(self, team: str, message: Message) -> bool:
        started = self.streams.get((team, message.channel, message.ts))
        return started is not None and self.clock.now() - started <= self.stream_lives

    def record(self, entry: Json) -> None:
        """Keeps a line of what went over the wire, without tokens."""
        self.journal.append(entry)
        if self._file:
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry, ensure_ascii=False, default=str) + "\n")

    def calls(self, method: str) -> list[Json]:
        """Every judged call of a method: its arguments, answer and workspace."""
        return [entry for entry in self.journal if entry.get("method") == method]

    def answer(self, method: str, args: Json, token: str, *, raw: str = "") -> Answer:
        """Judges the call and, when nothing is against it, does it."""
        started = self.clock.now()
        with self.changed:
            answer, team = self._judge(method, args, token, raw)
            if not answer.body.get("ok"):
                self.refused.append(f"{method}: {answer.body.get('error')} {answer.body.get('response_metadata', '')}".rstrip())
            ms = round((self.clock.now() - started) * 1000, 2)
            self.record(
                {"kind": "call", "at": started, "method": method, "team": team, "args": args, "answer": answer.body, "ms": ms}
            )
            self.changed.notify_all()
        return answer

    def _judge(self, name: str, args: Json, given: str, raw: str) -> tuple[Answer, str | None]:
        team: Team | None = None
        try:
            method = self._methods.get(name)
            if method is None:
                raise Refusal("unknown_method", req_method=name)
            token = self._token(method, given)
            team = self._team(token, args)
            call = Call(platform=self, method=name, args=args, token=token, team_=team)
            self.lint.extend(f"{name}: {leak}" for leak in lint.leaks(raw, self._foreign(team)))
            if wait := self._wait(call, method):
                busy = Answer(body={"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(wait)})
                return busy, team.id if team else None
            self._judge_arguments(call, method)
            return Answer(body={"ok": True, **method.answer(call)}), team.id if team else None
        except Refusal as refusal:
            return Answer(body=refusal.body), team.id if team else None

    def _token(self, method: Method, given: str) -> Token | None:
        if not method.kind:
            return None
        if not given:
            raise Refusal("not_authed")
        token = self.tokens.get(given)
        if token is None:
            raise Refusal("invalid_auth")
        if token.is_revoked:
            raise Refusal("token_revoked")
        if token.expires_at is not None and self.clock.now() >= token.expires_at:
            raise Refusal("token_expired")
        if token.kind != method.kind:
            raise Refusal("not_allowed_token_type")
        if method.scope and not set(method.scope.split("|")) & token.scopes:
            raise Refusal("missing_scope", needed=method.scope, provided=",".join(sorted(token.scopes)))
        return token

    def _team(self, token: Token | None, args: Json) -> Team | None:
        if token is None or token.kind != "bot":
            return None
        if token.team:
            return self.teams[token.team]
        return next((team for team in self.teams.values() if team.enterprise == token.enterprise and _knows(team, args)), None)

    def _foreign(self, team: Team | None) -> Iterator[str]:
        return (each.canary for each in self.teams.values() if team is not None and each is not team)

    def _wait(self, call: Call, method: Method) -> int:
        team = call.team_.id if call.team_ else ""
        if method.tier == SPECIAL:
            return self.rates.wait(team, f"channel {call.get('channel')}", most=BURST, per_second=1)
        a_minute = TIERS[method.tier]
        return self.rates.wait(team, call.method, most=max(a_minute, BURST), per_second=a_minute / 60)

    def _judge_arguments(self, call: Call, method: Method) -> None:
        required = method.required.split()
        missing = [name for name in required if call.args.get(name) in (None, "")]
        if missing:
            raise Refusal("invalid_arguments", *(f"missing required field: {name}" for name in missing))
        for name in sorted(call.args.keys() - set(required) - set(method.optional.split()) - {"token", "team_id"}):
            call.poor(f"undocumented argument {name}")


def _knows(team: Team, args: Json) -> bool:
    """Whether the arguments are about the workspace."""
    if args.get("team_id"):
        return bool(args["team_id"] == team.id)
    known = {*team.channels, *team.people, *team.triggers, *(view.id for stack in team.stacks.values() for view in stack)}
    names = ("channel", "channel_id", "user", "users", "user_id", "trigger_id", "view_id")
    return any(str(args[name]) in known for name in names if name in args)


def pointed(found: list[str], error: str) -> None:
    """Refuses with every fault that was found."""
    if found:
        raise Refusal(error, *found, errors=found)
