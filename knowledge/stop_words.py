"""Words that say nothing about what is asked or told, in English and in German: they are neither filed nor looked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_ENGLISH: Final = """
a about above after again against all also am an and any are aren as at be because been before being below between both but by
can cannot could couldn d did didn do does doesn doing don done down during each few for from further get got had hadn has hasn
have haven having he her here hers herself him himself his how i if in into is isn it its itself just kind kinds let ll m many
may me might more most much must my myself name named no nor not now of off on once only or other our ours ourselves out over
own please re same shall she should shouldn so some such t s than that the their theirs them themselves then there these they
this those through to too type under until up upon us ve very was wasn we were weren what when where which while who whom whose
why will with within without won would wouldn you your yours yourself yourselves called tell
"""

_GERMAN: Final = """
aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei beim bereits bin
bis bist bitte bzw da dabei dadurch dafür damit dann darf dürfen das dass dazu dein deine deinem deinen deiner dem den denn der
deren des dessen desto dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines
einig einige einigem einigen einiger einiges er es etwa etwas euch euer eure eurem euren eurer für gab gegen genannt gewesen
gibt geben hab habe haben hat hatte hatten hätte hätten heißen heißt hier hieß hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren
ihrer im in indem ins ist ja jede jedem jeden jeder jedes jene jenem jenen jener jenes jetzt kann kannst kein keine keinem
keinen keiner können könnte könnten machen man manche mein meine meinem meinen meiner mich mir mit muss musste müssen nach nennt
nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so soll sollen sollte sollten
sondern sonst sowie sowohl über um und uns unser unsere unserem unseren unserer unter viel viele vieler vom von vor während wann
war waren warst warum was wegen weil welche welchem welchen welcher welches wem wen wenn wer werde werden wessen wie wieder
wieso will wir wird wirst wo wobei wodurch wofür woher wohin wollen wollte womit woran worauf woraus worin worüber worum wozu
wurde wurden würde würden zu zum zur zwar zwischen
"""

#: As `knowledge.words.words` gives them: folded, ß as ss.
STOP_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "en": frozenset(_ENGLISH.split()),
    "de": frozenset(_GERMAN.casefold().split()),
}
