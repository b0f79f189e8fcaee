// The evidence map: facets over its approaches, as matrix and as list. What is shown stands in the address. Without a script all of it is there.
import { chips, facets, withParameters } from "./facetten.js";

const byId = (id) => document.getElementById(id);
const form = document.querySelector(".facetvorm");
const rows = [...document.querySelectorAll(".matrix [data-slug]")];
const lines = new Map([...document.querySelectorAll("[data-regel]")].map((line) => [line.dataset.regel, line]));
const groups = [...document.querySelectorAll("[data-groep]")];
const shapes = [...document.querySelectorAll("[name=toon]")];
const whole = byId("stand").textContent;

facets(form, rows, (fitting, chosen) => {
  const shown = new Set(fitting);
  for (const row of rows) row.hidden = lines.get(row.dataset.slug).hidden = !shown.has(row);
  for (const group of groups) group.hidden = !group.querySelector("[data-slug]:not([hidden]), [data-regel]:not([hidden])");
  byId("geen").hidden = shown.size > 0;
  document.querySelector(".matrixkader").hidden = shown.size === 0;
  byId("stand").textContent = shown.size === rows.length ? whole : `${shown.size} van de ${rows.length} aanpakken`;
  chips(byId("gekozen"), chosen, form.querySelector("summary"));
});

function fromAddress() {
  const asked = new URLSearchParams(location.search).get("toon") ?? "";
  for (const shape of shapes) shape.checked = shape.value === (asked === "lijst" ? asked : "");
}

for (const shape of shapes) shape.addEventListener("change", () => history.pushState(null, "", withParameters({ toon: shape.value })));
addEventListener("popstate", fromAddress);
fromAddress();
