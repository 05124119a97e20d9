// Keeps a page of a live class as it is now. Without it the page loads itself again, or has a link for that.
"use strict";
const EVERY = 2500; // milliseconds between two looks where there is no stream
const live = document.getElementById("live");
const said = document.getElementById("said");
let mark = live.dataset.mark;
let wanted = mark;
let asking = false;

async function renew(latest) {
  wanted = latest;
  if (wanted === mark || asking) return;
  asking = true;
  try {
    const answer = await fetch(window.location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("live");
    if (!fresh) return window.location.reload();
    const held = live.contains(document.activeElement);
    const before = heading(live);
    live.replaceChildren(...fresh.childNodes);
    mark = fresh.dataset.mark;
    document.title = page.title;
    if (heading(live) !== before) said.textContent = heading(live);
    if (held) live.querySelector("h1").focus();
  } finally {
    asking = false;
  }
  if (wanted !== latest) await renew(wanted); // it changed once more meanwhile
}

function heading(part) {
  return part.querySelector("h1").textContent;
}

async function look() {
  try {
    if (!document.hidden) {
      const answer = await fetch(live.dataset.pulse);
      if (answer.status === 200) await renew(await answer.text()); // 204: no news
    }
  } catch {
    // the network is away: the next look is soon
  }
  setTimeout(look, EVERY + Math.random() * 1000);
}

function listen() {
  const source = new EventSource(live.dataset.stream);
  source.onmessage = (event) => renew(event.data);
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) look();
  };
}

if (live.dataset.stream) listen();
else look();
