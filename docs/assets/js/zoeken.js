// The search page: one query, from the address, answered by Pagefind. Nothing is fetched before there is a query.
import { chips, facets, withParameters } from "./facetten.js";

const byId = (id) => document.getElementById(id);
const field = byId("q");
const state = byId("zoekstand");
const explained = byId("zoekuitleg");
const list = byId("zoekresultaten");
const more = byId("meer");
const form = document.querySelector(".facetvorm");
const site = new URL(list.dataset.site, document.baseURI).href;
const TITLE = document.title;
const BATCH = 10;
const FIRST = 3;
const PAUSE = 150; // ms without a key before a word is searched
const FILTERS = ["soort", "voor", "moment", "label"];
let machine; // the engine, once the reader has begun to search
let plain;
let fitting = [];
let useFacets;
let answered = false; // the filters are about the results that are shown
let drawing = Promise.resolve();
let asked = "";
let turn = 0;

/** Fetches the engine; its parts are asked for together, so that none waits for another. */
function prepare() {
  machine ??= Promise.all([import("./zoekmachine.js"), import("./woorden.js"), import("./leveranciers/stemmer.js")]).then(([engine, words]) => {
    plain = words.plain;
    engine.prepare(site).catch(() => {}); // told when there is a question
    return engine;
  });
  return machine;
}

function element(name, className, ...content) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...content.filter(Boolean));
  return node;
}

const quoted = (words) => words.map((word) => `“${word}”`).join(" en ");

/** Where a unit was found on a page: as typed, inside a longer word, or by a word that means the same. */
function reason(unit, text) {
  const wanted = unit.how === "bekend" || unit.how === "begin" ? unit.typed : unit.words[0];
  const root = plain(wanted).slice(0, Math.max(4, plain(wanted).length - 2));
  const all = text.match(/[\p{L}\p{N}-]+/gu) ?? [];
  if (all.some((word) => plain(word).replaceAll("-", "").startsWith(root))) return wanted;
  const longer = all.find((word) => plain(word).replaceAll("-", "").includes(root));
  return longer ? `${wanted} (in ${longer.toLowerCase()})` : `${wanted} (een verwant woord)`;
}

function result({ hit, data }) {
  const { title, adres, soort, label, samenvatting } = data.meta;
  const link = element("a", "", title);
  link.href = new URL(adres, site).href;
  const kind = element("p", "zoek-soort", element("span", "", soort), label ? document.querySelector(`template[data-label="${label}"]`).content.cloneNode(true) : "");
  const text = `${title} ${data.raw_content?.split("¦")[0] ?? data.content.split("¦")[0]}`;
  const why = hit.found.length ? element("p", "zoek-waarom", `Gevonden op: ${[...new Set(hit.found.map((unit) => reason(unit, text)))].join(", ")}`) : "";
  const item = element("li", "", kind, element("p", "zoek-kop", link), element("p", "", samenvatting), why);
  if (soort === "Les") {
    item.dataset.slug = adres.split("/").at(-2);
    const handout = element("a", "", "Handout", element("span", "onzichtbaar", ` bij ${title}`));
    handout.href = `${link.href}#handouts`;
    item.append(element("p", "zoek-knoppen", element("button", "kies", "Bewaar"), handout));
  }
  return item;
}

/** Shows the next batch: its first results as soon as they are there. */
async function draw() {
  const mine = turn;
  const start = list.children.length;
  const batch = fitting.slice(start, start + BATCH);
  more.disabled = true;
  for (const part of [batch.slice(0, FIRST), batch.slice(FIRST)]) {
    const loaded = await Promise.all(part.map(async (hit) => ({ hit, data: await hit.load() })));
    if (mine !== turn) return;
    list.append(...loaded.filter(({ data }) => data).map(result));
  }
  more.disabled = false;
  more.hidden = list.children.length >= fitting.length;
  document.dispatchEvent(new Event("kaarten")); // new lessons to pick
}

/** What the search made of the words, in one line: corrections, parts, and words that no page knows. */
function told(units) {
  const by = (how) => units.filter((unit) => unit.how === how);
  const unknown = by("onbekend").map((unit) => unit.typed);
  return [
    ...by("verbeterd").map((unit) => `Bedoelde u “${unit.words[0]}”? Daarop is gezocht, want “${unit.typed}” staat op geen pagina.`),
    ...[...new Set(by("delen").map((unit) => unit.typed))].map((typed) => {
      const parts = by("delen").filter((unit) => unit.typed === typed).flatMap((unit) => unit.words);
      return `“${typed}” staat op geen pagina. Daarom is gezocht op ${quoted(parts)}.`;
    }),
    ...by("in").map((unit) => `“${unit.typed}” staat alleen in langere woorden: ${quoted(unit.words)}.`),
    ...by("zin").filter((unit) => !unit.instead.length).map((unit) => `Voor “${unit.typed}” is gezocht op ${quoted(unit.words)}.`),
    ...(unknown.length ? [`Geen enkele pagina kent ${quoted(unknown)}.`] : []),
  ].join(" ");
}

