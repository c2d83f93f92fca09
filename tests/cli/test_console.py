"""Does the command line survive every terminal, and leave every terminal alone?"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from registry.cli import COMMANDS, main


def test_the_short_help_of_each_command_is_its_own_first_line():
    """The group lists commands without importing them, so the two texts could drift apart."""
    commands = {name: main.get_command(None, name).help.split("\n")[0] for name in COMMANDS}

    assert commands == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(charter, command):
    """`--help` is the manual."""
    result = charter(command, "--help")

    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: charter {command}")


def test_an_unknown_command_is_misuse(charter):
    """Exit code 1 would mean an incompatible change."""
    result = charter("lnit")

    assert result.exit_code == 2
    assert result.stderr.startswith("charter: No such command 'lnit'.")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_no_terminal_is_too_poor_for_a_report(process, contract, encoding):
    """Old consoles know 95 characters; a report with Polish street names must still come out."""
    source = contract(purpose="ulica Żółta 🏥, 東京")

    result = process(
        "lint", "-", "nosuch-Ż-🏥.yaml", stdin=source, PYTHONIOENCODING=encoding, PYTHONUTF8="0"
    )

    assert result.returncode == 2
    assert b"Traceback" not in result.stderr


def test_a_file_name_of_no_encoding_is_no_crash(process):
    """Linux file names are bytes."""
    result = process("lint", b"caf\xe9-\xff.yaml")

    assert result.returncode == 2
    assert b"Traceback" not in result.stderr


def test_control_characters_of_a_contract_never_reach_the_terminal(process, contract):
    """A contract from outside could otherwise clear the screen, or print a verdict of its own."""
    source = contract(status='"\\e[2J\\e[1;32mfine\\r\\u202e\\x9b31m"', version='"\\e]0;own\\a"')

    result = process("lint", "-", stdin=source)

    assert result.returncode == 3
    assert [
        sign for sign in (b"\x1b", b"\r", b"\xc2\x9b", b"\xe2\x80\xae") if sign in result.stdout
    ] == []


def test_control_characters_of_an_argument_never_reach_the_terminal(process):
    """Arguments may come from a file list that somebody else made."""
    result = process("lint", "a\x1b[2Jb\r\n.yaml")

    assert b"\x1b" not in result.stderr
    assert result.stderr.count(b"\n") == 1


def test_a_closed_pipe_is_quiet(contract, tmp_path):
    """`charter lint ... | head` is everyday use."""
    (tmp_path / "a.yaml").write_bytes(contract(status="wip"))
    command = [sys.executable, "-m", "registry", "lint", *["a.yaml"] * 500]

    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        running.stdout.close()
        told = running.stderr.read()

    assert (running.returncode, told) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_a_full_disk_is_told(tmp_path):
    """A report that was cut short must not look like a success."""
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "registry", "rules"],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )

    assert result.returncode == 2
    assert b"No space left on device" in result.stderr


def test_no_output_at_all_is_no_crash(tmp_path):
    """Daemons start children with closed streams."""
    result = subprocess.run(
        ["/bin/sh", "-c", f"'{sys.executable}' -m registry rules >&-"],
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )

    assert (result.returncode, result.stderr) == (0, b"")


def test_colour_is_for_people_only(charter, contract):
    """A log file full of colour codes is unreadable."""
    result = charter("lint", "-", stdin=contract(status="wip"))

    assert "\x1b" not in result.stdout


def test_only_what_the_offline_commands_need_is_loaded(process, contract, tmp_path):
    """Half a second of imports at every save is why people turn linters off."""
    (tmp_path / "a.yaml").write_bytes(contract(status="wip"))
    script = (
        "import sys\n"
        "from registry.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "tops = {name.partition('.')[0] for name in sys.modules}\n"
        "own = {name for name in sys.modules if name.startswith('registry')}\n"
        "import json\n"
        "print(json.dumps([sorted(tops - set(sys.stdlib_module_names)), sorted(own)]))\n"
    )
    loaded = {}
    for command in (["lint", "a.yaml"], ["diff", "a.yaml", "a.yaml"], ["rules"], ["init", "-"]):
        done = subprocess.run(
            [
                sys.executable,
                "-I",
                "-c",
                f"import sys; sys.path.insert(0, {str(Path.cwd())!r})\n{script}",
                *command,
            ],
            cwd=tmp_path,
            capture_output=True,
            timeout=60,
            check=True,
        )
        loaded[command[0]] = json.loads(done.stdout.splitlines()[-1])

    for command, (packages, modules) in loaded.items():
        assert set(packages) <= ALLOWED[command], command
        assert [name for name in modules if not name.startswith("registry.cli")] == ["registry"]


ALWAYS = {
    "__main__",
    "_distutils_hack",  # of setuptools, by a .pth file, before anything of ours
    "click",
    "contracts",
    "msgspec",
    "registry",
    "sitecustomize",  # of the machine, before anything of ours
    "typing_extensions",  # msgspec takes it where it is installed
}
YAML = {"_cython_3_1_4", "_yaml", "cython_runtime", "yaml"}
ALLOWED = {
    "lint": ALWAYS | YAML | {"jsonschema_rs"},
    "diff": ALWAYS | YAML | {"jsonschema_rs"},
    "rules": ALWAYS | {"jsonschema_rs"},
    "init": ALWAYS,
}
