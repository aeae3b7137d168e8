// Reads a page as people do, in Chromium. Run by tests/suite/web.rs:
//   node browse.mjs <chromium> <page.html> <another.html> <folder for what is printed>
// The other page has what the first may lack: tables, attachments, last year's figures, and text
// that no line can be broken in.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [program, page, another, folder] = process.argv.slice(2);
const address = pathToFileURL(page).href;
const otherAddress = pathToFileURL(another).href;
/** How long a loaded machine may take for anything, in milliseconds. */
const PATIENCE = 60_000;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({
  executablePath: program,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
after(() => browser.close());

/** Opens the page; it must ask for nothing else, and break no rule of its own policy. */
async function open(options = {}, where = address) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE);
  const tab = await context.newPage();
  const faults = [];
  tab.on("request", (request) => request.url() === where || faults.push(request.url()));
  tab.on("console", (message) => faults.push(message.text()));
  tab.on("pageerror", (error) => faults.push(error.message));
  await tab.goto(where);
  return {
    tab,
    async close() {
      assert.deepEqual(faults, []);
      await context.close();
    },
  };
}

/** Waits until what is read passes the test; what was read last. */
async function eventually(read, passes, what) {
  for (const end = Date.now() + PATIENCE; ; ) {
    const found = await read();
    if (passes(found)) return found;
    assert.ok(Date.now() < end, `${what}: ${JSON.stringify(found)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** The tip under a figure as it is drawn, or nothing. */
const tip = (figure) =>
  figure.evaluate((node) => {
    const style = getComputedStyle(node, "::after");
    const drawn = style.display !== "none" && style.content !== "none";
    return drawn ? style.content : "";
  });

const tipTells = (figure, what) => eventually(() => tip(figure), (text) => text.includes("责任部门："), what);
const noTip = (figure, what) => eventually(() => tip(figure), (text) => text === "", what);

const overflow = (tab) =>
  tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function assertAccessible(tab, what) {
  await tab.evaluate(axe);
  const found = await tab.evaluate(() =>
    axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }),
  );
  const faults = found.violations.flatMap((fault) =>
    fault.nodes.map((node) => `${fault.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`),
  );
  assert.deepEqual(faults, [], what);
  assert.ok(found.passes.length > 20, "axe looked at the page");
}

/** From a phone to 4K; the second is 1280 px wide at 200 %. */
const WINDOWS = [
  [320, {}],
  [640, { deviceScaleFactor: 2 }],
  [768, {}],
  [1440, {}],
  [3840, {}],
];

describe("the page", { concurrency: 1 }, () => {
  test("the contents lead to the sections, and show where one is", async () => {
    const { tab, close } = await open();
    const link = tab.locator(".contents a").nth(4);
    const target = (await link.getAttribute("href")).slice(1);
    await link.click();
    await tab.waitForFunction((id) => {
      const { top } = document.getElementById(id).getBoundingClientRect();
      return top >= 0 && top < innerHeight / 4;
    }, target);
    await tab.waitForSelector(`.contents a[href="#${target}"][aria-current]`);
    assert.equal(await tab.locator(".contents [aria-current]").count(), 1);
    await close();
  });

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? "" : ", without JavaScript";

    test(`a figure tells what stands behind it${how}`, async () => {
      const { tab, close } = await open({ javaScriptEnabled });
      const figure = tab.locator(".figure").first();
      await noTip(figure, "at first");
      let reached = false;
      for (let step = 0; step < 60 && !reached; step++) {
        await tab.keyboard.press("Tab");
        reached = await figure.evaluate((node) => node === document.activeElement);
      }
      assert.ok(reached, "by the Tab key");
      const text = await tipTells(figure, "by the Tab key");
      for (const part of ["口径：", "责任部门：", "取得方式："]) assert.ok(text.includes(part), text);
      assert.ok(!text.includes(".yaml"), "places in files are not for the public");
      if (javaScriptEnabled) {
        await tab.keyboard.press("Escape");
        await noTip(figure, "Escape puts it away");
      }

      // All the same is in the row that describes it to a screen reader.
      const row = tab.locator(`[id="${await figure.getAttribute("aria-describedby")}"]`);
      const words = text.match(/责任部门：([^\\\n]+?)(\\a|\n)/)[1];
      assert.ok((await row.textContent()).includes(words));

      const other = tab.locator(".figure").nth(1);
      await other.hover();
      await tipTells(other, "by pointing");
      await noTip(figure, "one at a time");
      // The pointer may go onto the tip and read it there.
      const box = await other.boundingBox();
      for (let down = 0; down < 40; down += 4) {
        await tab.mouse.move(box.x + 5, box.y + box.height / 2 + down);
      }
      await tipTells(other, "it stays while pointed at");
      await close();
    });

    test(`the text grows${how}`, async () => {
      const { tab, close } = await open({ javaScriptEnabled });
      const size = () => tab.locator(".salutation").evaluate((p) => parseFloat(getComputedStyle(p).fontSize));
      const normal = await size();
      await tab.getByText("特大", { exact: true }).click();
      await eventually(size, (now) => now === normal * 1.5, "by a click");
      assert.ok((await overflow(tab)) <= 0);
      await tab.locator("#size-largest").press("ArrowLeft");
      await eventually(size, (now) => now === normal * 1.25, "by the keyboard too");
      await close();
    });

    const windows = javaScriptEnabled ? WINDOWS : [WINDOWS[0], WINDOWS[3]];
    for (const [where, name] of [[address, "the report"], [otherAddress, "the other page"]]) {
      for (const [width, options] of windows) {
        test(`${name}, ${width} px${how}${options.deviceScaleFactor ? ", zoomed" : ""}`, async () => {
          const viewport = { width, height: 900 };
          const { tab, close } = await open({ javaScriptEnabled, viewport, ...options }, where);
          assert.ok((await overflow(tab)) <= 0, "no horizontal scroll");
          const wide = await tab.evaluate(() => {
            const page = document.documentElement;
            const figures = [...document.querySelectorAll(".figure")];
            const wide = figures.filter((figure) => {
              figure.focus();
              return page.scrollWidth > page.clientWidth;
            });
            document.activeElement.blur();
            scrollTo(0, 0);
            return wide.map((figure) => figure.dataset.tip);
          });
          assert.deepEqual(wide, [], "no horizontal scroll for a tip");
          const closed = width < 900 && javaScriptEnabled;
          const list = () => tab.locator(".contents ol").isVisible();
          await eventually(list, (visible) => visible !== closed, "as the window has room");
          await tab.getByText("目录", { exact: true }).click();
          await eventually(list, (visible) => visible === closed, "opens and closes");
          await tab.getByText("特大", { exact: true }).click();
          await eventually(() => overflow(tab), (over) => over <= 0, "no horizontal scroll in large type");
          await close();
        });
      }
    }
  }

  test("a tip tells last year's figure, the change and the formula", async () => {
    const compared = await open({}, otherAddress);
    const told = await compared.tab.locator(".figure").nth(1).getAttribute("data-tip");
    for (const part of ["口径：", "责任部门：", "取得方式：", "上年：3", "同比："]) assert.ok(told.includes(part), told);
    await compared.close();
    const { tab, close } = await open();
    const tips = await tab.locator(".figure").evaluateAll((nodes) => nodes.map((node) => node.dataset.tip));
    assert.ok(tips.some((tip) => tip.includes("取得方式：726 ÷ 783 × 100%")), "the formula with its numbers");
    await close();
  });

  test("a finger opens a tip", async () => {
    const { tab, close } = await open({ hasTouch: true, isMobile: true, viewport: { width: 375, height: 700 } });
    const figure = tab.locator(".figure").first();
    await figure.tap();
    await tipTells(figure, "by a tap");
    assert.ok((await overflow(tab)) <= 0);
    await close();
  });

  test("every heading and paragraph has a link of its own", async () => {
    const { tab, close } = await open();
    const bare = await tab.evaluate(() =>
      [...document.querySelectorAll(".text :is(h2, h3, h4, h5)[id], .text p[id]")]
        .filter((node) => !node.closest(".attachment") && !node.closest(".run-in p"))
        .filter((node) => !node.matches(".run-in > p") && !node.querySelector(":scope > .anchor"))
        .map((node) => node.id),
    );
    assert.deepEqual(bare, []);
    // They are seen when pointed at or walked to, and always where there is no mouse.
    const link = tab.locator(".text p[id] > .anchor").first();
    const seen = () => link.evaluate((node) => Number(getComputedStyle(node, "::before").opacity));
    assert.equal(await seen(), 0);
    await link.focus();
    await eventually(seen, (opacity) => opacity === 1, "walked to");
    assert.match(await link.getAttribute("aria-label"), /第\d+段的链接$/);
    await link.press("Enter");
    assert.equal(await tab.evaluate(() => decodeURI(location.hash)), await link.getAttribute("href"));
    const touched = await open({ hasTouch: true, isMobile: true, viewport: { width: 375, height: 700 } });
    const anchor = touched.tab.locator(".text p[id] > .anchor").first();
    assert.ok((await anchor.evaluate((node) => Number(getComputedStyle(node, "::before").opacity))) > 0.5);
    await touched.close();
    const ids = await tab.evaluate(() => [...document.querySelectorAll("[id]")].map((node) => node.id));
    assert.equal(new Set(ids).size, ids.length);
    await close();
  });

  test("the figures can be taken away as CSV and JSON", async () => {
    const { tab, close } = await open();
    const rows = await tab.locator(".data tbody tr").count();
    const take = async (name) => {
      const [download] = await Promise.all([
        tab.waitForEvent("download"),
        tab.getByRole("link", { name }).click(),
      ]);
      return [download.suggestedFilename(), readFileSync(await download.path(), "utf8")];
    };
    const [csvName, csv] = await take("CSV 表格");
    assert.equal(csvName, "主要指标.csv");
    assert.ok(csv.startsWith("\uFEFF名称,数值,单位,主题,责任部门,取得方式,"));
    assert.equal(csv.trim().split("\r\n").length, rows + 1);
    const [jsonName, json] = await take("JSON 数据");
    assert.equal(jsonName, "主要指标.json");
    assert.equal(JSON.parse(json)["指标"].length, rows);
    assert.ok(!csv.includes(".yaml") && !json.includes(".yaml"));
    const known = JSON.parse(await tab.locator("script[type='application/ld+json']").textContent());
    assert.equal(known["@type"], "Report");
    await close();
  });

  test("what others bring in does not run", async () => {
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(address);
    const blocked = await tab.evaluate(async () => {
      const found = [];
      addEventListener("securitypolicyviolation", (event) => found.push(event.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "globalThis.intruder = true";
      document.body.append(script);
      const image = document.createElement("img");
      image.src = "https://example.invalid/";
      document.body.append(image);
      for (let tries = 0; found.length < 2 && tries < 100; tries++) {
        await new Promise((done) => setTimeout(done, 50));
      }
      return [found.sort(), "intruder" in globalThis];
    });
    assert.deepEqual(blocked, [["img-src", "script-src-elem"], false]);
    await context.close();
  });

  for (const [what, where, options, press] of [
    ["light", address, {}],
    ["dark", address, { colorScheme: "dark" }],
    ["high contrast", address, {}, "高对比"],
    ["more contrast", address, { contrast: "more" }],
    ["forced colours", address, { forcedColors: "active" }],
    ["on a phone", address, { viewport: { width: 320, height: 700 } }],
    ["with tables", otherAddress, {}],
    ["with tables, dark, on a phone", otherAddress, { colorScheme: "dark", viewport: { width: 320, height: 700 } }],
  ]) {
    test(`axe finds nothing: ${what}`, async () => {
      const { tab, close } = await open(options, where);
      if (press) await tab.getByText(press, { exact: true }).click();
      assert.ok((await overflow(tab)) <= 0, "no horizontal scroll");
      await assertAccessible(tab, what);
      await close();
    });
  }

  /** Words of numbers in tables that stand on more than one line. */
  const brokenNumbers = (tab) =>
    tab.evaluate(() => {
      const broken = [];
      for (const cell of document.querySelectorAll(".table :is(th, td)")) {
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const { textContent } = walker.currentNode;
          for (const { 0: word, index } of textContent.matchAll(/[约−-]?\d[\d.,\/%]*(年|个百分点|百分点|多)?/g)) {
            const range = document.createRange();
            range.setStart(walker.currentNode, index);
            range.setEnd(walker.currentNode, index + word.length);
            const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.bottom)));
            if (lines.size > 1) broken.push(word);
          }
        }
      }
      return broken;
    });

  for (const width of [1440, 390, 320]) {
    test(`no number of a table is broken, ${width} px`, async () => {
      for (const where of [address, otherAddress]) {
        const { tab, close } = await open({ viewport: { width, height: 844 } }, where);
        assert.deepEqual(await brokenNumbers(tab), []);
        await tab.getByText("特大", { exact: true }).click();
        assert.deepEqual(await brokenNumbers(tab), [], "in large type");
        await close();
      }
    });
  }

  for (const width of [390, 320]) {
    test(`the label of a row stays in sight while a form is scrolled, ${width} px`, async () => {
      const { tab, close } = await open({ viewport: { width, height: 844 } }, otherAddress);
      const found = await tab.locator(".table:has(.over2)").evaluate((region) => {
        region.querySelector("table").style.minWidth = "40rem"; // wide, as the national form is
        const labels = [...region.querySelectorAll(".label > span")];
        const places = () =>
          labels.map((label) => {
            const [cell, words, frame] = [label.parentNode, label, region].map((node) => node.getBoundingClientRect());
            return [words.left - frame.left, (cell.right - frame.left) / frame.width];
          });
        region.scrollLeft = region.scrollWidth;
        return { scrolled: region.scrollLeft, places: places() };
      });
      assert.ok(found.scrolled > 100, "it is wider than the window");
      for (const [left, right] of found.places) {
        assert.ok(left >= 0 && left < 16 && right > 0.2 && right <= 0.4, `${left} ${right}`);
      }
      await close();
    });
  }

  for (const javaScriptEnabled of [true, false]) {
    test(`a phone shows the title at once${javaScriptEnabled ? "" : ", below open contents"}`, async () => {
      const { tab, close } = await open({ javaScriptEnabled, viewport: { width: 390, height: 844 } });
      const top = (selector) => tab.locator(selector).evaluate((node) => node.getBoundingClientRect().top);
      if (javaScriptEnabled) assert.ok((await top("h1")) < 844 / 4, `${await top("h1")}`);
      assert.ok((await top(".record")) > (await top("#data")), "the record comes after the text");
      if (javaScriptEnabled) await tab.getByText("目录", { exact: true }).click();
      await tab.getByRole("link", { name: "公文信息" }).click();
      await eventually(() => top(".record"), (at) => at < 844, "the contents lead to it");
      await close();
    });
  }

  test("the page prints at the press of a button, and leads to the PDF made with it", async () => {
    const { tab, close } = await open();
    await tab.evaluate(() => (window.print = () => (document.title = "printed")));
    await tab.getByRole("button", { name: "打印" }).click();
    assert.equal(await tab.title(), "printed");
    assert.equal(await tab.getByRole("link", { name: "PDF 版" }).getAttribute("href"), "年报.pdf");
    await close();
    const quiet = await open({ javaScriptEnabled: false }, otherAddress);
    assert.equal(await quiet.tab.getByText("打印", { exact: true }).isVisible(), false, "it needs a script");
    assert.equal(await quiet.tab.getByText("PDF 版").count(), 0);
    await quiet.close();
  });

  test("the figures of a paragraph are one stop of the Tab key, and the arrows lead to all", async () => {
    const { tab, close } = await open();
    const figures = tab.locator(".text p:has(.figure ~ .figure)").first().locator(".figure");
    const stops = () => figures.evaluateAll((nodes) => nodes.map((node) => node.tabIndex));
    const count = await figures.count();
    assert.deepEqual(await stops(), [0, ...Array(count - 1).fill(-1)]);
    await figures.first().focus();
    for (let step = 1; step < count; step++) {
      await tab.keyboard.press("ArrowRight");
      assert.ok(await figures.nth(step).evaluate((node) => node === document.activeElement));
    }
    assert.deepEqual(await stops(), [...Array(count - 1).fill(-1), 0]);
    assert.ok((await tip(figures.nth(count - 1))).includes("← →"), "and says so");
    await tab.keyboard.press("Tab");
    assert.ok(await figures.evaluateAll((nodes) => !nodes.includes(document.activeElement)), "on to what follows");
    await close();
    const plain = await open({ javaScriptEnabled: false });
    const reached = await plain.tab.locator(".figure").evaluateAll((nodes) => nodes.every((node) => node.tabIndex === 0));
    assert.ok(reached, "each of them where there is no script");
    await plain.close();
  });

  test("it prints", async () => {
    const { tab, close } = await open();
    writeFileSync(`${folder}/print.pdf`, await tab.pdf({ preferCSSPageSize: true }));
    await close();
  });
});
