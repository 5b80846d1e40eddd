"""Every setting is documented, and nothing documented is unknown."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from actions.settings import ActionSettings
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTED = re.findall(
    r"^(RAHBAR_[A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE
)
FIELDS = {
    f"RAHBAR_{name.upper()}": field
    for settings in (Settings, ActionSettings)
    for name, field in settings.model_fields.items()
}


def test_every_setting_stands_in_the_example_and_no_other() -> None:
    assert sorted(FIELDS) == sorted(name for name, _ in DOCUMENTED)


@pytest.mark.parametrize(("name", "value"), [pair for pair in DOCUMENTED if pair[1]])
def test_the_example_shows_the_default(name: str, value: str) -> None:
    default = FIELDS[name].default
    shown = default.get_secret_value() if isinstance(default, SecretStr) else default
    assert type(shown)(value) == shown


def test_addresses_of_engine_and_actions_come_from_port_or_url() -> None:
    here = Settings(_env_file=None, engine_port=6005)
    there = Settings(_env_file=None, engine_url="http://e:1/", actions_url="http://a:2/webhook")
    assert here.engine_address == "http://127.0.0.1:6005"
    assert (there.engine_address, there.actions_address) == ("http://e:1", "http://a:2")
