// What if by hand, and a table of one's own: each on a phone and a desk, by keys alone, without scripts, and as an address
// that somebody else opens.

import assert from "node:assert/strict";
import { address, desk, phone, seen, text, walk } from "./harness.mjs";

const season = `${address}/alms/2003/`;
const swapped = /Teams' Championship|title/;

await walk("what if: a car disqualified, as an address that somebody else opens", { viewport: phone, bypassCSP: true }, async (page) => {
  await page.goto(`${season}whatif.html?in=9+race&car=%2338`);
  await seen(page, "whatif-choose");
  await page.getByLabel(/disqualified/).check();
  await page.getByRole("button", { name: "Show the tables" }).click();
  assert.match(await text(page), /Car 38 disqualified/);
  assert.match(await text(page), swapped);
  await seen(page, "whatif-done");
  const link = page.url();
  const first = await text(page);
  await page.context().clearCookies();
  await page.goto("about:blank");
  await page.goto(link);
  assert.equal(await text(page), first, "an address is all that there is");
  await page.getByRole("link", { name: /Take away: Car 38/ }).click();
  assert.doesNotMatch(await text(page), /Car 38 disqualified/);
});

await walk("what if: by keys alone", { viewport: desk }, async (page) => {
  await page.goto(`${season}whatif.html?in=9+race&car=%2338`);
  await page.getByLabel(/disqualified/).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.waitForURL(/set=/);
  assert.match(await text(page), /Car 38 disqualified/);
});

const TABLE = "Pos\tDriver\tOulton\tBrands\tTotal\n1\tAnn Archer\t25\t18\t43\n2\tBen Boyd\t18\t15\t33\n3\tCleo Cole\t15\t12\t27\n";

await walk("try: a table read, kept only where it is asked for, and opened by another", { viewport: phone, bypassCSP: true }, async (page) => {
  await page.goto(`${address}/try`);
  await page.getByLabel("Paste it here").fill(TABLE);
  await page.getByRole("button", { name: "Read it", exact: true }).click();
  await page.waitForLoadState();
  assert.match(await text(page), /Ann Archer/);
  await seen(page, "try-read");
  assert.match(await page.locator("textarea").first().inputValue(), /Cleo Cole/, "what was pasted is still there");
  await page.getByRole("button", { name: /keep it for 7 days/ }).click();
  await page.waitForLoadState();
  await seen(page, "try-kept");
  const link = page.getByRole("link", { name: /^try\// });
  const href = new URL(await link.getAttribute("href"), page.url()).href;
  await page.context().clearCookies();
  await page.goto(href);
  assert.match(await text(page), /Ann Archer/);
  await seen(page, "try-opened");
});

await walk("try: what is no table is told, and stays in the form", { viewport: phone, bypassCSP: true }, async (page) => {
  await page.goto(`${address}/try`);
  await page.getByLabel("Paste it here").fill("no table at all");
  await page.getByRole("button", { name: "Read it", exact: true }).click();
  await page.waitForLoadState();
  await seen(page, "try-refused");
  assert.equal((await page.getByLabel("Paste it here").inputValue()).trim(), "no table at all");
});

await walk("try: by keys alone", { viewport: desk }, async (page) => {
  await page.goto(`${address}/try`);
  await page.getByLabel("Paste it here").focus();
  await page.keyboard.insertText(TABLE);
  for (let times = 0; times < 20; times += 1) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement?.innerText ?? "")).trim() === "Read it") break;
  }
  await page.keyboard.press("Enter");
  // The form is there until the answer is.
  await page.getByRole("heading", { name: "What was read" }).waitFor();
  assert.match(await text(page), /Ann Archer/);
});

await walk("who is drawn in the charts of a table, by the address, without scripts", { viewport: phone, javaScriptEnabled: false }, async (page) => {
  const line = (name) => page.locator(".for-phone svg").first().getByText(name, { exact: false });
  await page.goto(`${season}standings/teams-gt.html`);
  assert.ok((await line("Alex Job").count()) > 0);
  await page.getByText("Choose who is drawn").click();
  for (const box of await page.locator(".choice input").all()) await box.uncheck();
  await page.getByLabel("The Racer's Group").check();
  await page.getByRole("button", { name: "Show", exact: true }).click();
  assert.match(page.url(), /\?who=/);
  assert.equal(await page.locator(".for-phone svg .s").count() > 0, true);
  assert.equal(await page.locator(".for-phone svg.progression .s").count(), 1);
  // What is said of the table stays true of the table.
  assert.match(await page.locator("figcaption").first().innerText(), /Alex Job Racing/);
  await page.getByText("Choose who is drawn").click();
  await page.getByRole("link", { name: "the first ones" }).click();
  assert.ok((await page.locator(".for-phone svg.progression .s").count()) > 1);
});

await walk("the odds of one class, in the address and remembered", { viewport: phone, bypassCSP: true }, async (page) => {
  await page.goto(`${season}odds.html`);
  const title = (name) => page.getByRole("heading", { name, exact: true });
  assert.ok(await title("Teams' Championship, GT").isVisible());
  await page.getByRole("radio", { name: "GTS" }).check();
  assert.match(page.url(), /\?class=gts$/);
  assert.equal(await title("Teams' Championship, GT").isVisible(), false);
  assert.ok(await title("Teams' Championship, GTS").isVisible());
  await seen(page, "odds-class");
  await page.goto(`${season}odds.html?who=prodrive`);
  assert.equal(await page.getByRole("radio", { name: "GTS" }).isChecked(), true);
});
