"""Help teaches: every command says what it does, with examples that can be typed as they stand."""

import shlex

import pytest
from tests.cli.shell import Shell, hamsaya
from tools.build_reference import PAGE, page

from hamsaya.cli.command import EXIT_CODES
from hamsaya.cli.commands import COMMANDS
from hamsaya.cli.main import build_parser, describe

ISSUED = {
    "init", "serve", "worker", "demo", "status", "list", "show", "act", "import", "read", "bag", "verify",
    "equivocation", "rebuild", "backup", "restore", "rotate-key", "doctor",
}  # fmt: skip


def test_every_command_that_was_promised_is_there() -> None:
    assert {command.name for command in COMMANDS} - ISSUED == {
        "meet", "officer", "digest", "logs", "prove", "publish", "exercise",
    }  # fmt: skip
    assert ISSUED - {command.name for command in COMMANDS} == set()


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_each_command_explains_itself(name: str, shell: Shell) -> None:
    command = next(each for each in COMMANDS if each.name == name)
    with pytest.raises(SystemExit) as ended:
        shell(name, "--help")
    assert ended.value.code == 0
    assert len(describe(command).split()) > 20
    assert len(command.examples) >= 1


@pytest.mark.parametrize("line", [line for command in COMMANDS for line, _ in command.examples])
def test_every_example_is_understood(line: str) -> None:
    for part in line.split(" && "):
        program, *rest = shlex.split(part)
        assert program == "hamsaya"
        assert build_parser().parse_args(rest).run is not None


def test_the_exit_codes_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build_parser().parse_args(["--help"])
    told = capsys.readouterr().out
    assert [meaning for meaning in EXIT_CODES.values() if meaning not in told] == []


def test_a_command_that_there_is_not_is_a_usage_error(shell: Shell) -> None:
    with pytest.raises(SystemExit) as ended:
        shell("fly")
    assert ended.value.code == 2


def test_the_reference_is_what_the_commands_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run make reference"


def test_the_program_starts_as_a_process_of_its_own() -> None:
    assert hamsaya("--version") == "hamsaya 0.1.0\n"
