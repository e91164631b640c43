/* Liveness: one stream of "something changed"; parts of the page that listen fetch themselves again. */
(function () {
  "use strict";
  var source = document.body.dataset.changes;
  if (source && window.EventSource) {
    var stream = new EventSource(source);
    stream.addEventListener("changed", function () { htmx.trigger(document.body, "changed"); });
  }
  /* A board that renews itself leaves open what was opened on it, and the focus where it was. */
  var kept = null;
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.target.id !== "board") { return; }
    kept = Array.from(event.target.querySelectorAll("details[open]")).map(function (fold) {
      var fields = Array.from(fold.querySelectorAll("summary, button, select, a"));
      return {
        id: fold.id,
        focus: fields.indexOf(document.activeElement),
        chosen: Array.from(fold.querySelectorAll("select")).map(function (each) { return each.selectedIndex; })
      };
    });
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.target.id !== "board" || !kept) { return; }
    kept.forEach(function (was) {
      var fold = document.getElementById(was.id);
      if (!fold) { return; }
      fold.open = true;
      fold.querySelectorAll("select").forEach(function (each, at) { each.selectedIndex = was.chosen[at]; });
      var field = fold.querySelectorAll("summary, button, select, a")[was.focus];
      if (field) { field.focus(); }
    });
    kept = null;
  });
  /* A second tap on a signing button sends nothing twice. */
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.once !== undefined) {
      if (event.target.dataset.sent) { event.preventDefault(); return; }
      event.target.dataset.sent = "1";
    }
  });
})();
