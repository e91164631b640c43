// Checks a proof here, with the browser's own cryptography: entry -> path -> root -> signature. Asks nobody for anything:
// the proof and the key stand in the page, so it works from a disk and without a network too.
"use strict";
const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
const sha = async (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
};
const same = (one, two) => one.length === two.length && one.every((value, at) => value === two[at]);

// RFC 6962, inclusion: walk from the leaf to the root of a tree of `size` leaves.
async function root(entry, index, size, path) {
  let hash = await sha(Uint8Array.of(0), entry), node = BigInt(index), last = BigInt(size) - 1n;
  if (node > last) return null;
  for (const side of path) {
    if (last === 0n) return null;
    if (node & 1n || node === last) {
      hash = await sha(Uint8Array.of(1), side, hash);
      while (!(node & 1n) && node !== 0n) { node >>= 1n; last >>= 1n; }
    } else hash = await sha(Uint8Array.of(1), hash, side);
    node >>= 1n; last >>= 1n;
  }
  return last === 0n ? hash : null;
}

async function read(raw) {
  try { return await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]); } catch { return null; }
}

async function check(file, vkey) {
  if (!globalThis.crypto?.subtle) return "cannot";
  const cut = file.indexOf("\n\n"), note = file.slice(cut + 2), lines = file.slice(0, cut).split("\n");
  const entry = bytes(lines[1].replace("extra ", "")), index = lines[2].replace("index ", "");
  const text = note.slice(0, note.lastIndexOf("\n\n") + 1), [origin, size, signedRoot] = text.split("\n");
  const found = await root(entry, index, size, lines.slice(3).map(bytes));
  if (!found || !same(found, bytes(signedRoot))) return "fails";
  const at = vkey.indexOf("+"), second = vkey.indexOf("+", at + 1), name = vkey.slice(0, at), raw = bytes(vkey.slice(second + 1));
  const line = note.split("\n").find(each => each.startsWith(`\u2014 ${name} `));
  if (!line || name !== origin) return "fails";
  const key = await read(raw.slice(1));
  if (!key) return "cannot";
  const signature = bytes(line.slice(line.lastIndexOf(" ") + 1)).slice(4);
  return (await crypto.subtle.verify("Ed25519", key, signature, new TextEncoder().encode(text))) ? "holds" : "fails";
}

const entryOf = file => new TextDecoder().decode(bytes(file.split("\n")[1].replace("extra ", "")));

document.addEventListener("click", async event => {
  const button = event.target.closest("[data-check]");
  if (!button) return;
  const item = button.closest("li"), file = item.querySelector("pre").textContent;
  const key = document.querySelector(`[data-key="${button.dataset.check}"]`).textContent.trim();
  let said;
  try { said = await check(file, key); } catch { said = "fails"; }
  item.querySelector("output").textContent = button.dataset[said];
  if (said === "holds") item.querySelector(".entry").textContent = entryOf(file);
});

for (const button of document.querySelectorAll("[data-check]")) button.hidden = false;
