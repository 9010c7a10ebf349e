"""A drawing for what an answer says beside its rows: evidence, totals, caveats, priors."""

__all__ = ["DRAWN"]

DRAWN = """
    hub:a LOCATED_IN country:chn
    hub:b LOCATED_IN country:chn
    government:chn GOVERNS country:chn
    government:vnm GOVERNS country:vnm
    org:p HEADQUARTERED_IN country:usa
    government:usa GOVERNS country:usa
    service:s category=FINANCIAL
    service:t category=TECHNOLOGY proximity=REMOTE
    service:u category=LOGISTICS

    org:p SERVES hub:a service:s seller_share=0.1 year=2018 sources=source:one
    org:c OPERATES_IN hub:a sites=1 confidence=0.7 2018.. sources=source:two
    org:c OPERATES_IN hub:b sites=1
    org:p SERVES org:c service:s seller_share=0.5 value_usd=100.0 2019..2025 year=2021 sources=source:three|source:two
    hub:a PART_OF sector:x share=0.5 ASSUMED:hub-share sources=source:four
    org:p SERVES sector:x service:s
    org:d OPERATES_IN hub:a
    org:p SERVES org:d service:s seller_share=0.1
    org:p SERVES sector:x service:t seller_share=0.4 INFERRED:R1 confidence=0.2
    org:q SERVES hub:a service:t seller_share=0.2 INFERRED:R1 confidence=0.3
    org:q SERVES hub:a service:u
    org:p SERVES hub:a service:u
    org:p PRESENT_IN country:vnm
"""
