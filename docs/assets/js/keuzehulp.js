// The last page of the helper: the answers on group and cost order and shorten the list that the server made, and stand in the address.
// The rules are those of macros/advice.py. Nothing is fetched and nothing is stored.
import { withParameters } from "./facetten.js";

const byId = (id) => document.getElementById(id);
const form = document.querySelector(".keuzevorm");
const [fitting, near, failed] = ["past", "bijna", "niet"].map(byId);
const items = [...document.querySelectorAll(".advies")];
const base = new Map(items.map((item, place) => [item, place]));
const warnings = new Set(failed.children);
const all = byId("alle");
const home = all.href;
const NAMES = ["doelgroep", "kosten"];
const radios = (name) => [...form.querySelectorAll(`input[name=${name}]`)];
const chosen = (name) => radios(name).find((radio) => radio.checked);
const filled = (text, values) => text.replace(/{(\w)}/g, (_, name) => values[name]);

/** How one lesson stands to the answers: what it misses, and whether its cost is within (0), unknown (1) or above (2). */
function judged(item, group, within) {
  const cost = !within || within.includes(item.dataset.kosten) ? 0 : item.dataset.kosten === form.dataset.onbekendeKosten ? 1 : 2;
  const misses = [item.dataset.moment === "anders", group.value !== "" && !item.dataset.doelgroep.split(" ").includes(group.value), cost === 2];
  const against = [misses[0] && form.dataset.anders, misses[1] && group.dataset.tegen, cost === 2 && form.dataset.boven, cost === 1 && form.dataset.onbekend];
  return { item, cost, misfits: misses.filter(Boolean).length, against: against.filter(Boolean).join(" ") };
}

/** Puts lessons in a list and shows the first `most`; a list that shows nothing goes, with its heading. */
function place(list, lessons, most) {
  list.append(...lessons.map(({ item }) => item));
  lessons.forEach(({ item }, n) => (item.hidden = n >= most));
  list.closest("section").hidden = Math.min(lessons.length, most) === 0;
  return lessons.slice(0, most);
}

function draw() {
  const [group, ceiling] = NAMES.map(chosen);
  const within = ceiling.dataset.binnen?.split(" ");
  const order = items.map((item) => judged(item, group, within)).sort((a, b) => a.misfits - b.misfits || a.cost - b.cost || base.get(a.item) - base.get(b.item));
  for (const { item, against } of order) {
    item.querySelector(".tegen").textContent = against;
    item.querySelector(".tegen").hidden = against === "";
  }
  const [warned, rest] = [order.filter(({ item }) => warnings.has(item)), order.filter(({ item }) => !warnings.has(item))];
  const fits = rest.filter(({ misfits }) => misfits === 0);
  const shown = place(fitting, fits, Number(fitting.dataset.meest));
  const shownNear = place(near, rest.filter(({ misfits }) => misfits > 0), fits.length < Number(fitting.dataset.weinig) ? Number(near.dataset.meest) : 0);
  // Those that did not work: what fits comes first, and only that shows.
  const apt = warned.filter(({ misfits }) => misfits === 0).length;
  const shownFailed = place(failed, warned, Math.min(apt, Number(failed.dataset.meest)));

  byId("onzeker").hidden = [...shown, ...shownNear].some(({ item }) => ["werkt", "veelbelovend"].includes(item.dataset.label));
  const n = Number(group.dataset.n.split(" ")[radios("kosten").indexOf(ceiling)]);
  const m = shown.length + shownFailed.length;
  const { geen, een, alle, deel } = byId("stand").dataset;
  const said = filled(n === 0 ? geen : n === 1 ? een : n <= m ? alle : deel, { n, m });
  if (byId("stand").textContent !== said) byId("stand").textContent = said;

  const address = new URL(home);
  if (group.value) address.searchParams.append("doelgroep", group.value);
  for (const cost of within ? [...within, form.dataset.onbekendeKosten] : []) address.searchParams.append("kosten", cost);
  all.href = address;
  all.textContent = filled(n === 1 ? all.dataset.een : all.dataset.meer, { n });
  all.hidden = n === 0;
}

function fromAddress() {
  const asked = new URLSearchParams(location.search);
  for (const name of NAMES) {
    const found = radios(name).find((radio) => radio.value === (asked.get(name) ?? ""));
    (found ?? radios(name)[0]).checked = true;
  }
  draw();
}

form.addEventListener("change", () => {
  history.pushState(null, "", withParameters(Object.fromEntries(NAMES.map((name) => [name, chosen(name).value]))));
  draw();
});
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("popstate", fromAddress);
fromAddress();
