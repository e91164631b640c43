"""The words that the browser puts together itself, in the reader's language."""

from hamsaya.core.reader import Reader

COUNTED = ("left_minutes", "left_hours", "left_days", "late_minutes", "late_hours", "late_days")
SAID = (
    "device_waits", "device_unseen", "device_ready", "device_other", "device_refused", "device_written",
    "device_sign", "device_sign_mine", "device_sign_both", "device_show", "device_open", "device_drop",
    "device_drop_sure", "node_away", "sign_when_back", "preview_away", "kept", "sound_on", "sound_off", "sound_sleeps",
)  # fmt: skip
HOLES = {"count": "{count}", "time": "{time}", "officer": "{officer}"}
"""What the browser fills in."""


def browser_words(reader: Reader) -> dict[str, str]:
    """Return phrases by name, with `{count}`, `{time}` and `{officer}` where the browser puts its own."""
    found = {name: reader.word(f"web.{name}", **HOLES) for name in COUNTED}
    return found | {name: reader.word(f"desk.{name}", **HOLES) for name in SAID}
