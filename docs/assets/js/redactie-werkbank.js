// Questions to the worker that runs the program. `vraag` gives a promise of the answer; `gereed` tells when it can answer.

const werker = new Worker(new URL("./werkbank.js", import.meta.url), { type: "module" });
const open = new Map();
let nummer = 0;
let klaar;

export const gereed = new Promise((goed, fout) => {
  klaar = { goed, fout };
});

werker.onmessage = ({ data }) => {
  if (data.klaar === true) return klaar.goed();
  if (data.klaar === false) return klaar.fout(new Error(data.fout));
  const { goed, fout } = open.get(data.id);
  open.delete(data.id);
  if (data.fout) fout(new Error(data.fout));
  else goed(data.antwoord);
};
werker.onerror = (gebeurtenis) => klaar.fout(new Error(gebeurtenis.message));

/** `soort`: "beoordeel" or "open"; `inhoud`: text. Gives text. */
export function vraag(soort, inhoud) {
  return new Promise((goed, fout) => {
    nummer += 1;
    open.set(nummer, { goed, fout });
    werker.postMessage({ id: nummer, vraag: soort, inhoud });
  });
}
