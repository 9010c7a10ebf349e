"""How a stake splits: need, ability, priors, the part moved, verdicts, presence, orders, categories."""

from tests.follow.spec import GROUND, Spec

__all__ = ["SPECS"]

SERVED = "org:p SERVES hub:a service:s seller_share=0.4\n"
HERE = SERVED + "org:p PRESENT_IN country:vnm\n"
PRESENT_ROW = "p s present=true follow=0.24 remote=0.16 lost=0.0 verdict=FOLLOWS"
"""a = 1: follow .4 * .6, remote .4 * .4"""

ORDER = """
    org:a SERVES hub:a service:s seller_share=0.2 value_usd=1.0
    org:b SERVES hub:a service:s seller_share=0.1 value_usd=100.0
    org:c SERVES hub:a service:s value_usd=100.0
    org:d SERVES hub:a service:s
    org:e SERVES hub:a service:s seller_share=0.2
    org:f SERVES hub:a service:r seller_share=0.2
    org:f SERVES hub:a service:s seller_share=0.2
    org:g SERVES hub:a service:s seller_share=0.8
    org:g PRESENT_IN country:vnm
    org:h SERVES hub:a service:s
"""

SPECS = (
    Spec("present in the country", HERE, PRESENT_ROW),
    Spec("present in one of its financial centres",
         SERVED + "org:p PRESENT_IN centre:saigon\ncentre:saigon LOCATED_IN country:vnm", PRESENT_ROW),
    Spec("present in a financial centre of another country",
         SERVED + "org:p PRESENT_IN centre:hk\ncentre:hk LOCATED_IN country:hkg", "p s present=false follow=0.06"),
    Spec("headquartered in the destination",
         "org:q HEADQUARTERED_IN country:vnm\norg:q SERVES hub:a service:s seller_share=0.4",
         "q s present=true follow=0.24 verdict=FOLLOWS"),
    Spec("a provider without a home", "org:q SERVES hub:a service:s seller_share=0.4",
         "q s present=false agreement=none follow=0.06 remote=0.16 lost=0.18"),
    Spec("without a destination everybody is able, and nothing bars",
         """org:p SERVES hub:a service:s seller_share=0.4
            government:vnm ENACTS measure:ban
            measure:ban effect=BARS
            measure:ban TARGETS org:p""",
         "p s present=none agreement=none barred_by=none follow=0.24 follow_low=0.16 follow_high=0.32 remote=0.16 "
         "lost=0.0 verdict=FOLLOWS", {"to": None}),
    Spec("needs of the three proximities, elsewhere",
         """service:site proximity=ON_SITE
            service:land proximity=IN_COUNTRY
            service:wire proximity=REMOTE
            org:p SERVES hub:a service:site seller_share=0.8
            org:p SERVES hub:a service:land seller_share=0.8
            org:p SERVES hub:a service:wire seller_share=0.8""",
         # a = .25: .8*1*.25 | .8*.6*.25, .8*.4 | .8*.1*.25, .8*.9
         """p site follow=0.2 follow_low=0.2 follow_high=0.2 remote=0.0 lost=0.6 verdict=LOST_TO_INCUMBENTS
            p land follow=0.12 follow_low=0.08 follow_high=0.16 remote=0.32 lost=0.36 verdict=LOST_TO_INCUMBENTS
            p wire follow=0.02 follow_low=0.0 follow_high=0.04 remote=0.72 lost=0.06 verdict=SERVED_REMOTELY"""),
    Spec("a part of the hub moves",
         HERE.replace("0.4", "0.4 value_usd=100.0"),
         # stake .4 * .25
         "p s phi=0.4 stake=0.1 follow=0.06 remote=0.04 stake_usd=25.0 follow_usd=15.0 remote_usd=10.0",
         {"moved": 0.25}),
    Spec("moved takes a part of phi as it is capped",
         "org:p SERVES hub:a service:s seller_share=0.8\norg:c OPERATES_IN hub:a\norg:p SERVES org:c service:s "
         "seller_share=0.8", "p s phi=1.0 stake=0.5", {"moved": 0.5}),
    Spec("priors of need with low and high",
         HERE, "p s follow=0.2 follow_low=0.1 follow_high=0.3 remote=0.2 lost=0.0 verdict=FOLLOWS",
         {"priors": {"needInCountry": {"value": 0.5, "low": 0.25, "high": 0.75}}}),
    Spec("a prior without low and high is its own range",
         HERE, "p s follow=0.1 follow_low=0.1 follow_high=0.1 remote=0.3 verdict=SERVED_REMOTELY",
         {"priors": {"needInCountry": {"value": 0.25}}}),
    Spec("a prior of another proximity changes nothing", HERE, PRESENT_ROW,
         {"priors": {"needRemote": {"value": 1.0}, "needOnSite": {"value": 0.0}}}),
    Spec("prior of ability without agreement", SERVED, "p s follow=0.024 remote=0.16 lost=0.216",
         {"priors": {"abilityWithout": 0.1}}),  # .4*.6*.1
    Spec("follow and remote tie: it follows", HERE, "p s follow=0.2 remote=0.2 verdict=FOLLOWS",
         {"priors": {"needInCountry": {"value": 0.5}}}),
    Spec("follow and lost tie: it follows", "service:s proximity=ON_SITE\n" + SERVED,
         "p s follow=0.2 remote=0.0 lost=0.2 verdict=FOLLOWS", {"priors": {"abilityWithout": 0.5}}),
    Spec("follow and remote tie but for rounding: it follows", SERVED.replace("0.4", "0.1"),
         # .1 * .625 * .6 and .1 * .375; in doubles remote is the larger by a last place
         "p s follow=0.0375 remote=0.0375 lost=0.025 verdict=FOLLOWS",
         {"priors": {"needInCountry": {"value": 0.625}, "abilityWithout": 0.6}}),
    Spec("remote and lost tie: it is served remotely", SERVED, "p s follow=0.0 remote=0.2 lost=0.2 "
         "verdict=SERVED_REMOTELY", {"priors": {"needInCountry": {"value": 0.5}, "abilityWithout": 0.0}}),
    Spec("order by share: follow, stake, missing last, ids", ORDER,
         # follow .8*.6 | .2*.15 four times | .1*.15 | missing
         """g s follow=0.48
            a s follow=0.03
            e s follow=0.03
            f r follow=0.03
            f s follow=0.03
            b s follow=0.015
            c s follow=none
            d s follow=none
            h s follow=none"""),
    Spec("order by money: the same with US$", ORDER,
         """b s follow_usd=15.0
            c s follow_usd=15.0
            a s follow_usd=0.15
            d s follow_usd=none
            e s follow_usd=none
            f r follow_usd=none
            f s follow_usd=none
            g s follow_usd=none
            h s follow_usd=none""", {"order_by": "MONEY"}),
    Spec("where follow ties the larger stake comes first",
         """org:p SERVES hub:a service:s seller_share=0.2 value_usd=2.0
            org:p PRESENT_IN country:vnm
            org:b SERVES hub:a service:s seller_share=0.8 value_usd=8.0
            org:c SERVES hub:a service:s seller_share=0.4 value_usd=4.0""",
         # nothing follows at kappa 0
         """b s follow=0.0 stake=0.8
            c s follow=0.0 stake=0.4
            p s follow=0.0 stake=0.2""", {"priors": {"needInCountry": {"value": 0.0}}}),
    Spec("and in money",
         """org:b SERVES hub:a service:s seller_share=0.8 value_usd=2.0
            org:c SERVES hub:a service:s seller_share=0.4 value_usd=4.0""",
         """c s stake_usd=4.0
            b s stake_usd=2.0""", {"priors": {"needInCountry": {"value": 0.0}}, "order_by": "MONEY"}),
    Spec("categories come before everything",
         """service:s category=FINANCIAL
            service:t category=TECHNOLOGY
            service:u category=LOGISTICS
            org:p SERVES hub:a service:s seller_share=0.4
            org:p SERVES hub:a service:t seller_share=0.3
            org:p SERVES hub:a service:u
            org:q SERVES hub:a service:s""",
         """p t phi=0.3
            p u phi=none unknown_links=1""", {"categories": ["LOGISTICS", "TECHNOLOGY"]}),
    Spec("an alpha-3 code names the destination", HERE, PRESENT_ROW, {"to": "vNm"}),
    Spec("a provider at home in the country that the hub leaves",
         "org:q HEADQUARTERED_IN country:chn\norg:q SERVES hub:a service:s seller_share=0.4",
         "q s present=false follow=0.06", ground=GROUND),
)  # fmt: skip
