// The fields of the form: templates and widgets for the form library. What is asked comes from the schema; what is wrong comes from
// the program (werkbank.js) by way of `Werk`; here is only what it looks like.

import { createContext, html, useContext, useId, useMemo, useState } from "./leveranciers/formulier.js";

// {prefix, meldingen: Map of field → [text], toon: field → bool, namen: {bronnen|onderzoeken|lessen: Map}, maak: (kind, done) → void}
export const Werk = createContext(null);

const NIEUW = { bronnen: "Nieuwe bron maken", onderzoeken: "Nieuw onderzoek maken" };
const GETOOND = 8; // what can be overseen

const DELEN = [
  ["De boodschap", ["titel", "soort", "status", "vervangen_door", "kernboodschap"]],
  ["Voor wie", ["voor", "doelgroep", "loopbaanmoment"]],
  ["Wat en hoe", ["wat", "werkzame_elementen", "stappen", "wanneer_wel", "wanneer_niet", "randvoorwaarden", "valkuilen", "voorbeelden", "inzet", "hulpmiddelen"]],
  ["Bewijs", ["bewijs", "onderbouwing"]],
  ["Delen", ["delen", "verwant"]],
  ["Beheer", []], // what is not named above, so that a new field of the model is never missing
];

const anker = (kop) => `deel-${kop.toLowerCase().replaceAll(" ", "-")}`;

/** Which widget suits each field of a schema, as the form library wants it. */
export function vormen(schema) {
  const vorm = { "ui:options": { description: false } };
  if (schema["x-verwijst-naar"]) vorm["ui:widget"] = "verwijzing";
  else if (schema.oneOf) vorm["ui:widget"] = "keuze";
  else if (schema.type === "array" && schema.items?.oneOf) vorm["ui:widget"] = "vinkjes";
  else if (schema.type === "boolean") vorm["ui:widget"] = "jaNee";
  else if (schema.format === "date") vorm["ui:widget"] = "dag";
  else if (schema.type === "string" && (schema["x-tekst"] || schema.maxLength > 200)) vorm["ui:widget"] = "alineas";
  else if (schema.type === "string" || schema.type === "number" || schema.type === "integer") vorm["ui:widget"] = "regel";
  for (const [naam, veld] of Object.entries(schema.properties ?? {})) vorm[naam] = vormen(veld);
  if (schema.items && !schema.items.oneOf) vorm.items = vormen(schema.items);
  return vorm;
}

/** The schema as the form library wants it: steps per audience as fields, choices of more than one without doubles. */
export function formulierschema(schema, publieken = []) {
  const nieuw = { ...schema };
  delete nieuw.propertyNames;
  delete nieuw.minLength; // lengths are the program's to judge
  if (schema.additionalProperties) {
    const namen = new Map(schema.propertyNames.oneOf.map((keuze) => [keuze.const, keuze.title]));
    delete nieuw.additionalProperties;
    delete nieuw.minProperties;
    delete nieuw.examples;
    nieuw.properties = Object.fromEntries(
      publieken.map((p) => [p, { ...formulierschema(schema.additionalProperties), title: `Stappen voor ${(namen.get(p) ?? p).toLowerCase()}` }]),
    );
    nieuw.required = publieken;
  } else if (schema.properties) {
    nieuw.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([naam, veld]) => [naam, formulierschema(veld, publieken)]),
    );
  }
  if (schema.prefixItems) { // one field with both bounds
    delete nieuw.prefixItems;
    nieuw.items = { type: "number", title: "Grens" };
  } else if (schema.items) nieuw.items = formulierschema(schema.items);
  if (schema.items?.oneOf) nieuw.uniqueItems = true;
  return nieuw;
}

/** Name of a field as `check` tells it: its id without the prefix of the form. */
const veldVan = (id, werk) => id.slice(werk.prefix.length + 1);

function Meldingen({ id }) {
  const werk = useContext(Werk);
  const veld = veldVan(id, werk);
  const meldingen = werk.toon(veld) ? (werk.meldingen.get(veld) ?? []) : [];
  if (!meldingen.length) return null;
  return html`<ul className="veld-meldingen" id=${`${id}__melding`}>
    ${meldingen.map((melding) => html`<li key=${melding}>${melding}</li>`)}
  </ul>`;
}

/** What describes a field to a screen reader: explanation, room, and what is wrong. */
function beschreven(id, werk, schema) {
  const veld = veldVan(id, werk);
  const fout = werk.toon(veld) && werk.meldingen.has(veld);
  const delen = [schema.description && `${id}__uitleg`, (schema.maxLength || schema["x-woorden"]) && `${id}__ruimte`, fout && `${id}__melding`];
  return { "aria-describedby": delen.filter(Boolean).join(" ") || undefined, "aria-invalid": fout || undefined };
}

