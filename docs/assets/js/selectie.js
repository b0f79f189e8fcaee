// The reader's own selection: slugs of lessons, kept in this browser only. Ties every "Bewaar" button, and the bar at the bottom.
const KEY = "selectie";
const bar = document.querySelector(".selectiebalk");
const said = document.querySelector("#selectie-stand");
const SLUG = /^[a-z0-9-]{1,80}$/;

/** The slugs in the reader's order; nothing when the browser keeps nothing. */
export function selection() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((slug) => SLUG.test(slug)) : [];
  } catch {
    return [];
  }
}

/** Keeps another list and shows it everywhere on the page. */
export function keep(slugs) {
  try {
    localStorage.setItem(KEY, JSON.stringify(slugs));
  } catch {
    said.textContent = bar.dataset.nietBewaard;
  }
  show();
}

/** The slugs in an address, each once. */
export const asked = (address = location.search) => [...new Set(new URLSearchParams(address).getAll("les"))].filter((slug) => SLUG.test(slug));

/** Slugs as the parameters of an address. */
export const parameters = (slugs) => slugs.map((slug) => `les=${slug}`).join("&");

const title = (button) => button.closest("[data-slug]").querySelector("h1, h2, h3, .zoek-kop").textContent.trim();
const lessons = (number) => `${number} ${number === 1 ? "les" : "lessen"}`;

function show() {
  const chosen = selection();
  for (const button of document.querySelectorAll(".kies")) {
    const on = chosen.includes(button.closest("[data-slug]").dataset.slug);
    button.setAttribute("aria-pressed", on);
    button.textContent = on ? "Bewaard" : "Bewaar";
    button.setAttribute("aria-label", `${button.textContent} in uw selectie: ${title(button)}`);
    button.type = "button";
    button.classList.add("klaar");
  }
  bar.hidden = chosen.length === 0;
  bar.querySelector("[data-aantal]").textContent = lessons(chosen.length);
  for (const link of bar.querySelectorAll("a")) link.href = `${link.href.split("?")[0]}?${parameters(link.dataset.meest ? chosen.slice(0, link.dataset.meest) : chosen)}`;
  bar.querySelector("[data-meest]").hidden = chosen.length < 2;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".kies");
  if (!button) return;
  const { slug } = button.closest("[data-slug]").dataset;
  const chosen = selection();
  const on = !chosen.includes(slug);
  keep(on ? [...chosen, slug] : chosen.filter((other) => other !== slug));
  said.textContent = `${title(button)}: ${on ? "bewaard" : "niet meer bewaard"}. Uw selectie telt ${lessons(selection().length)}.`;
});
document.addEventListener("kaarten", show); // a page has put more lessons on the screen
addEventListener("storage", show); // another tab changed the selection
addEventListener("pageshow", (event) => event.persisted && show());
show();
