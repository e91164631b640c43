/* The node's time on this device, and countdowns that go on without the node. */
window.hamsaya = (function () {
  "use strict";
  const KEPT = "hamsaya.ahead", body = document.body.dataset;
  const extended = body.digits ? body.digits === "arabext" : document.documentElement.lang !== "en";
  const source = document.getElementById("desk-words");
  const words = source ? JSON.parse(source.textContent) : {};
  /* By how many seconds the node's clock is ahead of this device's: kept, for a page that comes from the device. */
  let ahead = Number(localStorage.getItem(KEPT));
  if (localStorage.getItem(KEPT) === null && body.now) { ahead = Number(body.now) - Date.now() / 1000; }

  function now() { return Date.now() / 1000 + ahead; }

  function setNow(seconds) {
    ahead = seconds - Date.now() / 1000;
    localStorage.setItem(KEPT, String(ahead));
  }

  function digits(text) {
    return extended ? String(text).replace(/[0-9]/g, (d) => "۰۱۲۳۴۵۶۷۸۹"[d]) : String(text);
  }

  /* As the node says it: minutes to two hours, hours to two days, then days. */
  function left(seconds) {
    const way = seconds < 0 ? "late" : "left", whole = Math.abs(seconds);
    const [unit, size] = whole < 7200 ? ["minutes", 60] : whole < 172800 ? ["hours", 3600] : ["days", 86400];
    return words[way + "_" + unit].replace("{count}", digits(Math.floor(whole / size)));
  }

  function countdown(node) {
    const seconds = Math.floor(Number(node.dataset.until) - now());
    if (node.dataset.seconds !== undefined && seconds >= 0 && seconds < 7200) {
      return digits(Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0"));
    }
    return left(seconds);
  }

  function say(node, text) { if (node.textContent !== text) { node.textContent = text; } }

  function tick() {
    document.querySelectorAll("time[data-until]").forEach((node) => say(node, countdown(node)));
    document.querySelectorAll("time[data-zone]").forEach(function (node) {
      say(node, digits(new Intl.DateTimeFormat("en-GB", {
        timeZone: node.dataset.zone, hour: "2-digit", minute: "2-digit",
      }).format(new Date(now() * 1000))));
    });
  }

  document.addEventListener("htmx:afterSwap", function (event) {
    const stamp = event.target.id === "lamp" && event.target.querySelector("[data-now]");
    if (stamp) { setNow(Number(stamp.dataset.now)); }
    tick();
  });
  /* A day and a time of day on the desk's own clock, written as the node writes them. */
  function local(seconds) {
    const solar = body.calendar === "persian";
    const parts = {};
    new Intl.DateTimeFormat("en-u-ca-" + (solar ? "persian" : "gregory") + "-nu-latn", {
      timeZone: body.zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    }).formatToParts(new Date(seconds * 1000)).forEach((part) => { parts[part.type] = part.value; });
    const day = [parts.year, parts.month, parts.day].join(solar ? "/" : "-");
    return { day: digits(day), clock: digits(parts.hour + ":" + parts.minute) };
  }

  window.setInterval(tick, 1000);
  tick();
  return { body: body, words: words, now: now, digits: digits, local: local, clock: (seconds) => local(seconds).clock };
})();
