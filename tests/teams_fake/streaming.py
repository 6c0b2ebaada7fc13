"""How Teams streams a message: what a bot may send of one, and what comes of it."""

from __future__ import annotations

from typing import Any, Final

Json = dict[str, Any]

#: In seconds; Teams asks for one in a second.
_PAUSE: Final = 0.9


def stream_of(activity: Json) -> Json | None:
    return next((each for each in activity.get("entities") or [] if each.get("type") == "streaminfo"), None)


class Stream:
    """One that was begun at `since`, and was sent to last at `at`."""

    def __init__(self, conversation: str, text: str, at: float) -> None:
        self.conversation = conversation
        self.texts = [text]
        self.since = self.at = at
        self.is_over = False


class Streaming:
    """Those of one Teams."""

    def __init__(self) -> None:
        self.streams: dict[str, Stream] = {}
        #: For how many seconds one may be sent to.
        self.lifetime = 120.0
        self.objections: list[str] = []

    def begin(self, id: str, conversation: str, activity: Json, at: float, *, is_personal: bool) -> None:
        info = stream_of(activity) or {}
        if not is_personal:
            self.objections.append("streams where others read along")
        if info.get("streamSequence") != 1 or info.get("streamType") != "streaming" or not activity.get("text"):
            self.objections.append(f"a stream begins with {info}")
        self.streams[id] = Stream(conversation, str(activity.get("text")), at)

    def replaced(self, id: str, at: float) -> bool:
        """Whether what was streamed may be put another message in the place of; what is still streaming may not."""
        stream = self.streams.get(id)
        if stream is None or not (stream.is_over or at - stream.since >= self.lifetime):
            return False
        stream.is_over = True
        return True

    def go_on(self, activity: Json, at: float) -> bool:
        """False where the stream is over."""
        info = stream_of(activity) or {}
        stream = self.streams.get(str(info.get("streamId")))
        if stream is None or stream.is_over or at - stream.since >= self.lifetime:
            return False
        text = str(activity.get("text"))
        if activity["type"] == "message":
            stream.is_over = True
            if info.get("streamType") != "final" or "streamSequence" in info:
                self.objections.append(f"a stream ends with {info}")
            stream.texts.append(text)
            return True
        if info.get("streamSequence") != len(stream.texts) + 1:
            self.objections.append(f"{info} after {len(stream.texts)}")
        if not text.startswith(stream.texts[-1]):
            self.objections.append("what was streamed is not in what is streamed next")
        if at - stream.at < _PAUSE:
            self.objections.append(f"streamed after {at - stream.at:.2f} s")
        if set(activity) - {"type", "text", "entities"}:
            self.objections.append(f"streams {sorted(activity)}")
        stream.texts.append(text)
        stream.at = at
        return True
