// Puts a button after each text that is there to be copied.
for (const text of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small app-copy";
  button.textContent = text.dataset.copy;
  const said = document.createElement("span");
  said.className = "app-copy__said";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      said.textContent = "Copied";
    } catch {
      // Without a secure connection the browser gives no clipboard: the text is selected, to copy by hand.
      said.textContent = "Selected. Copy it with your keyboard or menu.";
    }
  });
  text.after(button, said);
}
