"""Folders in the CSV form: read, judged, written; no Neo4j is needed for any of it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from kb.errors import BadFacts, BadInput
from kb.load import checking
from kb.load.csv_form import write
from kb.load.csv_text import LONGEST_LINE
from kb.load.facts import Facts
from kb.load.run import read

COUNTRIES = "id,name,iso3\ncountry:aaa,A,AAA\ncountry:bbb,B,BBB\n"
GOVERNMENTS = "id,name,kind\ngovernment:aaa,A,NATIONAL\n"


def folder(path: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(BadFacts) as caught:
        read(path)
    assert all(problem.hint for problem in caught.value.problems)
    return [f"{problem.place} {problem.rule}" for problem in caught.value.problems]


def test_a_folder_in_several_files(tmp_path: Path) -> None:
    facts = read(
        folder(
            tmp_path,
            {
                "nodes/Country.csv": COUNTRIES,
                "nodes/Country.more.csv": 'id,name,iso3,aliases\r\ncountry:ccc,"C, or ""K""",CCC,x|y\r\n',
                "nodes/Government.csv": "\ufeff" + GOVERNMENTS,
                "links/GOVERNS.topic.csv": "from,to,basis,since\ngovernment:aaa,country:aaa,OBSERVED,2000-01-31",
                "links/.hidden": "x",
                "README.md": "about it",
            },
        )
    )
    assert facts.nodes["Country"][2] == {
        "id": "country:ccc",
        "name": 'C, or "K"',
        "iso3": "CCC",
        "aliases": ("x", "y"),
    }
    since = date(2000, 1, 31)
    link = {"from": "government:aaa", "to": "country:aaa", "basis": "OBSERVED", "since": since}
    assert facts.links == {"GOVERNS": [link]}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"nodes/Planet.csv": "id,name\n"}, "nodes/Planet.csv:: a file of nodes is named after a known one"),
        ({"links/HATES.csv": "from,to\n"}, "links/HATES.csv:: a file of links is named after a known one"),
        ({"nodes/GOVERNS.csv": "from,to\n"}, "nodes/GOVERNS.csv:: a file of nodes"),
        ({"nodes/Country.txt": "id,name\n"}, "nodes/Country.txt:: a file of nodes"),
        ({"nodes/Country.csv": ""}, "nodes/Country.csv:1: a header is there"),
        ({"nodes/Country.csv": "id,name,colour\n"}, "nodes/Country.csv:1:colour a column of the ontology"),
        ({"nodes/Country.csv": "id;name;iso3\n"}, "nodes/Country.csv:1:id;name;iso3 a column of the ontology"),
        ({"nodes/Country.csv": "name,id\n"}, "nodes/Country.csv:1:id the first columns are id"),
        ({"links/GOVERNS.csv": "to,from,basis\n"}, "links/GOVERNS.csv:1:from the first columns are from, to"),
        ({"nodes/Country.csv": "".encode("utf-16")}, "nodes/Country.csv:1: not UTF-8"),
        ({"nodes/Country.csv": COUNTRIES + "country:ccc,C\n"}, "nodes/Country.csv:4: a row has 3 columns"),
        ({"nodes/Country.csv": COUNTRIES + "country:ccc,C,CCC,\n"}, "nodes/Country.csv:4: a row has 3 columns"),
        ({"nodes/Country.csv": COUNTRIES[:-9]}, "nodes/Country.csv:3: a row has 3 columns"),
        ({"nodes/Country.csv": COUNTRIES + 'country:ccc,"C'}, "nodes/Country.csv:4: a quoted value ends with a quote"),
        ({"nodes/Country.csv": COUNTRIES + 'country:ccc,"C"x,CCC\n'}, "nodes/Country.csv:4: RFC 4180"),
        ({"nodes/Country.csv": COUNTRIES + "country:ccc,C\rD,CCC\n"}, "nodes/Country.csv:4: RFC 4180"),
        ({"nodes/Country.csv": COUNTRIES + 'country:ccc,"C\nD",CCC\n'}, "nodes/Country.csv:4:name no control"),
        ({"nodes/Country.csv": (COUNTRIES + "country:ccc,Å,CCC\n").encode("latin-1")}, "Country.csv:4:name UTF-8"),
        ({"nodes/Country.csv": "id,näme\n".encode("latin-1")}, "nodes/Country.csv:1:n\\udce4me a column"),
        ({"nodes/Country.csv": COUNTRIES + f"country:ccc,{'C' * 200_000},CCC\n"}, ":4: a value has at most 100,000"),
        ({"nodes/Country.csv": COUNTRIES + "country:aaa,A,ABC\n"}, "nodes/Country.csv:4:id an id stands once"),
        ({"nodes/Country.a.csv": COUNTRIES, "nodes/Country.b.csv": COUNTRIES}, "Country.b.csv:2:id an id"),
        ({"nodes/Country.csv": COUNTRIES + "country:ccc,C,BBB\n"}, "Country.csv:4: a value that only one"),
    ],
)  # fmt: skip
def test_faults_of_files(tmp_path: Path, files: dict[str, str | bytes], said: str) -> None:
    found = problems(folder(tmp_path, files))
    assert [problem for problem in found if said in problem], found


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_a_file_in_another_unicode(tmp_path: Path, encoding: str) -> None:
    assert problems(folder(tmp_path, {"nodes/Country.csv": COUNTRIES.encode(encoding)})) == [
        "nodes/Country.csv:1: not UTF-8"
    ]


