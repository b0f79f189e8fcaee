// A worker that runs the program itself (macros/workbench.py) on Python in WebAssembly, so that the form says what `check` says.
// In: {id, vraag: "beoordeel" | "open", inhoud: text}. Out: {id, antwoord: text} or {id, fout: text}; first {klaar: true}.

import createPyodideModule from "./leveranciers/pyodide/pyodide.asm.js";
import { loadPyodide } from "./leveranciers/pyodide/pyodide.js";

const HIER = new URL("./leveranciers/pyodide/", import.meta.url).href;
const WERKBANK = new URL("../werkbank/", import.meta.url).href;

async function haal(adres) {
  const antwoord = await fetch(adres);
  if (!antwoord.ok) throw new Error(`${adres}: ${antwoord.status}`);
  return antwoord;
}

async function begin() {
  const [python, kern, programma, kennis] = await Promise.all([
    loadPyodide({ indexURL: HIER, createPyodideModule }),
    haal(`${HIER}pydantic_core.whl`).then((a) => a.arrayBuffer()),
    haal(`${WERKBANK}programma.zip`).then((a) => a.arrayBuffer()),
    haal(`${WERKBANK}kennis.json`).then((a) => a.text()),
  ]);
  python.unpackArchive(kern, "wheel");
  python.unpackArchive(programma, "zip", { extractDir: "/lib/werkbank" });
  python.runPython("import sys; sys.path.append('/lib/werkbank')");
  return python.pyimport("macros.workbench").Workbench(kennis);
}

const werkbank = begin();
werkbank.then(
  () => postMessage({ klaar: true }),
  (fout) => postMessage({ klaar: false, fout: String(fout) }),
);

onmessage = async ({ data: { id, vraag, inhoud } }) => {
  try {
    const bank = await werkbank;
    postMessage({ id, antwoord: vraag === "open" ? bank.open(inhoud) : bank.assess(inhoud) });
  } catch (fout) {
    postMessage({ id, fout: String(fout) });
  }
};