function Uitleg({ id, schema }) {
  const voorbeeld = schema.examples?.[0];
  const tekst = typeof voorbeeld === "boolean" ? (voorbeeld ? "ja" : "nee") : Array.isArray(voorbeeld) ? voorbeeld.join("; ") : voorbeeld;
  if (!schema.description) return null;
  return html`<div className="veld-uitleg" id=${`${id}__uitleg`}>
    <p>${schema.description}</p>
    ${tekst !== undefined && typeof tekst !== "object" && html`<p className="veld-voorbeeld">Bijvoorbeeld: ${String(tekst)}</p>`}
  </div>`;
}

function Ruimte({ id, schema, waarde = "" }) {
  const woorden = schema["x-woorden"];
  if (!woorden && !schema.maxLength) return null;
  const aantal = woorden ? (waarde.match(/\S+/g) ?? []).length : [...waarde.trim()].length;
  const meest = woorden ?? schema.maxLength;
  return html`<p className=${`veld-ruimte${aantal > meest ? " te-veel" : ""}`} id=${`${id}__ruimte`}>
    ${aantal} van ${meest} ${woorden ? "woorden" : "tekens"}
  </p>`;
}

const MagLeeg = () => html` <span className="veld-mag">(mag leeg)</span>`;

/** A point of a list has no name of its own. */
const isPunt = (id) => /\.\d+$/.test(id);

export function FieldTemplate({ id, label, children, required, schema, displayLabel, hidden, uiSchema }) {
  if (hidden) return null;
  const vinkjes = uiSchema?.["ui:widget"] === "vinkjes";
  if (vinkjes) {
    return html`<fieldset className="veld" id=${id}>
      <legend>${label}${!required && html`<${MagLeeg} />`}</legend>
      <${Uitleg} id=${id} schema=${schema} />
      ${children}
      <${Meldingen} id=${id} />
    </fieldset>`;
  }
  const groep = schema.type === "object" || schema.type === "array";
  if (groep || !displayLabel) return html`<div className="veld-groep">${children}<${Meldingen} id=${id} /></div>`;
  const punt = isPunt(id);
  return html`<div className="veld">
    <label htmlFor=${id} className=${punt ? "onzichtbaar" : undefined}>
      ${punt ? `Punt ${Number(id.split(".").at(-1)) + 1}` : label}${!required && !punt && html`<${MagLeeg} />`}
    </label>
    ${!punt && html`<${Uitleg} id=${id} schema=${schema} />`}
    ${children}
    <${Meldingen} id=${id} />
  </div>`;
}

export function ObjectFieldTemplate({ fieldPathId, title, properties, required, schema, formData }) {
  const id = fieldPathId.$id;
  const werk = useContext(Werk);
  const velden = (namen) => properties.filter((p) => namen.includes(p.name)).map((p) => p.content);
  if (id === "les") {
    const genoemd = DELEN.flatMap(([, namen]) => namen);
    const rest = properties.map((p) => p.name).filter((naam) => !genoemd.includes(naam));
    return [html`<nav key="delen" className="formulier-delen" aria-label="Delen van het formulier"><ul>${DELEN.map(([kop]) => html`<li key=${kop}><a href=${`#${anker(kop)}`}>${kop}</a></li>`)}</ul></nav>`,
      ...DELEN.map(([kop, namen]) => html`<section key=${kop} className="formulier-deel" aria-labelledby=${anker(kop)}>
      <h2 id=${anker(kop)} tabIndex="-1">${kop}</h2>${velden(namen.length ? namen : rest)}
    </section>`)];
  }
  if (id === werk.prefix) return properties.map((p) => p.content);
  if (isPunt(id)) return properties.map((p) => p.content);
  const inhoud = html`<${Uitleg} id=${id} schema=${schema} />${properties.map((p) => p.content)}`;
  if (!properties.length) return html`<fieldset className="veld" id=${id}><legend>${title}</legend><p className="veld-uitleg">Kies eerst voor wie de les is.</p></fieldset>`;
  if (required || Object.keys(formData ?? {}).length) {
    return html`<fieldset className="veld veld-kader" id=${id}><legend>${title}${!required && html`<${MagLeeg} />`}</legend>${inhoud}</fieldset>`;
  }
  return html`<details className="veld veld-kader" id=${id}><summary>${title}<${MagLeeg} /></summary>${inhoud}</details>`;
}

