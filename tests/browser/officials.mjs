// What officials do at the desk, each in the role that does it: a club's cup from nothing to a published table, a decision
// that the record overtakes, laps put right, and what those who may not are told.

import assert from "node:assert/strict";
import { address, browser, desk, phone, seen, text, walk } from "./harness.mjs";

const cup = "hill-cup/2027";
const made = "made-up/2026";
/** By login: who they are, and the role that they are given, for which seasons. */
const OFFICIALS = {
  kim: { name: "Kim Keeper", role: "points-keeper", scope: "*" },
  pat: { name: "Pat Pointer", role: "points-keeper", scope: "hill-cup/*" },
  sue: { name: "Sue Steward", role: "steward", scope: "*" },
  tom: { name: "Tom Timer", role: "timekeeper", scope: "made-up/2026" },
  ron: { name: "Ron Reader", role: "reader", scope: "*" },
  flo: { name: "Flo Foreign", role: "steward", scope: "alms/*" },
};
const password = "correct horse battery staple";
/** Sessions of those who are signed in. */
const sessions = {};
const as = (login, viewport = phone) => ({ viewport, bypassCSP: true, storageState: sessions[login] });
const at = (season, more = "") => `${address}/desk/${season}${more}`;

await walk("officials: the first account, by its link, gives roles and gets a token", { viewport: phone, bypassCSP: true }, async (page) => {
  await page.goto(process.env.WELCOME);
  await seen(page, "official-welcome");
  await page.getByLabel(/^Your name/).fill("Ann Archer");
  await page.getByLabel(/^Login/).fill("ann");
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole("button", { name: "Choose it and sign in" }).click();
  await page.waitForURL(/\/desk$/);
  sessions.ann = await page.context().storageState();
  for (const [login, own] of Object.entries(OFFICIALS)) {
    await page.goto(`${address}/desk/people`);
    await page.getByLabel(/^Name/).fill(own.name);
    await page.getByLabel(/^Login/).fill(login);
    await page.locator("#role").selectOption(own.role);
    await page.getByLabel("For which seasons").fill(own.scope);
    await page.getByRole("button", { name: "Invite" }).click();
    own.link = await page.locator("code.secret").innerText();
    if (login === "kim") await seen(page, "official-link");
  }
  await page.goto(`${address}/desk/people`);
  await page.locator("details.person summary").filter({ hasText: "Ron Reader" }).click();
  await seen(page, "official-people");
  await page.goto(`${address}/desk/tokens`);
  assert.match(await text(page), /You have none/);
  await seen(page, "official-tokens");
  await page.goto(`${address}/desk/audit`);
  assert.match(await text(page), /Kim Keeper|kim/);
  await seen(page, "official-audit");
  await page.goto(`${address}/desk/account`);
  await seen(page, "official-account");
});

for (const [login, own] of Object.entries(OFFICIALS)) {
  await walk(`officials: ${own.name} chooses a password, without scripts`, { viewport: phone, javaScriptEnabled: false }, async (page) => {
    await page.goto(own.link);
    assert.match(await text(page), new RegExp(`Welcome, ${own.name}`));
    await page.getByLabel(/^Password/).fill(password);
    await page.getByRole("button", { name: "Choose it and sign in" }).click();
    await page.waitForURL(/\/desk$/);
    sessions[login] = await page.context().storageState();
    await page.goto(own.link);
    assert.doesNotMatch(await text(page), /Welcome/, "a link works once");
  });
}

const CALENDAR = "Spring Race, 2027-04-12, Hill Circuit\nSummer Race, 2027-08-02, Hill Circuit\nAutumn Race, 2027-10-04, Old Airfield";
const ENTRIES = `No,Class,Team,Driver
1,GT,North Racing,Ann Archer
3,GT,Team Three,Cid Cole
5,GT,Five Motorsport,Dan Dunn
21,TC,South Garage,Eve Ekman
23,TC,Old Mill,Finn Falk
25,TC,Old Mill,Gia Gold`;
const SPRING = `Pos,No,Driver,Laps,Time
1,3,Cid Cole,20,30:10.500
2,1,Ann Archer,20,+4.200
3,23,Finn Falk,19,
4,21,Eve Ekman,19,
5,5,Dan Dunn,18,
Ret,25,Gia Gold,3,`;

