/* Letters go to this device first and to our node from there: nothing is lost on the way, and nothing goes twice. */
(function () {
  "use strict";
  const body = hamsaya.body, store = hamsaya.store, form = hamsaya.form;
  if (!body.officer || !body.board || !window.indexedDB) { return; }
  const LANG = document.documentElement.lang, PATIENCE = 20000, SLOWEST = 4, GONE = 0, SIGNED = 201, ENDED = [401, 403];
  let previewed = "", asked = "", busy = false, again = false;

  hamsaya.letters = async function () {
    const all = await store.all("letters");
    return all.filter((each) => each.compact === body.compact).sort((one, other) => one.at - other.at);
  };

  /* Sends once; returns {status} with what the node said. Status 0: no answer came. Files are given the time that they
     take at 4 bytes a millisecond. */
  async function post(address, fields, token) {
    const data = form.pack(fields), control = new AbortController();
    data.set("csrfmiddlewaretoken", token);
    const timer = window.setTimeout(() => control.abort(), PATIENCE + form.bytes(fields) / SLOWEST);
    try {
      const answer = await fetch(address, {
        method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual", signal: control.signal,
      });
      if (answer.type === "opaqueredirect") { return { status: ENDED[0] }; }
      const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
      return { ...told, status: answer.status };
    } catch (error) {
      return { status: GONE };
    } finally {
      window.clearTimeout(timer);
    }
  }

  hamsaya.asPreviewed = (content) => previewed === content;
  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.target.id === "act") { asked = form.serial(event.target); }
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.target.id === "preview") { previewed = event.target.querySelector(".sheet") ? asked : ""; }
  });

  /* What the letter is about, for the eye: the code tapped, or the first choice of its form. */
  function chosen(element, button) {
    const first = button ? button.value && button : element.querySelector("fieldset input:checked + span");
    return first ? first.textContent.trim() : "";
  }

  function letterOf(element, button) {
    const fields = form.read(element, button), plain = element.dataset.plain !== undefined;
    const key = new Map(fields).get("key") || form.newKey();
    if (plain) { fields.push(["key", key]); }
    return {
      key: key, officer: body.officer, compact: body.compact, url: new URL(element.action).pathname,
      title: [element.dataset.keep, chosen(element, plain && button)].filter(Boolean).join(" · "),
      fields: fields, at: hamsaya.now(), seen: plain || form.serial(element) === previewed,
    };
  }

  document.addEventListener("submit", async function (event) {
    const element = event.target, button = event.submitter;
    if (element.dataset.keep === undefined || (button && ["preview", "ask"].includes(button.name))) { return; }
    event.preventDefault();
    if (element.dataset.sent) { return; }
    element.dataset.sent = "1";
    const letter = letterOf(element, button);
    try {
      await store.put("letters", letter);
    } catch (error) {
      return asEver(element, button, letter);
    }
    const told = await post(letter.url, letter.fields, element.elements.csrfmiddlewaretoken.value);
    if (told.status === SIGNED) {
      await finished(letter);
      window.location.assign(told.url);
    } else if (told.status === GONE || told.status >= 500) {
      hamsaya.setAway(true);
      await rest(element, letter);
    } else if (ENDED.includes(told.status)) {
      if (hamsaya.dropDraft) { await hamsaya.dropDraft(); }
      window.location.assign(body.board);
    } else {
      await store.drop("letters", letter.key);
      asEver(element, button, letter);
    }
  });

  async function finished(letter) {
    await store.drop("letters", letter.key);
    if (hamsaya.dropDraft) { await hamsaya.dropDraft(); }
  }

  /* As without scripts: the node draws the form again and says what is missing. */
  function asEver(element, button, letter) {
    const names = new Set([...element.elements].filter((each) => each.type !== "submit").map((each) => each.name));
    letter.fields.filter(([name]) => !names.has(name)).forEach(function ([name, value]) {
      element.append(Object.assign(document.createElement("input"), { type: "hidden", name: name, value: value }));
    });
    element.submit();
  }

  /* The letter stays here for now: to the board where it can be drawn from this device, else a word in its place. */
  async function rest(element, letter) {
    if (hamsaya.dropDraft) { await hamsaya.dropDraft(); }
    if (element.dataset.plain !== undefined) {
      delete element.dataset.sent;
      return hamsaya.showDevice();
    }
    const controlled = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (controlled) { return window.location.assign(body.board); }
    element.replaceChildren(document.createTextNode(hamsaya.words.kept));
  }

  /* Who is signed in here, as our node says; null while it does not answer. */
  hamsaya.whoIsHere = async function () {
    try {
      const answer = await fetch(body.who, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (answer.ok) { return await answer.json(); }
      return answer.status < 500 ? { officer: "" } : null;
    } catch (error) {
      return null;
    }
  };

  /* Takes the letters one after another: signs what this officer has seen, fetches the preview of what nobody has. */
  hamsaya.sendAll = async function () {
    if (busy) { again = true; return; }
    busy = true;
    again = false;
    try {
      const letters = await hamsaya.letters();
      const who = letters.length ? await hamsaya.whoIsHere() : null;
      for (const letter of who && who.officer ? letters : []) { await take(letter, who); }
      await hamsaya.showDevice(who);
    } finally {
      busy = false;
    }
    if (again) { await hamsaya.sendAll(); }
  };

  async function take(letter, who) {
    if (letter.said || letter.officer !== who.officer || (!letter.seen && letter.sheetLang === LANG)) { return; }
    if (!letter.seen) { return preview(letter, who); }
    const told = await post(letter.url, [...letter.fields, ["queued", "1"]], who.token);
    if (told.status === SIGNED) {
      await store.drop("letters", letter.key);
      htmx.trigger(document.body, "changed");
    } else if (told.status >= 400 && told.status < 500 && !ENDED.includes(told.status)) {
      await store.put("letters", { ...letter, said: told.said || String(told.status), drawn: told.drawn, quicker: told.status === 409 });
    }
  }

  async function preview(letter, who) {
    const data = form.plain(letter.fields);
    data.set("csrfmiddlewaretoken", who.token);
    const answer = await fetch(letter.url + "preview/", { method: "POST", body: data, redirect: "manual" }).catch(() => null);
    if (answer && answer.ok) { await store.put("letters", { ...letter, sheet: await answer.text(), sheetLang: LANG }); }
  }
  hamsaya.previewOf = preview;
})();
