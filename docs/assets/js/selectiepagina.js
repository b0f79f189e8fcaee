// The page of a selection: order, title and introduction stand in the address; the lessons below are ready to print.
import { withParameters } from "./facetten.js";
import { showHandouts } from "./handouts.js";
import { distinct, lesson } from "./lespagina.js";
import { asked, keep, parameters, selection } from "./selectie.js";

const byId = (id) => document.getElementById(id);
const [list, bundle, heading, introduction, state] = ["gekozen-lessen", "bundel", "selectie-titel", "selectie-inleiding", "selectie-melding"].map(byId);
const page = byId("selectiepagina");
const site = new URL(page.dataset.site, document.baseURI).href;
const PARTS = ["[data-deel=wat]", ".stappen", ".wel", ".niet", "[data-deel=randvoorwaarden]", ".valkuil"];
const pages = new Map();

let own = asked().length === 0 || parameters(asked()) === parameters(selection());
let slugs = asked().length ? asked() : selection();

function address() {
  history.replaceState(null, "", withParameters({ les: slugs, titel: heading.value.trim(), inleiding: introduction.value.trim() }));
}

function change(others, focus) {
  slugs = others;
  if (own) keep(slugs);
  address();
  draw(focus);
}

function move(slug, step) {
  const place = slugs.indexOf(slug);
  const others = slugs.filter((other) => other !== slug);
  others.splice(place + step, 0, slug);
  change(others, `[data-les="${slug}"] [data-doe="${step < 0 ? "omhoog" : "omlaag"}"]`);
  state.textContent = `${pages.get(slug).title}: plaats ${place + step + 1} van ${slugs.length}.`;
}

function row(found, n) {
  const item = byId("rij").content.cloneNode(true).firstElementChild;
  item.dataset.les = found.slug;
  const link = item.querySelector("a");
  link.textContent = found.title;
  link.href = found.url;
  const label = found.part(".oordeel-rij .label");
  if (label) item.querySelector("[data-label]").append(label);
  const actions = { omhoog: () => move(found.slug, -1), omlaag: () => move(found.slug, 1), weg: () => remove(found) };
  for (const button of item.querySelectorAll("button")) {
    button.setAttribute("aria-label", `${button.textContent}: ${found.title}`);
    button.addEventListener("click", actions[button.dataset.doe]);
  }
  item.querySelector("[data-doe=omhoog]").disabled = n === 0;
  item.querySelector("[data-doe=omlaag]").disabled = n === slugs.length - 1;
  return item;
}

function remove(found) {
  const place = slugs.indexOf(found.slug);
  const others = slugs.filter((other) => other !== found.slug);
  change(others, others.length ? `[data-les="${others[Math.min(place, others.length - 1)]}"] [data-doe="weg"]` : "#selectie-leeg a");
  state.textContent = `${found.title} staat niet meer in de lijst.`;
}

/** One lesson of the bundle: judgement, core message, steps and conditions, with headings one level lower. */
function chapter(found) {
  const node = document.createElement("article");
  node.className = "bundel-les";
  const title = document.createElement("h2");
  title.textContent = found.title;
  const place = document.createElement("p");
  place.className = "bundel-adres";
  place.textContent = found.url;
  node.append(found.part(".les-soort"), title, found.part(".les-kern"), found.part(".oordeel"), ...PARTS.map((part) => found.part(part)).filter(Boolean).map(lower), place);
  return node;
}

function lower(part) {
  for (const old of [...part.querySelectorAll("h3"), ...part.querySelectorAll("h2")]) {
    const fresh = document.createElement(`h${Number(old.nodeName[1]) + 1}`);
    fresh.append(...old.childNodes);
    old.replaceWith(fresh);
  }
  return part;
}

async function draw(focus) {
  const missing = [];
  await Promise.all(slugs.filter((slug) => !pages.has(slug)).map(async (slug) => pages.set(slug, await lesson(site, slug))));
  for (const slug of slugs) if (!pages.get(slug)) missing.push(slug);
  const found = distinct(slugs.map((slug) => pages.get(slug)));
  const moved = slugs.some((slug) => (pages.get(slug)?.slug ?? slug) !== slug);
  slugs = found.map(({ slug }) => slug);
  for (const each of found) pages.set(each.slug, each);
  if (moved && own) keep(slugs);
  if (moved) address();
  list.replaceChildren(...found.map(row));
  bundle.replaceChildren(...found.map(chapter));
  showHandouts(found);
  byId("selectie-leeg").hidden = found.length > 0;
  byId("selectie-vol").hidden = found.length === 0;
  byId("selectie-gedeeld").hidden = own;
  byId("bundel-kop").textContent = heading.value.trim() || byId("bundel-kop").dataset.standaard;
  byId("bundel-inleiding").textContent = introduction.value.trim();
  byId("vergelijk").href = `${byId("vergelijk").href.split("?")[0]}?${parameters(slugs.slice(0, 4))}`;
  byId("vergelijk").hidden = found.length < 2;
  if (missing.length) state.textContent = `Niet gevonden, misschien is het adres niet heel: ${missing.join(", ")}.`;
  if (focus) (document.querySelector(`${focus}:not(:disabled)`) ?? list.querySelector("button:not(:disabled)") ?? byId("selectie-leeg").querySelector("a")).focus();
  page.dataset.klaar = "";
}

const query = new URLSearchParams(location.search);
heading.value = query.get("titel") ?? "";
introduction.value = query.get("inleiding") ?? "";
for (const field of [heading, introduction]) {
  field.addEventListener("input", () => {
    address();
    byId("bundel-kop").textContent = heading.value.trim() || byId("bundel-kop").dataset.standaard;
    byId("bundel-inleiding").textContent = introduction.value.trim();
  });
}
byId("kopieer").addEventListener("click", async ({ currentTarget: button }) => {
  state.textContent = await navigator.clipboard.writeText(location.href).then(() => button.dataset.gelukt, () => button.dataset.mislukt);
});
byId("druk-af").addEventListener("click", () => print());
byId("neem-over").addEventListener("click", () => {
  own = true;
  keep(slugs);
  draw("#kopieer");
  state.textContent = "Dit is nu uw eigen selectie.";
});
byId("leeg").addEventListener("click", () => change([], "#selectie-leeg a"));
if (slugs.length) address();
draw().catch(() => {
  state.textContent = "De lessen konden niet worden opgehaald. Probeer het later opnieuw.";
});
