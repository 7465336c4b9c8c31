"""Choose the pictogram of a product from its French name, for those who do not read.

It must not draw, and prefers no picture to a wrong one: a leek is no lettuce.
"""

from __future__ import annotations

import functools
import re
import unicodedata

WORDS = {
    "carotte": "carrot",
    "pomme de terre": "potato",
    "patate douce": "roasted-sweet-potato",
    "tomate": "tomato",
    "salade laitue batavia mesclun roquette mache epinard": "leafy-green",
    "oignon echalote": "onion",
    "ail": "garlic",
    "brocoli": "broccoli",
    "concombre cornichon": "cucumber",
    "aubergine": "aubergine",
    "poivron": "bell-pepper",
    "piment": "hot-pepper",
    "mais": "ear-of-maize",
    "champignon pleurote": "mushroom",
    "petit pois": "beans",
    "haricot lentille": "beans",
    "persil basilic menthe thym aromate": "herb",
    "plant": "seedling",
    "pomme": "red-apple",
    "poire": "pear",
    "raisin": "grapes",
    "fraise": "strawberry",
    "cerise": "cherries",
    "peche": "peach",
    "melon": "melon",
    "myrtille cassis": "blueberries",
    "kiwi": "kiwifruit",
    "chataigne marron": "chestnut",
    "oeuf": "egg",
    "lait": "glass-of-milk",
    "beurre": "butter",
    "tomme fromage buche crottin comte": "cheese-wedge",
    "glace sorbet": "ice-cream",
    "pain brioche": "bread",
    "baguette": "baguette-bread",
    "spaghetti tagliatelle": "spaghetti",
    "farine ble": "ear-of-rice",
    "boeuf bourguignon steak veau viande roti": "cut-of-meat",
    "porc lard": "bacon",
    "jambon gigot agneau": "meat-on-bone",
    "poulet volaille pintade": "rooster",
    "canard": "duck",
    "cuisse": "poultry-leg",
    "biere": "beer-mug",
    "vin": "wine-glass",
    "jus": "beverage-box",
    "cidre": "bottle-with-popping-cork",
    "miel": "honey-pot",
    "soupe": "pot-of-food",
    "conserve terrine rillette": "canned-food",
    "preparation": "package",
}
"""Product words in the singular, without accents; `pomme de terre` is found before `pomme`."""

PHRASES = {"pomme de terre", "patate douce", "petit pois"}


def for_product(name: str) -> str | None:
    """Give the pictogram's name for a product; the earliest, then longest, known words decide."""
    text = f" {_plain(name)} "
    hits = [
        (text.find(f" {words} "), -len(words), pictogram)
        for words, pictogram in _table().items()
        if f" {words} " in text
    ]
    return min(hits)[2] if hits else None


@functools.cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for words, pictogram in WORDS.items():
        for word in [words] if words in PHRASES else words.split():
            table[_plain(word)] = pictogram
    return table


def _plain(name: str) -> str:
    """Reduce a name to lower-case singular words without accents."""
    text = unicodedata.normalize("NFD", name.lower().replace("œ", "oe"))
    words = re.findall(r"[a-z]+", text.encode("ascii", "ignore").decode())
    return " ".join(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in words)
