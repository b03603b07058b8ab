/* A menu (details.menu) lies over the page. Esc closes it and gives the focus back to its button; it closes as well when
   the focus goes on, so that nothing that has it lies hidden below. Without this script its own button closes it. */

for (const menu of document.querySelectorAll("details.menu")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}
