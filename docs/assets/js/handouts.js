// The handouts of the chosen lessons: a link to each, and all of them as one zip, made in the browser.
const byId = (id) => document.getElementById(id);
const [part, choice, audience, explained, list, button, state] = ["selectie-handouts", "handout-keuze", "handout-voor", "handout-uitleg", "handout-lijst", "handout-zip", "handout-stand"].map(byId);
const names = new Map([...audience.options].map((option) => [option.value, option.text]));
let lessons = [];
let wanted; // the audience that the reader picked

/** Shows the handouts of `found`, in its order: lessons as `lespagina.js` gives them. */
export function showHandouts(found) {
  lessons = found;
  const number = (slug) => lessons.filter(({ audiences }) => audiences.includes(slug)).length;
  const offered = [...names.keys()].filter(number);
  const chosen = offered.includes(wanted) ? wanted : offered.toSorted((a, b) => number(b) - number(a))[0];
  audience.replaceChildren(...offered.map((slug) => new Option(names.get(slug), slug, false, slug === chosen)));
  choice.hidden = offered.length < 2;
  part.hidden = offered.length === 0;
  state.textContent = "";
  draw();
}

/** Per lesson that has one its handout: for the chosen audience, else for the first that it is made for. */
function handouts() {
  return lessons
    .filter(({ audiences }) => audiences.length)
    .map(({ slug, title, audiences }) => {
      const fits = audiences.includes(audience.value);
      const taken = fits ? audience.value : audiences[0];
      const url = new URL(part.dataset.adres.replace("LES", slug).replace("PUBLIEK", taken), document.baseURI).href;
      return { title, url, fits, name: names.get(taken) };
    });
}

function draw() {
  const shown = handouts();
  list.replaceChildren(...shown.map(({ title, url, name }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = url;
    link.type = "application/pdf";
    link.textContent = title;
    item.append(link, ` (pdf, voor ${name})`);
    return item;
  }));
  const other = shown.filter(({ fits }) => !fits);
  const without = lessons.filter(({ audiences }) => !audiences.length);
  explained.textContent = [
    other.length && `Van deze lessen is er geen handout voor ${names.get(audience.value)}; u krijgt die voor een ander: ${other.map(({ title, name }) => `${title} (${name})`).join("; ")}.`,
    without.length && `Deze lessen hebben geen handout: ${without.map(({ title }) => title).join("; ")}.`,
  ].filter(Boolean).join(" ");
  explained.hidden = !explained.textContent;
}

async function fetched({ title, url }, n) {
  try {
    const answer = await fetch(url);
    if (!answer.ok) return { title };
    return { title, file: { name: `${String(n + 1).padStart(2, "0")}-${url.split("/").at(-1)}`, input: await answer.blob() } };
  } catch {
    return { title };
  }
}

audience.addEventListener("change", () => {
  wanted = audience.value;
  state.textContent = "";
  draw();
});
async function download() {
  state.textContent = "De handouts worden opgehaald …";
  const [{ downloadZip }, all] = await Promise.all([import("./leveranciers/client-zip.js"), Promise.all(handouts().map(fetched))]);
  const files = all.flatMap(({ file }) => file ?? []);
  const failed = all.filter(({ file }) => !file).map(({ title }) => title);
  const missed = failed.length ? ` Niet opgehaald: ${failed.join("; ")}. Probeer het later opnieuw.` : "";
  if (files.length) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await downloadZip(files).blob());
    link.download = part.dataset.zip;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // a slow disk has to read it first
  }
  const said = files.length === 1 ? "1 handout staat" : `${files.length || "Geen"} handouts staan`;
  state.textContent = `${said} in ${part.dataset.zip}.${missed}`;
}

button.addEventListener("click", () => download().catch(() => {
  state.textContent = "Een zip maken lukt nu niet. Gebruik de links hierboven.";
}));
