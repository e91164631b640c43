/* Liveness: one stream of "something changed"; parts of the page that listen fetch themselves again. */
(function () {
  "use strict";
  var source = document.body.dataset.changes;
  if (source && window.EventSource) {
    var stream = new EventSource(source);
    stream.addEventListener("changed", function () { htmx.trigger(document.body, "changed"); });
  }
  /* A second tap on a signing button sends nothing twice. */
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.once !== undefined) {
      if (event.target.dataset.sent) { event.preventDefault(); return; }
      event.target.dataset.sent = "1";
    }
  });
})();
