"""One reading of one cell, by stated conventions: uploads find them, every later cell is read by them.

conventions   how the cells of a column are written: kind, order of dates, marks of numbers, words
reading       cells of any origin (text, JSON, typed columns) as a typed column, with what does not fit
kinds         the distinct cells of a column, kind by kind; invalid_cells.py says what does not fit
dates, day_numbers, numbers, words   the texts of each kind
"""
