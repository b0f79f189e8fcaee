// The catalogue: facets, order, cards or table, and the list as a file. What is shown stands in the address. Without a script the whole list is there.
import { chips, facets, withParameters } from "./facetten.js";

const byId = (id) => document.getElementById(id);
const form = document.querySelector(".facetvorm");
const cards = [...document.querySelectorAll("#kaarten .kaart")];
const place = new Map(cards.map((card) => [card, card.closest("li")]));
const home = new Map(cards.map((card) => [card, place.get(card).parentNode]));
const groups = [...document.querySelectorAll(".groep")];
const order = byId("sorteer");
const shape = byId("toon");
const rows = document.querySelector("#tabel tbody");
const names = Object.fromEntries([...form.querySelectorAll("input")].map((box) => [`${box.name} ${box.value}`, box.closest("label").querySelector("span").textContent]));
const rank = (facet) => Object.fromEntries([...form.querySelectorAll(`input[name=${facet}]`)].map((box, n) => [box.value, n]));
const [moments, pilots] = [rank("moment"), rank("pilot")];
const STRENGTH = ["sterk", "redelijk", "beperkt", "zwak", "geen"];
const COST = ["laag", "middel", "hoog", "onbekend"];
const title = (card) => card.querySelector("h3").textContent;
const ORDERS = {
  "": () => 0,
  titel: (a, b) => title(a).localeCompare(title(b), "nl"),
  loopbaan: (a, b) => pilots[a.dataset.pilot] - pilots[b.dataset.pilot] || moments[a.dataset.moment] - moments[b.dataset.moment],
  sterkte: (a, b) => STRENGTH.indexOf(a.dataset.sterkte) - STRENGTH.indexOf(b.dataset.sterkte),
  kosten: (a, b) => COST.indexOf(a.dataset.kosten) - COST.indexOf(b.dataset.kosten),
  bijgewerkt: (a, b) => b.dataset.bijgewerkt.localeCompare(a.dataset.bijgewerkt),
};
let fitting = cards;
let sorted = cards;

function cell(row, ...content) {
  row.append(document.createElement(row.children.length ? "td" : "th"));
  row.lastChild.append(...content);
  if (row.children.length === 1) row.lastChild.scope = "row";
}

function tableRow(card) {
  const row = document.createElement("tr");
  const list = (facet) => card.dataset[facet].split(" ").map((slug) => names[`${facet} ${slug}`]).join(", ");
  cell(row, card.querySelector("h3 a").cloneNode(true));
  cell(row, card.querySelector(".label").cloneNode(true));
  cell(row, card.querySelector(".meter").textContent);
  cell(row, list("voor"));
  cell(row, list("moment"));
  cell(row, list("kosten"));
  cell(row, card.dataset.bijgewerkt.split("-").reverse().map(Number).join("-"));
  return row;
}

/** Puts the cards that fit where the reader wants them: per label, in one row, or as rows of the table. */
function draw() {
  const asTable = shape.value === "tabel";
  const grouped = order.value === "" && !asTable;
  sorted = order.value === "" ? fitting : [...fitting].sort(ORDERS[order.value]);
  for (const card of cards) place.get(card).hidden = !fitting.includes(card);
  if (grouped) for (const card of cards) home.get(card).append(place.get(card));
  else if (!asTable) byId("op-rij").append(...sorted.map((card) => place.get(card)));
  for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
  byId("kaarten").hidden = !grouped;
  byId("op-rij").hidden = grouped || asTable;
  byId("tabel").hidden = !asTable || fitting.length === 0;
  rows.replaceChildren(...(asTable ? sorted.map(tableRow) : []));
  for (const head of document.querySelectorAll("#tabel [data-sorteer]")) {
    if (head.dataset.sorteer === order.value) head.setAttribute("aria-sort", ["titel", "loopbaan", "kosten"].includes(order.value) ? "ascending" : "descending");
    else head.removeAttribute("aria-sort");
  }
  byId("geen").hidden = fitting.length > 0;
  const number = fitting.length;
  byId("stand").textContent = number === cards.length ? `${number} lessen` : `${number} van de ${cards.length} lessen`;
}

function fromAddress() {
  const asked = new URLSearchParams(location.search);
  for (const field of [order, shape]) field.value = [...field.options].some((o) => o.value === asked.get(field.name)) ? asked.get(field.name) : "";
}

function toAddress() {
  history.pushState(null, "", withParameters({ sorteer: order.value, toon: shape.value }));
  draw();
}

for (const field of [order, shape]) field.addEventListener("change", toAddress);
for (const head of document.querySelectorAll("#tabel [data-sorteer]")) {
  head.firstChild.addEventListener("click", () => {
    order.value = head.dataset.sorteer;
    toAddress();
  });
}
addEventListener("popstate", fromAddress);
fromAddress();
facets(form, cards, (found, chosen) => {
  fitting = found;
  chips(byId("gekozen"), chosen, byId("sorteer"));
  draw();
});

// The file of the filtered list: the lines of the whole file that are shown, in the order in which they are shown.
byId("csv").addEventListener("click", async (event) => {
  if (fitting.length === cards.length && order.value === "") return;
  event.preventDefault();
  const [head, ...lines] = (await (await fetch(event.currentTarget.href)).text()).trimEnd().split("\n");
  const bySlug = new Map(lines.map((line) => [line.slice(0, line.indexOf(",")), line]));
  const text = [head, ...sorted.map((card) => bySlug.get(card.dataset.slug))].join("\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text, "\n"], { type: "text/csv" }));
  link.download = "lessen-selectie.csv";
  link.click();
  URL.revokeObjectURL(link.href);
});

byId("kopieer").addEventListener("click", async ({ currentTarget: button }) => {
  const said = await navigator.clipboard.writeText(location.href).then(() => "gelukt", () => "mislukt");
  button.textContent = button.dataset[said];
});