LINKED = "from,to,basis,since,until\n"


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("GOVERNS", "government:a,country:a,OBSERVED,,\n" * 2, ":3:since a link stands once"),
        ("GOVERNS", "government:a,country:a,ASSUMED,,2001-01-02\ngovernment:a,country:a,ASSUMED,2001-01-01,\n", ":3:"),
        ("LOCATED_IN", "hub:a,country:a,OBSERVED,,\nhub:a,country:b,OBSERVED,2001-01-01,\n", ":3:to one end"),
        ("LOCATED_IN", "hub:a,country:a,OBSERVED,,\nhub:a,country:a,ASSUMED,2001-01-01,\n", ":3:to one end"),
        ("GOVERNS", "country:a,government:a,OBSERVED,,\n", ":2:from an id of Government"),
        ("GOVERNS", "government:a,country:a,OBSERVED,2001-01-01,2000-01-01\n", ":2:until later than since"),
    ],
)  # fmt: skip
def test_faults_of_links(tmp_path: Path, name: str, rows: str, said: str) -> None:
    found = problems(folder(tmp_path, {f"links/{name}.csv": LINKED + rows}))
    assert [problem for problem in found if said in problem], found


def test_what_is_no_repetition(tmp_path: Path) -> None:
    rows = "government:a,country:a,OBSERVED,,2001-01-01\ngovernment:a,country:a,OBSERVED,2001-01-01,\n"
    rows += "government:a,country:b,OBSERVED,,\ngovernment:a,country:a,ASSUMED,,\n"
    hubs = "hub:a,country:a,OBSERVED,,2001-01-01\nhub:a,country:b,OBSERVED,2001-01-01,\n"
    facts = read(folder(tmp_path, {"links/GOVERNS.csv": LINKED + rows, "links/LOCATED_IN.csv": LINKED + hubs}))
    assert {kind: len(rows) for kind, rows in facts.links.items()} == {"GOVERNS": 4, "LOCATED_IN": 2}


def test_every_fault_of_a_folder_is_told_at_once(tmp_path: Path) -> None:
    files = {
        "nodes/Country.csv": COUNTRIES + "x,,y\n",
        "nodes/Planet.csv": "id\n",
        "nodes/Good.csv": "id,name,hs\ngood:a,A,1\n",
    }
    assert len(problems(folder(tmp_path, files))) == 5


@pytest.mark.parametrize("kind", ["folder", "pipe", "dangling link", "device"])
def test_what_is_no_file(tmp_path: Path, kind: str) -> None:
    path = folder(tmp_path, {"nodes/Good.csv": "id,name,hs\n"}) / "nodes/Country.csv"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero" if kind == "device" else "nowhere")
    assert problems(tmp_path) == ["nodes/Country.csv:: is no readable file"]


def test_a_field_of_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    file = folder(tmp_path, {"nodes/Country.csv": COUNTRIES + 'country:ccc,"'}) / "nodes/Country.csv"
    os.truncate(file, 2**30)  # sparse: the rest are zero bytes
    assert problems(tmp_path) == [f"nodes/Country.csv:4: a line has at most {LONGEST_LINE} bytes"]


