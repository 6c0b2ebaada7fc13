"""The two icons of the app, drawn here: a speech bubble with a tick, as on the chat page."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

#: In units of the picture on the chat page, which is 32 wide.
_BUBBLE: Final = (8.0, 8.0, 24.0, 20.0)
_TAIL: Final = ((10.4, 17.0), (10.4, 24.0), (15.4, 19.5))
_TICK: Final = ((12.2, 14.2), (14.8, 16.8), (19.8, 11.6))
_GROUND: Final = (12, 90, 94, 255)
_PAPER: Final = (255, 254, 251, 255)
#: Drawn so many times larger, and made smaller again, so that round things are round.
_FINER: Final = 8
ACCENT: Final = "#0C5A5E"


def colour() -> bytes:
    """192 × 192 pixels in colour, over the whole square; Teams cuts its corners."""
    scale = 192 / 32 * _FINER
    image = Image.new("RGBA", (192 * _FINER, 192 * _FINER), _GROUND)
    draw = ImageDraw.Draw(image)
    _bubble(draw, scale, _PAPER)
    _tick(draw, scale, _GROUND, width=2.2)
    return _png(image, 192)


def outline() -> bytes:
    """32 × 32 pixels, white lines on nothing, as Teams wants them where it colours icons itself."""
    scale = 1.5 * _FINER
    shift = 8 * _FINER
    mask = Image.new("L", (48 * _FINER, 48 * _FINER), 0)
    draw = ImageDraw.Draw(mask)
    _bubble(draw, scale, 255)
    _bubble(draw, scale, 0, inset=1.2)
    _tick(draw, scale, 255, width=1.5)
    alpha = mask.crop((shift, shift, shift + 32 * _FINER, shift + 32 * _FINER))
    white = Image.new("RGBA", alpha.size, (255, 255, 255, 0))
    white.putalpha(alpha)
    small = white.resize((32, 32), Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", small.size, (255, 255, 255, 0))
    clean.putalpha(small.getchannel("A"))
    return _png(clean, 32)


Ink = int | tuple[int, int, int, int]


def _bubble(draw: ImageDraw.ImageDraw, scale: float, ink: Ink, *, inset: float = 0) -> None:
    left, top, right, bottom = _BUBBLE
    box = [(left + inset) * scale, (top + inset) * scale, (right - inset) * scale, (bottom - inset) * scale]
    tail = [(x + inset * side, y - inset * 2.2 * down) for (x, y), side, down in zip(_TAIL, (1, 1, -0.5), (0, 1, 0), strict=True)]
    draw.rounded_rectangle(box, radius=(4.5 - inset) * scale, fill=ink)
    draw.polygon([(x * scale, y * scale) for x, y in tail], fill=ink)


def _tick(draw: ImageDraw.ImageDraw, scale: float, ink: Ink, *, width: float) -> None:
    points = [(x * scale, y * scale) for x, y in _TICK]
    draw.line(points, fill=ink, width=round(width * scale), joint="curve")
    half = width * scale / 2
    for x, y in (points[0], points[-1]):
        draw.ellipse([x - half, y - half, x + half, y + half], fill=ink)


def _png(image: Image.Image, size: int) -> bytes:
    written = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(written, format="PNG", optimize=True)
    return written.getvalue()