await walk("officials: a points-keeper, from nothing to a published table", as("kim"), async (page) => {
  await page.goto(`${address}/desk`);
  await seen(page, "official-front");
  await page.getByRole("link", { name: "New championship" }).click();
  await seen(page, "official-new");
  await page.getByLabel(/^Name/).fill("Hill Cup");
  await page.getByLabel(/^Year/).fill("2027");
  await page.getByLabel("Begin from").selectOption("rulebook examples/club");
  await page.getByLabel(/^Or the calendar/).fill(CALENDAR);
  await page.getByLabel(/^Classes/).fill("GT, TC");
  await page.getByRole("button", { name: "Look at it" }).click();
  await seen(page, "official-new-understood");
  await page.getByRole("button", { name: "Make it as Kim Keeper" }).click();
  await page.waitForURL(/hill-cup\/2027\?done=begun/);
  await seen(page, "official-cup-begun");
  await page.getByRole("link", { name: "Entry list" }).click();
  await seen(page, "official-entries-empty");
  await page.getByLabel(/^Paste a table/).fill(ENTRIES);
  await page.getByRole("button", { name: "Read it" }).click();
  await seen(page, "official-entries-read");
  await page.getByRole("button", { name: "Enter it as Kim Keeper" }).click();
  await page.waitForURL(/done=entered/);
  await page.getByRole("link", { name: "Entry list" }).click();
  await seen(page, "official-entries");
  await page.goto(at(cup));
  await page.getByRole("link", { name: "Add files" }).click();
  await seen(page, "official-add");
  await page.getByLabel("Or paste a table").fill(SPRING);
  await page.getByLabel("Round").selectOption("1");
  await page.getByRole("button", { name: "Read them" }).click();
  await seen(page, "official-results-read");
  assert.match(await text(page), /Cid Cole takes the lead/);
  assert.doesNotMatch(await text(page), /category = /, "the rules stay as they are");
  assert.equal(await page.getByRole("row", { name: /Cid Cole/ }).first().getByRole("cell").nth(2).innerText(), "GT");
  await page.getByRole("button", { name: "Enter it as Kim Keeper" }).click();
  await page.waitForURL(/done=entered/);
  await page.getByRole("link", { name: "Check", exact: true }).click();
  assert.match(await text(page), /seen by officials alone until it is published[\s\S]*Cid Cole/);
  await seen(page, "official-check");
  await page.getByRole("button", { name: "Publish as provisional" }).click();
  await page.waitForURL(/done=published/);
  await seen(page, "official-cup-published");
  await page.getByRole("link", { name: "As everybody sees it" }).click();
  assert.match(await text(page), /Edition 1[\s\S]*Cid Cole/);
});

/** A row of the grid of results: what stands in its cells, typed from the first on, with Tab between them. */
async function typeRow(page, row, cells) {
  await page.getByLabel(`Place, row ${row}`).focus();
  for (const cell of cells) {
    await page.keyboard.press("ControlOrMeta+A");
    if (cell === "") await page.keyboard.press("Delete");
    else await page.keyboard.type(cell);
    await page.keyboard.press("Tab");
  }
}

/** Presses Tab until a control with this name has the focus, then Enter. */
async function byKeys(page, name) {
  for (let times = 0; times < 200; times += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => document.activeElement?.innerText ?? "");
    if (focused.trim() === name) return page.keyboard.press("Enter");
  }
  assert.fail(`keys alone do not reach ${name}`);
}

const SUMMER = [
  ["1", "1", "20", "30:02.000"],
  ["2", "3", "20", "+1.5"],
  ["3", "5", "20", "+9"],
  ["4", "23", "19", ""],
  ["5", "25", "19", ""],
  ["Ret", "21", "4", ""],
];

