/* What was typed into a form stays in this tab until the server has taken it: a log-in that ran out, a lost line or a
   page left by mistake cost no text. Nothing leaves the browser; passwords, files and hidden fields are never kept. */
(function () {
  "use strict";

  var PREFIX = "bihuan-draft:";
  var LONGEST = 60000;
  var KEPT_FOR = 30 * 60 * 1000;
  var words = document.getElementById("bh-words");
  var person = words ? words.dataset.person : "";
  var dirty = new Set();

  function all() {
    var found = [];
    for (var place = 0; place < sessionStorage.length; place += 1) {
      var key = sessionStorage.key(place);
      if (key.indexOf(PREFIX) === 0) found.push(key);
    }
    return found;
  }

  function read(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch (_error) {
      return null;
    }
  }

  function write(key, draft) {
    var text = JSON.stringify(draft);
    try {
      if (text.length <= LONGEST) sessionStorage.setItem(key, text);
    } catch (_error) {
      /* The store is full or shut: the form works as without it. */
    }
  }

  function keyOf(form) {
    var action = form.getAttribute("action");
    var alike = Array.from(document.forms).filter(function (one) { return one.getAttribute("action") === action; });
    return PREFIX + location.pathname + "|" + (action || "") + "|" + alike.indexOf(form);
  }

  function isKept(field) {
    return field.name && !field.disabled && /^(text|textarea|number|date|search|tel|email|url|radio|checkbox|select-one|select-multiple)$/.test(field.type);
  }

  function isTick(field) {
    return field.type === "radio" || field.type === "checkbox";
  }

  function valueOf(field) {
    if (isTick(field)) return field.checked;
    if (field.type === "select-multiple") {
      return Array.from(field.selectedOptions, function (option) { return option.value; }).join("\n");
    }
    return field.value.replace(/\r\n/g, "\n");
  }

  function fieldsOf(form) {
    return Array.from(form.elements).filter(isKept);
  }

  function asTold(form) {
    return fieldsOf(form).map(function (field) {
      return { name: field.name, tick: isTick(field) ? field.value : null, value: valueOf(field) };
    });
  }

  function fieldFor(form, told) {
    return fieldsOf(form).find(function (field) {
      return field.name === told.name && (told.tick === null || (isTick(field) && field.value === told.tick));
    });
  }

  function put(field, value) {
    if (isTick(field)) field.checked = value;
    else if (field.type === "select-multiple") {
      Array.from(field.options).forEach(function (option) { option.selected = value.split("\n").includes(option.value); });
    } else field.value = value;
  }

  function isPost(form) {
    return form && form.method === "post" && !form.hasAttribute("data-bh-nokeep") && fieldsOf(form).length > 0;
  }

  function note(form, isSent) {
    if (!person || !isPost(form)) return;
    write(keyOf(form), { person: person, at: Date.now(), sent: isSent, fields: asTold(form) });
  }

  function forget(form) {
    dirty.delete(form);
    sessionStorage.removeItem(keyOf(form));
  }

  // What could not be put back, because the page has fewer rows now, is shown for copying.
  function leftovers(form, draft) {
    var texts = draft.fields.filter(function (told) {
      return told.tick === null && told.value && !fieldFor(form, told);
    });
    if (!texts.length) return null;
    var area = document.createElement("textarea");
    area.readOnly = true;
    area.rows = 4;
    area.setAttribute("aria-label", words.dataset.leftover);
    area.value = texts.map(function (told) { return told.value; }).join("\n\n");
    return area;
  }

  function button(text, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "bh-button bh-button--small";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function offer(form, key, draft) {
    var box = document.createElement("div");
    box.className = "bh-message bh-message--warning bh-noprint bh-form__whole";
    box.setAttribute("role", "status");
    var said = document.createElement("p");
    said.textContent = words.dataset.kept;
    var row = document.createElement("p");
    row.className = "bh-row";
    row.append(
      button(words.dataset.restore, function () {
        draft.fields.forEach(function (told) {
          var field = fieldFor(form, told);
          if (field) put(field, told.value);
        });
        var rest = leftovers(form, draft);
        dirty.add(form);
        note(form, false);
        if (rest) {
          said.textContent = words.dataset.leftover;
          row.replaceWith(rest);
        } else box.remove();
        var first = fieldsOf(form)[0];
        if (first) first.focus();
      }),
      button(words.dataset.discard, function () {
        sessionStorage.removeItem(key);
        box.remove();
      })
    );
    var inside = document.createElement("div");
    inside.append(said, row);
    box.append(inside);
    form.prepend(box);
  }

  function differs(form, draft) {
    return draft.fields.some(function (told) {
      var field = fieldFor(form, told);
      return field ? valueOf(field) !== told.value : told.tick === null && Boolean(told.value);
    });
  }

  // The log-in page: what was sent and not taken stays; the page says so only where it is true.
  function atTheDoor() {
    var lost = document.querySelector("[data-bh-lost]");
    if (!lost) return;
    var kept = all().filter(function (key) { return read(key); });
    kept.forEach(function (key) {
      var draft = read(key);
      draft.sent = false;
      draft.at = Date.now();
      write(key, draft);
    });
    if (kept.length) {
      lost.hidden = true;
      document.querySelector("[data-bh-kept]").hidden = false;
    }
  }

  function atHome() {
    var entry = performance.getEntriesByType("navigation")[0];
    var wentBack = entry && entry.type === "back_forward";
    var wasRefused = document.querySelector(".bh-refusal") !== null;
    all().forEach(function (key) {
      var draft = read(key);
      if (!draft || draft.person !== person || Date.now() - draft.at > KEPT_FOR) sessionStorage.removeItem(key);
      else if (draft.sent && !wentBack && !wasRefused) sessionStorage.removeItem(key);
      else if (draft.sent) write(key, Object.assign(draft, { sent: false }));
    });
    Array.from(document.forms).filter(isPost).forEach(function (form) {
      var draft = read(keyOf(form));
      if (draft && differs(form, draft)) offer(form, keyOf(form), draft);
    });
  }

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (!isPost(form) || !isKept(event.target)) return;
    dirty.add(form);
    note(form, false);
  });

  // Switching the language loads the page anew: whoever has typed something is asked first.
  var asksFirst = false;
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.matches("[data-bh-goes]")) asksFirst = true;
    else if (form.matches("[data-bh-out]")) all().forEach(function (key) { sessionStorage.removeItem(key); });
    else if (dirty.has(form) || sessionStorage.getItem(keyOf(form))) note(form, true);
  });

  window.addEventListener("beforeunload", function (event) {
    if (asksFirst && dirty.size) {
      asksFirst = false;
      event.preventDefault();
    }
  });

  // An item of a checklist that htmx has saved; with a redirection to the log-in page this is not reached.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var sender = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (event.detail.shouldSwap && sender && sender.matches("form")) forget(sender);
  });

  if (person) atHome();
  else atTheDoor();
})();
