/* Reading a form into plain values and back. */
hamsaya.form = (function () {
  "use strict";
  const OURS = new Set(["csrfmiddlewaretoken", "key", "drawn"]);

  /* [[name, value], …] as it would be sent, with the button that was tapped; files as they are, empty ones left out. */
  function read(form, button) {
    const found = [...new FormData(form).entries()]
      .filter(([name, value]) => name !== "csrfmiddlewaretoken" && !(isFile(value) && !value.name));
    if (button && button.name) { found.push([button.name, button.value]); }
    return found;
  }

  function isFile(value) { return value instanceof File; }

  /* What a person wrote and chose, as one text: equal for equal content. Files stand beside it: no preview shows them. */
  function serial(form) {
    return JSON.stringify(read(form).filter(([name, value]) => !OURS.has(name) && !isFile(value)));
  }

  /* What goes over the line: files as parts of their own, all else as one short text. */
  function pack(fields) {
    if (!fields.some(([, value]) => isFile(value))) { return new URLSearchParams(fields); }
    const data = new FormData();
    fields.forEach(([name, value]) => data.append(name, value));
    return data;
  }

  function plain(fields) { return new URLSearchParams(fields.filter(([, value]) => !isFile(value))); }

  function bytes(fields) { return fields.reduce((sum, [, value]) => sum + (isFile(value) ? value.size : 0), 0); }

  function refill(field, files) {
    const held = new DataTransfer();
    files.forEach((file) => held.items.add(file));
    field.files = held.files;
  }

  function fill(form, fields) {
    const values = new Map();
    fields.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    for (const each of form.elements) {
      if (!each.name || OURS.has(each.name)) { continue; }
      const given = values.get(each.name) || [];
      if (each.type === "checkbox" || each.type === "radio") { each.checked = given.includes(each.value); }
      else if (each.type === "file") { refill(each, given); }
      else if (each.type !== "submit") { each.value = given[0] || ""; }
      if (each.checked || (each.value && each.closest("details"))) { unfold(each); }
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function unfold(field) {
    const fold = field.closest("details");
    if (fold && field.type !== "radio" && field.type !== "checkbox") { fold.open = true; }
  }

  /* A number that is typed is known; who ticks "not known" has none. */
  document.addEventListener("input", ({ target }) => {
    const unknown = target.name && target.value && target.form && target.form.elements[target.name + ".unknown"];
    if (unknown) { unknown.checked = false; }
  });
  document.addEventListener("change", ({ target }) => {
    if (!target.name || !target.checked || !target.name.endsWith(".unknown")) { return; }
    target.form.elements[target.name.replace(/\.unknown$/, "")].value = "";
  });

  function newKey() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* A form from this device was drawn a while ago, and may have been sent already: it gets a key of its own, and
     where it says "now", it says so of now. */
  function freshen(form) {
    const made = Number(hamsaya.body.now);
    form.elements.key.value = newKey();
    if (hamsaya.now() - made < 90) { return; }
    const then = hamsaya.local(made), now = hamsaya.local(hamsaya.now());
    for (const day of form.querySelectorAll("input[name$='.day']")) {
      const clock = form.elements[day.name.replace(/day$/, "clock")];
      if (clock && day.value === then.day && clock.value === then.clock) { day.value = now.day; clock.value = now.clock; }
    }
  }

  return { read: read, serial: serial, pack: pack, plain: plain, bytes: bytes, fill: fill, newKey: newKey, freshen: freshen };
})();
