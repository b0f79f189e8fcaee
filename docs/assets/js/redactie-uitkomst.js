// What comes of the form: what is still to do, how the lesson will look, and its files.

import { html, useState } from "./leveranciers/formulier.js";

const LANGSTE_ADRES = 7000; // what code hosts take in an address; a longer text goes by the clipboard

const mapVan = (pad) => pad.slice(0, pad.lastIndexOf("/"));
const naamVan = (pad) => pad.slice(pad.lastIndexOf("/") + 1);

function download(naam, inhoud) {
  const koppeling = document.createElement("a");
  koppeling.href = URL.createObjectURL(inhoud);
  koppeling.download = naam;
  koppeling.click();
  setTimeout(() => URL.revokeObjectURL(koppeling.href), 1000);
}

async function downloadAlles(bestanden, naam) {
  const { downloadZip } = await import("./leveranciers/client-zip.js");
  download(naam, await downloadZip(bestanden.map(({ pad, tekst }) => ({ name: pad, input: tekst }))).blob());
}

/** Address at the code host where a file is proposed, with its text when that fits. */
function voorstel(host, tak, { pad, tekst }, bestaat) {
  if (bestaat) return { adres: `${host}/edit/${tak}/${pad}`, heel: false };
  const leeg = `${host}/new/${tak}/${mapVan(pad)}?filename=${encodeURIComponent(naamVan(pad))}`;
  const vol = `${leeg}&value=${encodeURIComponent(tekst)}`;
  return vol.length <= LANGSTE_ADRES ? { adres: vol, heel: true } : { adres: leeg, heel: false };
}

function Bestand({ bestand, host, tak, bestaat }) {
  const [stand, zetStand] = useState("");
  const kopieer = () => (navigator.clipboard?.writeText(bestand.tekst) ?? Promise.reject()).then(() => true, () => false);
  const { adres, heel } = host ? voorstel(host, tak, bestand, bestaat) : {};
  const openen = async () => {
    const gelukt = heel || (await kopieer());
    if (!gelukt) return zetStand("Kopiëren lukt hier niet. Kopieer de tekst hieronder zelf.");
    zetStand(heel ? "Het bestand staat klaar. Kies daar Propose changes of Commit changes." : `De tekst is gekopieerd. ${bestaat ? "Vervang daar alles" : "Plak haar daar"} en kies Propose changes of Commit changes.`);
    window.open(adres, "_blank", "noopener");
  };
  return html`<li className="bestand">
    <p><code>${bestand.pad}</code></p>
    <p className="knoppen">
      ${host && html`<button type="button" className="knop" onClick=${openen}>Stel voor</button>`}
      <button type="button" className="knop-2" onClick=${() => download(naamVan(bestand.pad), new Blob([bestand.tekst], { type: "application/yaml" }))}>Download</button>
      <button type="button" className="knop-2" onClick=${async () => zetStand((await kopieer()) ? "Gekopieerd" : "Kopiëren lukt hier niet.")}>Kopieer</button>
    </p>
    <p role="status" className="bestand-stand">${stand}</p>
    <details><summary>Bekijk het bestand</summary><pre tabIndex="0" role="region" aria-label=${`Inhoud van ${naamVan(bestand.pad)}`}><code>${bestand.tekst}</code></pre></details>
  </li>`;
}

export function Uitkomst({ uitkomst, stand, host, tak, bestaat, ga, toonAlles, erbij, wijzig, haalWeg }) {
  const meldingen = uitkomst?.bevindingen ?? [];
  const aantal = meldingen.length;
  const telling = !uitkomst ? stand : aantal ? `Nog ${aantal} ${aantal === 1 ? "melding" : "meldingen"}` : "Alles in orde";
  return html`<div className="uitkomst">
    <section aria-labelledby="nakijken"><h2 id="nakijken">Nakijken</h2>
      <p role="status" className=${`uitkomst-stand${uitkomst && !aantal ? " goed" : ""}`}>${telling}</p>
      ${aantal > 0 && html`<button type="button" className="knop-2" onClick=${toonAlles}>Toon de meldingen bij de velden</button>
        <ol className="meldingen">${meldingen.map((m) => html`<li key=${`${m.path}${m.line}${m.veld}${m.melding}`}>
          <button type="button" onClick=${() => ga(m)}><code>${m.path.startsWith("lessons/") ? "" : `${naamVan(m.path)}: `}${m.veld}</code>: ${m.melding}</button></li>`)}</ol>`}
    </section>
    ${uitkomst && html`<section aria-labelledby="zo-ziet"><h2 id="zo-ziet">Zo begint de les</h2>
      <div className=${`les-kop les-kop-${uitkomst.oordeel.label} voorproef`} dangerouslySetInnerHTML=${{ __html: uitkomst.kop }} />
    </section>`}
    ${uitkomst?.hints.length > 0 && html`<section aria-labelledby="taal"><h2 id="taal">Gewone taal</h2>
      <p>Een hint is geen fout. U beslist zelf.</p>
      <ul>${uitkomst.hints.slice(0, 12).map((hint, nummer) => html`<li key=${nummer}>‘${hint.stuk}’: ${hint.tekst}</li>`)}</ul>
    </section>`}
    ${erbij.length > 0 && html`<section aria-labelledby="erbij"><h2 id="erbij">Nieuw bij deze les</h2>
      <ul>${erbij.map((record, plaats) => html`<li key=${record.slug}>${record.waarden.title ?? record.waarden.titel ?? record.slug}
        <span className="knoppen"><button type="button" className="knop-2" aria-label=${`Wijzig ${record.slug}`} onClick=${() => wijzig(plaats)}>Wijzig</button>
        <button type="button" className="knop-2" aria-label=${`Haal ${record.slug} weg`} onClick=${() => haalWeg(plaats)}>Haal weg</button></span></li>`)}</ul>
    </section>`}
    ${uitkomst && html`<section aria-labelledby="meenemen"><h2 id="meenemen">Insturen</h2>
      ${aantal > 0 && html`<p>Er zijn nog meldingen. U kunt de les wel bewaren en later openen.</p>`}
      ${bestaat && html`<p>Zet bij Wijzigingen wat er anders is en waarom. Wie een handout heeft, leest dat na het scannen van de QR-code.</p>`}
      ${host
        ? uitkomst.bestanden.length > 1
          ? html`<p>Deze les heeft ${uitkomst.bestanden.length} bestanden. Download ze samen, pak ze uit en sleep de mappen <code>lessons</code> en <code>data</code> naar <a href=${`${host}/upload/${tak}`} rel="noopener">de plek voor nieuwe bestanden</a>. Kies daar Propose changes of Commit changes.</p>`
          : html`<p>Met ‘Stel voor’ opent u het bestand bij de code-host. Daar maakt u er met één knop een voorstel van.</p>`
        : html`<p>Deze site heeft nog geen adres voor voorstellen. Download het bestand en stuur het naar wie de site beheert.</p>`}
      ${uitkomst.bestanden.length > 1 && html`<p><button type="button" className="knop" onClick=${() => downloadAlles(uitkomst.bestanden, "nieuwe-les.zip")}>Download alles (zip)</button></p>`}
      <ul className="bestanden">${uitkomst.bestanden.map((bestand) => html`<${Bestand} key=${bestand.pad} bestand=${bestand} host=${uitkomst.bestanden.length > 1 ? "" : host} tak=${tak} bestaat=${bestaat} />`)}</ul>
    </section>`}
  </div>`;
}
