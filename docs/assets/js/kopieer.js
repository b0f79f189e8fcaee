// Copies ready texts: a button with data-kopieer="#id" copies what that element says, or the value of a field, and tells so beside it.
for (const button of document.querySelectorAll("button[data-kopieer]")) {
  const said = document.createElement("span");
  said.role = "status";
  said.className = "kopieer-stand";
  button.after(said);
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.kopieer);
    for (const other of document.querySelectorAll(".kopieer-stand")) other.textContent = "";
    const done = navigator.clipboard?.writeText(source.value ?? source.textContent.trim()) ?? Promise.reject();
    said.textContent = await done.then(() => "Gekopieerd", () => {
      said.classList.add("mislukt");
      getSelection().selectAllChildren(source);
      return "Kopiëren lukt hier niet. De tekst is nu gekozen; kopieer die met uw toetsenbord.";
    });
  });
}
