// What the search knows of Dutch words: a word of the query → the words of the index to look for, and why.
// `woorden.json` (made by macros/search.py) holds the stems of the index, phrases and empty words.
import DutchPorterStemmer from "./leveranciers/stemmer.js";

const LINKS = ["", "s", "en", "e", "n"];
const SHORTEST_PART = 4;
const PREFIX = 3;
const INSIDE = 5;
const LONG = 9; // letters of a word that may be a compound though the index knows it
const MOST = 20; // words of a query that are looked at

/** Lower case, without accents and apostrophes; the same as `plain` in macros/words.py. */
export const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’`´]/g, "");

/** How a word sounds, roughly: spellings that Dutch readers mix up become one. */
function sound(word) {
  return word
    .replace(/ph/g, "f").replace(/th/g, "t").replace(/sch/g, "sg").replace(/ch/g, "g").replace(/ck?/g, "k").replace(/ks/g, "x")
    .replace(/ei|ij|y/g, "y").replace(/au/g, "ou").replace(/ie/g, "i").replace(/v/g, "f").replace(/z/g, "s").replace(/d/g, "t").replace(/q/g, "k")
    .replace(/(.)\1+/g, "$1");
}

/** Edit distance with swaps of neighbours (optimal string alignment), at most `most`; otherwise `most` + 1. */
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, n) => n)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[b.length];
}

export class Words {
  #stemmer = new DutchPorterStemmer();
  #words = new Map(); // stem → its shortest word
  #sounds; // sound → word

  constructor({ stammen, zinnen, loos }) {
    for (const line of stammen.split("\n")) {
      const [stem, word] = line.split(",");
      this.#words.set(stem, word ?? stem);
    }
    this.phrases = Object.entries(zinnen).map(([phrase, found]) => [phrase.split(" "), found.split(" ")]).sort((a, b) => b[0].length - a[0].length);
    this.empty = new Set(loos);
  }

  /**
   * A query → its units: `{ typed, words, how }`. `words` are to be looked for in the index, `how` tells why:
   * "bekend" (as typed; `parts` are those of a compound), "zin" (a phrase that means them; it stands for the units in `instead`, if any), "begin" (first letters), "delen" (a part of a compound, one unit each), "in" (inside longer words),
   * "verbeterd" (a slip of the pen) or "onbekend" (nothing; then there are no words).
   */
  units(query) {
    const typed = (plain(query).match(/[a-z0-9]+(?:-[a-z0-9]+)*/g) ?? []).slice(0, MOST);
    const whole = typed.flatMap((word) => (word.includes("-") && this.#words.has(this.stem(word.replaceAll("-", ""))) ? [word.replaceAll("-", "")] : word.split("-")));
    const found = [];
    const literal = (list) => list.filter((word) => !this.empty.has(word)).flatMap((word) => this.#unit(word));
    for (let n = 0; n < whole.length; n++) {
      const rest = whole.slice(n);
      const [parts, meant] = this.phrases.find(([list]) => list.every((part, k) => rest[k] !== undefined && this.stem(rest[k]) === this.stem(part))) ?? [];
      const own = literal(parts ? rest.slice(0, parts.length) : [whole[n]]);
      if (parts) {
        const all = own.length > 0 && own.every(({ how }) => how === "bekend");
        found.push(...(all ? own : []), { typed: rest.slice(0, parts.length).join(" "), words: meant, how: "zin", instead: all ? own : [] });
        n += parts.length - 1;
      } else found.push(...own);
    }
    return found.length ? found : whole.flatMap((word) => this.#unit(word));
  }

  /** Compounds that were written apart and stand in the index as one word: "studie keuze" → "studiekeuze". */
  joined(query) {
    const typed = plain(query).match(/[a-z0-9]+/g) ?? [];
    const pairs = typed.slice(1).flatMap((word, n) => LINKS.map((link) => this.#words.get(this.stem(typed[n] + link + word))));
    return [...new Set(pairs.filter(Boolean))];
  }

  /** The same as `stem` in macros/words.py. */
  stem(word) {
    return this.#stemmer.stemWord(word.replace(/(?<=[^aeiou][aeo])s$/, ""));
  }

  /** The unit of one word; more than one when the word is a compound that the index only knows in parts. */
  #unit(word) {
    const known = this.#words.get(this.stem(word));
    if (known) return { typed: word, words: [known], how: "bekend", parts: word.length >= LONG ? this.#parts(word) : undefined };
    const sounding = this.#bySound(word);
    if (sounding) return { typed: word, words: [sounding], how: "verbeterd" };
    if (word.length >= PREFIX && [...this.#words.keys()].some((stem) => stem.startsWith(word))) return { typed: word, words: [word], how: "begin" };
    const parts = this.#parts(word);
    if (parts) return parts.map((part) => ({ typed: word, words: [part], how: "delen" }));
    const near = this.#nearest(word);
    if (near) return { typed: word, words: [near], how: "verbeterd" };
    const inside = word.length >= INSIDE ? [...this.#words.values()].filter((other) => other.includes(word)) : [];
    if (inside.length) return { typed: word, words: inside.sort((a, b) => a.length - b.length).slice(0, 3), how: "in" };
    return { typed: word, words: [], how: "onbekend" };
  }

  #bySound(word) {
    this.#sounds ??= new Map([...this.#words].flatMap(([stem, other]) => [[sound(stem), other], [sound(other), other]]));
    return word.length > SHORTEST_PART ? this.#sounds.get(sound(word)) ?? this.#sounds.get(sound(this.stem(word))) : undefined;
  }

  /** A part of a compound: a word of the index, or one that sounds the same. */
  #part(word) {
    const found = this.#words.get(this.stem(word)) ?? (word.length > 5 ? this.#bySound(word) : undefined);
    return found && !this.empty.has(found) ? found : undefined;
  }

  /** The parts of a word that the index does not know as a whole; the last may be a plural (vraag, vragen), the others are as they are. */
  #parts(word) {
    for (let place = word.length - SHORTEST_PART; place >= SHORTEST_PART; place--) {
      const typed = word.slice(0, place);
      const first = this.#part(typed);
      if (!first || !(first.startsWith(typed) || typed.startsWith(first) || (typed.length >= 7 && sound(first) === sound(typed)))) continue;
      for (const link of LINKS) {
        if (!word.startsWith(link, place) || word.length - place - link.length < SHORTEST_PART) continue;
        const rest = word.slice(place + link.length);
        const last = this.#part(rest);
        const more = last ? [last] : this.#parts(rest);
        if (more) return [first, ...more];
      }
    }
    return undefined;
  }

  #nearest(word) {
    const heard = sound(word);
    const stemmed = sound(this.stem(word));
    const most = heard.length >= 12 ? 2 : heard.length >= 5 ? 1 : 0;
    let best;
    for (const [other, written] of most ? this.#sounds : []) {
      const off = Math.min(distance(heard, other, most), distance(stemmed, other, most));
      if (off > most || (other[0] !== heard[0] && off > 1)) continue;
      const worth = off + distance(word, written, 6) / 10;
      if (!best || worth < best.worth) best = { worth, written };
    }
    return best?.written;
  }
}
