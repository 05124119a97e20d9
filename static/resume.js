// Fills in the code that a link carries behind "#". That part of an address is never sent to a server.
"use strict";
function fill() {
  const code = window.location.hash.slice(1);
  if (/^[0-9A-Za-z-]{17,30}$/.test(code)) {
    document.getElementById("code").value = code;
    window.history.replaceState(null, "", window.location.pathname);
  }
}
fill();
window.addEventListener("hashchange", fill); // the link was opened where this page stood already
