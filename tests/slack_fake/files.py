"""files.*: what the bot sends in two steps, and what people send, to be fetched with the bot's token."""

from __future__ import annotations

from typing import Final

from tests.slack_fake.chat import keep_file, place
from tests.slack_fake.elements import Json
from tests.slack_fake.platform import Call, Method
from tests.slack_fake.world import File, Refusal

#: In bytes; Slack takes far more, no list of ours comes near it.
_LARGEST: Final = 5 * 1024 * 1024


def upload_url(call: Call) -> Json:
    """Where the content goes, which has to be as long as was said."""
    length = call.get("length")
    if not length.isdigit() or not 0 < int(length) <= _LARGEST:
        raise Refusal("invalid_arguments", "length")
    team = call.team
    file = File(id=team.new_id("F"), name=call.get("filename"), user=team.bot.id, length=int(length))
    team.files[file.id] = file
    return {"upload_url": f"{call.platform.url}/upload/{team.id}/{file.id}", "file_id": file.id}


def complete(call: Call) -> Json:
    """Shows the files in a conversation as a message of the bot's."""
    given = call.args["files"]
    if not isinstance(given, list) or not given:
        raise Refusal("invalid_arguments", "files")
    found = [call.team.files.get(str(each.get("id"))) for each in given if isinstance(each, dict)]
    if len(found) != len(given) or any(file is None or file.content is None for file in found):
        raise Refusal("file_not_found")
    files = [file for file in found if file is not None]
    for file, each in zip(files, given, strict=True):
        file.title = str(each.get("title") or file.name)
    if call.args.get("channel_id"):
        channel, thread = place(call)
        keep_file(call, channel, thread, files)
    return {"files": [{"id": file.id, "title": file.title} for file in files]}


METHODS: Final = {
    "files.getUploadURLExternal": Method(
        answer=upload_url, required="filename length", optional="alt_txt snippet_type", tier=4, scope="files:write"
    ),
    "files.completeUploadExternal": Method(
        answer=complete,
        required="files",
        optional="channel_id channels initial_comment thread_ts blocks",
        tier=4,
        scope="files:write",
    ),
}
