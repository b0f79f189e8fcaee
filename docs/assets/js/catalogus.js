// Narrows the list of lessons; the choice stands in the address. Without JavaScript the whole list is there.
const form = document.querySelector(".filter");
const kaarten = [...document.querySelectorAll(".groep .kaart")];
const groepen = [...document.querySelectorAll(".groep")];
const stand = form.querySelector("output");
const velden = [...form.querySelectorAll("select")];

function show() {
  const wanted = velden.filter((v) => v.value).map((v) => [v.name, v.value]);
  for (const kaart of kaarten) {
    kaart.closest("li").hidden = !wanted.every(([name, value]) => kaart.dataset[name].split(" ").includes(value));
  }
  for (const groep of groepen) groep.hidden = !groep.querySelector("li:not([hidden]) > .kaart");
  const aantal = kaarten.filter((k) => !k.closest("li").hidden).length;
  stand.textContent = aantal === 0 ? "Geen lessen. Kies iets ruimer." : `${aantal} ${aantal === 1 ? "les" : "lessen"}`;
}

function fromAddress() {
  const asked = new URLSearchParams(location.search);
  for (const veld of velden) veld.value = [...veld.options].some((o) => o.value === asked.get(veld.name)) ? asked.get(veld.name) : "";
  show();
}

form.addEventListener("change", () => {
  const query = new URLSearchParams(velden.filter((v) => v.value).map((v) => [v.name, v.value]));
  history.pushState(null, "", query.size ? `?${query}` : location.pathname);
  show();
});
form.addEventListener("reset", () => {
  history.pushState(null, "", location.pathname);
  setTimeout(show);
});
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("popstate", fromAddress);
form.hidden = false;
fromAddress();
