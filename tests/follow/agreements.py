"""Agreements between a provider's home and the destination: who is bound, since when, by which."""

from tests.follow.spec import Spec

__all__ = ["SPECS"]

SERVED = "org:p SERVES hub:a service:s seller_share=0.4\n"
WITH = "p s agreement=agreement:t present=false follow=0.12 remote=0.16 lost=0.12 verdict=SERVED_REMOTELY"
"""a = 0.5: .4*.6*.5"""
NONE = "p s agreement=none follow=0.06 remote=0.16 lost=0.18"


def treaty(usa: str = "", vnm: str = "", properties: str = "in_force=2020-01-01 provisions=SERVICES") -> str:
    return SERVED + f"""
        government:usa PARTY_TO agreement:t {usa}
        government:vnm PARTY_TO agreement:t {vnm}
        agreement:t {properties}
    """


UNION = "\ngovernment:eu GOVERNS country:vnm\ngovernment:eu kind=SUPRANATIONAL\n"

SPECS = (
    Spec("in force, with services", treaty(), WITH),
    Spec("in force, with investment", treaty(properties="in_force=2020-01-01 provisions=IPR|INVESTMENT"), WITH),
    Spec("in force, without either", treaty(properties="in_force=2020-01-01 provisions=IPR|DATA_FLOWS"), NONE),
    Spec("in force, provisions not loaded", treaty(properties="in_force=2020-01-01"), NONE),
    Spec("in force from today on", treaty(properties="in_force=2022-06-30 provisions=SERVICES"), WITH),
    Spec("in force from tomorrow on", treaty(properties="in_force=2022-07-01 provisions=SERVICES"), NONE),
    Spec("neither day loaded", treaty(properties="provisions=SERVICES"), NONE),
    Spec("applied provisionally: both parties since a day", treaty("2021..", "2021..", "provisions=SERVICES"), WITH),
    Spec("applied provisionally by one party alone", treaty("2021..", "", "provisions=SERVICES"), NONE),
    Spec("applied provisionally before it is in force",
         treaty("2021..", "2021..", "in_force=2023-01-01 provisions=SERVICES"), WITH),
    Spec("acceded to later", treaty("", "2022-06-30..", "in_force=2010-01-01 provisions=SERVICES"), WITH),
    Spec("accedes tomorrow", treaty("", "2022-07-01..", "in_force=2010-01-01 provisions=SERVICES"), NONE),
    Spec("a party that has left", treaty("", "2019..2022-06-30", "in_force=2010-01-01 provisions=SERVICES"), NONE),
    Spec("a party that leaves tomorrow", treaty("", "2019..2022-07-01", "in_force=2010-01-01 provisions=SERVICES"),
         WITH),
    Spec("an agreement that has ended", treaty(properties="in_force=2010-01-01 provisions=SERVICES ..2022-06-30"),
         NONE),
    Spec("an agreement that ends tomorrow", treaty(properties="in_force=2010-01-01 provisions=SERVICES ..2022-07-01"),
         WITH),
    Spec("an agreement that does not hold yet", treaty(properties="in_force=2010-01-01 provisions=SERVICES 2023.."),
         NONE),
    Spec("two parties of one side", treaty("side=south", "side=south"), NONE),
    Spec("two parties of two sides", treaty("side=north", "side=south"), WITH),
    Spec("a side beside a party without one", treaty("side=north", ""), WITH),
    Spec("only one of them is a party", SERVED + """government:usa PARTY_TO agreement:t
            agreement:t in_force=2020-01-01 provisions=SERVICES""", NONE),
    Spec("through a government over the destination", treaty().replace("government:vnm PARTY", "government:eu PARTY")
         + UNION, WITH),
    Spec("a union over both binds neither to itself",
         treaty().replace("government:vnm PARTY", "government:eu PARTY") + UNION
         + "government:eu GOVERNS country:usa", NONE),
    Spec("within a union two governments may bind each other", treaty() + UNION
         + "government:eu GOVERNS country:usa", WITH),
    Spec("a union that no longer governs the destination",
         treaty().replace("government:vnm PARTY", "government:eu PARTY")
         + UNION.replace("country:vnm", "country:vnm ..2022"), NONE),
    Spec("of a country's two governments the earlier bound counts",
         treaty("", "2022..", "in_force=2010-01-01 provisions=SERVICES") + UNION + """
            government:eu PARTY_TO agreement:t 2015..
            government:usa PARTY_TO agreement:u
            government:vnm PARTY_TO agreement:u
            agreement:u in_force=2016-01-01 provisions=SERVICES""", WITH),
    Spec("of two agreements the one that bound them first, by the later day of the pair",
         treaty(properties="in_force=2018-01-01 provisions=SERVICES") + """
            government:usa PARTY_TO agreement:b 2005..
            government:vnm PARTY_TO agreement:b 2019..
            agreement:b in_force=2005-01-01 provisions=SERVICES""", WITH),
    Spec("ties by id",
         treaty() + """
            government:usa PARTY_TO agreement:u
            government:vnm PARTY_TO agreement:u
            agreement:u in_force=2020-01-01 provisions=SERVICES""", WITH),
    Spec("an earlier agreement on other things does not count",
         treaty() + """
            government:usa PARTY_TO agreement:a
            government:vnm PARTY_TO agreement:a
            agreement:a in_force=2000-01-01 provisions=IPR""", WITH),
    Spec("the home's agreement with the country that the hub leaves does not count",
         treaty().replace("government:vnm", "government:chn"), NONE),
    Spec("home in the destination: the agreement is no use",
         "org:q HEADQUARTERED_IN country:vnm\norg:q SERVES hub:a service:s seller_share=0.4\n"
         + treaty().replace(SERVED, ""), "q s agreement=none present=true follow=0.24"),
    Spec("no home, no agreement", treaty().replace("org:p SERVES", "org:q SERVES"),
         "q s agreement=none follow=0.06"),
    Spec("present: the agreement is told but not needed", treaty() + "org:p PRESENT_IN country:vnm",
         "p s agreement=agreement:t present=true follow=0.24"),
    Spec("barred: the agreement is told but no use", treaty() + """government:vnm ENACTS measure:m
            measure:m effect=BARS
            measure:m TARGETS country:usa""",
         "p s agreement=agreement:t barred_by=measure:m follow=0.0 lost=0.4 verdict=BARRED"),
    Spec("prior of ability with an agreement", treaty(), "p s follow=0.18 remote=0.16 lost=0.06 verdict=FOLLOWS",
         {"priors": {"abilityWithAgreement": 0.75, "abilityWithout": 0.0}}),
)  # fmt: skip
