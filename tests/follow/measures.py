"""What bears on a provider and a service: each effect, whom and what a measure targets, on either side."""

from tests.follow.spec import Spec

__all__ = ["SPECS"]

SERVED = "org:p SERVES hub:a service:s seller_share=0.4\n"
FREE = "p s barred_by=none localised_by=none conditions=none follow=0.06 remote=0.16 lost=0.18"
BARRED = "p s barred_by=measure:m localised_by=none follow=0.0 follow_high=0.0 remote=0.0 lost=0.4 verdict=BARRED"


def there(targets: str, effect: str = "BARS", kind: str = "MARKET_ACCESS", enactor: str = "government:vnm") -> str:
    """Vietnam's measure on p's service."""
    lines = [f"measure:m TARGETS {target}" for target in targets.split()]
    return SERVED + f"{enactor} ENACTS measure:m\nmeasure:m effect={effect} kind={kind}\n" + "\n".join(lines) + "\n"


def home(targets: str, effect: str = "BARS", kind: str = "SANCTION", enactor: str = "government:usa") -> str:
    """A measure of p's home, the United States."""
    return there(targets, effect, kind, enactor)


G3 = "government:vnm MEMBER_OF coalition:g3\ngovernment:jpn MEMBER_OF coalition:g3\n"
UNION = """
    government:eu GOVERNS country:vnm
    government:eu GOVERNS country:usa
    government:eu kind=SUPRANATIONAL
"""
"""one government over both p's home and the destination"""

EFFECTS = (
    Spec("BARS", there("org:p"), BARRED),
    Spec("BARS wins over presence", there("org:p") + "org:p PRESENT_IN country:vnm",
         "p s present=true barred_by=measure:m follow=0.0 lost=0.4 verdict=BARRED"),
    Spec("barred without a number is barred, not unknown",
         there("org:p").replace(" seller_share=0.4", " value_usd=50.0"),
         "p s phi=none follow=none verdict=BARRED follow_usd=0.0 remote_usd=0.0 lost_usd=50.0"),
    Spec("LOCALISES: nothing is served across the border", there("org:p", "LOCALISES"),
         "p s barred_by=none localised_by=measure:m conditions=none follow=0.06 remote=0.0 lost=0.34 "
         "verdict=LOST_TO_INCUMBENTS"),
    Spec("LOCALISES and present", there("org:p", "LOCALISES") + "org:p PRESENT_IN country:vnm",
         "p s localised_by=measure:m follow=0.24 remote=0.0 lost=0.16 verdict=FOLLOWS"),
    Spec("CONDITIONS", there("org:p", "CONDITIONS"),
         "p s barred_by=none localised_by=none conditions=measure:m follow=0.06 remote=0.16"),
    Spec("COSTS", there("org:p", "COSTS"), "p s conditions=measure:m barred_by=none localised_by=none follow=0.06"),
    Spec("SUPPORTS plays no part", there("org:p", "SUPPORTS"), FREE),
    Spec("EASES plays no part", there("org:p", "EASES"), FREE),
    Spec("a measure without effect plays no part", there("org:p").replace("effect=BARS", ""), FREE),
    Spec("the smallest ids, and all conditions in order",
         there("org:p") + """
            government:vnm ENACTS measure:a
            measure:a effect=BARS
            measure:a TARGETS org:p
            government:vnm ENACTS measure:z
            measure:z effect=LOCALISES
            measure:z TARGETS org:p
            government:vnm ENACTS measure:l
            measure:l effect=LOCALISES
            measure:l TARGETS org:p
            government:vnm ENACTS measure:d
            measure:d effect=COSTS
            measure:d TARGETS org:p
            government:vnm ENACTS measure:c
            measure:c effect=CONDITIONS
            measure:c TARGETS org:p""",
         "p s barred_by=measure:a localised_by=measure:l conditions=measure:c|measure:d verdict=BARRED"),
)  # fmt: skip

WHOM = (
    Spec("another firm is meant", there("org:q"), FREE),
    Spec("firms named: the countries beside them do not matter", there("org:q country:usa"), FREE),
    Spec("firms named: the country need not be p's", there("org:p country:jpn"), BARRED),
    Spec("everybody from a country", there("country:usa"), BARRED),
    Spec("everybody from another country", there("country:jpn"), FREE),
    Spec("a provider without a home is from no country",
         there("country:usa") + "org:q SERVES hub:a service:s seller_share=0.1",
         "q s barred_by=none follow=0.015\n" + BARRED),
    Spec("only services: everybody", there("service:s") + "org:q SERVES hub:a service:s seller_share=0.4",
         "p s barred_by=measure:m\nq s barred_by=measure:m"),
    Spec("a firm and a service: this firm in this service",
         there("org:p service:s") + """
            org:p SERVES hub:a service:t seller_share=0.4
            org:q SERVES hub:a service:s seller_share=0.4""",
         "p t barred_by=none\nq s barred_by=none\n" + BARRED),
    Spec("a country and a service", there("country:usa service:s"), BARRED),
    Spec("another service", there("org:p service:t"), FREE),
    Spec("a service and goods: it bears on the service", there("country:usa service:s good:hs-85"), BARRED),
    Spec("goods only", there("country:usa good:hs-85"), FREE),
    Spec("sectors only", there("country:usa sector:x"), FREE),
    Spec("goods only, though it names the firm", there("org:p good:hs-85"), FREE),
    *(Spec(f"{kind} is about goods", there("org:p", kind=kind), FREE)
      for kind in ("TARIFF", "IMPORT_BAN", "EXPORT_CONTROL")),
    *(Spec(f"{kind} on a service bears on it", there("org:p service:s", kind=kind), BARRED)
      for kind in ("TARIFF", "IMPORT_BAN", "EXPORT_CONTROL")),
    Spec("SANCTION is not about goods", there("org:p", kind="SANCTION"), BARRED),
    Spec("a measure that targets nothing", there(""), FREE),
    Spec("a measure that targets goods alone", there("good:hs-85"), FREE),
    Spec("enacted by a government of another country", there("org:p", enactor="government:jpn"), FREE),
    Spec("a second government of the destination", there("org:p", enactor="government:two")
         + "government:two GOVERNS country:vnm", BARRED),
)  # fmt: skip

