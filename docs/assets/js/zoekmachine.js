// Asks Pagefind per unit of the query and weighs the answers together. Nothing is fetched before the first question.
import { Words } from "./woorden.js";

const LESSON = "les";
const TITLE_WEIGHT = 2;
const WEAK = 0.25; // of the best score among lessons, or among other pages: what scores lower is left out

let engine;

async function open(base) {
  const [pagefind, words] = await Promise.all([
    import(new URL("pagefind/pagefind.js", base)),
    fetch(new URL("pagefind/woorden.json", base)).then((answer) => answer.json()),
  ]);
  await pagefind.options({ baseUrl: new URL(base).pathname, ranking: { metaWeights: { title: TITLE_WEIGHT, adres: 0, samenvatting: 0, soort: 0, label: 0 } } });
  await pagefind.init();
  return { pagefind, words: new Words(words), kinds: new Map() };
}

/** Fetches the engine ahead of the first question. */
export function prepare(base) {
  engine ??= open(base);
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
  prepare(base);
  const { pagefind, words } = await engine;
  const units = words.units(query);
  const known = units.filter((unit) => unit.words.length);
  const bonus = known.length > 1 ? words.joined(query) : [];
  const pages = new Map();
  const look = async (word, unit, weight) => {
    for (const { id, score, data } of (await pagefind.search(word)).results) {
      const page = pages.get(id) ?? { id, load: data, per: new Map() };
      pages.set(id, page);
      page.per.set(unit, Math.max(page.per.get(unit) ?? 0, score * weight));
    }
  };
  await Promise.all([
    ...known.map(async (unit) => {
      if (unit.how !== "delen") return Promise.all(unit.words.map((word) => look(word, unit, 1)));
      const parts = unit.words.map((word) => ({ ...unit, part: word }));
      unit.parts = parts;
      return Promise.all(parts.map((part) => look(part.part, part, 1)));
    }),
    ...bonus.map((word) => look(word, "bonus", 1)),
    carrying("soort", LESSON),
  ]);
  const wanted = known.filter((unit) => !unit.instead?.length).flatMap((unit) => unit.parts ?? [unit]);
  const phrases = known.filter((unit) => unit.instead?.length);
  const lessons = await carrying("soort", LESSON);
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
