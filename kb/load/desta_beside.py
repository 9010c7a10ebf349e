"""What was read beside DESTA, because DESTA lacks it or ends in 2020: each fact with the page that states it.

- Three agreements that DESTA lacks: the framework agreement between China and Taiwan (2010), that of ASEAN with Hong
  Kong (2019), and the one by which Canada and the United Kingdom go on (2021).
- NAFTA was replaced by USMCA on the day that USMCA entered into force.
- Agreements by which the United Kingdom carried on those of the European Union, signed in 2019 (DESTA has their
  signature only), as far as a page says that they took effect on 1 January 2021; the part of the parties for which it
  does.
- The treaties of the European Communities and Union have rules on services from the first on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kb.load.facts import Facts

__all__ = ["confirmed"]

_READ = date(2026, 11, 24)
_CARRIED_ON = date(2021, 1, 1)
_CARIFORUM = ("atg", "bhs", "blz", "brb", "dma", "dom", "grd", "jam", "lca")
_HONG_KONG = {
    date(2019, 6, 11): ("lao", "mmr", "sgp", "tha", "vnm"),
    date(2019, 10, 13): ("mys",),
    date(2020, 5, 12): ("phl",),
    date(2020, 7, 4): ("idn",),
    date(2020, 10, 20): ("brn",),
    date(2021, 2, 12): ("khm",),
}
"""day of entry into force -> members of ASEAN"""
_EU_TREATIES = {
    "eu": "Treaty establishing the European Economic Community",
    "eu-single-european-act": "Single European Act",
    "eu-maastricht": "Treaty of Maastricht",
    "eu-amsterdam": "Treaty of Amsterdam",
    "eu-nice": "Treaty of Nice",
    "eu-lisbon": "Treaty of Lisbon",
}

_SOURCES = (
    (
        "source:xinhua-ecfa",
        "Chinese mainland, Taiwan sign landmark economic pact",
        "Xinhua",
        "http://news.xinhuanet.com/english2010/china/2010-06/29/c_13375203.htm",
        date(2010, 6, 29),
    ),
    (
        "source:taipeitimes-ecfa",
        "Taiwan and China agree that ECFA takes effect today",
        "Taipei Times",
        "http://taipeitimes.com/News/front/archives/2010/09/12/2003482704",
        date(2010, 9, 12),
    ),
    (
        "source:wtocenter-ahkfta",
        "ASEAN - Hong Kong Free Trade Agreement",
        "WTO Center VCCI",
        "https://wtocenter.vn/chuyen-de/12788-asean---hong-kong-free-trade-agreement",
        None,
    ),
    (
        "source:govuk-canada",
        "UK-Canada Trade Continuity Agreement (TCA)",
        "UK Government",
        "https://www.gov.uk/guidance/uk-canada-trade-continuity-agreement-tca",
        date(2021, 6, 2),
    ),
    (
        "source:asianlite-canada",
        "UK, Canada announce interim trade agreement",
        "Asian Lite",
        "https://asianlite.com/news/uk-news/uk-canada-announce-interim-trade-agreement",
        None,
    ),
    (
        "source:nnn-usmca",
        "New US-Mexico-Canada free trade deal will enter into force on 1 July",
        "NAM News Network",
        "http://namnewsnetwork.org/?p=71631",
        date(2020, 4, 26),
    ),
    (
        "source:govuk-agreements",
        "UK trade agreements with non-EU countries",
        "UK Government, through Brexit Legal",
        "https://brexitlegal.ie/third-country-trade-agreements-uk-post-deal-guidance/",
        None,
    ),
    (
        "source:govuk-korea",
        "UK-Republic of Korea Free Trade Agreement: conclusion summary",
        "UK Government",
        "https://www.gov.uk/government/publications/uk-republic-of-korea-trade-deal-conclusion-summary/"
        "uk-republic-of-korea-free-trade-agreement-conclusion-summary",
        date(2025, 12, 15),
    ),
    (
        "source:seco-uk",
        "Brexit: relations between Switzerland and the United Kingdom",
        "State Secretariat for Economic Affairs (Switzerland)",
        "https://www.seco.admin.ch/seco/en/home/Aussenwirtschaftspolitik_Wirtschaftliche_Zusammenarbeit/"
        "Wirtschaftsbeziehungen/brexit.html",
        None,
    ),
    (
        "source:edbarton-services",
        "Free movement of services in the EU",
        "Ed Barton",
        "https://edbarton.com/topics/law/international-law/international-trade-law/free-movement-services-eu/",
        None,
    ),
)


def confirmed() -> Facts:
    """The facts, with their sources."""
    facts = Facts()
    for identifier, title, publisher, url, published in _SOURCES:
        facts.node(
            "Source",
            id=identifier,
            name=title,
            title=title,
            publisher=publisher,
            url=url,
            published=published,
            retrieved=_READ,
        )
    _ecfa(facts)
    _hong_kong(facts)
    _canada(facts)
    _carried_on(facts)
    facts.node(
        "TradeAgreement",
        id="agreement:nafta",
        name="North American Free Trade Agreement (NAFTA)",
        aliases=("NAFTA", "ALENA", "TLCAN"),
        until=date(2020, 7, 1),
        sources=("source:nnn-usmca",),
    )
    for treaty, name in _EU_TREATIES.items():
        facts.node(
            "TradeAgreement",
            id=f"agreement:{treaty}",
            name=name,
            provisions=("SERVICES",),
            sources=("source:edbarton-services",),
        )
    return facts


def _ecfa(facts: Facts) -> None:
    sources = ("source:xinhua-ecfa", "source:taipeitimes-ecfa")
    facts.node(
        "TradeAgreement",
        id="agreement:ecfa",
        name="Economic Cooperation Framework Agreement",
        aliases=("ECFA", "海峽兩岸經濟合作架構協議", "海峡两岸经济合作框架协议"),
        kind="FRAMEWORK",
        signed=date(2010, 6, 29),
        in_force=date(2010, 9, 12),
        provisions=("SERVICES",),
        sources=sources,
    )
    _bind(facts, "agreement:ecfa", ("chn", "twn"), date(2010, 9, 12), ("source:taipeitimes-ecfa",))


def _hong_kong(facts: Facts) -> None:
    sources = ("source:wtocenter-ahkfta",)
    first = min(_HONG_KONG)
    facts.node(
        "TradeAgreement",
        id="agreement:asean-hong-kong",
        name="ASEAN-Hong Kong, China Free Trade Agreement",
        aliases=("AHKFTA",),
        kind="FTA",
        signed=date(2017, 11, 12),
        in_force=first,
        provisions=("SERVICES",),
        sources=sources,
    )
    _bind(facts, "agreement:asean-hong-kong", ("hkg",), first, sources)
    for since, members in _HONG_KONG.items():
        _bind(facts, "agreement:asean-hong-kong", members, since, sources, side="1")


def _canada(facts: Facts) -> None:
    facts.node(
        "TradeAgreement",
        id="agreement:uk-canada-tca",
        name="Canada-United Kingdom Trade Continuity Agreement",
        aliases=("UK-Canada TCA",),
        in_force=date(2021, 4, 1),
        provisions=("SERVICES",),  # it rolls over the provisions of CETA
        sources=("source:govuk-canada", "source:asianlite-canada"),
    )
    _bind(facts, "agreement:uk-canada-tca", ("can", "gbr"), date(2021, 4, 1), ("source:govuk-canada",))


def _carried_on(facts: Facts) -> None:
    list_ = ("source:govuk-agreements",)
    _bind(facts, "agreement:andean-countries-uk", ("gbr",), _CARRIED_ON, list_)
    _bind(facts, "agreement:andean-countries-uk", ("ecu", "per"), _CARRIED_ON, list_, side="1")
    _bind(facts, "agreement:cariforum-uk", ("gbr",), _CARRIED_ON, list_)
    _bind(facts, "agreement:cariforum-uk", _CARIFORUM, _CARRIED_ON, list_, side="1")
    _bind(facts, "agreement:korea-uk", ("gbr", "kor"), _CARRIED_ON, ("source:govuk-korea",))
    _bind(facts, "agreement:switzerland-uk", ("gbr", "che"), _CARRIED_ON, ("source:seco-uk",))


def _bind(
    facts: Facts,
    agreement: str,
    parties: Iterable[str],
    since: date,
    sources: tuple[str, ...],
    *,
    side: str | None = None,
) -> None:
    for iso3 in parties:
        facts.link(
            "PARTY_TO",
            f"government:{iso3}",
            agreement,
            since=since,
            side=side,
            basis="OBSERVED",
            sources=sources,
        )
