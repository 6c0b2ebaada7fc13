"""Files are handed out as they are or with a partner's name, to whom they are for; a logo is taken from a partner's admin only."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select

from handlers.message import Pressed, Uploaded
from handlers.reply import File, Reply
from storage.branding_tables import partner_logos
from storage.library_tables import library_documents
from storage.tables import events
from tests.bot.house import House, Talk


def picture(width: int = 900, height: int = 300) -> bytes:
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((0, 0, width, height), fill=(200, 16, 46))
    sink = BytesIO()
    image.save(sink, "PNG")
    return sink.getvalue()


def file_in(reply: Reply) -> File:
    (found,) = (part for part in reply.parts if isinstance(part, File))
    return found


def text_of(content: bytes) -> str:
    text: str = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded()
    return text


def sends_logo(talk: Talk, content: bytes, name: str = "logo.png") -> str:
    return talk.do(Uploaded(name=name, content=content))


def test_the_file_is_handed_out_byte_for_byte(house: House) -> None:
    talk = house.talk("nordwind")
    talk.say("datasheet for Nimbus Backup")
    file = file_in(talk.reply)
    assert (file.name, file.media_type) == ("nimbus-backup.pdf", "application/pdf")
    assert "Cloud backup for Microsoft 365" in text_of(file.content)


def test_the_logo_of_an_admin_gets_into_what_colleagues_are_handed(house: House) -> None:
    admin, seller = house.talk("admin"), house.talk("nordwind")
    seller.say("one-pager for Nimbus Backup with our logo")
    without = file_in(seller.reply).content
    assert "Kept as the logo of Nordwind Systems" in sends_logo(admin, picture())
    heard = seller.say("one-pager for Nimbus Backup with our logo")
    file = file_in(seller.reply)
    assert "logo of your company" not in heard
    assert "Nordwind Systems" in text_of(file.content)
    assert "nora@nordwind.example" in text_of(file.content)
    assert len(file.content) > len(without)


def test_a_partners_logo_is_in_nobody_elses_documents(house: House) -> None:
    sends_logo(house.talk("admin"), picture())
    rival = house.talk("rival")
    assert "No logo of your company" in rival.say("one-pager for Nimbus Backup with our logo")
    assert "Nordwind" not in text_of(file_in(rival.reply).content)
    assert "No logo" in house.talk("rival-admin").say("our logo")


@pytest.mark.parametrize("who", ["nordwind", "manager"])
def test_only_an_admin_of_a_partner_sends_its_logo(house: House, who: str) -> None:
    assert "Kept" not in sends_logo(house.talk(who), picture())
    with house.database.reading() as connection:
        assert not connection.execute(partner_logos.select()).all()


def test_a_picture_that_is_no_logo_is_refused_with_every_reason_and_the_clause(house: House) -> None:
    heard = sends_logo(house.talk("admin"), picture(250, 20))
    assert "too few dots" in heard
    assert "too long for its height" in heard
    assert heard.count("Clause 13.2") == 1
    assert "no picture of a format" in sends_logo(house.talk("admin"), b"<svg onload='x()'/>", "logo.jpg")


def test_a_logo_can_be_replaced_looked_at_and_removed(house: House) -> None:
    admin = house.talk("admin")
    sends_logo(admin, picture())
    sends_logo(admin, picture(400, 400))
    admin.say("our logo")
    assert Image.open(BytesIO(file_in(admin.reply).content)).size == (400, 400)
    assert "removed" in admin.press("Remove the logo")
    assert "No logo" in admin.say("our logo")


def test_a_choice_of_what_is_not_for_somebody_is_as_if_it_were_not_there(house: House) -> None:
    seller, msp = house.talk("nordwind"), house.talk("hafenwerk")
    seller.say("case studies")
    seller.say("please send me the terms of resale")
    with house.database.reading() as connection:
        query = select(library_documents.c.id).where(library_documents.c.name == "legal/resale-terms.pdf")
        terms = connection.execute(query).scalar_one()
    assert "not there any more" in msp.do(Pressed(action=f"collateral.send/{terms}"))
    assert "not there any more" in msp.do(Pressed(action="collateral.send/K-999"))


def test_what_was_handed_out_is_in_the_log_without_a_word_of_the_question(house: House) -> None:
    house.talk("nordwind").say("one-pager for Nimbus Backup with our logo")
    with house.database.reading() as connection:
        logged = connection.execute(select(events.c.fields).where(events.c.kind == "collateral.handed_out")).scalars().all()
    assert logged == [{"version": "1", "branded": "yes"}]


def test_the_page_of_a_return_carries_the_partners_name_and_the_sums(house: House) -> None:
    sends_logo(house.talk("admin"), picture())
    talk = house.talk("nordwind")
    for text in ("What is the ROI of Nimbus Backup for a customer?", "120", "0.5", "45", "3000"):
        talk.say(text)
    talk.press("As a page to hand over")
    text = text_of(file_in(talk.reply).content)
    for words in ("What Nimbus Backup brings you", "351,360 EUR", "120 people × 0.5 h × 46 weeks × 45 EUR", "Nordwind Systems"):
        assert words in text


@pytest.mark.parametrize("mark", ["", ";;;;;;", "Nimbus Backup;x;y;z;;;", "Nimbus Backup;10;1e9;5;5;5;5", "No product;1;1;1;1;1;1"])
def test_a_page_of_made_up_figures_is_not_drawn(house: House, mark: str) -> None:
    talk = house.talk("nordwind")
    talk.do(Pressed(action=f"roi.page/{mark}"))
    assert not [part for part in talk.reply.parts if isinstance(part, File)]
