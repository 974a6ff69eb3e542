"""How good the search is: profiles and judged questions in, figures out (`manage.py search_benchmark`)."""
