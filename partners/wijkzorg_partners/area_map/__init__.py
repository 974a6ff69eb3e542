"""The map of a district: `models/map.py` is its page.

| module | does |
|---|---|
| `counting.py` | how many of the partners that are asked for are at home in each area |
| `showing.py` | where one stands, what is drawn, where each area leads to |
| `asking.py` | "your postcode": the area that one is led to, or an honest answer |
| `homes.py` | in which area a place is: by its point, else by its postcode |

The drawing itself is `wijkzorg_home/map_drawing.py`, which knows nothing of partners.
"""
