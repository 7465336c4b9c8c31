"""The mentions that the law asks on a crate, and which family of goods needs which: one table.

Must not decide about a crate, and must not know a label's size: `deciding/mentioning` resolves
values, templates place them. What no primary text settles is a setting (`MentionRules`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

LONGEST = 40
"""Longest value of one mention: what every crate label has room for."""

COUNTRIES: dict[str, str] = {
    "250": "France",
    "056": "Belgique",
    "276": "Allemagne",
    "380": "Italie",
    "442": "Luxembourg",
    "504": "Maroc",
    "528": "Pays-Bas",
    "620": "Portugal",
    "724": "Espagne",
    "756": "Suisse",
    "826": "Royaume-Uni",
}
"""Countries of origin by ISO 3166 number, as GS1's AI 422 writes them; others are typed in full."""

EUROPEAN_UNION = frozenset(
    "allemagne autriche belgique bulgarie chypre croatie danemark espagne estonie finlande france"
    " grece hongrie irlande italie lettonie lituanie luxembourg malte pays-bas pologne portugal"
    " roumanie slovaquie slovenie suede tchequie".split()
)

ALLERGENS: dict[str, str] = {
    "GLUTEN": "gluten",
    "CRUSTACES": "crustacés",
    "OEUFS": "œufs",
    "POISSONS": "poissons",
    "ARACHIDES": "arachides",
    "SOJA": "soja",
    "LAIT": "lait",
    "FRUITS_A_COQUE": "fruits à coque",
    "CELERI": "céleri",
    "MOUTARDE": "moutarde",
    "SESAME": "sésame",
    "SULFITES": "sulfites",
    "LUPIN": "lupin",
    "MOLLUSQUES": "mollusques",
}
"""The fourteen of regulation (EU) 1169/2011, annex II."""
NO_ALLERGEN = "AUCUN"


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRules:
    """What a hub sets because no primary text settles it; the defaults ask more, not less.

    `organic_body`: the hub's own control body; empty, and no organic word stands anywhere.
    `origin_from_address`: a farm with a French postcode sells its own goods, so « France ».
    `egg_sale_limit_days`: days after laying in which eggs may leave (21 before 2023, perhaps 28).
    `beef_reference_from_producer`: the hub's lot does not count as the reference of beef.
    """

    organic_body: str = ""
    origin_from_address: bool = True
    egg_best_before_days: int = 28
    egg_sale_limit_days: int = 21
    egg_packing_centre: bool = True
    approval_required: bool = False
    beef_reference_from_producer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One mention: how people call it, how it is checked, what may be tapped instead of typed.

    `on_label` holds `{value}`; `ai` is GS1's element that carries it on a producer's own label.
    `of_lot`: it differs from lot to lot, so that no master data can hold it.
    """

    name_fr: str
    name_en: str
    on_label: str
    read: Callable[[str], str]
    choices: tuple[str, ...] = ()
    ai: str = ""
    of_lot: bool = False


def folded(text: str) -> str:
    """Return text without accents, ligatures and capitals, for comparisons."""
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _text(value: str) -> str:
    words = " ".join(value.split())
    if not words or len(words) > LONGEST or not words.isprintable():
        raise ValueError(f"1 à {LONGEST} caractères imprimables")
    return words


def _one_of(*choices: str) -> Callable[[str], str]:
    by_fold = {folded(choice): choice for choice in choices}

    def read(value: str) -> str:
        found = by_fold.get(folded(value.strip()))
        if found is None:
            raise ValueError(f"choisissez : {', '.join(choices)}")
        return found

    return read


def _matching(pattern: str, example: str) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def read(value: str) -> str:
        code = " ".join(value.upper().split())
        if not compiled.fullmatch(code):
            raise ValueError(f"écrivez par exemple {example}")
        return code

    return read


def _country(value: str) -> str:
    """Read a country in full letters; a code of two or three letters is none."""
    words = _text(value)
    known = {folded(name): name for name in COUNTRIES.values()}
    if folded(words) in known:
        return known[folded(words)]
    if len(words) < 4 or not all(char.isalpha() or char in " '-’" for char in words):
        raise ValueError("écrivez le pays en toutes lettres, par exemple France")
    return words[0].upper() + words[1:]


def _allergens(value: str) -> str:
    """Read a list of the fourteen, by code or French word; « aucun » says that there is none."""
    codes = {folded(code): code for code in ALLERGENS} | {
        folded(word): code for code, word in ALLERGENS.items()
    }
    found: list[str] = []
    for part in re.split(r"[,;|+]", value):
        word = folded(part.strip())
        if word == folded(NO_ALLERGEN):
            continue
        if word not in codes:
            raise ValueError("écrivez par exemple gluten + lait, ou aucun")
        found.append(codes[word])
    ordered = [code for code in ALLERGENS if code in found]
    return ",".join(ordered) or NO_ALLERGEN


def _day(value: str) -> str:
    try:
        day = date.fromisoformat(value.strip())
    except ValueError:
        day = None
    if day is None or day.isoformat() != value.strip():
        raise ValueError("écrivez année-mois-jour, par exemple 2026-11-24")
    return day.isoformat()


_COUNTRY_CHOICES = ("France", "Espagne", "Italie", "Belgique")

MENTIONS: dict[str, Mention] = {
    "origin": Mention(name_fr="Origine", name_en="Origin", on_label="Origine : {value}",
                      read=_country, choices=_COUNTRY_CHOICES, ai="422"),
    "variety": Mention(name_fr="Variété", name_en="Variety", on_label="Variété : {value}",
                       read=_text),
    "class": Mention(name_fr="Catégorie", name_en="Class", on_label="Catégorie {value}",
                     read=_one_of("Extra", "I", "II"), choices=("Extra", "I", "II")),
    "size": Mention(name_fr="Calibre", name_en="Size", on_label="Calibre {value}", read=_text),
    "egg_code": Mention(name_fr="Code des œufs", name_en="Egg code", on_label="Œufs {value}",
                        read=_matching(r"[0-3][A-Z]{2}[A-Z0-9]{3,12}", "1FRDAI01")),
    "egg_class": Mention(name_fr="Taille des œufs", name_en="Egg size", on_label="Taille {value}",
                         read=_one_of("S", "M", "L", "XL"), choices=("S", "M", "L", "XL")),
    "packing_centre": Mention(name_fr="Centre d'emballage", name_en="Packing centre",
                              on_label="Emballé par {value}", read=_text),
    "laid_on": Mention(name_fr="Date de ponte", name_en="Laying date",
                       on_label="Pondus le {value}", read=_day, ai="11", of_lot=True),
    "beef_reference": Mention(name_fr="Référence", name_en="Reference",
                              on_label="Référence {value}", read=_text, ai="251", of_lot=True),
    "born_in": Mention(name_fr="Né en", name_en="Born in", on_label="Né : {value}",
                       read=_country, choices=_COUNTRY_CHOICES),
    "raised_in": Mention(name_fr="Élevé en", name_en="Raised in", on_label="Élevé : {value}",
                         read=_country, choices=_COUNTRY_CHOICES),
    "slaughtered_in": Mention(name_fr="Abattu en", name_en="Slaughtered in",
                              on_label="Abattu : {value}", read=_text, ai="7030"),
    "cut_in": Mention(name_fr="Découpé en", name_en="Cut in", on_label="Découpé : {value}",
                      read=_text, ai="7031"),
    "allergens": Mention(name_fr="Allergènes", name_en="Allergens", on_label="Contient : {value}",
                         read=_allergens, choices=(NO_ALLERGEN,)),
    "approval": Mention(name_fr="Agrément", name_en="Approval", on_label="Agrément {value}",
                        read=_text),
}  # fmt: skip
"""Every mention beside lot, date, producer and weight, which a crate has anyway."""

PRODUCT_COLUMNS = tuple(
    key for key, mention in MENTIONS.items() if not mention.of_lot and key != "approval"
)
"""Columns of the products' file; the approval number is the producer's."""
PRODUCER_COLUMNS = (
    "origin", "egg_code", "packing_centre", "born_in", "raised_in", "slaughtered_in", "cut_in",
)  # fmt: skip
"""Columns of the producers' file: what holds for all goods of a farm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Goods that need the same mentions, known by the family's words, then by the product's name.

    `first` are words with which a product's name begins; none: the whole family. `contains`: an
    allergen that goods of this family always hold.
    """

    name: str
    families: frozenset[str]
    needs: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    animal: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PRODUCE = _words("legume legumes fruit fruits primeur primeurs maraichage champignon champignons")
MEAT = _words("viande viandes boucherie volaille volailles boeuf porc agneau")
MILK = _words("lait laitage laitages laitier laitiers fromage fromages chevre brebis cremerie")
STANDARD = ("origin", "class", "size")
WITH_VARIETY = ("origin", "variety", "class", "size")

FAMILIES: tuple[Family, ...] = (
    Family(name="norme : pomme, poire, raisin, kiwi", families=PRODUCE, needs=WITH_VARIETY,
           first=("pomme", "poire", "raisin", "kiwi")),
    Family(name="norme : autres fruits", families=PRODUCE, needs=STANDARD,
           first=("fraise", "peche", "nectarine", "brugnon", "banane", "orange", "citron",
                  "clementine", "mandarine", "pamplemousse", "pomelo")),
    Family(name="norme : tomate, poivron, salades", families=PRODUCE, needs=STANDARD,
           first=("tomate", "poivron", "salade", "laitue", "batavia", "chicoree", "scarole",
                  "frisee", "romaine", "iceberg")),
    Family(name="pommes de terre", families=PRODUCE, needs=("origin", "size"),
           first=("pomme de terre", "pommes de terre")),
    Family(name="fruits et légumes", families=PRODUCE, needs=("origin",)),
    Family(name="œufs", families=_words("oeuf oeufs"), animal=True, contains=("OEUFS",),
           needs=("egg_code", "egg_class", "packing_centre", "laid_on")),
    Family(name="bœuf", families=MEAT, animal=True,
           first=("boeuf", "veau", "steak", "bavette", "entrecote", "vache", "genisse"),
           needs=("beef_reference", "born_in", "raised_in", "slaughtered_in", "cut_in")),
    Family(name="porc, mouton, chèvre, volaille", families=MEAT, animal=True,
           first=("porc", "agneau", "mouton", "brebis", "chevre", "chevreau", "poulet", "poule",
                  "pintade", "canard", "dinde", "oie", "caille", "volaille", "cuisse", "lapin",
                  "cote de porc", "roti de porc"),
           needs=("raised_in", "slaughtered_in")),
    Family(name="autres viandes", families=MEAT | _words("charcuterie"), animal=True),
    Family(name="lait et fromages", families=MILK, animal=True, contains=("LAIT",)),
    Family(name="poissons", families=_words("poisson poissons"), animal=True,
           contains=("POISSONS",)),
    Family(name="pain, pâtes, farine", families=_words("pain pains pate pates boulangerie"),
           contains=("GLUTEN",)),
    Family(name="plats préparés", families=_words("traiteur plat plats patisserie patisseries"),
           needs=("allergens",)),
)  # fmt: skip
"""The first line that fits decides; goods of no line need lot, date and weight alone."""


def family_of(family: str, name: str) -> Family | None:
    """Return the line of the table for a product's family and name, None where there is none."""
    words = set(re.findall(r"[a-z]+", folded(family)))
    shown = folded(name)
    for line in FAMILIES:
        if words & line.families and (not line.first or _begins(shown, line.first)):
            return line
    return None


