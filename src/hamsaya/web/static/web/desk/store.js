/* What is kept on this device: letters that are not signed yet, and drafts of open forms. */
hamsaya.store = (function () {
  "use strict";
  let opened;

  function open() {
    opened = opened || new Promise(function (resolve, reject) {
      const asked = indexedDB.open("hamsaya", 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore("letters", { keyPath: "key" });
        asked.result.createObjectStore("drafts", { keyPath: "id" });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }

  /* Resolves once the change is on the disk: a crash a moment later loses nothing. */
  async function run(name, mode, act) {
    const base = await open();
    return new Promise(function (resolve, reject) {
      const work = base.transaction(name, mode, { durability: "strict" });
      const asked = act(work.objectStore(name));
      work.oncomplete = () => resolve(asked.result);
      work.onabort = work.onerror = () => reject(work.error);
    });
  }

  return {
    all: (name) => run(name, "readonly", (rows) => rows.getAll()),
    get: (name, key) => run(name, "readonly", (rows) => rows.get(key)),
    put: (name, row) => run(name, "readwrite", (rows) => rows.put(row)),
    drop: (name, key) => run(name, "readwrite", (rows) => rows.delete(key)),
    clear: (name) => run(name, "readwrite", (rows) => rows.clear()),
  };
})();
