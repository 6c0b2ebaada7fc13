"""Documents of the demo as a web page, and as text that is read as it is."""

from __future__ import annotations

from html import escape
from typing import Final

from bot.demo.shelf import looks, outline
from bot.demo.shelf.sources import Source

_STYLE: Final = (
    f"body{{font:16px/1.55 system-ui,sans-serif;color:#{looks.INK};max-width:46rem;margin:3rem auto;padding:0 1.2rem}}"
    f"h1,h2{{line-height:1.25}}h2{{color:#{looks.TEAL};margin-top:2rem}}"
    f"table{{border-collapse:collapse}}th,td{{padding:.45rem .8rem;text-align:left;border-bottom:1px solid #{looks.LINE}}}"
    f"th{{background:#{looks.TEAL};color:#fff}}footer{{color:#{looks.GREY};margin-top:3rem;font-size:.85rem}}"
)


def web_page(source: Source) -> bytes:
    """The document as a page of its own, without scripts."""
    found = outline.outline_of(source.text)
    blocks: list[outline.Block] = [outline.Heading(level=1, text=found.headline), *found.lead]
    for section in found.sections:
        blocks += [outline.Heading(level=2, text=section.heading), *section.blocks]
    body = "\n".join(_marked(block) for block in blocks)
    return (
        f'<!DOCTYPE html>\n<html lang="{source.language}">\n<head><meta charset="utf-8"><title>{escape(source.title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n<main>\n{body}\n</main>\n<footer>{escape(looks.VENDOR)}</footer>\n</body>\n</html>\n"
    ).encode()


def _marked(block: outline.Block) -> str:
    match block:
        case outline.Heading(level=level, text=text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case outline.Paragraph(text=text):
            return f"<p>{escape(text)}</p>"
        case outline.Listing(items=items, numbered=numbered):
            tag = "ol" if numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{escape(item)}</li>' for item in items)}</{tag}>"
        case outline.Grid(columns=columns, rows=rows):
            head = "".join(f"<th>{escape(cell)}</th>" for cell in columns)
            body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
            return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def text(source: Source) -> bytes:
    """Without the marks: headings stand alone on their line."""
    lines = [line.lstrip("#").strip() if line.startswith("#") else line for line in source.text.splitlines()]
    return ("\n".join(lines) + "\n").encode()
