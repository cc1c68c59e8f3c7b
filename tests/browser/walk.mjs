// Ways that people walk through the site, in a real browser: on a phone and on a desk, in light and dark, without
// scripts, and on paper; with an accessibility checker on every kind of page.
//
// Usage: node walk.mjs ADDRESS [SCREENSHOT-FOLDER], with the words of a walk's name in ONLY where not all are to run
import { readFileSync, writeFileSync } from "node:fs";
import assert from "node:assert/strict";
import { address, checked, desk, end, phone, picture, text, walk } from "./harness.mjs";

const season = `${address}/alms/2003/`;
const made = `${address}/made-up/2026/`;
const pages = {
  front: `${address}/`,
  season,
  standings: `${season}standings/teams-gt.html`,
  "standings-after": `${season}standings/teams-gt-after-6.html`,
  odds: `${season}odds.html`,
  scenario: `${season}scenario/after-8.html`,
  "scenario-entered": `${season}scenario/after-8.html?field=entered`,
  "made-up-scenario": `${made}scenario.html`,
  why: `${season}why/teams-gts/carsport-america.html`,
  round: `${season}round/3.html`,
  cars: `${season}round/3-cars.html`,
  team: `${season}team/prodrive.html`,
  driver: `${season}driver/johnny-herbert.html`,
  circuit: `${season}circuit/road-atlanta.html`,
  audit: `${season}audit.html`,
  "audit-check": `${season}audit/distance-threshold.html`,
  rules: `${season}rules.html`,
  search: `${season}search.html`,
  sources: `${season}sources.html`,
  whatif: `${season}whatif.html?rulebook=alms/2013`,
  "whatif-car": `${season}whatif.html?in=3+race&car=%2388`,
  try: `${address}/try`,
  embed: `${season}embed/drivers-gt.html`,
  "embed-line": `${season}embed.html?table=teams-gts`,
  gallery: `${season}gallery.html`,
  "gallery-by": `${made}gallery.html?by=alms/2013`,
  champion: `${season}champion.html`,
  "champion-asked": `${season}champion.html?champion=teams+GTS%3Dprodrive`,
  compare: `${address}/compare.html?a=alms/2003&b=made-up/2026`,
  "compare-choose": `${address}/compare.html?a=alms/2003`,
  careers: `${address}/career/index.html?q=sebring`,
  "career-drivers": `${address}/career/driver/index.html`,
  career: `${address}/career/driver/jan-magnussen.html`,
  against: `${address}/career/driver/jan-magnussen/against/johnny-oconnell.html`,
  "against-choose": `${address}/career/driver/jan-magnussen/against.html`,
  "career-team": `${address}/career/team/prodrive.html`,
  "career-class": `${address}/career/class/alms-gts.html`,
  "career-circuit": `${address}/career/circuit/road-atlanta.html`,
  "made-up": made,
  "made-up-round": `${made}round/1.html`,
  "made-up-sprint": `${made}round/2.html`,
  "made-up-standings": `${made}standings/teams-gt.html`,
  "made-up-handicaps": `${made}round/4.html`,
  laps: `${made}round/1-race-laps.html`,
  pace: `${made}round/1-race-pace-gt.html`,
  stints: `${made}round/1-race-stints-proto.html`,
  "stints-chosen": `${made}round/1-race-stints-proto.html?cars=1,2`,
  editions: `${address}/editions.html`,
  edition: `${address}/editions/made-up/2026/1`,
  notices: `${address}/seasons/made-up/2026/notices`,
  missing: `${address}/no/such/page`,
};

await walk("who leads GT after round 6, and why", { viewport: phone }, async (page) => {
  await page.goto(season);
  await page.getByRole("link", { name: "Teams' Championship, GT", exact: true }).first().click();
  await page.locator('a[href$="teams-gt-after-6.html"]').first().click();
  const leader = page.locator("table tbody tr").first();
  assert.match(await leader.innerText(), /Alex Job Racing/);
  assert.match(await leader.innerText(), /116/);
  await leader.locator('a[href*="why/teams-gt/alex-job-racing"]').first().click();
  await page.waitForTimeout(200);
  assert.match(await page.locator("body").innerText(), /declared|published/i);
});

