// The search page: one query, from the address, answered by Pagefind. Nothing is fetched before there is a query.
const veld = document.querySelector("#q");
const stand = document.querySelector("#zoekstand");
const lijst = document.querySelector("#zoekresultaten");
const MOST = 20;

function element(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

function result(hit) {
  const item = element("li");
  const link = element("a", "", hit.meta.title);
  link.href = hit.url;
  const kop = element("p", "zoek-kop");
  kop.append(link);
  const soort = element("p", "zoek-soort", [hit.meta.soort, hit.meta.label].filter(Boolean).join(" · "));
  item.append(kop, soort, element("p", "", hit.meta.samenvatting || ""));
  return item;
}

async function search(query) {
  veld.value = query;
  document.title = `Zoeken: ${query} – ${document.title}`;
  stand.textContent = "Aan het zoeken …";
  try {
    const index = await import(new URL(lijst.dataset.index, document.baseURI));
    await index.options({ baseUrl: new URL(lijst.dataset.index.replace("pagefind/pagefind.js", ""), document.baseURI).pathname });
    const found = await index.search(query);
    const hits = await Promise.all(found.results.slice(0, MOST).map((r) => r.data()));
    lijst.replaceChildren(...hits.map(result));
    const aantal = found.results.length;
    stand.textContent = aantal === 0
      ? `Niets gevonden voor “${query}”. Probeer een ander woord, of kies hieronder een lijst.`
      : `${aantal} ${aantal === 1 ? "pagina" : "pagina’s"} voor “${query}”${aantal > MOST ? `, de eerste ${MOST} staan hier` : ""}.`;
  } catch {
    stand.textContent = "Zoeken lukt nu niet. Kies hieronder een lijst.";
  }
  lijst.dataset.klaar = "";
}

const query = new URLSearchParams(location.search).get("q")?.trim();
if (query) search(query);
else lijst.dataset.klaar = "";
