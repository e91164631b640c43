/* Keeps the board and the letter forms on this device, and clears it when an officer leaves. */
(function () {
  "use strict";
  const body = hamsaya.body, OFFICER = "hamsaya.officer", FILLED = "hamsaya.filled", PAGES = "pages";
  const HOURS = 6 * 3600, store = hamsaya.store;
  const able = "serviceWorker" in navigator && "caches" in window;
  if (!body.officer) { return; }

  async function wipe() {
    localStorage.removeItem(FILLED);
    localStorage.removeItem(OFFICER);
    if (able) { await caches.delete(PAGES); }
    if (!window.indexedDB) { return; }
    for (const [name, key] of [["letters", "key"], ["drafts", "id"]]) {
      const mine = (await store.all(name)).filter((each) => each.officer === body.officer);
      await Promise.all(mine.map((each) => store.drop(name, each[key])));
    }
  }

  /* Another officer's pages are not shown to this one; letters and drafts stay, under the name of who wrote them. */
  async function begin() {
    const reader = body.officer + " " + document.documentElement.lang;
    if (localStorage.getItem(OFFICER) !== reader) {
      await caches.delete(PAGES);
      localStorage.removeItem(FILLED);
      localStorage.setItem(OFFICER, reader);
    }
    await navigator.serviceWorker.register("/worker.js");
    await navigator.serviceWorker.ready;
    const list = document.getElementById("keep-pages");
    if (list && hamsaya.now() - Number(localStorage.getItem(FILLED)) > HOURS) { await fill(JSON.parse(list.textContent)); }
    document.documentElement.dataset.kept = "";
  }

  /* One page after another, so that a weak line stays free for letters. */
  async function fill(addresses) {
    const cache = await caches.open(PAGES);
    for (const address of addresses) {
      const answer = await fetch(address);
      if (!answer.ok || answer.redirected) { return; }
      await cache.put(address, answer);
    }
    localStorage.setItem(FILLED, String(hamsaya.now()));
  }
  if (able) { begin().catch(() => undefined); }

  const leave = document.querySelector("form[data-leave]"), warning = document.getElementById("leave");
  if (!leave || !warning || !window.indexedDB) { return; }
  leave.addEventListener("submit", async function (event) {
    event.preventDefault();
    const letters = (await store.all("letters")).filter((each) => each.officer === body.officer);
    if (letters.length && warning.hidden) {
      warning.querySelector("p").textContent = warning.querySelector("p").dataset.words.replace("{count}", hamsaya.digits(letters.length));
      warning.hidden = false;
      warning.querySelector("a").focus();
      return;
    }
    await wipe().catch(() => undefined);
    leave.submit();
  });
})();