await walk("a doubtful cell, to the documents that disagree", { viewport: desk }, async (page) => {
  await page.goto(`${season}why/teams-gts/carsport-america.html#r3`);
  assert.match(await text(page), /71 of the class winner's 97 laps/);
  await page.goto(season);
  await page.getByRole("link", { name: "Audit", exact: true }).first().click();
  assert.match(await text(page), /102\s+cells proven/);
  assert.match(await text(page), /204\s+unverified/);
  await page.getByRole("link", { name: /^The minimum distance as documents state it/ }).click();
  const own = await text(page);
  assert.match(own, /75 %/);
  assert.match(own, /70 %/);
  assert.match(own, /Carsport America/);
});

await walk("every cell leads to its reason without scripts", { viewport: desk, javaScriptEnabled: false }, async (page) => {
  await page.goto(pages.standings);
  await page.locator('td a[href*="#r9"]').first().click();
  assert.match(page.url(), /why\/teams-gt\/.*#r9$/);
  assert.match(await text(page), /1st place gives 26 points/);
});

await walk("two seasons side by side, from one of them", { viewport: desk }, async (page) => {
  await page.goto(season);
  await page.getByRole("link", { name: "Compare", exact: true }).click();
  await page.getByRole("link", { name: /Made-up/ }).click();
  assert.match(await text(page), /LMP900 beside PROTO/);
  assert.match(await text(page), /Only in 2003 American Le Mans Series/);
  await page.getByLabel(/Table of 2003/).selectOption({ label: "Teams' Championship, GTS" });
  await page.getByRole("button", { name: "Show" }).click();
  assert.match(await text(page), /GTS beside PROTO/);
});

await walk("what would have made Prodrive champion, and the tables of it, without scripts", { viewport: phone, javaScriptEnabled: false }, async (page) => {
  await page.goto(season);
  await page.getByRole("link", { name: "What would have put somebody first?" }).click();
  await page.getByLabel("Who, and of what").selectOption("teams GTS=prodrive");
  await page.getByRole("button", { name: "Find out" }).click();
  assert.match(await text(page), /each of these would have put Prodrive first/);
  await page.getByRole("link", { name: /Car 88 7th, not 8th/ }).click();
  assert.match(await text(page), /GTS Teams' Championship: the title goes from Corvette Racing to Prodrive/);
});

await walk("two cars the other way round, from the result, by hand and without scripts", { viewport: desk, javaScriptEnabled: false }, async (page) => {
  await page.goto(pages.round);
  await page.getByRole("link", { name: "What if car 88 had another result?" }).click();
  assert.match(page.url(), /whatif\.html\?in=3\+race&car=%2388/);
  await page.getByLabel("unable to start").check();
  await page.getByRole("button", { name: "Show the tables" }).click();
  assert.match(await text(page), /Car 88 not started in round 3 \(Grand Prix of Sonoma\)/);
  await page.getByLabel("Race", { exact: true }).selectOption({ label: "9. Petit Le Mans" });
  await page.getByRole("button", { name: "Choose a car" }).click();
  await page.getByRole("radio", { name: "moved down" }).check();
  await page.getByRole("button", { name: "Show the tables" }).click();
  assert.match(await text(page), /A drop of 3 places for car/);
  await page.getByRole("link", { name: /Take away: Car 88 not started/ }).click();
  assert.doesNotMatch(await text(page), /Car 88 not started/);
  assert.match(await text(page), /A drop of 3 places for car/);
});

await walk("another points scale, told at the form where it is none", { viewport: desk, javaScriptEnabled: false }, async (page) => {
  await page.goto(`${season}whatif.html`);
  await page.getByText("Points by place", { exact: true }).click();
  const scale = page.getByLabel("Points by place: standard");
  await scale.fill("twenty");
  await scale.press("Enter");
  assert.match(await text(page), /`twenty` is no scale of points/);
  await page.getByText("Points by place", { exact: true }).click();
  await page.getByLabel("Points by place: standard").fill("10 6 4 3 2 1");
  await page.getByLabel("Points by place: standard").press("Enter");
  assert.match(await text(page), /Points by place \(standard\): 10-6-4-3-2-1/);
});

await walk("a club's table, pasted and added up, without scripts", { viewport: phone, javaScriptEnabled: false }, async (page) => {
  await page.goto(`${address}/try`);
  await page.getByLabel("Paste it here").fill("Pos\tDriver\tOulton\tBrands\tTotal\n1\tAnn Archer\t25\t18\t43\n2\tBen Boyd\t18\t15\t33\n3\tCleo Cole\t15\t12\t27\n4\tDan Dale\t12\t0\t13\n");
  await page.getByRole("button", { name: "Read it", exact: true }).click();
  assert.match(await text(page), /The table does not add up: 3 of 4 totals are the sum of all rounds/);
  assert.match(await text(page), /Dan Dale: published 13, computed 12/);
  await page.getByRole("button", { name: /keep it for 7 days/ }).click();
  await page.getByRole("link", { name: /^try\// }).click();
  assert.match(page.url(), /\/try\/[0-9a-f]{32}\//);
  await page.getByRole("link", { name: "Standings", exact: true }).first().click();
  assert.match(await text(page), /Ann Archer/);
});

await walk("a table in somebody else's page", { viewport: desk, javaScriptEnabled: false }, async (page) => {
  await page.goto(`${season}standings/teams-gts.html`);
  await page.getByRole("link", { name: "Embed this table" }).click();
  await page.getByLabel("Rows").fill("3");
  await page.getByRole("button", { name: "Make the line" }).click();
  assert.match(await page.getByRole("textbox", { name: "The line" }).inputValue(), /^<iframe src="\/\/.*embed\/teams-gts.html\?rows=3"/);
  const frame = page.frameLocator("iframe.preview");
  assert.match(await frame.locator("body").innerText(), /Corvette Racing won/);
  assert.equal(await frame.locator("tbody tr").count(), 3);
});

await walk("a season under one other rulebook", { viewport: desk }, async (page) => {
  await page.goto(pages.whatif);
  await page.getByRole("link", { name: "Under other rulebooks" }).click();
  assert.match(await text(page), /None of 4 titles would have somebody else first by one of 6 rulebooks/);
  await page.getByLabel("Score by").selectOption("alms/2013");
  await page.getByRole("button", { name: "Show" }).click();
  assert.match(await text(page), /by this rulebook/);
});

await walk("one class and one car of a lap chart, without scripts", { viewport: desk, javaScriptEnabled: false }, async (page) => {
  await page.goto(pages.round.replace(season, made).replace("3.html", "1.html"));
  await page.getByRole("link", { name: "Lap chart" }).click();
  const shown = (car) => page.locator(`#lap-chart-${car}`).isVisible();
  assert.deepEqual([await shown(1), await shown(2)], [true, true]);
  await page.getByRole("radio", { name: "GT" }).check();
  assert.deepEqual([await shown(1), await shown(2)], [false, true]);
  await page.getByRole("radio", { name: "all" }).check();
  await page.getByText("Choose cars").click();
  for (const box of await page.locator(".choice input").all()) await box.uncheck();
  await page.locator('.choice input[value="4"]').check();
  await page.getByRole("button", { name: "Show", exact: true }).click();
  assert.match(page.url(), /\?cars=4$/);
  const grey = (car) => page.locator(`#lap-chart-${car}`).evaluate((own) => own.classList.contains("faint"));
  assert.deepEqual([await grey(4), await grey(1)], [false, true]);
});

await walk("two cars of a class, by an address, and the first ones again", { viewport: phone, javaScriptEnabled: false }, async (page) => {
  await page.goto(`${pages.stints}?cars=2,1`);
  const shown = async () => (await page.locator("#stints-phone-t").count()) && (await page.locator(".for-phone .row").count());
  const some = await shown();
  await page.getByText("Choose cars").click();
  await page.getByRole("link", { name: "the first ones" }).click();
  assert.ok((await shown()) >= some && some > 0, `${some}`);
  assert.ok((await page.locator(".for-phone svg.stints").boundingBox()).width <= 360);
});

await walk("two drivers against each other, from a career", { viewport: phone, javaScriptEnabled: false }, async (page) => {
  await page.goto(`${address}/career/driver/jan-magnussen/against.html?q=oconnell`);
  // The only one that the words fit.
  assert.match(page.url(), /against\/johnny-oconnell.html$/);
  assert.match(await text(page), /Jan Magnussen/);
});

await walk("what a change does to the tables, whole on a phone", { viewport: phone, javaScriptEnabled: false }, async (page) => {
  await page.goto(pages.whatif);
  const widths = await page.locator(".scroll.wide").evaluate((own) => [own.scrollWidth, own.clientWidth]);
  assert.ok(widths[0] <= widths[1], widths.join(" of "));
});

await walk("what the stewards decided, and the car it was about", { viewport: phone }, async (page) => {
  await page.goto(pages["made-up-round"]);
  assert.match(await text(page), /30\.000 s added to the time of car 3/);
  await page.locator("#decision-unsafe-release a").click();
  await page.waitForTimeout(200);
  assert.match(await page.locator("body").innerText(), /Unsafe release/);
});

await walk("a calendar for one class on a phone", { viewport: phone, javaScriptEnabled: false }, async (page) => {
  await page.goto(season);
  const winner = (name) => page.locator(".calendar td.w").filter({ hasText: name }).first().isVisible();
  assert.deepEqual([await winner("Infineon Team Joest"), await winner("Corvette Racing")], [true, true]);
  await page.getByRole("radio", { name: "GTS" }).check();
  assert.deepEqual([await winner("Infineon Team Joest"), await winner("Corvette Racing")], [false, true]);
});

await walk("who can still win GTS before the last race, and with which places", { viewport: phone, javaScriptEnabled: false }, async (page) => {
  await page.goto(`${season}standings/teams-gts-after-8.html`);
  await page.getByRole("link", { name: /Corvette Racing and Prodrive can still win/ }).click();
  assert.match(page.url(), /scenario\/after-8.html#teams-gts$/);
  const table = page.getByRole("table", { name: "Prodrive is champion if" });
  assert.match(await table.innerText(), /1st\s+outside the first/);
  const picture = page.getByRole("img", { name: "Corvette Racing against Prodrive" });
  assert.ok((await picture.boundingBox()).width <= 360);
  await page.getByRole("link", { name: "9", exact: true }).first().click();
  assert.match(await text(page), /Corvette Racing is champion\./);
  await page.getByRole("link", { name: "after round 8" }).first().click();
  assert.match(page.url(), /scenario\/after-8.html/);
});

await walk("a title that is still open, by keys alone, for those who are entered", { viewport: desk }, async (page) => {
  await page.goto(made);
  await page.getByRole("link", { name: /can still win|is champion/ }).first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/scenario.html/);
  await page.getByRole("link", { name: "All who are entered take part" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/field=entered/);
  assert.match(await text(page), /are ranked in every session to come/);
  await page.locator(".contest summary").first().focus();
  await page.keyboard.press("Enter");
  assert.ok(await page.locator(".contest details[open]").first().isVisible());
});

await walk("search finds a driver", { viewport: phone }, async (page) => {
  await page.goto(pages.search);
  await page.getByRole("searchbox").first().fill("magnussen");
  await page.getByRole("link", { name: /Jan Magnussen/ }).first().click();
  assert.match(await page.title(), /Magnussen/);
});

await walk("search forgives, without scripts", { viewport: phone, javaScriptEnabled: false }, async (page) => {
  await page.goto(pages.search);
  await page.getByRole("searchbox").first().fill("PK Sport mosprot");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: /P\.K\. Sport.*round 5/ }).click();
  assert.match(page.url(), /why\/teams-gt\/pk-sport.html#r5$/);
});

await walk("one class of a race on a phone, in the address and remembered", { viewport: phone }, async (page) => {
  await page.goto(pages.round);
  const car = (name) => page.locator("table.result tr.in").filter({ hasText: name }).first();
  assert.ok((await car("Dyson Racing").boundingBox()).height < 60, "a car is one line");
  await page.getByRole("radio", { name: "GTS" }).check();
  assert.match(page.url(), /\?class=gts$/);
  assert.deepEqual([await car("Dyson Racing").isVisible(), await car("Corvette Racing").isVisible()], [false, true]);
  const drivers = car("Corvette Racing").getByText("Ron Fellows");
  assert.equal(await drivers.isVisible(), false);
  await car("Corvette Racing").locator("summary").click();
  assert.equal(await drivers.isVisible(), true);
  await page.goto(pages.round.replace("3.html", "9.html"));
  assert.equal(await page.getByRole("radio", { name: "GTS" }).isChecked(), true);
});

await walk("from a name typed wrong to a career and on to a round", { viewport: phone, javaScriptEnabled: false }, async (page) => {
  await page.goto(season.replace("alms/2003/", ""));
  await page.getByRole("searchbox").fill("magnusen");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: "Jan Magnussen" }).click();
  assert.match(await text(page), /Driver, 2003, 1 season/);
  await page.getByRole("row", { name: /2003/ }).getByRole("link").nth(2).click();
  assert.match(page.url(), /alms\/2003\/driver\/jan-magnussen.html/);
});

await walk("a sheet on paper", { viewport: desk }, async (page) => {
  await page.goto(pages.round);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("header.top nav").isVisible(), false);
  assert.ok((await page.pdf({ format: "A4" })).length > 10_000);
});

await walk("keys alone reach the content and the first table", { viewport: desk }, async (page) => {
  await page.goto(pages.standings);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.className), "skip");
  await page.keyboard.press("Enter");
  assert.match(page.url(), /#main$/);
});

await walk("a season that breaks and is mended says both, without a reload", { viewport: phone }, async (page) => {
  const file = `${process.env.BREAKS}/season.toml`;
  const breaks = `${address}/breaks/2026/`;
  const whole = readFileSync(file, "utf8");
  try {
    writeFileSync(file, `${whole}\nbroken = [`);
    const banner = page.getByRole("status").filter({ hasText: "is not shown as it stands now" });
    for (let times = 0; times < 50 && !(await banner.count()); times += 1) {
      await page.waitForTimeout(100);
      await page.goto(breaks);
    }
    assert.match(await banner.innerText(), /its folder cannot be read/);
    await page.goto(`${address}/`);
    assert.ok(await banner.isVisible(), "the front page says so too");
    await page.goto(breaks);
    const before = await page.evaluate(() => performance.timeOrigin);
    writeFileSync(file, whole);
    await page.getByText("Its folder can be read again.").waitFor({ timeout: 5000 });
    assert.equal(await page.evaluate(() => performance.timeOrigin), before);
    await page.getByRole("link", { name: "Show it as it stands now" }).click();
    await page.waitForLoadState();
    assert.equal(await banner.count(), 0);
  } finally {
    writeFileSync(file, whole);
  }
});

await import("./officials.mjs");
await import("./tries.mjs");

for (const [name, url] of Object.entries(pages)) {
  for (const [size, viewport] of Object.entries({ desk, phone })) {
    for (const colorScheme of ["light", "dark"]) {
      await walk(`${name}, ${size}, ${colorScheme}`, { viewport, colorScheme, bypassCSP: true }, async (page) => {
        await page.goto(url);
        // A busy machine may paint a page before the end of a table is read, and its columns move then: such a page is
        // loaded once more, and has to stand still.
        await checked(page).catch(async (error) => {
          if (!error.message.includes("the layout shifts")) throw error;
          console.log(`     ${name}, ${size}, ${colorScheme}: ${error.message}; once more`);
          await page.reload();
          await checked(page);
        });
        await picture(page, `${name}-${size}-${colorScheme}`);
      });
    }
  }
}

await end();
