"""Apache Jena 4.5 of Debian (libapache-jena-java), which comes as jars without its scripts."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

_JARS = Path("/usr/share/java")
_NEEDED = (
    "jena-*.jar commons-cli.jar commons-codec.jar commons-compress.jar commons-csv.jar commons-io.jar commons-lang3.jar"
    " dexx*.jar gson.jar guava.jar failureaccess.jar httpclient.jar httpcore.jar httpclient-cache.jar jackson-core.jar"
    " jackson-databind.jar jackson-annotations.jar jsonld-java*.jar protobuf.jar slf4j-api.jar slf4j-simple.jar"
    " jcl-over-slf4j.jar thrift.jar xercesImpl.jar xml-apis.jar caffeine.jar"
)


class Jena:
    """Runs Jena's commands: `jena("riotcmd.riot", "--count", file)`."""

    def __init__(self, folder: Path) -> None:
        if not (shutil.which("java") and (_JARS / "jena-cmds.jar").exists()):
            pytest.skip("Apache Jena is not installed (Debian packages default-jre-headless, libapache-jena-java)")
        # Debian moved a library inside jena-core.jar, and its messages with it; they are wanted at the old place.
        with zipfile.ZipFile(_JARS / "jena-core.jar") as jar:
            for name in jar.namelist():
                if name.startswith("org/apache/jena/ext/xerces/") and name.endswith(".properties"):
                    target = folder / name.removeprefix("org/apache/jena/ext/")
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(jar.read(name))
        jars = [str(jar) for pattern in _NEEDED.split() for jar in sorted(_JARS.glob(pattern))]
        self._classes = ":".join([str(folder), *jars])

    def __call__(self, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["java", "-cp", self._classes, command, *arguments],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
