// Tells by the reader's own clock which lessons were to be looked at again: the build knows no "today", or two builds would differ.
// A lesson is looked at again before a day, so on that day it is too late.
const written = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
const now = new Date();
const today = written(now);
const soon = written(new Date(now.getFullYear(), now.getMonth() + 2, now.getDate()));
const WORDS = { "te-laat": "Te laat", binnenkort: "Binnen twee maanden" };

function state(day) {
  if (day <= today) return "te-laat";
  return day <= soon ? "binnenkort" : "later";
}

/** On the page of a lesson: a notice, only when it is too late. Shown before it is filled, or a screen reader does not hear of it. */
function tellOf(notice) {
  if (state(notice.dataset.herzienVoor) !== "te-laat") return;
  notice.hidden = false;
  requestAnimationFrame(() => { notice.textContent = notice.dataset.tekst; });
}

/** In the calendar: a word at each day that is past or near, and above it how many there are. */
function mark(rows, told) {
  const count = { "te-laat": 0, binnenkort: 0, later: 0 };
  for (const row of rows) {
    const found = state(row.dataset.herzienVoor);
    count[found] += 1;
    const word = row.querySelector(".kalender-merk");
    word.textContent = WORDS[found] ?? "";
    word.hidden = !WORDS[found];
    word.classList.add(found);
  }
  told.classList.toggle("melding", count["te-laat"] > 0);
  told.hidden = false;
  requestAnimationFrame(() => { told.textContent = `Vandaag: ${count["te-laat"]} te laat, ${count.binnenkort} binnen twee maanden, ${count.later} later.`; });
}

const notice = document.getElementById("herziening");
const calendar = document.getElementById("kalender-stand");
if (notice) tellOf(notice);
if (calendar) mark(document.querySelectorAll("tr[data-herzien-voor]"), calendar);
