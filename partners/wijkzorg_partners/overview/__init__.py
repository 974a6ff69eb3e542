"""The network seen from above: who does what where (the matrix), where nobody is, and figures.

| module | what |
|---|---|
| `matrix.py` | the grid of themes and areas, its seats and its gaps; pure |
| `counting.py` | what the database counts, grouped: the only place that asks |
| `matrix_view.py` | the matrix as a page: its form, its links, its sheets |
| `gaps_list.py` | the gaps for the coordinator, largest first, and what can be done about one |
| `figures.py`, `charts.py` | how many, in sentences, tables and drawings |
"""
