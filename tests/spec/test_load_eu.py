"""The EU as a government: small rows of memberships in, literal facts out."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kb.errors import BadInput
from kb.load import eu


def members(tmp_path: Path, *rows: str) -> Path:
    (tmp_path / "links").mkdir()
    (tmp_path / "nodes").mkdir()
    text = "\n".join(("from,to,since,until,sources,basis", *rows))
    (tmp_path / "links" / "MEMBER_OF.agreements.csv").write_text(text, encoding="utf-8")
    sources = "id,name,title,published\nsource:a,A,Text A,2020-01-02\nsource:b,B,Text B,\nsource:c,C,Text C,\n"
    (tmp_path / "nodes" / "Source.agreements.csv").write_text(sources, encoding="utf-8")
    return tmp_path


def test_the_eu_governs_its_members_from_accession_to_exit(tmp_path: Path) -> None:
    path = members(
        tmp_path,
        "government:fra,coalition:eu,1958-01-01,,source:a,OBSERVED",
        "government:gbr,coalition:eu,1973-01-01,2020-02-01,source:a|source:b,OBSERVED",
        "government:gbr,coalition:g7,1975-11-15,,source:c,OBSERVED",
    )
    facts = eu.transform(eu.get(path))
    governed = [(row["from"], row["to"], row["since"], row["until"]) for row in facts.links["GOVERNS"]]
    assert governed == [
        ("government:eu", "country:fra", date(1958, 1, 1), None),
        ("government:eu", "country:gbr", date(1973, 1, 1), date(2020, 2, 1)),
    ]
    (union,) = facts.nodes["Government"]
    assert (union["kind"], union["since"], union["sources"]) == (
        "SUPRANATIONAL", date(1958, 1, 1), ("source:a", "source:b"),
    )  # fmt: skip
    assert facts.nodes["Source"][0]["published"] == date(2020, 1, 2)
    assert [row["id"] for row in facts.nodes["Source"]] == ["source:a", "source:b"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("government:fra,coalition:g7,1958-01-01,,source:a,OBSERVED", "no member of coalition:eu"),
        ("government:fra,coalition:eu,1958-13-01,,source:a,OBSERVED", "since is '1958-13-01'"),
        ("country:fra,coalition:eu,1958-01-01,,source:a,OBSERVED", "'country:fra' is no government"),
    ],
)
def test_a_broken_membership_is_refused(tmp_path: Path, row: str, told: str) -> None:
    path = members(tmp_path, row)
    with pytest.raises(BadInput, match=re.escape(told)):
        eu.transform(eu.get(path))