/** Once the form has drawn itself again, put the focus where an editor goes on: nothing that was pressed may vanish under the fingers. */
const straks = (zoek) => setTimeout(() => zoek()?.focus(), 60);

export function ArrayFieldTemplate({ fieldPathId, title, items, canAdd, onAddClick, required, schema }) {
  const id = fieldPathId.$id;
  const kader = schema.items?.type === "object";
  const naam = kader ? schema.items.title.toLowerCase() : "punt";
  const erbij = (e) => {
    onAddClick(e);
    straks(() => document.getElementById(id)?.querySelector(":scope > .punten > li:last-child :is(input, textarea, select)"));
  };
  return html`<fieldset className=${`veld${kader ? " veld-kader" : ""}`} id=${id}>
    <legend>${title}${!required && html`<${MagLeeg} />`}</legend>
    <${Uitleg} id=${id} schema=${schema} />
    ${items.length > 0 && html`<ol className="punten">${items}</ol>`}
    ${canAdd && items.length < (schema.maxItems ?? Infinity) && html`<button type="button" className="knop-2" onClick=${erbij}>${items.length ? "Nog een" : "Een"} ${naam} toevoegen</button>`}
  </fieldset>`;
}

export function ArrayFieldItemTemplate({ children, buttonsProps, index, totalItems, schema }) {
  const { hasMoveUp, hasMoveDown, hasRemove, onMoveUpItem, onMoveDownItem, onRemoveItem } = buttonsProps;
  const nummer = index + 1;
  const weg = (e) => {
    const lijst = e.currentTarget.closest("fieldset");
    onRemoveItem(e);
    straks(() => lijst.querySelector(":scope > button:last-of-type"));
  };
  return html`<li className="punt">
    <div className="punt-veld">${schema.type === "object" && html`<p className="punt-naam">${schema.title} ${nummer}</p>`}${children}</div>
    <div className="punt-knoppen">
      ${totalItems > 1 && html`<button type="button" className="knop-teken" disabled=${!hasMoveUp} onClick=${onMoveUpItem} aria-label=${`Zet ${nummer} hoger`}><span aria-hidden="true">↑</span></button>
      <button type="button" className="knop-teken" disabled=${!hasMoveDown} onClick=${onMoveDownItem} aria-label=${`Zet ${nummer} lager`}><span aria-hidden="true">↓</span></button>`}
      ${hasRemove && html`<button type="button" className="knop-teken" onClick=${weg} aria-label=${`Haal ${nummer} weg`}><span aria-hidden="true">✕</span></button>`}
    </div>
  </li>`;
}

// --- widgets: {id, value, onChange, onBlur, schema, options, required} → one control ---

const leegWeg = (tekst) => (tekst === "" ? undefined : tekst);

function Regel({ id, value, onChange, onBlur, schema }) {
  const werk = useContext(Werk);
  const getal = schema.type === "number" || schema.type === "integer";
  const klaar = (tekst) => onChange(leegWeg(getal ? tekst.replace(",", ".") : tekst));
  return html`<input id=${id} type="text" inputMode=${getal ? "decimal" : undefined} value=${value ?? ""} className=${getal ? "kort" : undefined}
      onChange=${(e) => klaar(e.target.value)} onBlur=${() => onBlur(id, value)} ...${beschreven(id, werk, schema)} />
    <${Ruimte} id=${id} schema=${schema} waarde=${getal ? "" : value} />`;
}

function Alineas({ id, value, onChange, onBlur, schema }) {
  const werk = useContext(Werk);
  const hoog = schema["x-tekst"] ? (schema.maxLength > 500 ? 8 : 4) : schema.maxLength > 240 ? 3 : 2;
  return html`<textarea id=${id} rows=${hoog} value=${value ?? ""} onChange=${(e) => onChange(leegWeg(schema["x-tekst"] ? e.target.value : e.target.value.replace(/\s*\n\s*/g, " ")))}
      onBlur=${() => onBlur(id, value)} ...${beschreven(id, werk, schema)} />
    <${Ruimte} id=${id} schema=${schema} waarde=${value} />`;
}

function Dag({ id, value, onChange, onBlur, schema }) {
  const werk = useContext(Werk);
  return html`<input id=${id} type="date" className="kort" value=${value ?? ""} onChange=${(e) => onChange(leegWeg(e.target.value))} onBlur=${() => onBlur(id, value)} ...${beschreven(id, werk, schema)} />`;
}

