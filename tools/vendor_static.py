"""Take fonts and scripts from npm packages into the repository, with name, version, licence and hash of each.

Run by hand when a version changes: `python tools/vendor_static.py`. Needs npm; nothing is fetched at run time.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "src/hamsaya/web/static/web"

# package, version, licence, {file in the package: file in our tree}
PACKAGES = [
    ("htmx.org", "2.0.11", "0BSD", {"dist/htmx.min.js": "vendor/htmx.min.js", "LICENSE": "vendor/htmx-LICENSE.txt"}),
    (
        "@fontsource/ibm-plex-sans", "5.3.0", "OFL-1.1",
        {
            "files/ibm-plex-sans-latin-400-normal.woff2": "fonts/ibm-plex-sans-latin-400-normal.woff2",
            "files/ibm-plex-sans-latin-600-normal.woff2": "fonts/ibm-plex-sans-latin-600-normal.woff2",
            "LICENSE": "fonts/ibm-plex-sans-OFL.txt",
        },
    ),
    (
        "@fontsource-variable/source-serif-4", "5.3.1", "OFL-1.1",
        {
            "files/source-serif-4-latin-wght-normal.woff2": "fonts/source-serif-4-latin-wght-normal.woff2",
            "LICENSE": "fonts/source-serif-4-OFL.txt",
        },
    ),
    (
        "@fontsource-variable/vazirmatn", "5.3.0", "OFL-1.1",
        {
            "files/vazirmatn-arabic-wght-normal.woff2": "fonts/vazirmatn-wght.woff2",
            "LICENSE": "fonts/vazirmatn-OFL.txt",
        },
    ),
    (
        "@fontsource/noto-nastaliq-urdu", "5.3.0", "OFL-1.1",
        {
            "files/noto-nastaliq-urdu-arabic-400-normal.woff2": "fonts/noto-nastaliq-urdu-arabic-400-normal.woff2",
            "files/noto-nastaliq-urdu-arabic-700-normal.woff2": "fonts/noto-nastaliq-urdu-arabic-700-normal.woff2",
            "LICENSE": "fonts/noto-nastaliq-urdu-OFL.txt",
        },
    ),
]  # fmt: skip


def fetch(package: str, version: str, folder: Path) -> Path:
    """Return the path of the package's archive, as npm packs it."""
    out = subprocess.run(
        ["npm", "pack", "--silent", f"{package}@{version}"], cwd=folder, check=True, capture_output=True, text=True
    )
    return folder / out.stdout.strip().splitlines()[-1]


def take(archive: Path, wanted: dict[str, str]) -> dict[str, str]:
    """Copy the wanted files out of an archive and return the SHA-256 of each, by our name."""
    digests = {}
    with tarfile.open(archive) as tar:
        for inside, ours in wanted.items():
            source = tar.extractfile(f"package/{inside}")
            if source is None:
                sys.exit(f"{archive.name}: no file {inside}")
            target = STATIC / ours
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                shutil.copyfileobj(source, out)
            digests[ours] = hashlib.sha256(target.read_bytes()).hexdigest()
    return digests


def main() -> None:
    """Fetch every package and write the manifest."""
    manifest = []
    with tempfile.TemporaryDirectory() as folder:
        for package, version, licence, wanted in PACKAGES:
            archive = fetch(package, version, Path(folder))
            digest = hashlib.sha256(archive.read_bytes()).hexdigest()
            manifest.append(
                {
                    "name": package,
                    "version": version,
                    "licence": licence,
                    "sha256": digest,
                    "files": take(archive, wanted),
                }
            )
            print(f"{package} {version}")
    (STATIC / "vendor/MANIFEST.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