function count(number) {
  const some = number === 1 ? "1 pagina" : `${number} pagina’s`;
  state.textContent = number ? `${some} voor “${asked}”.` : `Niets gevonden voor “${asked}”. Probeer een ander of gewoner woord, of kies hieronder een lijst.`;
}

/** The meaning of the word above the results, when the query asks for a word of the glossary. */
async function meaning(hits, units, carrying) {
  const said = units.map((unit) => unit.typed).join(" ");
  const box = byId("zoekbegrip");
  box.hidden = true;
  const terms = await carrying("soort", "begrip");
  for (const hit of hits.filter(({ id }) => terms.has(id)).slice(0, 2)) {
    const meta = (await hit.load())?.meta;
    if (!meta || !said.startsWith(plain(meta.title)) || said.length - meta.title.length > 2) continue; // also a plural
    const link = element("a", "", "Alle begrippen");
    link.href = new URL(meta.adres, site).href;
    box.replaceChildren(element("p", "", element("strong", "", meta.title), `: ${meta.samenvatting} `, link));
    box.hidden = false;
    return;
  }
}

async function search() {
  const mine = ++turn;
  const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  delete list.dataset.klaar;
  answered = false;
  asked = query;
  if (field.value.trim() !== query) field.value = query;
  document.title = query ? `Zoeken: ${query} – ${TITLE}` : TITLE;
  list.replaceChildren();
  more.hidden = explained.hidden = byId("zoekbegrip").hidden = true;
  state.textContent = query ? "Aan het zoeken …" : "";
  byId("zoekkeuzes").hidden = true;
  if (query) {
    try {
      const { ask } = await prepare();
      const { units, hits, carrying } = await ask(query, site).catch(() => ask(query, site)); // a fetch may fail once
      if (mine !== turn) return;
      explained.textContent = told(units);
      explained.hidden = !explained.textContent;
      fitting = hits;
      count(hits.length);
      byId("zoekkeuzes").hidden = hits.length === 0;
      const chosen = FILTERS.some((name) => new URLSearchParams(location.search).has(name));
      if (!chosen) await draw();
      await narrow(hits, carrying);
      if (mine !== turn) return;
      await meaning(hits, units, carrying);
    } catch (error) {
      console.error(error);
      state.textContent = "Zoeken lukt nu niet. Kies hieronder een lijst.";
    }
  }
  if (mine === turn) list.dataset.klaar = "";
}

/** Filters with counts beside the results. They load after the first results, and redraw those only when a filter is chosen. */
async function narrow(hits, carrying) {
  const boxes = [...form.querySelectorAll("input")];
  const sets = await Promise.all(boxes.map((box) => carrying(box.name, box.value)));
  const items = hits.map((hit) => ({
    hit,
    dataset: Object.fromEntries(FILTERS.map((name) => [name, boxes.filter((box, n) => box.name === name && sets[n].has(hit.id)).map((box) => box.value).join(" ")])),
  }));
  for (const [n, box] of boxes.entries()) box.closest("li").hidden = !hits.some((hit) => sets[n].has(hit.id));
  for (const group of form.querySelectorAll("details")) group.hidden = !group.querySelector("li:not([hidden])");
  answered = true;
  if (useFacets) useFacets(items);
  else useFacets = facets(form, items, show);
  await drawing;
}

function show(items, chosen) {
  if (!answered) return;
  chips(byId("gekozen"), chosen, field);
  const found = items.map((item) => item.hit);
  if (found.length === fitting.length && list.children.length) return;
  fitting = found;
  list.replaceChildren();
  count(found.length);
  drawing = draw();
}

more.addEventListener("click", async () => {
  const start = list.children.length;
  await draw();
  list.children[start]?.querySelector("a").focus();
});

/** The query of the field goes into the address and is answered. While the reader types, the address is replaced and not added to. */
function go(write) {
  clearTimeout(waiting);
  if (field.value.trim() === asked) return;
  write.call(history, null, "", withParameters({ q: field.value.trim() }));
  search();
}
let waiting;
field.addEventListener("input", () => {
  prepare();
  clearTimeout(waiting);
  waiting = setTimeout(go, PAUSE, history.replaceState);
});
field.addEventListener("pointerdown", prepare, { once: true });
field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  go(history.pushState);
});
addEventListener("popstate", () => {
  if ((new URLSearchParams(location.search).get("q")?.trim() ?? "") !== asked) search();
});
search();
