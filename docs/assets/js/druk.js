// On paper the address of a page also holds what the reader chose on it.
addEventListener("beforeprint", () => {
  const own = document.querySelector("[data-eigen-adres]");
  own.textContent = own.dataset.eigenAdres + location.search;
});
