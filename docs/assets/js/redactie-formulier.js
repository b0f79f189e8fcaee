// The form itself: fields of the lesson, of new sources and studies, and beside them what the program says.

import { createRoot, Form, html, useCallback, useEffect, useMemo, useRef, useState } from "./leveranciers/formulier.js";
import { Uitkomst } from "./redactie-uitkomst.js";
import { formulierschema, templates, vormen, Werk, widgets } from "./redactie-velden.js";
import { gereed, vraag } from "./redactie-werkbank.js";

const RUST = 350; // ms without a change before the program is asked
const VERSTREKEN = { bronnen: "Nieuwe bron", onderzoeken: "Nieuw onderzoek" };
const LANGSTE_NAAM = 60;

// The form library asks for a validator; ours is the program, which answers later and beside it.
const keurtNiets = { validateFormData: () => ({ errors: [], errorSchema: {} }), isValid: () => true, rawValidation: () => ({}) };

/** Text as a file name: lower case, letters, digits and dashes; as `words.anchor` and `answers.name_from` do. */
function naamVan(tekst) {
  const heel = tekst.toLowerCase().normalize("NFKD").replace(/[^\x00-\x7f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return heel.length > LANGSTE_NAAM ? heel.slice(0, LANGSTE_NAAM).replace(/-[^-]*$/, "") : heel;
}

function voorstelNaam(soort, waarden) {
  if (soort === "onderzoeken") return naamVan(waarden.titel ?? "");
  const maker = waarden.author?.[0] ?? {};
  return naamVan(`${maker.family ?? maker.literal ?? ""} ${String(waarden.issued ?? "").slice(0, 4)} ${waarden.title ?? ""}`);
}

/** Values without what is empty, and where each came from: place in the file → place in the form. */
function schoon(waarde, hier = "", daar = "", plaatsen = new Map()) {
  plaatsen.set(daar, hier);
  const dieper = (pad, naam) => (pad ? `${pad}.${naam}` : `${naam}`);
  if (Array.isArray(waarde)) {
    const over = [];
    waarde.forEach((deel, nummer) => {
      const [rest] = schoon(deel, dieper(hier, nummer), dieper(daar, over.length), plaatsen);
      if (rest !== undefined) over.push(rest);
    });
    return [over.length ? over : undefined, plaatsen];
  }
  if (waarde && typeof waarde === "object") {
    const over = Object.entries(waarde).flatMap(([naam, deel]) => {
      const [rest] = schoon(deel, dieper(hier, naam), dieper(daar, naam), plaatsen);
      return rest === undefined ? [] : [[naam, rest]];
    });
    return [over.length ? Object.fromEntries(over) : undefined, plaatsen];
  }
  return [waarde === null || waarde === "" || (typeof waarde === "string" && !waarde.trim()) ? undefined : waarde, plaatsen];
}

/** Place in the form of a place in the file: its own, or that of the nearest part around it. */
function inFormulier(veld, plaatsen) {
  for (let pad = veld; pad; pad = pad.slice(0, Math.max(0, pad.lastIndexOf(".")))) {
    if (plaatsen.has(pad)) return plaatsen.get(pad) + veld.slice(pad.length);
  }
  return veld;
}

function meldingenVan(bevindingen, plaatsen) {
  const per = new Map();
  for (const { veld, melding } of bevindingen) {
    const plaats = inFormulier(veld, plaatsen);
    per.set(plaats, [...(per.get(plaats) ?? []), melding]);
  }
  return per;
}

/** The fields of one record. `geraakt`: fields that the editor has been at; only there a message is shown, or everywhere with `alles`. */
function Velden({ prefix, schema, publieken, waarden, bijWijzigen, bevindingen, alles, namen, maak }) {
  const [geraakt, zetGeraakt] = useState(() => new Set());
  const sleutel = publieken?.join(" ");
  const eigen = useMemo(() => formulierschema(schema, publieken), [schema, sleutel]);
  const vervangt = waarden.status === "vervangen" || Boolean(waarden.vervangen_door);
  const vorm = useMemo(() => {
    const alle = { ...vormen(eigen), "ui:submitButtonOptions": { norender: true } };
    if (alle.vervangen_door && !vervangt) alle.vervangen_door = { "ui:widget": "hidden" };
    if (alle.niveau_overzicht && waarden.opzet !== "systematisch-overzicht") alle.niveau_overzicht = { "ui:widget": "hidden" };
    return alle;
  }, [eigen, vervangt, waarden.opzet]);
  const plaatsen = useMemo(() => schoon(waarden)[1], [waarden]);
  const werk = useMemo(() => ({
    prefix,
    meldingen: meldingenVan(bevindingen, plaatsen),
    toon: (veld) => alles || [...geraakt].some((g) => g === veld || g.startsWith(`${veld}.`)),
    namen,
    maak,
  }), [prefix, bevindingen, plaatsen, alles, geraakt, namen, maak]);
  const raak = useCallback((id) => zetGeraakt((was) => new Set(was).add(id.slice(prefix.length + 1))), [prefix]);
  return html`<${Werk.Provider} value=${werk}>
    <${Form} tagName="div" idPrefix=${prefix} idSeparator="." schema=${eigen} uiSchema=${vorm} formData=${waarden} validator=${keurtNiets} noValidate
      onChange=${({ formData }) => bijWijzigen(formData)} onBlur=${raak} widgets=${widgets} templates=${templates}
      experimental_defaultFormStateBehavior=${{ arrayMinItems: { populate: "never" }, emptyObjectFields: "skipDefaults" }} showErrorList=${false} />
  <//>`;
}

function Naam({ id, waarde, bijWijzigen, meldingen, wat }) {
  return html`<div className="veld">
    <label htmlFor=${id}>Naam van het bestand</label>
    <p className="veld-uitleg" id=${`${id}__uitleg`}>${wat}</p>
    <input id=${id} type="text" value=${waarde} onChange=${(e) => bijWijzigen(e.target.value)} autoCapitalize="off" spellCheck="false" aria-describedby=${`${id}__uitleg ${id}__melding`} aria-invalid=${meldingen.length > 0 || undefined} />
    ${meldingen.length > 0 && html`<ul className="veld-meldingen" id=${`${id}__melding`}>${meldingen.map((m) => html`<li key=${m}>${m}</li>`)}</ul>`}
  </div>`;
}

const padVan = ({ kind, slug }) => `data/${kind}/${slug || "naamloos"}.yml`;

/** A new source or study, over the form. */
function Venster({ soort, schema, record, zet, bevindingen, namen, maak, beoordeel, bewaar, sluit }) {
  const venster = useRef(null);
  const [alles, zetAlles] = useState(false);
  useEffect(() => venster.current.showModal(), []);
  const eigen = bevindingen.filter((b) => b.veld === "bestandsnaam").map((b) => b.melding);
  const klaar = async () => {
    const { bevindingen: nu } = await beoordeel();
    if (!nu.some((b) => b.path === padVan(record))) return bewaar();
    zetAlles(true);
    setTimeout(() => venster.current.querySelector("[aria-invalid]")?.focus());
  };
  const wijzig = (waarden) => zet({ ...record, waarden, slug: record.eigenNaam ? record.slug : voorstelNaam(soort, waarden) });
  const kop = `venster-${soort}`;
  return html`<dialog ref=${venster} className="venster" aria-labelledby=${kop} onCancel=${(e) => { e.preventDefault(); sluit(); }}>
    <h2 id=${kop}>${record.was ? "Wijzigen" : VERSTREKEN[soort]}</h2>
    <${Velden} prefix=${soort} schema=${schema} waarden=${record.waarden} bijWijzigen=${wijzig} bevindingen=${bevindingen} alles=${alles} namen=${namen} maak=${maak} />
    <${Naam} id=${`${soort}-naam`} waarde=${record.slug} bijWijzigen=${(slug) => zet({ ...record, slug, eigenNaam: true })} meldingen=${alles ? eigen : []} wat="Kleine letters, cijfers en streepjes. Dit verandert later niet meer." />
    <p role="status">${alles && bevindingen.length > 0 ? `Nog ${bevindingen.length} ${bevindingen.length === 1 ? "melding" : "meldingen"}` : ""}</p>
    <p className="knoppen"><button type="button" className="knop" onClick=${klaar}>Bewaar</button> <button type="button" className="knop-2" onClick=${sluit}>Niet bewaren</button></p>
  </dialog>`;
}

function Formulier({ velden, kennis, begin, bewaarsleutel, alles: meteenAlles, host, tak, pilots }) {
  const [les, zetLes] = useState(begin);
  const [vensters, zetVensters] = useState([]); // open dialogs, the last on top: {soort, record, klaar, plaats}
  const [uitkomst, zetUitkomst] = useState(null);
  const [stand, zetStand] = useState("Het nakijken start. Dat duurt de eerste keer even.");
  const [alles, zetAlles] = useState(meteenAlles);
  const beurt = useRef(0);

  const namen = useMemo(() => {
    const erbij = (soort) => [...les.erbij, ...vensters.filter((v) => v.soort === soort).map((v) => v.record)].filter((r) => r.kind === soort && r.slug);
    const met = (soort, bekend) => new Map([...bekend, ...erbij(soort).map((r) => [r.slug, r.waarden.title ?? r.waarden.titel ?? r.slug])]);
    return {
      bronnen: met("bronnen", Object.entries(kennis.bronnen)),
      onderzoeken: met("onderzoeken", Object.entries(kennis.onderzoeken).map(([slug, o]) => [slug, o.titel])),
      lessen: new Map(Object.entries(kennis.lessen).map(([slug, l]) => [slug, l.titel])),
    };
  }, [kennis, les.erbij, vensters]);

  useEffect(() => {
    try {
      localStorage.setItem(bewaarsleutel, JSON.stringify(les));
    } catch { /* a browser that keeps nothing: the form works, the draft goes with the page */ }
  }, [les]);

  /** Ask the program about what stands there now. */
  const beoordeel = async () => {
    const mijn = ++beurt.current;
    const nieuw = [...les.erbij.filter((r, plaats) => !vensters.some((v) => v.plaats === plaats)), ...vensters.map((v) => v.record)];
    const vragen = { pilot: les.pilot, slug: les.slug, was: les.was, waarden: schoon(les.waarden)[0] ?? {}, erbij: nieuw.map((r) => ({ kind: r.kind, slug: r.slug, waarden: schoon(r.waarden)[0] ?? {} })) };
    try {
      const antwoord = JSON.parse(await vraag("beoordeel", JSON.stringify(vragen)));
      if (mijn === beurt.current) zetUitkomst(antwoord);
      return antwoord;
    } catch (fout) {
      zetStand(`Nakijken lukt niet in deze browser (${fout.message}). U kunt uw tekst wel bewaren; bij het insturen wordt ze nagekeken.`);
      return { bevindingen: [] };
    }
  };

  useEffect(() => {
    const wacht = setTimeout(beoordeel, RUST);
    return () => clearTimeout(wacht);
  }, [les, vensters]);

  const bevindingen = uitkomst?.bevindingen ?? [];
  const vanLes = useMemo(() => bevindingen.filter((b) => b.path.startsWith("lessons/")), [uitkomst]);
  const wijzig = (deel) => zetLes((was) => ({ ...was, ...deel }));
  const zetWaarden = (waarden) => zetLes((was) => ({ ...was, waarden, slug: was.eigenNaam ? was.slug : naamVan(waarden.titel ?? "") }));
  const maak = useCallback((soort, klaar) => zetVensters((was) => [...was, { soort, klaar, record: { kind: soort, slug: "", waarden: {} } }]), []);
  const sluit = () => zetVensters((was) => was.slice(0, -1));
  const bewaar = () => {
    const { record, klaar, plaats } = vensters.at(-1);
    zetLes((was) => ({ ...was, erbij: plaats === undefined ? [...was.erbij, record] : was.erbij.with(plaats, record) }));
    klaar?.(record.slug);
    sluit();
  };
  const ga = (melding) => {
    zetAlles(true);
    const lesveld = melding.path.startsWith("lessons/");
    if (!lesveld) {
      const plaats = les.erbij.findIndex((r) => padVan(r) === melding.path);
      if (plaats >= 0) zetVensters([{ soort: les.erbij[plaats].kind, record: { ...les.erbij[plaats], eigenNaam: true, was: true }, plaats }]);
      return;
    }
    setTimeout(() => naarVeld(melding.veld === "pilot" ? "les-pilot" : melding.veld === "bestandsnaam" || !melding.veld ? "les-naam" : `les.${inFormulier(melding.veld, schoon(les.waarden)[1])}`));
  };
  const publieken = [...new Set([...(les.waarden.voor ?? []), ...Object.keys(les.waarden.stappen ?? {})])];
  return html`<div className="formulier-raster">
    <div className="formulier-velden">
      <section className="formulier-deel"><h2>Waar hoort de les?</h2>
        <div className="veld"><label htmlFor="les-pilot">Pilot</label>
          <p className="veld-uitleg" id="les-pilot__uitleg">Hoort de les bij geen van de acht? Kies dan het programma.</p>
          <select id="les-pilot" value=${les.pilot} onChange=${(e) => wijzig({ pilot: e.target.value })} aria-describedby="les-pilot__uitleg">
            <option value="">Kies</option>${pilots.map(([slug, naam]) => html`<option key=${slug} value=${slug}>${naam}</option>`)}
          </select></div>
      </section>
      <${Velden} prefix="les" schema=${velden.lessen} publieken=${publieken} waarden=${les.waarden} bijWijzigen=${zetWaarden} bevindingen=${vanLes} alles=${alles} namen=${namen} maak=${maak} />
      <section className="formulier-deel"><h2>Adres</h2>
        <${Naam} id="les-naam" waarde=${les.slug} bijWijzigen=${(slug) => wijzig({ slug, eigenNaam: true })} meldingen=${alles ? vanLes.filter((b) => b.veld === "bestandsnaam" || !b.veld).map((b) => b.melding) : []} wat="Dit wordt het adres van de les en verandert nooit meer. Kleine letters, cijfers en streepjes." />
      </section>
    </div>
    <aside className="formulier-zij" aria-label="Nakijken en insturen">
      <${Uitkomst} uitkomst=${uitkomst} stand=${stand} host=${host} tak=${tak} bestaat=${Boolean(les.was)} ga=${ga} toonAlles=${() => zetAlles(true)} erbij=${les.erbij}
        wijzig=${(plaats) => zetVensters([{ soort: les.erbij[plaats].kind, record: { ...les.erbij[plaats], eigenNaam: true, was: true }, plaats }])}
        haalWeg=${(plaats) => zetLes((was) => ({ ...was, erbij: was.erbij.toSpliced(plaats, 1) }))} />
      <p><button type="button" className="knop-2" onClick=${() => confirm("Alles wat u hier schreef, gaat weg. Opnieuw beginnen?") && (localStorage.removeItem(bewaarsleutel), location.assign(location.pathname))}>Opnieuw beginnen</button></p>
    </aside>
    ${vensters.map((venster, nummer) => html`<${Venster} key=${nummer} soort=${venster.soort} schema=${velden[venster.soort]} record=${venster.record}
      zet=${(record) => zetVensters((was) => was.with(nummer, { ...was[nummer], record }))} bevindingen=${bevindingen.filter((b) => b.path === padVan(venster.record))}
      namen=${namen} maak=${maak} beoordeel=${beoordeel} bewaar=${bewaar} sluit=${sluit} />`)}
  </div>`;
}

/** Bring a field into view and into focus, or the nearest group around it that is there. */
function naarVeld(id) {
  for (let naam = id; naam; naam = naam.slice(0, Math.max(0, naam.lastIndexOf(".")))) {
    const veld = document.getElementById(naam);
    if (!veld) continue;
    veld.closest("details")?.setAttribute("open", "");
    const doel = veld.matches("input, select, textarea, [tabindex]") ? veld : (veld.querySelector("input, select, textarea, button") ?? veld);
    doel.scrollIntoView({ block: "center" });
    doel.focus();
    return;
  }
}

/** Show the form in `plek`. */
export async function toon(plek, gegevens) {
  gereed.catch(() => {}); // the form tells it when it asks
  const kennis = await (await fetch(new URL("../werkbank/kennis.json", import.meta.url))).json();
  plek.hidden = false;
  createRoot(plek).render(html`<${Formulier} ...${gegevens} kennis=${kennis} />`);
}
