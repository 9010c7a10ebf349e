"""Small modules, short functions, and nothing in a file that belongs to one machine."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted([*ROOT.glob("kb/**/*.py"), *ROOT.glob("api/**/*.py")])
TESTS = sorted(ROOT.glob("tests/**/*.py"))
TRACKED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")
FOREIGN = re.compile(
    r"/work/(?:main|shared)|repo1?\.maven|pypi\.org|registry\.npmjs|proxy\.golang|crates\.io|deb\.debian"
)


def lines(module: Path) -> int:
    """Lines that are not blank."""
    return sum(bool(line.strip()) for line in module.read_text(encoding="utf-8").splitlines())


def test_modules_are_small() -> None:
    assert len(MODULES) > 50
    assert statistics.median(map(lines, MODULES)) <= 80
    assert [module.name for module in MODULES if lines(module) > 300] == []


def test_test_modules_are_small() -> None:
    assert [module.name for module in TESTS if lines(module) > 300] == []


def test_functions_are_short() -> None:
    long = [
        f"{module.relative_to(ROOT)}:{node.lineno} {node.name}"
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert long == []


def test_files_name_no_machine_and_no_registry() -> None:
    texts = [ROOT / name for name in TRACKED if re.search(r"\.(py|toml|md|yml|json|js|html|css|cypher)$", name)]
    ours = [file for file in texts if file != Path(__file__) and "data" not in file.parts and file.exists()]
    assert len(ours) > 100
    assert [file.name for file in ours if FOREIGN.search(file.read_text(encoding="utf-8"))] == []
