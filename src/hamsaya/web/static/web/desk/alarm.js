/* The alarm for level 1: a sound made here, once when the letter comes and again at each second alarm, until it is seen. */
(function () {
  "use strict";
  const WANTED = "hamsaya.sound", RUNG = "hamsaya.rung";
  const control = document.getElementById("sound"), words = hamsaya.words;
  let context = null;

  function isWanted() { return localStorage.getItem(WANTED) === "on"; }

  /* A browser lets a page sound only after a touch; until then the control says so. */
  async function wake() {
    context = context || new AudioContext();
    if (context.state !== "running") { await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 300))]); }
    return context.state === "running";
  }

  function tone(from, length, pitch) {
    const source = context.createOscillator(), volume = context.createGain(), at = context.currentTime + from;
    source.type = "square";
    source.frequency.value = pitch;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.4, at + 0.02);
    volume.gain.setValueAtTime(0.4, at + length - 0.02);
    volume.gain.linearRampToValueAtTime(0, at + length);
    source.connect(volume).connect(context.destination);
    source.start(at);
    source.stop(at + length);
  }

  /* Two pitches in turn; the second alarm is longer and higher. */
  function ring(turns, pitch) {
    for (let turn = 0; turn < turns; turn += 1) {
      tone(turn * 0.5, 0.22, pitch);
      tone(turn * 0.5 + 0.25, 0.22, pitch * 0.75);
    }
  }

  function rung() { return JSON.parse(localStorage.getItem(RUNG) || "{}"); }

  async function look() {
    const found = [...document.querySelectorAll("[data-alarm]")], done = rung(), now = hamsaya.now();
    const due = (each) => each.dataset.at.split(" ").filter((at) => Number(at) <= now + 1).length;
    const fresh = found.filter((each) => due(each) > (done[each.dataset.alarm] || 0));
    announce(found);
    if (!fresh.length || !isWanted() || !(await wake())) { return show(); }
    const second = fresh.some((each) => due(each) > 1);
    ring(second ? 12 : 6, second ? 1175 : 880);
    const kept = Object.fromEntries(found.map((each) => [each.dataset.alarm, Math.max(due(each), done[each.dataset.alarm] || 0)]));
    localStorage.setItem(RUNG, JSON.stringify(kept));
    return show();
  }

  /* Read out once for each letter, however often the page renews itself. */
  const told = new Set();
  function announce(found) {
    const place = document.getElementById("alarm-said");
    const fresh = found.filter((each) => !told.has(each.dataset.alarm));
    fresh.forEach((each) => told.add(each.dataset.alarm));
    if (place && fresh.length) { place.textContent = fresh.map((each) => each.textContent).join(" "); }
  }

  function show() {
    if (!control) { return; }
    const on = isWanted(), asleep = on && (!context || context.state !== "running");
    control.setAttribute("aria-pressed", String(on));
    control.textContent = on ? (asleep ? words.sound_sleeps : words.sound_on) : words.sound_off;
    control.hidden = false;
  }

  async function woken() { if (isWanted() && (await wake())) { show(); } }

  if (control) {
    control.addEventListener("click", async function () {
      const asleep = isWanted() && (!context || context.state !== "running");
      if (!asleep) { localStorage.setItem(WANTED, isWanted() ? "off" : "on"); }
      if (isWanted() && (await wake())) { tone(0, 0.15, 880); }
      show();
      look();
    });
  }
  ["pointerdown", "keydown"].forEach((name) => document.addEventListener(name, woken, { capture: true }));
  if (isWanted()) { wake().then(show); }
  show();
  window.setInterval(look, 1000);
})();