await walk("officials: a points-keeper types results by keys alone, publishes, and undoes it", as("pat", desk), async (page) => {
  await page.goto(at(cup));
  await byKeys(page, "2. Summer Race");
  await page.waitForURL(/rounds\/2\/grid/);
  await seen(page, "official-grid");
  for (const [row, cells] of SUMMER.entries()) await typeRow(page, row + 1, cells);
  await page.keyboard.press("Enter");
  await page.waitForLoadState();
  await seen(page, "official-grid-proposed");
  assert.match(await text(page), /Ann Archer/);
  await byKeys(page, "Enter it as Pat Pointer");
  await page.waitForURL(/done=entered/);
  await byKeys(page, "Publish as provisional");
  await page.waitForURL(/done=published/);
  await byKeys(page, "Log");
  await page.waitForURL(/\/log$/);
  await seen(page, "official-log");
  await page.locator("ol.log a").nth(1).click();
  await seen(page, "official-operation");
  await page.getByLabel("Why it is undone").fill("the wrong race");
  await page.getByRole("button", { name: "Show what undoing it changes" }).click();
  await seen(page, "official-undo");
  await page.getByRole("button", { name: "Enter it as Pat Pointer" }).click();
  await page.waitForURL(/done=entered/);
  assert.match(await text(page), /What was entered since is not published/);
  await page.getByRole("link", { name: "Log", exact: true }).click();
  await page.locator("ol.log a").first().click();
  await page.getByLabel("Why it is undone").fill("it was the right race");
  await page.getByRole("button", { name: "Show what undoing it changes" }).click();
  await page.getByRole("button", { name: "Enter it as Pat Pointer" }).click();
  await page.waitForURL(/done=entered/);
  await page.goto(at(cup, "/rounds/2/grid"));
  assert.equal(await page.getByLabel("Number, row 1").inputValue(), "1");
});

await walk("officials: two type the same results at once, and the second is shown both", as("kim"), async (page) => {
  const other = await browser.newContext(as("pat"));
  const pat = await other.newPage();
  for (const own of [page, pat]) {
    await own.goto(at(cup, "/rounds/3/grid"));
    await typeRow(own, 1, own === page ? ["1", "21", "18", "29:59"] : ["1", "23", "18", "29:58"]);
    await own.getByRole("button", { name: "Show what it changes" }).click();
    await own.getByLabel("Why, as the log will say it").waitFor();
  }
  await pat.getByRole("button", { name: "Enter it as Pat Pointer" }).click();
  await pat.waitForURL(/done=entered/);
  await page.getByRole("button", { name: "Enter it as Kim Keeper" }).click();
  const told = page.getByRole("alert");
  assert.match(await told.innerText(), /Pat Pointer/);
  assert.match(await text(page), /29:59/);
  assert.match(await text(page), /29:58/);
  await seen(page, "official-clash");
  const again = await page.getByRole("link", { name: /^Give it again/ }).evaluate((own) => own.href);
  await page.getByRole("button", { name: /^Put it over what was entered since/ }).click();
  await page.getByLabel("Why, as the log will say it").waitFor();
  assert.match(await text(page), /29:59/);
  await page.goto(again);
  assert.equal(await page.getByLabel("Number, row 1").inputValue(), "23");
  // What changed another place is joined, and shown anew.
  for (const own of [page, pat]) await own.goto(at(cup, "/entries"));
  for (const [own, number] of [[page, "7"], [pat, "9"]]) {
    await own.getByRole("textbox", { name: "Number" }).fill(number);
    await own.getByLabel("Class", { exact: true }).fill("GT");
    await own.getByLabel("Team", { exact: true }).fill(`Team of ${number}`);
    await own.getByLabel(/^Driver/).fill(`Driver of ${number}`);
    await own.getByRole("button", { name: "Show what it changes" }).click();
  }
  await pat.getByRole("button", { name: "Enter it as Pat Pointer" }).click();
  await pat.waitForURL(/done=entered/);
  await page.getByRole("button", { name: "Enter it as Kim Keeper" }).click();
  await seen(page, "official-joined-or-clash");
  await other.close();
});

