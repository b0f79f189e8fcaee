// Facets of a list: OR within a facet, AND between facets, a count per value; the choice stands in the address.
import "./druk.js";

/** The address with other values for some parameters; an empty value takes the parameter away. */
export function withParameters(changes) {
  const query = new URLSearchParams(location.search);
  for (const [name, values] of Object.entries(changes)) {
    query.delete(name);
    for (const value of [values].flat()) if (value) query.append(name, value);
  }
  return query.size ? `?${query}` : location.pathname;
}

/**
 * Ties the checkboxes of `form` to `items` (elements with data-<facet>="value value", or objects with such a dataset).
 * `show(fitting, chosen)` gets the items that fit and the chosen boxes, at once and after every change.
 * Returns a function that puts other items in their place.
 */
export function facets(form, items, show) {
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const names = [...new Set(boxes.map((box) => box.name))];
  let values;

  function update() {
    const wanted = names.map((name) => boxes.filter((box) => box.checked && box.name === name).map((box) => box.value));
    const misses = new Map(items.map((item) => [item, wanted.map((list, n) => list.length > 0 && !list.some((v) => values.get(item)[n].includes(v)))]));
    for (const box of boxes) {
      const place = names.indexOf(box.name);
      const count = items.filter((item) => misses.get(item).every((miss, n) => n === place || !miss) && values.get(item)[place].includes(box.value)).length;
      box.closest("label").querySelector("[data-n]").textContent = count;
      box.closest("label").classList.toggle("facet-leeg", count === 0);
    }
    show(items.filter((item) => !misses.get(item).includes(true)), boxes.filter((box) => box.checked));
  }

  function fromAddress() {
    const asked = new URLSearchParams(location.search);
    for (const box of boxes) {
      box.checked = asked.getAll(box.name).includes(box.value);
      if (box.checked) box.closest("details").open = true;
    }
    update();
  }

  function toAddress() {
    const chosen = Object.fromEntries(names.map((name) => [name, boxes.filter((box) => box.checked && box.name === name).map((box) => box.value)]));
    history.pushState(null, "", withParameters(chosen));
    update();
  }

  form.addEventListener("change", toAddress);
  form.addEventListener("reset", () => setTimeout(toAddress));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", fromAddress);

  function use(others) {
    items = others;
    values = new Map(items.map((item) => [item, names.map((name) => (item.dataset[name] ?? "").split(" "))]));
    fromAddress();
  }
  use(items);
  return use;
}

/** Fills `list` with a button per chosen box that takes the choice away; the focus goes on to the next button, or to `list`'s heir. */
export function chips(list, chosen, heir) {
  const focused = [...list.children].findIndex((item) => item.contains(document.activeElement));
  list.replaceChildren(...chosen.map((box) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "knop-2";
    button.textContent = `${box.closest("label").querySelector("span").textContent} ×`;
    button.setAttribute("aria-label", `Keuze wissen: ${box.closest("label").querySelector("span").textContent}`);
    button.addEventListener("click", () => {
      box.checked = false;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
    item.append(button);
    return item;
  }));
  list.hidden = chosen.length === 0;
  if (focused >= 0) (list.children[Math.min(focused, list.children.length - 1)]?.firstChild ?? heir).focus();
}
