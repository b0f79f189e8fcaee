// The form for a lesson: start, draft, and what the program says of it. Nothing leaves the browser; the libraries come when the reader begins.

const pagina = document.getElementById("redactie");
const stand = document.getElementById("redactie-stand");
const kiesLes = document.getElementById("kies-les");
const CONCEPT = "wetenwatwerkt-les";
const LEEG = { pilot: "", slug: "", eigenNaam: false, was: null, waarden: {}, erbij: [] };

function lees() {
  try {
    return JSON.parse(localStorage.getItem(CONCEPT));
  } catch {
    return null;
  }
}

let concept = lees();
if (concept) {
  document.getElementById("concept").hidden = false;
  document.getElementById("concept-titel").textContent = concept.waarden?.titel || "zonder titel";
}

let bezig = false;

/** Load what the form runs on, and show it with these values. */
async function begin(waarden, alles = false) {
  if (bezig) return;
  bezig = true;
  stand.textContent = "Het formulier wordt geladen…";
  try {
    const { toon } = await import("./redactie-formulier.js");
    const velden = await (await fetch(new URL("../werkbank/velden.json", import.meta.url))).json();
    await toon(document.getElementById("formulier"), { velden, begin: { ...LEEG, ...waarden }, bewaarsleutel: CONCEPT, alles, host: pagina.dataset.host, tak: pagina.dataset.tak, pilots: [...kiesLes.querySelectorAll("optgroup")].map((groep) => [groep.dataset.slug, groep.label]) });
    document.getElementById("begin").hidden = true;
    stand.textContent = "";
    document.querySelector("#formulier select, #formulier input")?.focus();
  } catch (fout) {
    stand.textContent = `Het formulier kan niet worden geladen (${fout.message}). Probeer het later opnieuw, of gebruik een van de andere manieren.`;
    bezig = false;
  }
}

/** Whether an earlier draft may go. */
const magWeg = () => !lees() || confirm("Er staat nog een les die u niet heeft ingestuurd. Die gaat weg als u nu verdergaat. Verdergaan?");

async function openLes(slug) {
  const pilot = kiesLes.selectedOptions[0].parentElement.dataset.slug;
  const antwoord = await fetch(new URL(`../werkbank/lessen/${pilot}.json`, import.meta.url));
  const waarden = antwoord.ok ? (await antwoord.json())[slug] : null;
  if (waarden) await begin({ pilot, slug, eigenNaam: true, was: slug, waarden }, true);
  else stand.textContent = "Deze les kan niet worden opgehaald. Probeer het later opnieuw.";
}

async function openBestand(bestand) {
  stand.textContent = "Het bestand wordt gelezen…";
  const { vraag } = await import("./redactie-werkbank.js");
  const gelezen = JSON.parse(await vraag("open", await bestand.text()));
  if (!gelezen.waarden) {
    const [{ line, column, veld, melding }] = gelezen.bevindingen;
    stand.textContent = `${bestand.name}:${line}:${column}: ${veld ? `${veld}: ` : ""}${melding}`;
    return;
  }
  const slug = bestand.name.replace(/\.ya?ml$/i, "");
  const bekend = [...kiesLes.options].find((optie) => optie.value === slug);
  await begin({ pilot: bekend?.parentElement.dataset.slug ?? "", slug, eigenNaam: true, was: bekend ? slug : null, waarden: gelezen.waarden }, true);
}

document.getElementById("begin-nieuw").addEventListener("click", () => {
  const vandaag = new Date().toLocaleDateString("sv-SE"); // year-month-day
  const volgendJaar = `${Number(vandaag.slice(0, 4)) + 1}${vandaag.slice(4).replace("-02-29", "-02-28")}`;
  if (magWeg()) begin({ waarden: { status: "gepubliceerd", beoordeeld_op: vandaag, herzien_voor: volgendJaar } });
});
document.getElementById("begin-les").addEventListener("click", () => kiesLes.value && magWeg() && openLes(kiesLes.value));
document.getElementById("begin-bestand").addEventListener("change", (e) => e.target.files[0] && magWeg() && openBestand(e.target.files[0]));
document.getElementById("verder").addEventListener("click", () => begin(concept, true));
document.getElementById("weg").addEventListener("click", () => {
  localStorage.removeItem(CONCEPT);
  concept = null;
  document.getElementById("concept").hidden = true;
  document.getElementById("begin-nieuw").focus();
});

const gevraagd = new URLSearchParams(location.search).get("les");
if (gevraagd && [...kiesLes.options].some((optie) => optie.value === gevraagd)) kiesLes.value = gevraagd;
