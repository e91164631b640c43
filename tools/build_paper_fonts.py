"""Take the fonts of the papers from npm packages, unpack them from WOFF to TrueType, and record where each is from.

Run by hand when a version changes: `python tools/build_paper_fonts.py`. Needs npm; nothing is fetched at run time.
"""

import hashlib
import json
import struct
import subprocess
import tarfile
import tempfile
import zlib
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "src/hamsaya/exchange/paper/fonts"
PACKAGES = [
    ("@fontsource/ibm-plex-sans", "5.3.0", ["ibm-plex-sans-latin-400-normal", "ibm-plex-sans-latin-600-normal"]),
    ("@fontsource/vazirmatn", "5.3.0", ["vazirmatn-arabic-400-normal", "vazirmatn-arabic-700-normal"]),
    ("@fontsource/noto-nastaliq-urdu", "5.3.0", ["noto-nastaliq-urdu-arabic-400-normal"]),
]


def to_truetype(woff: bytes) -> bytes:
    """Return the font file inside a WOFF 1.0 container (W3C WOFF, section 4)."""
    flavour, _, count = struct.unpack(">4xIIH", woff[:14])
    entries = [struct.unpack(">4sIIII", woff[at : at + 20]) for at in range(44, 44 + 20 * count, 20)]
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(">IHHHH", flavour, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    place, directory, body = 12 + 16 * count, b"", b""
    for tag, offset, packed, size, checksum in entries:
        data = woff[offset : offset + packed]
        data = zlib.decompress(data) if packed < size else data
        directory += struct.pack(">4sIII", tag, checksum, place + len(body), size)
        body += data + b"\0" * (-len(data) % 4)
    return header + directory + body


def main() -> None:
    """Fetch, unpack and record."""
    FONTS.mkdir(parents=True, exist_ok=True)
    record = []
    for package, version, names in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            command = ["npm", "pack", "--silent", f"{package}@{version}"]
            out = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
            with tarfile.open(Path(folder) / out.stdout.strip().splitlines()[-1]) as archive:
                for name in names:
                    file = archive.extractfile(f"package/files/{name}.woff")
                    if file is None:
                        raise SystemExit(f"{package}: no {name}")
                    data = to_truetype(file.read())
                    (FONTS / f"{name}.ttf").write_bytes(data)
                    digest = hashlib.sha256(data).hexdigest()
                    record.append({"file": f"{name}.ttf", "package": package, "version": version, "sha256": digest})
                licence = archive.extractfile("package/LICENSE")
                if licence:
                    (FONTS / f"{package.rpartition('/')[2]}-OFL.txt").write_bytes(licence.read())
    (FONTS / "MANIFEST.json").write_text(json.dumps({"licence": "OFL-1.1", "fonts": record}, indent=1) + "\n")


if __name__ == "__main__":
    main()