COALITIONS = (
    Spec("a coalition's measure", there("country:usa", enactor="coalition:g3") + G3, BARRED),
    Spec("a coalition without the destination's government", there("country:usa", enactor="coalition:g3")
         + "government:jpn MEMBER_OF coalition:g3", FREE),
    Spec("a coalition leaves its members' firms alone", there("service:s", enactor="coalition:g3") + G3
         + "government:usa MEMBER_OF coalition:g3", FREE),
    Spec("unless it names them", there("org:p", enactor="coalition:g3") + G3
         + "government:usa MEMBER_OF coalition:g3", BARRED),
    Spec("a government leaves its own firms alone", there("service:s") + """
            org:q HEADQUARTERED_IN country:vnm
            org:q SERVES hub:a service:s seller_share=0.4""",
         "q s barred_by=none follow=0.24\n" + BARRED),
    Spec("even those from a country it names", there("country:vnm") + """
            org:q HEADQUARTERED_IN country:vnm
            org:q SERVES hub:a service:s seller_share=0.1""",
         "p s barred_by=none\nq s barred_by=none follow=0.06"),
    Spec("unless it names the firm", there("org:q") + """
            org:q HEADQUARTERED_IN country:vnm
            org:q SERVES hub:a service:s seller_share=0.1""",
         "p s barred_by=none\nq s barred_by=measure:m present=true"),
    Spec("a union that governs home and destination leaves alone", there("service:s", enactor="government:eu") + UNION,
         FREE),
    Spec("the destination's own government does not, union or not", there("service:s") + UNION, BARRED),
    Spec("enacted by a coalition that leaves p alone and by a government that does not",
         there("service:s", enactor="coalition:g3") + G3 + """government:usa MEMBER_OF coalition:g3
            government:vnm ENACTS measure:m""", BARRED),
)  # fmt: skip

HOME_SIDE = (
    Spec("home BARS", home("country:vnm"), BARRED),
    Spec("home LOCALISES is a condition", home("country:vnm", "LOCALISES"),
         "p s barred_by=none localised_by=none conditions=measure:m follow=0.06 remote=0.16"),
    Spec("home CONDITIONS", home("country:vnm", "CONDITIONS"), "p s barred_by=none conditions=measure:m"),
    Spec("home COSTS", home("country:vnm", "COSTS"), "p s barred_by=none conditions=measure:m"),
    Spec("home SUPPORTS", home("country:vnm", "SUPPORTS"), FREE),
    Spec("home targets another country", home("country:jpn"), FREE),
    Spec("home targets only the service", home("service:s"), FREE),
    Spec("home targets the destination in the service", home("country:vnm service:s"), BARRED),
    Spec("home targets the destination in another service", home("country:vnm service:t"), FREE),
    Spec("home targets the destination's firms by name", home("country:vnm org:p"), FREE),
    Spec("home's export control is about goods", home("country:vnm", kind="EXPORT_CONTROL"), FREE),
    Spec("home's measure on goods", home("country:vnm good:hs-85"), FREE),
    Spec("home's coalition", home("country:vnm", enactor="coalition:g2") + "government:usa MEMBER_OF coalition:g2",
         BARRED),
    Spec("home's coalition with the destination's government",
         home("country:vnm", enactor="coalition:g2")
         + "government:usa MEMBER_OF coalition:g2\ngovernment:vnm MEMBER_OF coalition:g2", FREE),
    Spec("a coalition of others", home("country:vnm", enactor="coalition:g2")
         + "government:jpn MEMBER_OF coalition:g2", FREE),
    Spec("a union over both is not of the home side", home("country:vnm", enactor="government:eu") + UNION, FREE),
    Spec("a coalition of which only that union is a member", home("country:vnm", enactor="coalition:g2") + UNION
         + "government:eu MEMBER_OF coalition:g2", FREE),
    Spec("a measure of a home that p has not",
         home("country:vnm") + "org:q SERVES hub:a service:s seller_share=0.1", "q s barred_by=none\n" + BARRED),
    Spec("both sides in the conditions",
         home("country:vnm", "COSTS") + """government:vnm ENACTS measure:b
            measure:b effect=CONDITIONS
            measure:b TARGETS country:usa""",
         "p s conditions=measure:b|measure:m"),
)  # fmt: skip

SPECS = (*EFFECTS, *WHOM, *COALITIONS, *HOME_SIDE)