function Keuze({ id, value, onChange, onBlur, schema }) {
  const werk = useContext(Werk);
  const gekozen = schema.oneOf.find((keuze) => keuze.const === value);
  return html`<select id=${id} value=${value ?? ""} onChange=${(e) => onChange(leegWeg(e.target.value))} onBlur=${() => onBlur(id, value)} ...${beschreven(id, werk, schema)}>
      <option value="">Kies</option>
      ${value && !gekozen && html`<option value=${value}>${value}</option>`}
      ${schema.oneOf.map((keuze) => html`<option key=${keuze.const} value=${keuze.const}>${keuze.title}</option>`)}
    </select>
    ${gekozen?.description && html`<p className="veld-uitleg">${gekozen.description}</p>`}`;
}

function JaNee({ id, value, onChange, onBlur, schema }) {
  const werk = useContext(Werk);
  const lees = { ja: true, nee: false, "": undefined };
  return html`<select id=${id} className="kort" value=${value === true ? "ja" : value === false ? "nee" : ""} onChange=${(e) => onChange(lees[e.target.value])} onBlur=${() => onBlur(id, value)} ...${beschreven(id, werk, schema)}>
    <option value="">Kies</option><option>ja</option><option>nee</option>
  </select>`;
}

function Vinkjes({ id, value = [], onChange, onBlur, schema }) {
  const keuzes = schema.items.oneOf;
  const bekend = keuzes.map((keuze) => keuze.const);
  const vreemd = value.filter((slug) => !bekend.includes(slug)).map((slug) => ({ const: slug, title: slug }));
  const wissel = (slug, aan) => onChange(aan ? [...value, slug] : value.filter((andere) => andere !== slug));
  return html`<ul className="vinkjes">${[...keuzes, ...vreemd].map((keuze) => html`<li key=${keuze.const}>
    <label><input type="checkbox" checked=${value.includes(keuze.const)} onChange=${(e) => wissel(keuze.const, e.target.checked)} onBlur=${() => onBlur(id, value)} />
    <span><strong>${keuze.title}</strong>${keuze.description && html` <span className="veld-uitleg">${keuze.description}</span>`}</span></label>
  </li>`)}</ul>`;
}

function Verwijzing({ id, value, onChange, onBlur, schema }) {
  const werk = useContext(Werk);
  const [zoek, zetZoek] = useState("");
  const lijst = useId();
  const soort = schema["x-verwijst-naar"];
  const namen = werk.namen[soort];
  const gevonden = useMemo(() => {
    const woorden = zoek.toLowerCase().split(/\s+/).filter(Boolean);
    if (!woorden.length) return [];
    return [...namen].filter(([slug, naam]) => woorden.every((woord) => `${slug} ${naam}`.toLowerCase().includes(woord)));
  }, [zoek, namen]);
  const kies = (slug) => {
    onChange(slug);
    zetZoek("");
    onBlur(id, slug);
  };
  const nieuw = NIEUW[soort] && html`<button type="button" className="knop-2" onClick=${() => werk.maak(soort, kies)}>${NIEUW[soort]}</button>`;
  if (value) {
    return html`<p className="gekozen" id=${id} tabIndex="-1"><span>${namen.get(value) ?? value}</span>
      <button type="button" className="knop-2" onClick=${() => onChange(undefined)} aria-label=${`Kies iets anders dan ${namen.get(value) ?? value}`}>Iets anders kiezen</button></p>`;
  }
  return html`<input id=${id} type="search" autoComplete="off" placeholder="Zoek op een woord" value=${zoek} onChange=${(e) => zetZoek(e.target.value)}
      onBlur=${() => onBlur(id, value)} aria-controls=${lijst} ...${beschreven(id, werk, schema)} />
    <div id=${lijst}>
      <p className="veld-ruimte" role="status">${zoek && (gevonden.length ? `${gevonden.length} gevonden${gevonden.length > GETOOND ? `, de eerste ${GETOOND}` : ""}` : "Niets gevonden")}</p>
      ${gevonden.length > 0 && html`<ul className="vondsten">${gevonden.slice(0, GETOOND).map(([slug, naam]) => html`<li key=${slug}><button type="button" onClick=${() => kies(slug)}>${naam}</button></li>`)}</ul>`}
    </div>
    ${nieuw}`;
}

export const widgets = { regel: Regel, alineas: Alineas, dag: Dag, keuze: Keuze, jaNee: JaNee, vinkjes: Vinkjes, verwijzing: Verwijzing };
export const templates = { FieldTemplate, ObjectFieldTemplate, ArrayFieldTemplate, ArrayFieldItemTemplate };
