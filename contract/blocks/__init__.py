"""The pieces that reports and answers are made of: one class for each kind, in a module named after it.

``curve.py`` has the class, ``templates/blocks/curve.html`` the page's part, ``static/js/blocks/curve.js`` the
drawing, ``docs/blocks.md`` a section; each finds the others by the name of the kind. Reports are kept as JSON
and drawn from it: no object is made for that, and no check runs again.
"""

from contract.blocks.base import Behind, Block
from contract.blocks.charts import Bar, Curve, Line, Scatter, Waterfall
from contract.blocks.tables import Cards, Heatmap, Note, Table
from contract.blocks.times import Fan, Timeline

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