def test_faults_beyond_those_kept_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "KEPT", 20)
    folder(tmp_path, {"nodes/Country.csv": "id,name,iso3\n" + "x,X,AAA\n" * 30})
    with pytest.raises(BadFacts, match=r"^30 faults:") as caught:
        read(tmp_path)
    assert len(caught.value.problems) == 20


def test_names_do_not_command_a_terminal(tmp_path: Path) -> None:
    files = {"nodes/Country.\x1b[2J.csv": "id,name,\x1b[31m\n", "nodes/Pla\x07net.csv": ""}
    with pytest.raises(BadFacts) as caught:
        read(folder(tmp_path, {**files}))
    assert str(caught.value).replace("\n", "").isprintable()
    assert "Country.\\x1b[2J.csv:1:\\x1b[31m" in str(caught.value)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(BadInput, match="neither"):
            read(path)


def test_an_empty_folder_is_an_empty_base(tmp_path: Path) -> None:
    (tmp_path / "nodes").mkdir()
    assert read(tmp_path) == Facts()


def sample() -> Facts:
    facts = Facts()
    facts.node("Country", id="country:bbb", name='B "b", c', iso3="BBB", aliases=("x|y", "z\\", "鴻海"), gdp_usd=1.5e20)
    facts.node("Country", id="country:aaa", name="=A", iso3="AAA", landlocked=False, latitude=-0.5, population=7)
    facts.node("Organisation", id="org:a", name="A", roles=("Supplier",), revenue_usd=100.0)
    for kind in ("OFFICE", "BRANCH", None):
        facts.link("PRESENT_IN", "org:a", "country:bbb", basis="OBSERVED", kind=kind, since=date(2018, 1, 1))
    facts.link("PRESENT_IN", "org:a", "country:aaa", basis="INFERRED", rule="R", confidence=0.1)
    return facts


def contents(path: Path) -> dict[str, bytes]:
    return {str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}


def test_written_read_and_written_again_is_the_same_to_the_byte(tmp_path: Path) -> None:
    write(tmp_path / "a", sample())
    write(tmp_path / "b", read(tmp_path / "a"))
    reversed_facts = Facts(
        *({name: rows[::-1] for name, rows in part.items()} for part in (sample().nodes, sample().links))
    )
    write(tmp_path / "c", reversed_facts)
    assert contents(tmp_path / "a") == contents(tmp_path / "b") == contents(tmp_path / "c")
    assert set(contents(tmp_path / "a")) == {"nodes/Country.csv", "nodes/Organisation.csv", "links/PRESENT_IN.csv"}


def test_what_is_written(tmp_path: Path) -> None:
    write(tmp_path / "a", sample())
    assert contents(tmp_path / "a")["nodes/Country.csv"].decode().splitlines()[1:] == [
        "country:aaa,=A,,,,,AAA,,,,-0.5,,false,7,",
        'country:bbb,"B ""b"", c",x\\|y|z\\\\|鴻海,,,,BBB,,,,,,,,1.5e+20',
    ]


def test_writing_takes_the_place_of_old_files_and_leaves_others(tmp_path: Path) -> None:
    folder(tmp_path, {"nodes/Good.csv": "id,name\n", "README.md": "mine"})
    write(tmp_path, sample())
    assert "nodes/Good.csv" not in contents(tmp_path)
    assert contents(tmp_path)["README.md"] == b"mine"
    assert not [path for path in tmp_path.parent.iterdir() if path.name.startswith(f".{tmp_path.name}-")]


def test_writing_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    write(tmp_path / "a", sample())
    before = contents(tmp_path / "a")
    broken = sample()
    broken.nodes["Country"].append({"name": "no id"})
    with pytest.raises(KeyError):
        write(tmp_path / "a", broken)
    assert contents(tmp_path / "a") == before
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_writing_does_not_delete_what_it_did_not_write(tmp_path: Path) -> None:
    folder(tmp_path, {"nodes/thesis.docx": "mine"})
    with pytest.raises(BadInput, match="thesis"):
        write(tmp_path, sample())
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="is a file"):
        write(tmp_path / "file", sample())
