/* The review page by keyboard and by selection. Everything here also works as plain forms and links. */
(function () {
  "use strict";
  var page = document.querySelector(".review");

  /* Code points, not UTF-16 units: the offsets of the record. */
  function points(text) { return Array.from(text).length; }

  function offset(node, at) {
    var holder = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    var piece = holder && holder.closest("[data-at]");
    if (!piece) { return null; }
    return Number(piece.dataset.at) + points(node.nodeType === Node.TEXT_NODE ? node.data.slice(0, at) : "");
  }

  function take() {
    var chosen = window.getSelection();
    if (!chosen || chosen.isCollapsed || !page) { return; }
    var source = page.querySelector(".src");
    if (!source.contains(chosen.anchorNode) || !source.contains(chosen.focusNode)) { return; }
    var range = chosen.getRangeAt(0);
    var start = offset(range.startContainer, range.startOffset);
    var end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) { return; }
    document.querySelectorAll("form[data-span]").forEach(function (form) {
      form.elements.start.value = start;
      form.elements.end.value = end;
      form.querySelector("[data-words]").value = chosen.toString();
      var more = form.closest("details");
      if (more) { more.open = true; }
    });
  }

  function press(id) {
    var form = document.getElementById(id);
    var button = form && form.querySelector("button[name=what], button");
    if (button) { button.click(); }
  }

  function go(url) { if (url) { window.location.assign(url); } }

  var keys = {
    n: function () { go(page.dataset.next); },
    p: function () { go(page.dataset.back); },
    a: function () { press("accept"); },
    u: function () { press("undo"); },
    r: function () { var list = document.getElementById("reason"); if (list) { list.focus(); } },
    e: function () {
      var more = document.getElementById("change");
      if (more) { more.open = true; var first = more.querySelector(".form .fld, .form input"); if (first) { first.focus(); } }
    }
  };

  function typing(target) { return target.closest("input, textarea, select, [contenteditable]"); }

  if (page) {
    document.addEventListener("selectionchange", take);
    document.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey) { return; }
      if (typing(event.target)) {
        if (event.key === "Enter" && event.target.id === "reason") { event.preventDefault(); press("reject"); }
        if (event.key === "Escape") { event.target.blur(); }
        return;
      }
      var nudge = Array.from(document.querySelectorAll("form[data-key]")).find(function (form) { return form.dataset.key === event.key; });
      if (nudge) { event.preventDefault(); nudge.requestSubmit(); return; }
      if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
    });
    /* Words typed by hand are found by themselves; the places of an earlier selection no longer hold. */
    document.querySelectorAll("[data-words]").forEach(function (area) {
      area.addEventListener("input", function () { area.form.elements.start.value = ""; area.form.elements.end.value = ""; });
    });
    var mark = page.querySelector(".src .mk[aria-current]");
    if (mark) { mark.scrollIntoView({ block: "nearest" }); }
  }

  /* Many files go one by one, with a bar; what became of each is said as it happens and stays: a refused one stops none. */
  var door = document.querySelector("form[data-take-in]");
  var say = function (line, refused) {
    var item = document.createElement("li");
    item.textContent = line;
    if (refused) { item.className = "fault"; }
    document.getElementById("took").appendChild(item);
  };
  var send = function (file) {
    var data = new FormData(door);
    data.delete("files"); data.delete("words"); data.append("files", file);
    return fetch(door.action || window.location.href, { method: "POST", body: data, headers: { Accept: "application/json" } })
      .then(function (answer) { return answer.json(); })
      .then(function (told) { told.lines.forEach(function (each) { say(each.line, each.state === "refused"); }); })
      .catch(function () { say(door.dataset.notSent.replace("%", file.name), true); });
  };
  var renew = function () {
    return fetch(window.location.href).then(function (answer) { return answer.text(); }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").getElementById("here");
      if (fresh) { document.getElementById("here").replaceWith(fresh); }
    });
  };
  if (door && window.fetch) {
    door.addEventListener("submit", function (event) {
      var files = Array.from(door.elements.files.files), bar = document.getElementById("bar");
      if (files.length < 2) { return; }
      event.preventDefault();
      document.getElementById("took").replaceChildren();
      bar.hidden = false; bar.max = files.length; bar.value = 0;
      files.reduce(function (before, file) {
        return before.then(function () { return send(file); }).then(function () { bar.value += 1; });
      }, Promise.resolve()).then(function () { door.elements.files.value = ""; return renew(); });
    });
  }
})();
