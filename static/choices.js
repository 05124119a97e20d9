// "None of these" goes out when something is ticked, and clears the rest when it is ticked. The server checks it too.
"use strict";
document.addEventListener("change", (event) => {
  const ticked = event.target;
  if (ticked.type !== "checkbox" || !ticked.checked) return;
  const none = "-none";
  for (const other of ticked.form.elements) {
    const apart = (ticked.value === none) !== (other.value === none);
    if (other.type === "checkbox" && other.name === ticked.name && apart) other.checked = false;
  }
});
