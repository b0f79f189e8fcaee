// Up to four lessons side by side; which ones stands in the address. Every cell is a copy from the page of the lesson.
import "./druk.js";
import { distinct, lesson, withoutHeading } from "./lespagina.js";
import { asked, parameters, selection } from "./selectie.js";

const byId = (id) => document.getElementById(id);
const page = byId("vergelijking");
const site = new URL(page.dataset.site, document.baseURI).href;
const head = page.querySelector("thead tr");
const MOST = 4;

/** Cells of the rows, by the name of the row in the template. */
const CELLS = {
  oordeel: (found) => [found.part(".oordeel-rij")],
  kern: (found) => [found.part(".les-kern")],
  feiten: (found) => [found.part(".les-zij dl")],
  wat: (found) => withoutHeading(found.part("[data-deel=wat]")),
  wel: (found) => withoutHeading(found.part(".wel")),
  niet: (found) => withoutHeading(found.part(".niet")),
  voorwaarden: (found) => withoutHeading(found.part("[data-deel=randvoorwaarden]")),
  valkuilen: (found) => withoutHeading(found.part(".valkuil")),
  bevindingen: (found) => [...found.part("[data-deel=bewijs]").querySelectorAll(".bevinding-kop")],
};

function go(slugs) {
  history.pushState(null, "", slugs.length ? `?${parameters(slugs)}` : location.pathname);
  return draw();
}

function column(found) {
  const cell = document.createElement("th");
  cell.scope = "col";
  const link = document.createElement("a");
  link.href = found.url;
  link.textContent = found.title;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "knop-2";
  button.textContent = "Haal weg";
  button.setAttribute("aria-label", `Haal weg: ${found.title}`);
  button.addEventListener("click", async () => {
    await go(asked().filter((slug) => slug !== found.slug));
    (head.querySelector("button") ?? byId("geen-lessen").querySelector("a")).focus();
  });
  cell.append(link, button);
  return cell;
}

async function draw() {
  delete page.dataset.klaar;
  const wanted = asked();
  const answers = await Promise.all(wanted.slice(0, MOST).map((slug) => lesson(site, slug)));
  const found = distinct(answers);
  if (answers.some((each, n) => (each?.slug ?? wanted[n]) !== wanted[n])) history.replaceState(null, "", `?${parameters([...found.map(({ slug }) => slug), ...wanted.slice(MOST)])}`);
  head.replaceChildren(head.firstElementChild, ...found.map(column));
  for (const row of page.querySelectorAll("tbody tr")) {
    const cells = found.map((each) => {
      const cell = document.createElement("td");
      cell.append(...CELLS[row.dataset.rij](each).filter(Boolean));
      return cell;
    });
    row.hidden = !cells.some((cell) => cell.textContent.trim());
    for (const cell of cells) if (!cell.textContent.trim()) cell.textContent = page.dataset.leeg;
    row.replaceChildren(row.firstElementChild, ...cells);
  }
  page.querySelector(".tabelkader").hidden = found.length === 0;
  byId("druk-af").hidden = found.length === 0;
  byId("geen-lessen").hidden = found.length > 0;
  byId("stand").textContent = [
    `${found.length} ${found.length === 1 ? "les" : "lessen"} naast elkaar.`,
    wanted.length > MOST ? `Er passen er vier naast elkaar; de andere ${wanted.length - MOST} staan hier niet.` : "",
    answers.includes(null) ? "Een les in dit adres bestaat niet." : "",
  ].join(" ").trim();
  others(found.map((each) => each.slug));
  page.dataset.klaar = "";
}

/** The lessons of the reader's own selection that can be added. */
async function others(shown) {
  const rest = selection().filter((slug) => !shown.includes(slug));
  byId("erbij").hidden = rest.length === 0 || shown.length >= MOST;
  if (byId("erbij").hidden) return;
  const found = distinct(await Promise.all(rest.map((slug) => lesson(site, slug)))).filter(({ slug }) => !shown.includes(slug));
  byId("erbij").hidden = found.length === 0;
  byId("erbij").querySelector("ul").replaceChildren(...found.map((each) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "knop-2";
    button.textContent = each.title;
    button.addEventListener("click", async () => {
      await go([...asked(), each.slug]);
      head.lastElementChild.querySelector("a").focus();
    });
    item.append(button);
    return item;
  }));
}

byId("druk-af").addEventListener("click", () => print());
addEventListener("popstate", draw);
draw().catch(() => {
  byId("stand").textContent = "De lessen konden niet worden opgehaald. Probeer het later opnieuw.";
});
