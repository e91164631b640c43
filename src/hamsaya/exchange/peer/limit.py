"""Limits on what the neighbour may send or ask: sizes in bytes, times in seconds (protocol §3)."""

PACKAGE = 256
"""Entries in one package and in one full bundle (tlog-tiles, tlog-mirror)."""
ENTRY_BYTES = 65_535
HASH_BYTES = 32
PROOF_HASHES = 63
NOTE_BYTES = 16 * 1024
"""A checkpoint with its signature lines; ours have two to four lines of some 130 bytes."""
PACKAGE_BYTES = PACKAGE * (2 + ENTRY_BYTES) + 1 + PROOF_HASHES * HASH_BYTES
BUNDLE_BYTES = PACKAGE * (2 + ENTRY_BYTES)
TILE_BYTES = PACKAGE * HASH_BYTES
BODY_BYTES = 32 * 1024 * 1024
"""One request to add entries; what goes on after that goes on in the next request."""
ORIGIN_BYTES = 255
KEY_ENTRIES = 256
TICKET_BYTES = 1024
SIZE_MOST = (1 << 63) - 1
"""Sizes and indexes of logs; beyond it databases and other tools lose count."""

HEAD_SECONDS = 10.0
"""For a connection to open, shake hands, and send its first line."""
ASK_SECONDS = 120.0
"""For one request and its answer to pass, whatever the link."""
WAIT_SECONDS = 25.0
"""How long a question for a newer checkpoint may be left open."""
CLOCK_SECONDS = 300
"""By so much may the neighbour's clock differ before it is flagged. It never stops the exchange."""
REFRESH_SECONDS = 15 * 60
ALARM_SECONDS = 24 * 3600
