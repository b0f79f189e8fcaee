// Parts of a lesson, taken from its own page, so that a selection or a comparison says exactly what the lesson says.

/**
 * Fetches the page of a lesson. Returns `{ slug, url, title, audiences, part(selector) }`, or null when there is no such lesson.
 * Of a lesson that was replaced or renamed it gives the one that stands for it now, with a slug that differs from the one asked for.
 */
export async function lesson(site, slug) {
  const url = new URL(`lessen/${slug}/`, site).href;
  const answer = await fetch(url);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const moved = page.querySelector('meta[http-equiv="refresh"]'); // to another lesson, in one hop
  if (moved) return lesson(site, new URL(moved.content.split("url=")[1], url).pathname.split("/").at(-2));
  slug = page.querySelector(".les-kop").dataset.slug; // of the lesson that a host led to by itself
  const audiences = page.querySelector(".les-kop").dataset.voor?.split(" ") ?? []; // those it has a handout for
  return { slug, url, title: page.querySelector("h1").textContent, audiences, part: (selector) => copy(page.querySelector(selector), url) };
}

/** Each lesson once, without those that are not there: two slugs may lead to one lesson. */
export const distinct = (found) => [...new Map(found.filter(Boolean).map((each) => [each.slug, each])).values()];

/** A copy of an element that can stand on another page: addresses made whole, anchors and explanations left out. */
function copy(element, url) {
  if (!element) return null;
  const node = document.importNode(element, true);
  for (const link of node.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), url).href;
  for (const word of node.querySelectorAll("button.begrip")) word.replaceWith(...word.childNodes);
  for (const gone of node.querySelectorAll(".kies, .verwijzing")) gone.remove();
  for (const each of [node, ...node.querySelectorAll("[id], [aria-labelledby]")]) {
    each.removeAttribute("id");
    each.removeAttribute("aria-labelledby");
  }
  return node;
}

/** The content of a part without its own heading. */
export const withoutHeading = (part) => (part ? [...part.childNodes].filter((node) => !/^H\d$/.test(node.nodeName)) : []);
