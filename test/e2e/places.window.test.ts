import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { locationAt } from "../../src/capture/codeLocation";
import { readHalt } from "../../src/halt/readHalt";
import type { CodeLocation, Halt } from "../../src/halt/schema/halt";
import { shortInput } from "../support/halts";
import type { Repository } from "../support/repository";
import { makeShop } from "../support/shop";
import { attachNewest, openSection } from "./mainJob";
import { violations } from "./support/accessibility";
import { Editor, type EditorWindow } from "./support/editor";

describe("Places in the code that have changed since", () => {
  let editor: Editor;
  let shop: Repository;
  let window: EditorWindow;
  let commit = "";

  before(async () => {
    editor = await Editor.start({ settings: { "workbench.colorTheme": "Default Dark Modern" } });
    shop = await makeShop(join(editor.folder, "kettle shop"));
    commit = await shop.git("rev-parse", "HEAD");
    const steps = [
      { id: "step-1", text: "See where the sum is doubled", location: await at("src/total.js", 4) },
      { id: "step-2", text: "See who is greeted", location: await at("src/greeting.js", 1) },
      { id: "step-3", text: "See what is sold", location: await at("package.json", 2) },
      { id: "step-4", text: "See whose it is", location: await at("CODEOWNERS", 1) },
    ];
    const halt = { ...shortInput, reproduction: { steps, expected: "9990", actual: "19980" } };
    await shop.write(".release-halt/seen.halt.json", JSON.stringify(halt, undefined, 2));
    await shop.write("src/total.js", `// Of the shop.\n\n${await text("src/total.js")}`);
    await shop.git("mv", "src/greeting.js", "src/hello world.js");
    await shop.write("package.json", (await text("package.json")).replace("kettle-shop", "pot-shop"));
    await shop.git("rm", "-q", "CODEOWNERS");
    window = await editor.open(shop.folder);
    await window.openFile("seen.halt.json");
    await openSection(window, "Reproduction");
  });

  after(async () => {
    await editor.stop();
  });

  const text = async (path: string): Promise<string> => readFile(join(shop.folder, path), "utf8");

  async function at(path: string, line: number): Promise<CodeLocation> {
    return locationAt(await text(path), { path, line, commit });
  }

  async function saved(): Promise<Halt> {
    await window.press("Control+s");
    await window.page
      .locator(".tabs-container .tab.dirty", { hasText: "seen.halt.json" })
      .waitFor({ state: "detached" });
    const read = readHalt(await text(".release-halt/seen.halt.json"));
    assert.ok(read.ok);
    return read.halt;
  }

  const line = (words: string) => window.halt.locator("p.facts", { hasText: words });

  it("are told beside their steps, each with what became of it, in dark and in light", async () => {
    await line("src/total.js:4").filter({ hasText: "now line 6, was 4" }).waitFor();
    await line("src/greeting.js:1").filter({ hasText: "now in src/hello world.js, line 1" }).waitFor();
    await line("package.json:2").filter({ hasText: 'it reads now "name": "pot-shop",' }).waitFor();
    await line("CODEOWNERS:1")
      .filter({
        hasText: `no longer there, nor is its file; it read /src/ @kettle-payments at ${commit.slice(0, 7)}`,
      })
      .waitFor();
    await line("CODEOWNERS:1").scrollIntoViewIfNeeded();
    await window.screenshot("places-dark");
    assert.deepEqual(await violations(window), []);
    await editor.set({ "workbench.colorTheme": "Default Light Modern" });
    await window.page.locator(".monaco-workbench.vs").first().waitFor();
    assert.deepEqual(await violations(window), []);
    await window.screenshot("places-light");
  });

  it("follow what is typed in the editor before it is saved, and what is written to the disk", async () => {
    await shop.write("src/total.js", (await text("src/total.js")).replace("\n\n", "\n\n\n"));
    await line("src/total.js:4").filter({ hasText: "now line 7, was 4" }).waitFor();
    await window.button("src/total.js:4").click();
    await window.tab("total.js").waitFor();
    await window.page.locator(".statusbar", { hasText: "Ln 7, Col 1" }).waitFor();
    await window.press("Control+Home");
    await window.type("//\n");
    await window.tab("seen.halt.json").click();
    await line("src/total.js:4").filter({ hasText: "now line 8, was 4" }).waitFor();
  });

  it("are shown as they were at their commit when they are gone", async () => {
    await window.button("CODEOWNERS:1").first().click();
    const told = window.notifications.filter({ hasText: "CODEOWNERS:1 is no longer there" });
    await told.getByRole("button", { name: "Show It as It Was" }).click();
    await window.tab(`CODEOWNERS (${commit.slice(0, 7)})`).waitFor();
    await window.page.locator(".view-line", { hasText: "/src/ @kettle-payments" }).waitFor();
    await window.tab("seen.halt.json").click();
    await window.button("Show it as it was: package.json:2").click();
    await window.tab(`package (${commit.slice(0, 7)}).json`).waitFor();
    await window.page.locator(".view-line", { hasText: '"kettle-shop"' }).waitFor();
    await window.tab("seen.halt.json").click();
  });

  it("of a failing test become a step, where they stand now", async () => {
    await attachNewest(window);
    await openSection(window, "Failing tests");
    const tests = await text("test/total.test.js");
    await shop.write("test/total.test.js", `// Of the shop.\n${tests}`);
    const [failure] = (await saved()).failingTests.flatMap(({ failures }) => failures);
    const was = failure?.owner?.line ?? 0;
    await line(`test/total.test.js:${was}`)
      .filter({ hasText: `now line ${was + 1}, was ${was}` })
      .waitFor();
    await window.screenshot("places-failing-test");
    await window.button(/^Add as a step: .*charges two kettles once/).click();
    await window.status("Step 5 was added to the halt");
    const step = (await saved()).reproduction.steps.at(-1);
    assert.equal(step?.text, `See where ${failure?.name ?? ""} fails: test/total.test.js, line ${was + 1}`);
    assert.deepEqual([step.location?.line, step.location?.uncommitted], [was + 1, true]);
  });
});
