"""The dictionary of this house: our own glossary first, then the Ding dictionary of the machine, if it has one."""

from __future__ import annotations

from typing import Final

from knowledge.ding import Ding
from knowledge.glossary import Glossary
from knowledge.translating import Dictionary

DICTIONARY: Final = Dictionary(Glossary(), Ding())
