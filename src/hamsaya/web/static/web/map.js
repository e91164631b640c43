"use strict";
/* The list and the map in step: what is pointed at or focused in the one stands out in the other. */
(() => {
  const all = [...document.querySelectorAll("[data-sign]")];
  const mark = (event, on) => {
    const from = event.target.closest("[data-sign]");
    if (!from) return;
    for (const each of all) if (each.dataset.sign === from.dataset.sign) each.classList.toggle("is-pointed", on);
  };
  for (const [start, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(start, event => mark(event, true));
    document.addEventListener(end, event => mark(event, false));
  }
})();
