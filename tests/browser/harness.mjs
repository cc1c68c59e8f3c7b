// What all walks share: the browser, what each is refused for, and what a page must be.

import { chromium } from "playwright-core";
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import assert from "node:assert/strict";

export const [address, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const desk = { width: 1280, height: 900 };
export const phone = { width: 360, height: 740 };
/** Words of a walk's name: only such walks run. */
const only = process.env.ONLY ?? "";

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let passed = 0;
let failed = 0;

/** Runs one walk in a context of its own; nothing may be asked of another host, and no script may fail. */
export async function walk(name, options, steps) {
  if (!name.includes(only)) return;
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) faults.push(`asked elsewhere: ${request.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4(0[0134]|09)/.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  try {
    await steps(page);
    assert.deepEqual(faults, []);
    passed += 1;
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n     ${String(error.message).split("\n").join("\n     ")}`);
  }
  await context.close();
}

export const text = (page) => page.locator("main").innerText();

/** A page that stands still, is no wider than its screen, and has nothing that a checker of accessibility calls serious. */
export async function checked(page) {
  await page.waitForTimeout(50);
  const shift = await page.evaluate(
    () =>
      new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((own) => (sum += own.hadRecentInput ? 0 : own.value))).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(sum), 80);
      }),
  );
  assert.ok(shift < 0.01, `the layout shifts by ${shift}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const widest = () => {
    const all = [...document.querySelectorAll("main *")].filter((own) => own.getBoundingClientRect().right > document.documentElement.clientWidth && !own.closest(".scroll"));
    return all.map((own) => own.outerHTML.slice(0, 80)).pop();
  };
  assert.ok(wide <= 0, `the page is ${wide} px wider than the screen: ${wide > 0 ? await page.evaluate(widest) : ""}`);
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const serious = found.violations
    .filter((own) => own.impact === "serious" || own.impact === "critical")
    .map((own) => `${own.id}: ${own.help} (${own.nodes.length}: ${own.nodes[0].target})`);
  assert.deepEqual(serious, []);
}

/** The page that stands there on a phone and a desk, in light and dark: checked, and kept as a picture where pictures are. */
export async function seen(page, name) {
  const before = page.viewportSize();
  for (const [size, viewport] of Object.entries({ phone, desk })) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await picture(page, `${name}-${size}-${colorScheme}`, true);
      await checked(page).catch((error) => assert.fail(`${name}, ${size}, ${colorScheme}: ${error.message}`));
    }
  }
  await page.setViewportSize(before);
}

/** A picture of the page as it is, where pictures are asked for. */
export async function picture(page, name, fullPage = false) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage });
}

/** Says how many walks passed, and ends. */
export async function end() {
  await browser.close();
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
