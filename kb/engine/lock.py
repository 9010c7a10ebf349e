"""Which jars make up Neo4j: `neo4j.lock` has one line a jar, `path sha256 bytes`, in Maven's folder layout.

`python -m kb.engine.lock` writes the file again; it needs Maven (`mvn`), which no user of the package does.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

__all__ = ["COORDINATES", "LOCK_FILE", "NEO4J_VERSION", "Jar", "file_hash", "locked_jars"]

NEO4J_VERSION = "2026.08.1"
COORDINATES = (
    ("org.neo4j", "neo4j", NEO4J_VERSION),
    ("org.neo4j.app", "neo4j-server", NEO4J_VERSION),
    ("org.neo4j", "neo4j-slf4j-provider", NEO4J_VERSION),
    ("org.neo4j.client", "neo4j-browser", "5.24.0"),
)
LOCK_FILE = Path(__file__).with_name("neo4j.lock")


@dataclass(frozen=True)
class Jar:
    """One file of Neo4j."""

    path: str
    """below the repository's address, with forward slashes"""
    sha256: str
    """of the content, in hex"""
    size: int
    """bytes"""

    @property
    def name(self) -> str:
        """The file's own name; no two jars share one."""
        return self.path.rsplit("/", 1)[-1]


def locked_jars() -> list[Jar]:
    """The jars, sorted by path."""
    lines = LOCK_FILE.read_text(encoding="ascii").splitlines()
    return [Jar(path, sha256, int(size)) for path, sha256, size in (line.split() for line in lines)]


def file_hash(file: Path) -> hashlib._Hash:
    """SHA-256 of a file's content so far; it can be gone on with."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256")


def _project() -> str:
    dependencies = "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version></dependency>"
        for group, artifact, version in COORDINATES
    )
    return (
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        "<groupId>kb</groupId><artifactId>kb</artifactId><version>1</version><packaging>pom</packaging>"
        f"<dependencies>{dependencies}</dependencies></project>"
    )


def _resolve(folder: Path) -> list[Jar]:
    """Let Maven copy the jars into `folder` and describe each."""
    (folder / "pom.xml").write_text(_project(), encoding="utf-8")
    command = ["mvn", "-q", "-B", "dependency:copy-dependencies", "-Dmdep.useRepositoryLayout=true"]
    subprocess.run([*command, "-DincludeScope=runtime", "-DoutputDirectory=jars"], cwd=folder, check=True)
    jars = []
    for file in sorted((folder / "jars").rglob("*.jar")):
        content = file.read_bytes()
        path = file.relative_to(folder / "jars").as_posix()
        jars.append(Jar(path, hashlib.sha256(content).hexdigest(), len(content)))
    return jars


def main() -> None:
    """Write the lock file again."""
    with tempfile.TemporaryDirectory() as folder:
        jars = sorted(_resolve(Path(folder)), key=lambda jar: jar.path)
    LOCK_FILE.write_text("".join(f"{jar.path} {jar.sha256} {jar.size}\n" for jar in jars), encoding="ascii")
    sys.stderr.write(f"{len(jars)} jars, {sum(jar.size for jar in jars) / 1e6:.0f} MB\n")


if __name__ == "__main__":
    main()
