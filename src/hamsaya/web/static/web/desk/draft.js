/* What is typed into an open form is kept on this device, and offered again after a reload or a crash. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-keep]:not([data-plain])");
  const officer = hamsaya.body.officer, offer = document.getElementById("draft-offer");
  if (!form || !officer || !window.indexedDB) { return; }
  const id = officer + "|" + new URL(form.action).pathname;
  let wait;

  function keep() {
    window.clearTimeout(wait);
    wait = window.setTimeout(function () {
      hamsaya.store.put("drafts", { id: id, officer: officer, at: hamsaya.now(), fields: hamsaya.form.read(form) })
        .catch(() => undefined);
    }, 300);
  }

  hamsaya.dropDraft = function () {
    window.clearTimeout(wait);
    return hamsaya.store.drop("drafts", id);
  };

  function show(draft) {
    offer.querySelector("time").textContent = hamsaya.clock(draft.at);
    offer.hidden = false;
    offer.querySelector("[data-do=take]").addEventListener("click", function () {
      hamsaya.form.fill(form, draft.fields);
      offer.hidden = true;
    });
    offer.querySelector("[data-do=drop]").addEventListener("click", function () {
      hamsaya.dropDraft();
      offer.hidden = true;
    });
  }

  /* After a refusal or a look at the preview the form holds already what was written. */
  const isFilled = form.dataset.filled !== undefined;
  hamsaya.form.freshen(form);
  form.addEventListener("input", keep);
  hamsaya.store.get("drafts", id).then(function (draft) {
    if (draft && offer && !isFilled) { show(draft); }
  }, () => undefined);
})();
