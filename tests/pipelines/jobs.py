"""How is a job of a build server run here? Its script for real, with what the server would set."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
CI = ROOT / "deploy" / "ci"

_EXPRESSION = re.compile(r"\$\{\{ *(.+?) *\}\}")


def run(
    script: list[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a script with the commands of this environment first in the path, and nothing else."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        script,
        cwd=folder,
        env={"PATH": path, "HOME": str(folder), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return *text* with each `${{ expression }}` evaluated: names, and `||` between them."""

    def value(found: re.Match[str]) -> str:
        named = (values[name.strip()] for name in found[1].split("||"))
        return next((each for each in named if each), "")

    return _EXPRESSION.sub(value, text)
