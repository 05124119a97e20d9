// One journey of each kind in a second browser, over WebDriver BiDi: node journeys.mjs FIREFOX ADDRESS MODULES
// Prints what was met as JSON. Any error ends it with a code that is not 0.
import { createRequire } from "node:module";

const [program, address, modules] = process.argv.slice(2);
const puppeteer = createRequire(`${modules}/`)("puppeteer-core");
const browser = await puppeteer.launch({ browser: "firefox", executablePath: program, headless: true });
const met = {};

const path = (page) => new URL(page.url()).pathname;

async function fresh() {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 400, height: 800 });
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  return { page, errors };
}

async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

// Ticks each of these values where it is offered; else none, or not sure.
async function fill(page, wanted) {
  await page.evaluate((values) => {
    const names = new Set([...document.querySelectorAll("main input[name$=choice]")].map((field) => field.name));
    for (const name of names) {
      const fields = [...document.querySelectorAll(`input[name='${name}']`)];
      const chosen = fields.filter((field) => values.includes(field.value));
      const nothing = fields.find((field) => field.value === "-none") ?? fields.find((field) => field.value === "-not-sure");
      for (const field of chosen.length ? chosen : [nothing]) if (!field.checked) field.click();
    }
  }, wanted);
}

async function walk(page, wanted, start) {
  await page.goto(`${address}${start}`);
  const seen = [];
  for (let step = 0; step < 40 && path(page) !== "/check"; step++) {
    seen.push(path(page));
    if (path(page) === "/help-now") {
      await press(page, "a.guide-go-on");
    } else {
      await fill(page, wanted);
      await press(page, "form.guide-question > .nhsuk-button");
    }
  }
  await page.goto(`${address}/result`);
  return seen;
}

const text = (page, selector) => page.$eval(selector, (each) => each.innerText);
const weak = ["me", "eyes", "weak", "throat", "neck", "weeks_months", "about_same", "from_21", "with_use", "lid_changes", "double"];

const kinds = {
  async "one question at a time"(page) {
    const seen = await walk(page, weak, "/question/who");
    return { questions: seen.length, first: await text(page, ".guide-group-line a") };
  },
  async "a few pages"(page) {
    const seen = await walk(page, weak, "/questions");
    return { questions: seen.length, first: await text(page, ".guide-group-line a") };
  },
  async "an emergency"(page) {
    const seen = await walk(page, ["me", "breathless", "tired"], "/question/who");
    return { helped: seen.includes("/help-now"), card: await text(page, ".nhsuk-card--care--emergency h2") };
  },
  async "a small child"(page) {
    await walk(page, ["small_child", "weak", "hips", "years", "about_same", "from_1", "walked_late"], "/question/who");
    return { heading: await text(page, "h1") };
  },
  async "saved and brought back"(page) {
    await walk(page, weak, "/questions");
    await page.goto(`${address}/save`);
    await press(page, "form.guide-save .nhsuk-button");
    const code = await text(page, ".guide-code code");
    await press(page, "form.guide-clear .nhsuk-button");
    await page.goto(`${address}/resume#${code}`);
    await page.waitForFunction((wanted) => document.getElementById("code").value === wanted, {}, code);
    await press(page, "form.guide-resume .nhsuk-button");
    return { heading: await text(page, "h1") };
  },
  async "none and the others"(page) {
    await walk(page, weak, "/questions");
    await page.goto(`${address}/question/danger`);
    await page.click("label[for='choice']");
    return { none: await page.$eval("input[value='-none']", (field) => field.checked) };
  },
};

try {
  for (const [name, kind] of Object.entries(kinds)) {
    const { page, errors } = await fresh();
    met[name] = { ...(await kind(page)), errors };
    await page.browserContext().close();
  }
  console.log(JSON.stringify(met));
} finally {
  await browser.close();
}
