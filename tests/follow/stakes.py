"""What is at stake: phi from the chains of links, w of a client's sites, what is left out, what is unknown."""

from tests.follow.spec import Spec

__all__ = ["SPECS"]

SPECS = (
    Spec(
        "a link to the hub itself",
        "org:p SERVES hub:a service:s seller_share=0.4 value_usd=1000.0",
        # follow .4*.6*.25, low .4*.4*.25, high .4*.8*.25, remote .4*.4, lost the rest
        "p s phi=0.4 stake=0.4 follow=0.06 follow_low=0.04 follow_high=0.08 remote=0.16 lost=0.18 stake_usd=1000.0 "
        "follow_usd=150.0 remote_usd=400.0 lost_usd=450.0 present=false agreement=none barred_by=none "
        "localised_by=none conditions=none verdict=LOST_TO_INCUMBENTS basis=OBSERVED unknown_links=0",
    ),
    Spec("nobody serves the hub", "org:p SERVES hub:b service:s seller_share=0.4\nhub:b LOCATED_IN country:chn", ""),
    Spec("a link that is 0 is a number", "org:p SERVES hub:a service:s seller_share=0.0",
         "p s phi=0.0 stake=0.0 follow=0.0 remote=0.0 lost=0.0 verdict=FOLLOWS unknown_links=0"),
    Spec("without a number all shares are missing",
         "org:p SERVES hub:a service:s",
         "p s phi=none stake=none follow=none follow_low=none follow_high=none remote=none lost=none stake_usd=none "
         "follow_usd=none remote_usd=none lost_usd=none verdict=UNKNOWN unknown_links=1"),
    Spec("money is split without shares",
         "org:p SERVES hub:a service:s value_usd=200.0",
         "p s phi=none lost=none stake_usd=200.0 follow_usd=30.0 remote_usd=80.0 lost_usd=90.0 verdict=UNKNOWN "
         "unknown_links=1"),
    Spec("services of one provider are rows of their own",
         """org:p SERVES hub:a service:s seller_share=0.4
            org:p SERVES hub:a service:t seller_share=0.2""",
         """p s phi=0.4
            p t phi=0.2"""),
    Spec("links to the hub and to its client add up in one row",
         """org:p SERVES hub:a service:s seller_share=0.1 value_usd=10.0
            org:c OPERATES_IN hub:a sites=3
            org:c OPERATES_IN hub:b sites=1
            hub:b LOCATED_IN country:chn
            org:p SERVES org:c service:s seller_share=0.2 value_usd=20.0""",
         # .1 + .2 * 3/4; 10 + 20 * 3/4
         "p s phi=0.25 stake_usd=25.0 unknown_links=0"),
    Spec("phi is at most 1, money is not cut",
         """org:p SERVES hub:a service:s seller_share=0.7 value_usd=70.0
            org:c OPERATES_IN hub:a
            org:p SERVES org:c service:s seller_share=0.6 value_usd=60.0""",
         "p s phi=1.0 stake=1.0 follow=0.15 remote=0.4 lost=0.45 stake_usd=130.0"),
    Spec("a sector that serves plays no part",
         "sector:x SERVES hub:a service:s seller_share=0.4\norg:p SERVES hub:a service:s seller_share=0.1",
         "p s phi=0.1"),
    Spec("a client's only hub in the country counts whole, hubs elsewhere do not matter",
         """org:c OPERATES_IN hub:a
            org:c OPERATES_IN hub:v
            hub:v LOCATED_IN country:vnm
            org:p SERVES org:c service:s seller_share=0.3""",
         "p s phi=0.3 unknown_links=0"),
    Spec("the only hub counts whole whatever its sites",
         "org:c OPERATES_IN hub:a sites=0\norg:p SERVES org:c service:s seller_share=0.3", "p s phi=0.3"),
    Spec("capacity_share comes before sites and before an only hub",
         """org:c OPERATES_IN hub:a sites=1 capacity_share=0.9
            org:c OPERATES_IN hub:b sites=9
            hub:b LOCATED_IN country:chn
            org:d OPERATES_IN hub:a capacity_share=0.5
            org:p SERVES org:c service:s seller_share=0.3
            org:q SERVES org:d service:s seller_share=0.3""",
         # .3 * .9 and .3 * .5
         """p s phi=0.27
            q s phi=0.15"""),
    Spec("capacity_share of the other hub does not help",
         """org:c OPERATES_IN hub:a
            org:c OPERATES_IN hub:b capacity_share=0.4
            hub:b LOCATED_IN country:chn
            org:p SERVES org:c service:s seller_share=0.3""",
         "p s phi=none unknown_links=1"),
    Spec("one hub's sites that are missing make the weight unknown, money too",
         """org:c OPERATES_IN hub:a sites=2
            org:c OPERATES_IN hub:b
            hub:b LOCATED_IN country:chn
            org:p SERVES org:c service:s seller_share=0.3 value_usd=5.0
            org:p SERVES hub:a service:s seller_share=0.1""",
         "p s phi=0.1 stake_usd=none unknown_links=1"),
    Spec("sites in three hubs of the country, one abroad without sites",
         """org:c OPERATES_IN hub:a sites=1
            org:c OPERATES_IN hub:b sites=2
            org:c OPERATES_IN hub:d sites=5
            org:c OPERATES_IN hub:v
            hub:b LOCATED_IN country:chn
            hub:d LOCATED_IN country:chn
            hub:v LOCATED_IN country:vnm
            org:p SERVES org:c service:s seller_share=0.4""",
         "p s phi=0.05"),
    Spec("no site at all in the country is no weight",
         """org:c OPERATES_IN hub:a sites=0
            org:c OPERATES_IN hub:b sites=0
            hub:b LOCATED_IN country:chn
            org:p SERVES org:c service:s seller_share=0.4""",
         "p s phi=none unknown_links=1"),
    Spec("of parallel links the best basis counts, then the latest since",
         """org:c OPERATES_IN hub:a sites=9 INFERRED:R9 2021..
            org:c OPERATES_IN hub:a sites=1 OBSERVED 2010..
            org:c OPERATES_IN hub:b sites=3 ASSUMED:r1
            org:c OPERATES_IN hub:b sites=4 ASSUMED:r2 2015..
            org:c OPERATES_IN hub:b sites=5 ASSUMED:r3 2014..
            hub:b LOCATED_IN country:chn
            org:p SERVES org:c service:s seller_share=0.5""",
         # 1 / (1 + 4)
         "p s phi=0.1 basis=OBSERVED"),
    Spec("a sector chain with its share",
         "hub:a PART_OF sector:x share=0.25\norg:p SERVES sector:x service:s seller_share=0.4 value_usd=8.0",
         "p s phi=0.1 stake_usd=2.0 basis=OBSERVED"),
    Spec("a sector chain without share is unknown",
         "hub:a PART_OF sector:x\norg:p SERVES sector:x service:s seller_share=0.4",
         "p s phi=none unknown_links=1 verdict=UNKNOWN"),
    Spec("of parallel PART_OF links the best counts, and a worse basis of it weakens the row",
         """hub:a PART_OF sector:x share=0.5 ASSUMED:hub-share 2018..
            hub:a PART_OF sector:x share=0.1 INFERRED:R9
            org:p SERVES sector:x service:s seller_share=0.4""",
         "p s phi=0.04 basis=INFERRED"),
    Spec("a client that is part of the hub's sector is not served by the sector",
         "hub:a PART_OF sector:x share=0.5\norg:c PART_OF sector:x share=0.5\norg:p SERVES org:c service:s "
         "seller_share=0.4", ""),
    Spec("SERVES to a client in another country than the hub's does not count",
         """org:c OPERATES_IN hub:a
            org:p SERVES org:c service:s seller_share=0.1 country=CHN
            org:p SERVES org:c service:s seller_share=0.5 country=VNM
            org:p SERVES org:c service:s seller_share=0.2
            org:q SERVES org:c service:s seller_share=0.5 country=VNM""",
         "p s phi=0.3 unknown_links=0"),
    Spec("the country of a link to the hub or its sector is not asked for",
         """hub:a PART_OF sector:x share=0.5
            org:p SERVES hub:a service:s seller_share=0.1 country=VNM
            org:p SERVES sector:x service:s seller_share=0.4 country=VNM""",
         "p s phi=0.3"),
    Spec("OBSERVED with a number leaves out INFERRED and ASSUMED",
         """org:p SERVES hub:a service:s seller_share=0.1
            org:p SERVES hub:a service:s seller_share=0.5 value_usd=9.0 INFERRED:R1
            org:p SERVES hub:a service:s ASSUMED""",
         "p s phi=0.1 stake_usd=none basis=OBSERVED unknown_links=0"),
    Spec("OBSERVED without a number leaves nothing out",
         """org:p SERVES hub:a service:s value_usd=5.0
            org:p SERVES hub:a service:s seller_share=0.5 value_usd=4.0 INFERRED:R1
            org:p SERVES hub:a service:s seller_share=0.25 ASSUMED""",
         "p s phi=0.75 stake_usd=9.0 basis=ASSUMED unknown_links=1"),
    Spec("OBSERVED whose factor is missing has no number",
         """org:c OPERATES_IN hub:a
            org:c OPERATES_IN hub:b
            hub:b LOCATED_IN country:chn
            org:p SERVES org:c service:s seller_share=0.2
            org:p SERVES hub:a service:s seller_share=0.5 INFERRED:R1""",
         "p s phi=0.5 basis=INFERRED unknown_links=1"),
    Spec("OBSERVED in one service leaves another service's links alone",
         """org:p SERVES hub:a service:s seller_share=0.1
            org:p SERVES hub:a service:t seller_share=0.5 INFERRED:R1""",
         """p t phi=0.5 basis=INFERRED
            p s phi=0.1 basis=OBSERVED"""),
    Spec("an OBSERVED link over an ASSUMED chain stays and weakens the row",
         """hub:a PART_OF sector:x share=0.5 ASSUMED
            org:p SERVES sector:x service:s seller_share=0.4
            org:p SERVES hub:a service:s seller_share=0.3 INFERRED:R1""",
         "p s phi=0.2 basis=ASSUMED"),
    Spec("a provider may be its own client",
         "org:p OPERATES_IN hub:a\norg:p SERVES org:p service:s seller_share=0.3", "p s phi=0.3"),
    Spec("unknown links add up with known ones",
         """org:c OPERATES_IN hub:a
            org:d OPERATES_IN hub:a
            org:p SERVES org:c service:s seller_share=0.3
            org:p SERVES org:d service:s
            org:p SERVES hub:a service:s""",
         "p s phi=0.3 unknown_links=2 verdict=LOST_TO_INCUMBENTS"),
)  # fmt: skip
