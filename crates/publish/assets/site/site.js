// Everything works without this file. It adds: the reason of a number in a panel, a search that filters while one types,
// a remembered choice of light or dark, and the word that a season can be read again.
"use strict";

const remembered = {
  get() { try { return localStorage.getItem("scheme"); } catch { return null; } },
  set(value) { try { localStorage.setItem("scheme", value); } catch { /* private window */ } },
};
const scheme = remembered.get();
if (scheme === "light" || scheme === "dark") {
  document.getElementById("scheme-" + scheme)?.click();
}
for (const input of document.querySelectorAll("input[name=scheme]")) {
  input.addEventListener("change", () => remembered.set(input.value));
}

const panel = document.createElement("dialog");
panel.setAttribute("aria-label", "Why this number");
document.body.append(panel);
panel.addEventListener("click", (event) => {
  if (event.target === panel || event.target.closest("button.close")) panel.close();
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest('a[href*="why/"][href*="#"], a[href*="-cars.html#"]');
  if (!link || link.closest("dialog") || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  if (location.protocol === "file:") return;
  event.preventDefault();
  const target = new URL(link.href);
  try {
    const answer = await fetch(target.pathname + target.search);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.getElementById(target.hash.slice(1));
    if (!part) throw new Error("no such part");
    for (const own of part.querySelectorAll("a[href]")) {
      own.href = new URL(own.getAttribute("href"), target).href;
    }
    const close = document.createElement("button");
    close.className = "close";
    close.textContent = "Close";
    const more = document.createElement("p");
    const whole = document.createElement("a");
    whole.href = link.href;
    whole.textContent = "The whole explanation";
    more.append(whole);
    panel.replaceChildren(document.importNode(part, true), more, close);
    panel.showModal();
  } catch {
    location.href = link.href;
  }
});

const box = document.querySelector("input[data-filters]");
if (box) {
  const items = [...document.querySelectorAll("#" + box.dataset.filters + " li:not(li li)")];
  const fold = (text) => text.normalize("NFD").replace(/[\p{M}.'\u2019]/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const texts = items.map((item) => fold(item.textContent));
  // One letter wrong, missing, too many, or two swapped.
  const slip = (a, b) => {
    if (a.length < 4 || b.length < 4 || /\d/.test(a) || Math.abs(a.length - b.length) > 1) return false;
    let n = 0;
    while (n < a.length && a[n] === b[n]) n += 1;
    const [x, y] = [a.slice(n), b.slice(n)];
    return x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1) || (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
  };
  const has = (text, word) => (/^\d+$/.test(word) ? text.split(" ").includes(word) : text.includes(word));
  const count = document.getElementById(box.dataset.filters + "-count");
  const filter = () => {
    const words = fold(box.value).split(" ").filter(Boolean);
    const joined = words.join("");
    const whole = joined.length > 2 && /\D/.test(joined);
    const known = words.map((word) => texts.some((text) => has(text, word)));
    let shown = 0;
    items.forEach((item, n) => {
      const fits = (word, at) => has(texts[n], word) || (!known[at] && texts[n].split(" ").some((own) => slip(word, own)));
      item.hidden = !(words.every(fits) || (whole && texts[n].replaceAll(" ", "").includes(joined)));
      if (!item.hidden) shown += 1;
    });
    if (count) count.textContent = shown + " of " + items.length;
  };
  box.addEventListener("input", filter);
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) box.value = asked;
  filter();
}

// The class that one looks at: in the address, and remembered.
const picks = [...document.querySelectorAll(".pick input[data-class]")];
if (picks.length) {
  const store = { get() { try { return localStorage.getItem("class"); } catch { return null; } }, set(value) { try { localStorage.setItem("class", value); } catch { /* private window */ } } };
  const address = new URL(location.href);
  const wanted = address.searchParams.get("class") ?? store.get();
  for (const input of picks) {
    if (wanted && input.dataset.class === wanted) input.checked = true;
    input.addEventListener("change", () => {
      const chosen = input.dataset.class;
      store.set(chosen);
      if (chosen) address.searchParams.set("class", chosen);
      else address.searchParams.delete("class");
      history.replaceState(null, "", address);
      for (const other of picks) if (other.dataset.class === chosen) other.checked = true;
    });
  }
}

// A season that could not be read when the page was made: its banner says so when it can be again. Pages without a banner
// hold no connection.
const stale = document.querySelectorAll("[data-stale]");
if (stale.length && location.protocol !== "file:") {
  const events = new EventSource(stale[0].dataset.events);
  events.addEventListener("stale", (event) => {
    const still = JSON.parse(event.data);
    const mended = [...stale].filter((own) => !still.includes(own.dataset.stale));
    for (const own of mended.filter((own) => !own.dataset.mended)) {
      own.dataset.mended = "yes";
      const said = document.createElement("p");
      const now = document.createElement("a");
      now.href = location.href;
      now.textContent = "Show it as it stands now";
      now.addEventListener("click", (click) => { click.preventDefault(); location.reload(); });
      said.append("Its folder can be read again. ", now);
      own.append(said);
    }
    if (mended.length === stale.length) events.close();
  });
}
