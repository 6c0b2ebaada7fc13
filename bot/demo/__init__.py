"""An invented partner program to try the bot with: the same every time, its dates counted from the day it is loaded."""

from bot.demo.load import DemoSummary, NotTheDemo, load_demo
from bot.demo.personas import DemoPersona, personas

__all__ = ["DemoPersona", "DemoSummary", "NotTheDemo", "load_demo", "personas"]