await walk("officials: what two publish at once is what each of them saw", as("kim"), async (page) => {
  const other = await browser.newContext(as("pat"));
  const pat = await other.newPage();
  await page.goto(at(cup, "/check"));
  await pat.goto(at(cup, "/entries"));
  await pat.getByRole("textbox", { name: "Number" }).fill("11");
  await pat.getByLabel("Class", { exact: true }).fill("TC");
  await pat.getByLabel("Team", { exact: true }).fill("Old Mill");
  await pat.getByLabel(/^Driver/).fill("Hal Hill");
  await pat.getByRole("button", { name: "Show what it changes" }).click();
  await pat.getByRole("button", { name: "Enter it as Pat Pointer" }).click();
  await pat.waitForURL(/done=entered/);
  await other.close();
  await page.getByRole("button", { name: "Publish as provisional" }).click();
  assert.match(await page.getByRole("alert").innerText(), /Nothing was published[\s\S]*Pat Pointer/);
  await seen(page, "official-publish-overtaken");
  await page.getByRole("button", { name: "Publish as provisional" }).click();
  await page.waitForURL(/done=published/);
});

await walk("officials: a steward decides on a finding, is overtaken, signs, and an appeal suspends it", as("sue"), async (page) => {
  await page.goto(at(cup, "/notice"));
  await seen(page, "official-notice-kinds");
  await page.getByRole("link", { name: "finding" }).click();
  await page.getByLabel("What it is about, in a few words").fill("Car 1 cut the chicane");
  await page.getByLabel(/^Round/).selectOption("1");
  await page.getByLabel(/^What it says/).fill("Seen by the marshals of post 4, in lap 12.");
  await seen(page, "official-notice");
  await page.getByRole("button", { name: "Post it" }).click();
  await page.waitForURL(/done=posted/);
  await seen(page, "official-steward");
  await page.getByRole("link", { name: "A decision" }).click();
  await seen(page, "official-decision-kinds");
  await page.getByRole("link", { name: "time penalty" }).click();
  await seen(page, "official-decision");
  await page.getByLabel(/^Round/).selectOption("1");
  await page.getByLabel(/[Cc]ar.?s? number|^Number|number/i).first().fill("3");
  await page.getByLabel(/^Time|added/i).first().fill("10 s");
  await page.getByRole("button", { name: "Show what it does" }).click();
  // A browser holds back what lacks a reason.
  assert.equal(await page.getByLabel(/^Why, in a sentence/).evaluate((own) => own.validity.valueMissing), true);
  await page.getByLabel(/^Why, in a sentence/).fill("Overtook under yellow flags");
  await page.getByRole("button", { name: "Show what it does" }).click();
  await page.getByRole("button", { name: "Sign as Sue Steward" }).waitFor();
  await seen(page, "official-preview");
  const other = await browser.newContext(as("kim"));
  const kim = await other.newPage();
  await kim.goto(at(cup, "/entries?row=0"));
  await kim.getByLabel("Nation").fill("GBR");
  await kim.getByRole("button", { name: "Show what it changes" }).click();
  await kim.getByRole("button", { name: "Enter it as Kim Keeper" }).click();
  await kim.waitForURL(/done=entered/);
  await other.close();
  await page.getByRole("button", { name: "Sign as Sue Steward" }).click();
  assert.match(await page.getByRole("alert").innerText(), /Nothing was signed[\s\S]*Kim Keeper/);
  await seen(page, "official-overtaken");
  await page.getByRole("button", { name: "Sign as Sue Steward" }).click();
  await page.waitForURL(/done=signed/);
  const table = `${address}/${cup}/`;
  await page.goto(table);
  await seen(page, "official-cup-public");
  await page.goto(at(cup, "/notice?kind=appeal"));
  await page.getByLabel("What it is about, in a few words").fill("The flags were green");
  await page.getByLabel("Decision", { exact: true }).selectOption({ label: "002: Overtook under yellow flags" });
  await page.getByLabel(/^Who lodges it/).fill("Team Three");
  await seen(page, "official-appeal");
  await page.getByRole("button", { name: "Post it" }).click();
  await page.waitForURL(/done=posted/);
  await seen(page, "official-pending");
  // The penalty is suspended, and so says what is published.
  const total = async () => {
    await page.goto(`${table}standings/drivers.html`);
    return page.getByRole("row", { name: /Cid Cole/ }).locator(".total").innerText();
  };
  assert.equal(await total(), "27");
  await page.goto(at(cup));
  await page.getByRole("link", { name: "Notice board" }).click();
  await seen(page, "official-board");
  await page.goto(at(cup, "/notice?kind=withdrawal"));
  await page.getByLabel("What it is about, in a few words").fill("The appeal is taken back");
  await page.getByLabel(/^Documents that it settles/).fill("3");
  await page.getByRole("button", { name: "Post it" }).click();
  await page.waitForURL(/done=posted/);
  await seen(page, "official-restored");
  assert.equal(await total(), "24");
});

