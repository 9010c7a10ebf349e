"""What DESTA's treaties are called here: their ids, their kinds, and which of them are agreements of curated files."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.load.facts import slug

__all__ = ["CURATED", "agreement_ids", "kind_of", "named_provisions"]

CURATED = {
    "848": "agreement:eu-canada-ceta",
    "869": "agreement:eu-japan-epa",
    "874": "agreement:eu-singapore-fta",
    "877": "agreement:eu-vietnam-fta",
    "899": "agreement:tpp",
    "988": "agreement:afcfta",
    "989": "agreement:cptpp",
    "990": "agreement:china-georgia-fta",
    "1007": "agreement:usmca",
    "1008": "agreement:eu-singapore-ipa",
    "1010": "agreement:eu-vietnam-ipa",
}
"""DESTA number -> the same agreement where it was read fact by fact: its dates, parties and kind win."""

_SHORT = {
    "Association of Southeast Asian Nations Australia New Zealand FTA": "AANZFTA",
    "Association of Southeast Asian Nations": "ASEAN",
    "Australia New Zealand (ANZCERTA)": "ANZCERTA",
    "Baltic Free Trade Area": "BAFTA",
    "Caribbean Community": "CARICOM",
    "Caribbean Free Trade Association": "CARIFTA",
    "Central African Customs and Economic Union": "UDEAC",
    "Central American Common Market": "CACM",
    "Central American Free Trade Agreement": "CAFTA",
    "Central American Free Trade Area": "CAFTA",
    "Central European Free Trade Agreement": "CEFTA",
    "Common Market for Eastern and Southern Africa": "COMESA",
    "Commonwealth of Independent States": "CIS",
    "Customs and Economic Union of West African States": "UDEAO",
    "East African Community": "EAC",
    "Economic and Monetary Community of Central Africa": "CEMAC",
    "Economic Community of Central African States (ECCAS-CEEAC)": "ECCAS",
    "Economic Community of the Great Lakes": "CEPGL",
    "Economic Community Of West African States": "ECOWAS",
    "Economic Cooperation Organization Trade Agreement": "ECOTA",
    "Economic Cooperation Organization": "ECO",
    "Eurasian Economic Community": "EAEC",
    "Eurasian Economic Union": "EAEU",
    "European Coal and Steel Community": "ECSC",
    "European Economic Area": "EEA",
    "Global System of Trade Preferences": "GSTP",
    "Gulf Cooperation Council": "GCC",
    "Latin American Free Trade Area": "LAFTA",
    "Latin American Integration Association (ALADI LAIA)": "LAIA",
    "Melanesian Spearhead Group": "MSG",
    "North American Free Trade Agreement": "NAFTA",
    "Organisation of Eastern Caribbean States": "OECS",
    "Overseas Countries and Territories": "OCT",
    "Pacific Agreement on Closer Economic Relations": "PACER",
    "Pacific Island Countries Trade Agreement": "PICTA",
    "Protocol on Trade Negotiations": "PTN",
    "South Asian Association for Regional Cooperation, Preferential Trading Arrangement": "SAPTA",
    "South Asian Free Trade Area": "SAFTA",
    "South Pacific Trade and Economic Co Operation Agreement": "SPARTECA",
    "Southern African Customs Union Mozambique": "SACUM",
    "Southern African Customs Union": "SACU",
    "Southern Africa Customs Union": "SACU",
    "Southern African Development Community": "SADC",
    "West African Economic and Monetary Union": "WAEMU",
    "West African Economic Community": "CEAO",
    "West African Customs Union": "UDAO",
}

_KINDS = (
    (r"\bservices?\b", "SERVICES"),
    (r"\binvestment\b", "INVESTMENT"),
    (r"customs union|customs and economic union|\bCU\b|common market", "CUSTOMS_UNION"),
    (r"preferen|\bPTA\b|\bauto\b|automotive|\bagriculture\b", "PARTIAL_SCOPE"),
    (r"free.trade|\bFTA\b", "FTA"),
)

_PROVISIONS = (
    (r"\bservices?\b", "SERVICES"),
    (r"\binvestment protection\b", "INVESTMENT"),
    (r"\benvironmental\b", "ENVIRONMENT"),
)


def agreement_ids(treaties: Iterable[tuple[str, str, int]]) -> dict[str, str]:
    """DESTA number -> id, from (number, name, year of signature); treaties of one name carry their year."""
    rows = list(treaties)
    short = {number: _short(name) for number, name, _ in rows}
    ids = {}
    for number, _, year in rows:
        same = [(other, when) for other, _, when in rows if short[other] == short[number]]
        stem = short[number] if len(same) == 1 else f"{short[number]}-{year}"
        twin = sum(when == year for _, when in same) > 1
        ids[number] = CURATED.get(number, f"agreement:{stem}-{slug(number)}" if twin else f"agreement:{stem}")
    return ids


def kind_of(name: str) -> str | None:
    """The kind that the treaty's own name states; DESTA states no other. None where the name is only its parties."""
    return next((kind for pattern, kind in _KINDS if re.search(pattern, name, re.IGNORECASE)), None)


def named_provisions(name: str) -> frozenset[str]:
    """What the name itself says that the treaty is about."""
    return frozenset(word for pattern, word in _PROVISIONS if re.search(pattern, name, re.IGNORECASE))


def _short(name: str) -> str:
    """`Caribbean Community (CARICOM) Cuba` -> `caricom-cuba`; the European Community is written `eu`."""
    for long, acronym in _SHORT.items():
        name = name.replace(long, acronym)
    name = re.sub(r"\b(\w+) \((\w+) ?\)", lambda m: m[1] if m[1] == m[2] else m[0], name)
    return slug(re.sub(r"\bEC\b", "EU", name))