def _begins(name: str, first: tuple[str, ...]) -> bool:
    """Tell whether a name begins with one of the words, plural or not; potatoes are no apples."""
    potato = re.match(r"pommes? de terre\b", name) is not None
    return any(
        re.match(rf"{re.escape(word)}[sx]?\b", name) is not None
        for word in first
        if potato == word.endswith("de terre")
    )


def read(key: str, value: str) -> str:
    """Return a mention's value as it is stored; raise `ValueError` with French words."""
    mention = MENTIONS.get(key)
    if mention is None:
        raise ValueError(f"mention inconnue : {key}")
    return mention.read(value)


def worded(key: str, value: str) -> str:
    """Write one mention as people read it: « Catégorie I », « Contient : lait »."""
    if key == "allergens":
        if value == NO_ALLERGEN:
            return ""
        value = ", ".join(ALLERGENS.get(code, code) for code in value.split(","))
    if key == "laid_on":
        value = "/".join(reversed(value.split("-")))
    return MENTIONS[key].on_label.format(value=value)


def sentence(mentions: Mapping[str, str]) -> str:
    """Write all mentions in the table's order, parted by points."""
    words = [worded(key, mentions[key]) for key in MENTIONS if mentions.get(key)]
    return " · ".join(word for word in words if word)


def farming(country: str) -> str:
    """Return the line that stands with an organic claim: « Agriculture France », UE or non UE."""
    if folded(country) == "france":
        return "Agriculture France"
    return "Agriculture UE" if folded(country) in EUROPEAN_UNION else "Agriculture non UE"
