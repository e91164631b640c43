/* Liveness: one stream of "something changed"; parts of the page that listen fetch themselves again. */
(function () {
  "use strict";
  var source = document.body.dataset.changes;
  if (source && window.EventSource) {
    var stream = new EventSource(source);
    stream.addEventListener("changed", function () { htmx.trigger(document.body, "changed"); });
  }
  /* A countdown runs between two fetches; the server's own figure replaces it at the next one. */
  window.setInterval(function () {
    document.querySelectorAll("time[data-left]").forEach(function (node) {
      var left = Number(node.dataset.left) - 1;
      node.dataset.left = left;
      if (left >= 0 && node.dataset.seconds !== undefined) {
        var text = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
        node.textContent = node.dataset.digits === "arabext"
          ? text.replace(/[0-9]/g, function (d) { return "۰۱۲۳۴۵۶۷۸۹"[d]; }) : text;
      }
    });
    document.querySelectorAll("time[data-zone]").forEach(function (node) {
      var now = new Intl.DateTimeFormat("en-GB", { timeZone: node.dataset.zone, hour: "2-digit", minute: "2-digit" }).format(new Date());
      node.textContent = node.dataset.digits === "arabext"
        ? now.replace(/[0-9]/g, function (d) { return "۰۱۲۳۴۵۶۷۸۹"[d]; }) : now;
    });
  }, 1000);
  /* A second tap on a signing button sends nothing twice. */
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.once !== undefined) {
      if (event.target.dataset.sent) { event.preventDefault(); return; }
      event.target.dataset.sent = "1";
    }
  });
})();
