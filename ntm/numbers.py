"""One parser and one formatter for figures as Vietnamese offices write them."""
