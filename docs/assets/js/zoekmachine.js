// Asks Pagefind per unit of the query and weighs the answers together. Nothing is fetched before the first question.
import { Words } from "./woorden.js";

const LESSON = "les";
const FEW = 5; // pages: a compound that stands on fewer is also looked for by its parts
const PARTS_WEIGHT = 0.5; // of the weakest part
const TITLE_WEIGHT = 2;
const WEAK = 0.25; // of the best score among lessons, or among other pages: what scores lower is left out

let engine;

async function open(base) {
  const [{ createInstance }, words] = await Promise.all([
    import(new URL("pagefind/pagefind.js", base)),
    fetch(new URL("pagefind/woorden.json", base)).then((answer) => answer.json()),
  ]);
  const pagefind = createInstance({ basePath: new URL("pagefind/", base).pathname, noWorker: true }); // a worker costs 12 kB more
  await pagefind.options({ baseUrl: new URL(base).pathname, ranking: { metaWeights: { title: TITLE_WEIGHT, adres: 0, samenvatting: 0, soort: 0, label: 0 } } });
  await pagefind.init();
  return { pagefind, words: new Words(words), kinds: new Map() };
}

/** Fetches the engine ahead of the first question. */
export function prepare(base) {
  engine ??= open(base).catch((error) => {
    engine = undefined; // the next question tries again
    throw error;
  });
  return engine;
}

/** Pages with a value of a facet → their ids. Each value is a word of its own in the index (see `kenmerken` in macros/search.py). */
async function carrying(name, value) {
  const { pagefind, kinds } = await engine;
  const key = `qx${name}${value.replaceAll("-", "")}qx`;
  if (!kinds.has(key)) {
    const found = await pagefind.search(key);
    kinds.set(key, new Set(found.results.map((result) => result.id)));
  }
  return kinds.get(key);
}

/**
 * A query → `{ units, hits }`. `base`: address of the site. Each hit: `id`, `score`, `found` (the units it has), `load()` for the rest.
 * Lessons come first, then other pages, each from the best score down.
 */
export async function ask(query, base) {
  const { pagefind, words } = await prepare(base);
  const units = words.units(query);
  const known = units.filter((unit) => unit.words.length);
  const bonus = known.length > 1 ? words.joined(query) : [];
  const pages = new Map();
  const add = (unit, { id, score, data }) => {
    const page = pages.get(id) ?? { id, load: data, per: new Map() };
    pages.set(id, page);
    page.per.set(unit, Math.max(page.per.get(unit) ?? 0, score));
  };
  const look = async (word, unit) => {
    const { results } = await pagefind.search(word);
    const weight = unit.instead?.length || 1; // a phrase counts for as many words as it stands for
    for (const result of results) add(unit, { ...result, score: weight * result.score });
    if (!unit.parts || results.length >= FEW) return;
    const [first, ...others] = await Promise.all(unit.parts.map(async (part) => (await pagefind.search(part)).results));
    for (const result of first) {
      const same = others.map((list) => list.find(({ id }) => id === result.id));
      if (same.every(Boolean)) add(unit, { ...result, score: PARTS_WEIGHT * Math.min(result.score, ...same.map(({ score }) => score)) });
    }
  };
  const [lessons] = await Promise.all([
    carrying("soort", LESSON),
    ...known.flatMap((unit) => unit.words.map((word) => look(word, unit))),
    ...bonus.map((word) => look(word, "bonus")),
  ]);
  const [wanted, phrases] = [known.filter((unit) => !unit.instead?.length), known.filter((unit) => unit.instead?.length)];
  const hits = [...pages.values()].map(({ id, load, per }) => {
    const found = wanted.filter((unit) => per.has(unit) || phrases.some((phrase) => per.has(phrase) && phrase.instead.includes(unit)));
    const sum = [...per.values()].reduce((total, score) => total + score, 0);
    return { id, load, found, score: sum * (found.length / wanted.length) ** 1.5 };
  });
  const order = (group) => {
    const best = Math.max(...group.map((hit) => hit.score));
    return group.filter((hit) => hit.score >= WEAK * best).sort((a, b) => b.score - a.score);
  };
  const shown = [...order(hits.filter((hit) => lessons.has(hit.id))), ...order(hits.filter((hit) => !lessons.has(hit.id)))];
  return { units, hits: shown, carrying };
}
