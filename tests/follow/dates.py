"""What holds at the date: every link and both its ends, from `since` on, until `until` which is not a part."""

from tests.follow.spec import DAY, Spec

__all__ = ["SPECS"]

SERVED = "org:p SERVES hub:a service:s seller_share=0.4\n"
FREE = "p s barred_by=none agreement=none present=false follow=0.06"
NEXT = "2022-07-01"


def dated(name: str, draw: str, fact: str, holds: str, lapsed: str, ground: str | None = None) -> list[Spec]:
    """`fact` holds from today, until tomorrow; not until today, nor from tomorrow."""
    periods = {"from today": f"{DAY}..", "until tomorrow": f"..{NEXT}", "until today": f"..{DAY}",
               "from tomorrow": f"{NEXT}.."}  # fmt: skip
    more = {} if ground is None else {"ground": ground}
    held = ("from today", "until tomorrow")
    return [
        Spec(f"{name} {when}", f"{draw}\n{fact} {period}", holds if when in held else lapsed, **more)
        for when, period in periods.items()
    ]


VIA = "org:c OPERATES_IN hub:a\norg:p SERVES org:c service:s seller_share=0.4\n"
TWO = "org:p SERVES org:c service:s seller_share=0.4\norg:c OPERATES_IN hub:a sites=1\n"
PART = "org:p SERVES sector:x service:s seller_share=0.4\n"
BAN = SERVED + "measure:m effect=BARS\n"
ENACTED = BAN + "government:vnm ENACTS measure:m\n"
CLUB = BAN + "coalition:g ENACTS measure:m\nmeasure:m TARGETS org:p\n"
HOME = BAN + "government:usa ENACTS measure:m\n"
BARRED = "p s barred_by=measure:m verdict=BARRED"
OFFICE = "p s present=true follow=0.24"
CENTRE = SERVED + "org:p PRESENT_IN centre:x\n"
SEAT = """
    hub:a LOCATED_IN country:chn
    government:vnm GOVERNS country:vnm
    government:usa GOVERNS country:usa
"""
NO_HOME = SERVED + "government:vnm ENACTS measure:m\nmeasure:m effect=BARS\nmeasure:m TARGETS country:usa\n"

SPECS = (
    *dated("a SERVES link", "", "org:p SERVES hub:a service:s seller_share=0.4", "p s phi=0.4", ""),
    *dated("its provider", SERVED, "org:p", "p s phi=0.4", ""),
    *dated("its client", VIA, "org:c", "p s phi=0.4", ""),
    *dated("OPERATES_IN of the client", "org:p SERVES org:c service:s seller_share=0.4", "org:c OPERATES_IN hub:a",
           "p s phi=0.4", ""),
    *dated("OPERATES_IN of another hub", TWO + "hub:b LOCATED_IN country:chn", "org:c OPERATES_IN hub:b sites=1",
           "p s phi=0.2", "p s phi=0.4"),
    *dated("another hub", TWO + "hub:b LOCATED_IN country:chn\norg:c OPERATES_IN hub:b sites=1", "hub:b",
           "p s phi=0.2", "p s phi=0.4"),
    *dated("the place of another hub", TWO + "org:c OPERATES_IN hub:b sites=1", "hub:b LOCATED_IN country:chn",
           "p s phi=0.2", "p s phi=0.4"),
    *dated("PART_OF", PART, "hub:a PART_OF sector:x share=0.5", "p s phi=0.2", ""),
    *dated("the sector", PART + "hub:a PART_OF sector:x share=0.5", "sector:x", "p s phi=0.2", ""),
    *dated("presence", SERVED, "org:p PRESENT_IN country:vnm", OFFICE, FREE),
    *dated("presence in a centre", SERVED + "centre:x LOCATED_IN country:vnm", "org:p PRESENT_IN centre:x",
           OFFICE, FREE),
    *dated("the centre", CENTRE + "centre:x LOCATED_IN country:vnm", "centre:x", OFFICE, FREE),
    *dated("the centre's place", CENTRE, "centre:x LOCATED_IN country:vnm", OFFICE, FREE),
    *dated("the destination", SERVED + "org:p PRESENT_IN country:vnm", "country:vnm", OFFICE, FREE),
    *dated("the seat", NO_HOME, "org:p HEADQUARTERED_IN country:usa", BARRED, FREE, SEAT),
    *dated("the seat's country", NO_HOME + "org:p HEADQUARTERED_IN country:usa", "country:usa", BARRED, FREE, SEAT),
    *dated("TARGETS", ENACTED, "measure:m TARGETS org:p", BARRED, FREE),
    *dated("the measure", ENACTED + "measure:m TARGETS org:p", "measure:m", BARRED, FREE),
    *dated("a targeted firm: what is left is the service", ENACTED + "measure:m TARGETS service:s", "measure:m TARGETS "
           "org:q", FREE, BARRED),
    *dated("a targeted firm itself", ENACTED + "measure:m TARGETS service:s\nmeasure:m TARGETS org:q", "org:q",
           FREE, BARRED),
    *dated("ENACTS", BAN + "measure:m TARGETS org:p", "government:vnm ENACTS measure:m", BARRED, FREE),
    *dated("GOVERNS", BAN + "measure:m TARGETS org:p\ngovernment:two ENACTS measure:m",
           "government:two GOVERNS country:vnm", BARRED, FREE),
    *dated("the government", BAN + "measure:m TARGETS org:p\ngovernment:two ENACTS measure:m\n"
           "government:two GOVERNS country:vnm", "government:two", BARRED, FREE),
    *dated("MEMBER_OF", CLUB, "government:vnm MEMBER_OF coalition:g", BARRED, FREE),
    *dated("the coalition", CLUB + "government:vnm MEMBER_OF coalition:g", "coalition:g", BARRED, FREE),
    *dated("the home government's membership spares its firms",
           CLUB.replace("org:p\n", "service:s\n") + "government:vnm MEMBER_OF coalition:g",
           "government:usa MEMBER_OF coalition:g", FREE, BARRED),
    *dated("a home measure's TARGETS", HOME, "measure:m TARGETS country:vnm", BARRED, FREE),
    *dated("a home measure", HOME + "measure:m TARGETS country:vnm", "measure:m", BARRED, FREE),
    *dated("a home measure's ENACTS", BAN + "measure:m TARGETS country:vnm", "government:usa ENACTS measure:m",
           BARRED, FREE),
)  # fmt: skip
