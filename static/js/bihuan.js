/* Small comforts; every page works without this file. */
(function () {
  "use strict";

  var words = document.getElementById("bh-words");

  // A filter applies as soon as a choice is made; without scripts its button does it.
  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (form && form.matches("[data-bh-auto]") && event.target.matches("select")) form.requestSubmit();
  });

  // The button that was pressed says that the work is under way. The server answers a double click by itself.
  document.addEventListener("submit", function (event) {
    var button = event.submitter;
    if (button && event.target.method === "post") {
      button.setAttribute("aria-busy", "true");
    }
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-bh-print]") : null;
    if (button) window.print();
  });

  // Copies what stands in a field; where the browser forbids it, the words are selected for Ctrl+C.
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-bh-copy]") : null;
    var field = button && document.getElementById(button.dataset.bhCopy);
    if (!field) return;
    field.focus();
    field.select();
    if (!navigator.clipboard) return;
    navigator.clipboard.writeText(field.value).then(function () {
      var said = button.querySelector("span");
      said.setAttribute("role", "status");
      said.textContent = button.dataset.bhCopied;
    }, function () {});
  });

  // An answer that is saved on its own says when it is not: typed and not sent, or sent and not arrived.
  function unsaved(form, text, role) {
    var mark = form.querySelector("[data-bh-unsaved]");
    if (!mark) {
      mark = document.createElement("p");
      mark.setAttribute("data-bh-unsaved", "");
      form.append(mark);
    }
    mark.className = role === "alert" ? "bh-field__error" : "bh-small bh-amber bh-strong";
    mark.setAttribute("role", role);
    mark.textContent = text;
    var saved = form.querySelector("[data-bh-saved]");
    if (saved) saved.hidden = true;
    var busy = form.querySelector("[aria-busy]");
    if (busy) busy.removeAttribute("aria-busy");
  }

  function failed(text) {
    return function (event) {
      var sender = event.detail.elt;
      var form = sender && sender.closest ? sender.closest("form[hx-post]") : null;
      if (form && words) unsaved(form, words.dataset[text], "alert");
    };
  }

  document.addEventListener("htmx:sendError", failed("offline"));
  document.addEventListener("htmx:timeout", failed("offline"));
  document.addEventListener("htmx:responseError", failed("refused"));
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && words && form.matches("form[hx-post]") && event.target.type !== "radio") {
      unsaved(form, words.dataset.unsaved, "status");
    }
  });
})();
