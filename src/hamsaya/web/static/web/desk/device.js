/* What waits on this device, on the board; and whether our node can be reached from here. */
(function () {
  "use strict";
  const body = hamsaya.body, words = hamsaya.words, store = hamsaya.store;
  const REACHED = "hamsaya.reached";
  let away = false, here = null;
  hamsaya.showDevice = async function () { return undefined; };
  hamsaya.setAway = setAway;
  if (!body.officer || !body.board || !window.indexedDB) { return; }

  function setAway(is) {
    if (!is) { localStorage.setItem(REACHED, String(hamsaya.now())); }
    if (is === away) { return; }
    away = is;
    document.body.toggleAttribute("data-away", is);
    const band = document.getElementById("node-away");
    if (band) {
      band.querySelector("span").textContent = words.node_away.replace("{time}", hamsaya.clock(Number(localStorage.getItem(REACHED))));
      band.hidden = !is;
    }
    const sign = document.getElementById("sign"), sheet = document.getElementById("preview");
    if (sign) {
      sign.dataset.usual = sign.dataset.usual || sign.textContent;
      sign.textContent = is ? words.sign_when_back : sign.dataset.usual;
    }
    if (sheet && is) {
      sheet.replaceChildren(Object.assign(document.createElement("p"), { className: "empty", textContent: words.preview_away }));
    }
    document.querySelectorAll("button[name=preview]").forEach((each) => { each.disabled = is; });
    if (!is && sheet) { htmx.trigger("#act", "change"); }
  }

  /* The link light is never answered from the device: its answer shows that our node is there. */
  document.addEventListener("htmx:afterOnLoad", function (event) {
    if (event.target.id !== "lamp") { return; }
    setAway(false);
    hamsaya.sendAll();
  });
  ["htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, () => setAway(true)));
  window.addEventListener("online", () => htmx.trigger(document.body, "changed"));

  const section = document.getElementById("device"), model = document.getElementById("device-letter");

  hamsaya.showDevice = async function (who) {
    here = who || here;
    const letters = await hamsaya.letters();
    markForms(letters);
    if (!section) { return; }
    section.hidden = !letters.length;
    section.querySelector(".n").textContent = hamsaya.digits(letters.length);
    section.querySelector("[data-ended]").hidden = !(who && !who.officer);
    const focus = document.activeElement && document.activeElement.dataset.letter;
    section.querySelector("ol").replaceChildren(...letters.map(drawn));
    if (focus) { const back = section.querySelector("[data-letter='" + focus + "']"); if (back) { back.focus(); } }
  };

  /* A button on the board whose tap waits here says so, and is not tapped again. */
  function markForms(letters) {
    const waiting = new Set(letters.map((each) => each.url));
    document.querySelectorAll("form[data-plain]").forEach(function (each) {
      const waits = waiting.has(new URL(each.action).pathname);
      each.classList.toggle("waits-here", waits);
      each.querySelectorAll("button").forEach((button) => { button.disabled = waits; });
    });
  }

  function drawn(letter) {
    const row = model.content.cloneNode(true).firstElementChild;
    const mine = letter.officer === (here && here.officer || body.officer), ready = letter.sheet && !letter.said;
    row.dataset.key = letter.key;
    row.querySelector("h3").textContent = letter.title;
    row.querySelector("[data-written]").textContent = words.device_written.replace("{time}", hamsaya.clock(letter.at));
    row.querySelector("[data-say]").textContent = letter.said ? words.device_refused + " " + letter.said
      : !mine ? words.device_other.replace("{officer}", letter.officer)
      : letter.seen ? words.device_waits : ready ? words.device_ready : words.device_unseen;
    if (ready && !letter.seen) { row.querySelector("[data-sheet]").innerHTML = letter.sheet; }
    button(row, "sign", letter.quicker || (ready && !letter.seen) || (!mine && letter.seen),
      letter.quicker ? words.device_sign_both : mine ? words.device_sign : words.device_sign_mine, () => sign(letter));
    button(row, "show", !mine && !letter.seen && !letter.sheet && !letter.said, words.device_show, () => show(letter));
    button(row, "open", letter.said && !letter.quicker && !letter.plain, words.device_open, () => reopen(letter));
    button(row, "drop", true, words.device_drop, (event) => drop(letter, event.target));
    return row;
  }

  function button(row, name, wanted, text, act) {
    const found = row.querySelector("[data-do=" + name + "]");
    found.hidden = !wanted;
    found.textContent = text;
    found.dataset.letter = name + row.dataset.key;
    found.addEventListener("click", act);
  }

  /* One tap: seen now, by whoever our node says is signed in here. */
  async function sign(letter) {
    const who = await hamsaya.whoIsHere();
    if (!who || !who.officer) { return hamsaya.showDevice(who); }
    const fields = letter.fields.map(([name, value]) => [name, name === "drawn" && letter.quicker ? String(letter.drawn) : value]);
    await store.put("letters", { ...letter, fields: fields, officer: who.officer, seen: true, said: "", quicker: false });
    return hamsaya.sendAll();
  }

  async function show(letter) {
    const who = await hamsaya.whoIsHere();
    if (who && who.officer) { await hamsaya.previewOf(letter, who); }
    return hamsaya.showDevice(who);
  }

  /* Back into its form, as a draft. */
  async function reopen(letter) {
    await store.put("drafts", { id: body.officer + "|" + letter.url, officer: body.officer, at: letter.at, fields: letter.fields });
    await store.drop("letters", letter.key);
    window.location.assign(letter.url);
  }

  async function drop(letter, tapped) {
    if (tapped.dataset.sure === undefined) {
      tapped.dataset.sure = "";
      tapped.textContent = words.device_drop_sure;
      return;
    }
    await store.drop("letters", letter.key);
    await hamsaya.showDevice();
  }

  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.target.id === "board") { hamsaya.letters().then(markForms); }
  });
  hamsaya.showDevice();
})();
