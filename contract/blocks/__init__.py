"""The pieces that reports and answers are made of: one class for each kind, in a module named after it.

``curve.py`` has the class, ``templates/blocks/curve.html`` the page's part, ``static/js/blocks/curve.js`` the
drawing, ``docs/blocks.md`` a section; each finds the others by the name of the kind. Reports are kept as JSON
and drawn from it: no object is made for that, and no check runs again.
"""

from contract.blocks.bar import Bar
from contract.blocks.base import Block
from contract.blocks.behind import Behind
from contract.blocks.cards import Cards
from contract.blocks.curve import Curve
from contract.blocks.fan import Fan
from contract.blocks.heatmap import Heatmap
from contract.blocks.line import Line
from contract.blocks.note import Note
from contract.blocks.scatter import Scatter
from contract.blocks.table import Table
from contract.blocks.timeline import Timeline
from contract.blocks.waterfall import Waterfall

__all__ = [
    "Bar",
    "Behind",
    "Block",
    "Cards",
    "Curve",
    "Fan",
    "Heatmap",
    "Line",
    "Note",
    "Scatter",
    "Table",
    "Timeline",
    "Waterfall",
]
