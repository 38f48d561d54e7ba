"""Tables made of tables: a recipe of a family (``contract.deriving``) is done on versions of data sets.

orders     which recipes and versions fit each other; what somebody asks for, resolved: recipe, versions,
           columns, settings, the data set it goes to
making     the table itself: loaded, derived, read as any sheet, described or kept
jobs       derivations that a worker does; execution.py is what the worker does
lineage    what a version was made from, and what was made from it
"""