await walk("officials: a timekeeper puts a lap right, with a reason", as("tom"), async (page) => {
  await page.goto(at(made));
  await seen(page, "official-timekeeper");
  await page.getByRole("link", { name: "Laps", exact: true }).click();
  await seen(page, "official-laps");
  await page.locator("main ul a").first().click();
  await seen(page, "official-lap-cars");
  await page.getByRole("link", { name: "Car 1", exact: true }).click();
  await page.getByRole("link", { name: "Correct lap 5", exact: true }).click();
  assert.equal(await page.getByLabel(/^Lap, as/).inputValue(), "5");
  await seen(page, "official-lap");
  await page.getByLabel("What is wrong").selectOption({ index: 1 });
  await page.getByLabel(/^Why the records are wrong/).fill("Track limits at turn 3");
  await page.getByRole("button", { name: "Show what it changes" }).click();
  await seen(page, "official-lap-proposed");
  await page.getByRole("button", { name: "Enter it as Tom Timer" }).click();
  await page.waitForURL(/done=entered/);
  await page.goto(at(made, "/decide"));
  assert.match(await text(page), /That is not yours to do/);
  assert.match(await text(page), /the role steward/);
});

await walk("officials: a reader sees what was entered, and nothing to do that he may not", as("ron"), async (page) => {
  await page.goto(at(cup));
  await seen(page, "official-reader");
  const links = await page.locator("main a").allInnerTexts();
  assert.deepEqual(links.filter((own) => /Add files|Entry list|A decision|A notice|Rulebook|Laps/.test(own)), []);
  assert.equal(await page.locator("main form").count(), 0);
  await page.getByRole("link", { name: "Log", exact: true }).click();
  await page.locator("ol.log a").first().click();
  assert.equal(await page.locator("main form").count(), 0);
  await page.goto(at(cup, "/check"));
  assert.match(await text(page), /Tables as they are entered[\s\S]*Finn Falk/);
  assert.equal(await page.locator("main form").count(), 0);
  const refused = await page.goto(at(cup, "/add"));
  assert.equal(refused.status(), 403);
  await seen(page, "official-refused");
});

await walk("officials: whoever has no account reads what is published, and the desk asks to sign in", { viewport: phone, bypassCSP: true }, async (page) => {
  await page.goto(`${address}/${cup}/`);
  assert.match(await page.locator("body").innerText(), /Edition \d+/);
  await page.goto(at(cup));
  assert.match(page.url(), /\/sign-in\?then=/);
  await seen(page, "official-sign-in");
  await page.getByLabel("Login").fill("kim");
  await page.getByLabel("Password").fill("not the password at all");
  await page.getByRole("button", { name: "Sign in" }).click();
  assert.match(await page.getByRole("alert").innerText(), /./);
  assert.equal(await page.getByLabel("Login").inputValue(), "kim");
  await seen(page, "official-sign-in-refused");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(at(cup));
});

await walk("officials: the steward of another series is refused", as("flo"), async (page) => {
  const refused = await page.goto(at(cup));
  assert.equal(refused.status(), 403);
  await page.goto(`${address}/desk`);
  assert.doesNotMatch(await text(page), /hill-cup|Hill Cup/);
  await seen(page, "official-foreign");
});
