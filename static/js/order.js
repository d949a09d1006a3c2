/* Puts the rows of a list in order by dragging their handle or by their buttons; the numbers follow and are what is
   sent. Without this file the numbers are typed. */
(function () {
  "use strict";

  function rowsOf(list) {
    return Array.from(list.children);
  }

  function number(list) {
    rowsOf(list).forEach(function (row, place) {
      row.querySelector("input[type=number]").value = place + 1;
      row.querySelector("[data-bh-up]").disabled = place === 0;
      row.querySelector("[data-bh-down]").disabled = place === list.children.length - 1;
    });
  }

  function say(list, row) {
    var place = rowsOf(list).indexOf(row) + 1;
    var status = document.getElementById(list.dataset.bhStatus);
    if (status) status.textContent = list.dataset.bhMoved.replace("#", place);
  }

  function moved(list, row) {
    number(list);
    say(list, row);
    row.querySelector("input[type=number]").dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The row jumps to where the pointer is: before the first row whose middle lies below it.
  function follow(list, row, y) {
    var after = rowsOf(list).filter(function (one) { return one !== row; }).find(function (one) {
      var box = one.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    if (after !== row.nextElementSibling) list.insertBefore(row, after || null);
  }

  // The page listens, not the handle: a handle that moves with its row within the page loses the pointer.
  function drag(list, row, handle) {
    handle.addEventListener("pointerdown", function (event) {
      if (event.button) return;
      event.preventDefault();
      row.classList.add("is-dragged");
      var begun = rowsOf(list).indexOf(row);
      var ends = ["pointerup", "pointercancel"];

      function move(now) {
        if (now.pointerId === event.pointerId) follow(list, row, now.clientY);
      }
      function end(now) {
        if (now.pointerId !== event.pointerId) return;
        document.removeEventListener("pointermove", move);
        ends.forEach(function (name) { document.removeEventListener(name, end); });
        row.classList.remove("is-dragged");
        if (rowsOf(list).indexOf(row) !== begun) moved(list, row);
      }
      document.addEventListener("pointermove", move);
      ends.forEach(function (name) { document.addEventListener(name, end); });
    });
  }

  function step(list, row, button, forward) {
    button.addEventListener("click", function () {
      var other = forward ? row.nextElementSibling : row.previousElementSibling;
      if (!other) return;
      list.insertBefore(forward ? other : row, forward ? row : other);
      moved(list, row);
      var twin = row.querySelector(forward ? "[data-bh-up]" : "[data-bh-down]");
      (button.disabled ? twin : button).focus();
    });
  }

  document.querySelectorAll("[data-bh-order]").forEach(function (list) {
    rowsOf(list).forEach(function (row) {
      drag(list, row, row.querySelector("[data-bh-handle]"));
      step(list, row, row.querySelector("[data-bh-up]"), false);
      step(list, row, row.querySelector("[data-bh-down]"), true);
      row.querySelectorAll("[hidden]").forEach(function (part) { part.hidden = false; });
    });
    // A number that is typed puts its row there.
    list.addEventListener("change", function (event) {
      var row = event.target.closest("li");
      var place = Math.max(1, Math.min(list.children.length, Number(event.target.value) || 1));
      var others = rowsOf(list).filter(function (one) { return one !== row; });
      list.insertBefore(row, others[place - 1] || null);
      number(list);
      say(list, row);
      event.target.focus();
    });
    rowsOf(list).sort(function (one, other) {
      return one.querySelector("input").value - other.querySelector("input").value;
    }).forEach(function (row) { list.append(row); });
    number(list);
  });
})();
