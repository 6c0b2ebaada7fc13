"""A form as inputs of a card: in a message where it is short, in a dialog in any case, with what is wrong under its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from bot.plain import in_words
from bot.teams import limits
from bot.teams.elements import Element, card, execute, heading, line, opening, run, size
from bot.teams.words import clean, cut, shown
from handlers.reply import Field, FieldKind, Form
from handlers.wording import Words

#: What stands before the name of a field in the id of its input.
FIELD: Final = "field."
#: Of so many fields a form stands in the message itself.
_SHORT: Final = 3
#: Of so many, a message that only opens the form says more than their names.
_TOLD: Final = 6
_STYLES: Final = {FieldKind.EMAIL: "email", FieldKind.PHONE: "tel"}
#: A list of so many options is read at a glance; in a longer one somebody types.
_AT_A_GLANCE: Final = 8


def in_message(form: Form, words: Words) -> Iterator[list[Element]]:
    """The form as it stands in a message: whole, or what it asks for and a button that opens it."""
    if len(form.fields) <= _SHORT:
        send = execute(form.submit, "form", {"form": form.id}, is_form=True, style="positive")
        yield _within(lambda most: [heading(form.title), *_inputs(form, words, most), _actions(send)])
        return
    button = opening(words("teams.open_form"), {"form": form.id}, aloud=shown(form.title, limits.ACTION_TITLE), style="positive")
    yield [heading(form.title), *_asked(form), _actions(button)]


def dialog(form: Form, words: Words, *, above: Sequence[Element] = ()) -> dict[str, Any]:
    """The `value` of a task that shows the form, below whatever is to be read before.

    The title of a dialog is short, so a whole question stands in the card.
    """
    is_title = len(form.title) <= limits.DIALOG_TITLE
    send: Element = {
        "type": "Action.Submit",
        "title": shown(form.submit, limits.ACTION_TITLE),
        "style": "positive",
        "data": {"verb": "form", "form": form.id},
    }
    head = [*above, *([] if is_title else [heading(form.title)])]
    body = _within(lambda most: [*head, *_inputs(form, words, most), _actions(send)])
    drawn = card(body, language=words.language, fallback=in_words(form, 0))
    height = "small" if len(form.fields) <= 2 else "medium" if len(form.fields) <= 5 else "large"
    return {
        "title": shown(form.title if is_title else form.submit, limits.DIALOG_TITLE),
        "height": height,
        "width": "medium",
        "card": {"contentType": "application/vnd.microsoft.card.adaptive", "content": drawn},
    }


def read_fields(data: Mapping[str, Any]) -> dict[str, str]:
    """The text of every field that came back, by its name; what is not text, and what is no field, is passed over."""
    return {name.removeprefix(FIELD): value for name, value in data.items() if name.startswith(FIELD) and isinstance(value, str)}


def _actions(button: Element) -> Element:
    return {"type": "ActionSet", "actions": [button], "spacing": "medium"}


def _within(body: Callable[[int], list[Element]]) -> list[Element]:
    """The body with as much of every value as there is room for: all of them, unless somebody typed a book."""
    most = limits.INPUT_TEXT
    while size(drawn := body(most)) > limits.BODY_BYTES and most > limits.OPTION:
        most //= 2
    return drawn


def _inputs(form: Form, words: Words, most: int) -> list[Element]:
    drawn: list[Element] = []
    if len(form.fields) > 1 and any(field.required for field in form.fields):
        drawn.append(line(run(words("teams.required_note"), isSubtle=True, size="small")))
    for field in form.fields[: limits.INPUTS]:
        drawn.append(_input(field, form.id, words, most))
        if field.hint:
            drawn.append(line(run(shown(field.hint, limits.INPUT_LABEL), isSubtle=True, size="small"), spacing="none"))
        if field.error:
            said = run(f"⚠️ {shown(field.error, limits.INPUT_LABEL)}", color="attention")
            drawn.append(line(said, spacing="none"))
    return drawn


def _input(field: Field, form: str, words: Words, most: int) -> Element:
    """A field as an input. What people write as they like, a date and an amount, is text: it is read by the server."""
    must = {"isRequired": True, "errorMessage": words("teams.required")} if field.required else {}
    named = {"id": f"{FIELD}{field.name}", "label": shown(field.label, limits.INPUT_LABEL), "spacing": "medium", **must}
    if field.options or field.lookup is not None:
        return {"type": "Input.ChoiceSet", **named, **_choices(field, form, words)}
    element: Element = {"type": "Input.Text", **named, "maxLength": limits.INPUT_TEXT}
    if field.kind is FieldKind.LONG_TEXT:
        element["isMultiline"] = True
    if field.kind in _STYLES:
        element["style"] = _STYLES[field.kind]
    if field.value:
        element["value"] = cut(clean(field.value), most)
    return element


def _choices(field: Field, form: str, words: Words) -> Element:
    """The options, and what is chosen; what was chosen or typed and is none of them stays to be seen among them.

    Where they are many, or are not in the form, Teams asks for them while somebody types.
    """
    options = {option.value: option.label for option in field.options[: limits.OPTIONS]}
    if field.value:
        options.setdefault(field.value[: limits.OPTION], field.value)
    is_long = len(options) > _AT_A_GLANCE
    is_looked_up = field.lookup is not None and (is_long or not field.options)
    asked: Element = {"choices.data": {"type": "Data.Query", "dataset": f"{field.lookup}/{form}"}} if is_looked_up else {}
    return (
        asked
        | {
            "style": "filtered" if is_long or is_looked_up else "compact",
            "placeholder": words("teams.find" if is_looked_up else "teams.choose"),
            "choices": [{"title": shown(label, limits.OPTION), "value": value} for value, label in options.items()],
        }
        | ({"value": field.value[: limits.OPTION]} if field.value else {})
    )


def _asked(form: Form) -> list[Element]:
    """What the form asks for, to be read before it is opened; of a short one also what can be answered."""
    if len(form.fields) > _TOLD:
        known = {field.label: _known(field) for field in form.fields}
        said = " · ".join(f"{label}: {value}" if value else label for label, value in known.items())
        return [line(run(shown(said, limits.LINE), isSubtle=True))]
    return [
        line(
            run(f"{shown(field.label, limits.INPUT_LABEL)}: ", isSubtle=True),
            run(shown(_known(field) or " / ".join(option.label for option in field.options) or field.hint, limits.INPUT_LABEL)),
            spacing="small",
        )
        for field in form.fields
    ]


def _known(field: Field) -> str:
    return next((option.label for option in field.options if option.value == field.value), field.value)
