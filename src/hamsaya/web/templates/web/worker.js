/* Keeps the board and the letter forms on this device, and shows them while our node cannot be reached. */
"use strict";
const STATIC = "static-{{ version }}", PAGES = "pages";
const KEPT = {{ kept|safe }};
const LONGEST = {{ hours }} * 3600 * 1000;
const PATIENCE = 8000;
const AWAY = /^\/[-\w]+\/device\/away\/$/;
const PAGE = /^\/[-\w]+\/(now\/(bays\/)?|new\/[-\w]+\/[-\w]+\/)$/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STATIC).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name !== STATIC && name !== PAGES).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const asked = event.request, url = new URL(asked.url);
  if (asked.method !== "GET" || url.origin !== self.location.origin) { return; }
  if (url.pathname.startsWith("/static/")) { event.respondWith(file(asked)); }
  else if (PAGE.test(url.pathname) && !url.search) { event.respondWith(orAway(asked, page(asked, url.pathname))); }
  else if (asked.mode === "navigate") { event.respondWith(orAway(asked, fetch(asked))); }
});

/* A file's address changes with its content, so what is kept is right. */
async function file(asked) {
  const kept = await caches.match(asked);
  if (kept) { return kept; }
  const fresh = await fetch(asked);
  if (fresh.ok && new URL(asked.url).searchParams.has("v")) {
    (await caches.open(STATIC)).put(asked, fresh.clone());
  }
  return fresh;
}

/* The node's own answer wherever there is one; what is kept only where there is none, and never past a shift. */
async function page(asked, path) {
  const cache = await caches.open(PAGES), kept = await recent(cache, path);
  const fresh = fetch(asked).then(async (answer) => {
    if (answer.ok && !answer.redirected && answer.type === "basic") { await cache.put(path, answer.clone()); }
    return answer;
  });
  if (!kept) { return fresh; }
  fresh.catch(() => undefined);
  return Promise.race([fresh, later()]).catch(() => kept).then((answer) => answer || kept);
}

/* In place of a page that there is no answer for and that is not kept: what can be done meanwhile, in the officer's language. */
async function orAway(asked, answer) {
  try { return await answer; }
  catch (failed) {
    const cache = await caches.open(PAGES);
    const found = (await cache.keys()).map((each) => new URL(each.url).pathname).find((path) => AWAY.test(path));
    const kept = found && asked.mode === "navigate" && await recent(cache, found);
    if (!kept) { throw failed; }
    return kept;
  }
}

function later() { return new Promise((resolve) => setTimeout(resolve, PATIENCE, null)); }

async function recent(cache, path) {
  const kept = await cache.match(path);
  if (!kept) { return undefined; }
  if (Date.now() - Date.parse(kept.headers.get("Date")) < LONGEST) { return kept; }
  await cache.delete(path);
  return undefined;
}
