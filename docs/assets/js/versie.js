// Tells who scanned the QR code of a handout whether that printout is still up to date. The code of the printout stands in the address
// (?versie=20261123-a1b2c3: day of the text and a sum over it), the code of this page on its header.
const told = document.getElementById("afdruk");
const own = document.querySelector(".les-kop").dataset.versie;
const asked = new URLSearchParams(location.search).get("versie");
const found = /^(\d{4})(\d\d)(\d\d)-[0-9a-f]{6}$/.exec(asked ?? "");
const day = found?.slice(1).join("-");
const moment = new Date(`${day}T12:00`);
const inWords = Number.isNaN(moment.valueOf()) ? "" : moment.toLocaleDateString("nl-NL", { day: "numeric", month: "long", year: "numeric" });

function element(name, ...content) {
  const node = document.createElement(name);
  node.append(...content);
  return node;
}

/** What was changed since the day of the printout. Of a change on that very day nobody knows whether the printout has it. */
function changes() {
  const items = [...document.querySelectorAll("#wijzigingen > li")];
  const since = (fits) => items.filter((item) => fits(item.dataset.datum)).map((item) => element("li", item.textContent));
  const later = since((date) => date > day);
  if (later.length) return ["Sindsdien is deze les gewijzigd:", later];
  const that = since((date) => date === day);
  return that.length ? ["Op diezelfde dag is deze les gewijzigd:", that] : ["Sindsdien is deze les gewijzigd: kleine verbeteringen.", []];
}

function say() {
  if (!inWords) return [element("p", "De code van uw afdruk is niet te lezen. Onder “Over deze les” staat welke versie dit is.")];
  if (asked === own) return [element("p", `Uw afdruk is nog actueel (versie van ${inWords}).`)];
  const [text, missed] = changes();
  const said = [element("p", `Uw afdruk is van ${inWords}. ${text}`)];
  if (missed.length) said.push(element("ul", ...missed));
  if (document.getElementById("handouts")) {
    const link = element("a", "Haal de nieuwste handout");
    link.href = "#handouts";
    said.push(element("p", link));
  }
  return said;
}

if (asked) {
  told.hidden = false; // before it is filled, or a screen reader does not hear of it
  requestAnimationFrame(() => told.replaceChildren(...say()));
}
