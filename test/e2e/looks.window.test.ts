import assert from "node:assert/strict";
import { join } from "node:path";
import type { HaltInput } from "../../src/halt/schema/halt";
import { completeInput } from "../support/halts";
import type { Repository } from "../support/repository";
import { makeShop } from "../support/shop";
import { openSection, walkShortPath } from "./mainJob";
import { violations } from "./support/accessibility";
import { Editor, type EditorWindow } from "./support/editor";

const themes = {
  light: { setting: "Default Light Modern", marker: ".monaco-workbench.vs" },
  dark: { setting: "Default Dark Modern", marker: ".monaco-workbench.vs-dark" },
  "high-contrast": { setting: "Default High Contrast", marker: ".monaco-workbench.hc-black" },
  "high-contrast-light": { setting: "Default High Contrast Light", marker: ".monaco-workbench.hc-light" },
} as const;

const tabs = ["Gate", "Brief", "History", "Evidence"];

describe("The halt editor, looked at", () => {
  let editor: Editor;
  let window: EditorWindow;
  let shop: Repository;

  before(async () => {
    editor = await Editor.start();
    shop = await makeShop(join(editor.folder, "kettle shop"));
    window = await editor.open(shop.folder);
    await walkShortPath(window);
    await window.showEvidence();
    await openSection(window, "Rollback plan");
  });

  after(async () => {
    await editor.stop();
  });

  async function wear(theme: keyof typeof themes): Promise<void> {
    await editor.set({ "workbench.colorTheme": themes[theme].setting });
    await window.page.locator(themes[theme].marker).first().waitFor();
  }

  async function openTab(tab: string): Promise<void> {
    await window.halt.getByRole("tab", { name: tab }).click();
    await window.halt.getByRole("tab", { name: tab, selected: true }).waitFor();
  }

  async function fits(): Promise<void> {
    const page = window.halt.locator("html");
    const [wide, seen] = await page.evaluate((html) => [html.scrollWidth, html.clientWidth] as const);
    assert.ok(wide <= seen, `${wide} in ${seen}`);
  }

  async function readBrief(): Promise<void> {
    await window.halt.getByLabel("For").selectOption("full");
    await window.halt.getByRole("heading", { name: "Questions you will hear" }).waitFor();
  }

  for (const theme of ["light", "dark", "high-contrast", "high-contrast-light"] as const) {
    it(`has names for screen readers and enough contrast in ${theme}`, async () => {
      await wear(theme);
      for (const tab of tabs) {
        await openTab(tab);
        assert.deepEqual(await violations(window), [], `${tab} in ${theme}`);
      }
      await window.screenshot(`halt-editor-${theme}`);
    });
  }

  it("fits a narrow window without a horizontal scroll bar", async () => {
    await window.page.setViewportSize({ width: 760, height: 900 });
    await window.screenshot("halt-editor-narrow");
    await fits();
  });

  describe("with all its evidence", () => {
    before(async () => {
      await shop.write(
        ".release-halt/proven.halt.json",
        JSON.stringify(await provenHalt(shop), undefined, 2),
      );
      // What another program wrote, a window that is open may notice late.
      await window.close();
      window = await editor.open(shop.folder, { width: 1280, height: 2600 });
      await window.showEvidence();
      await window.openFile("proven.halt.json");
      for (const title of ["Reproduction", "Failing tests", "Impact"]) await openSection(window, title);
      await window.click(window.button("Regression since v2.3.1").last());
      await window.halt.getByText("between 57 % and 100 %").waitFor();
    });

    for (const theme of ["light", "dark", "high-contrast"] as const) {
      it(`has names for screen readers and enough contrast in ${theme}, on each tab`, async () => {
        await wear(theme);
        for (const tab of tabs) {
          await openTab(tab);
          if (tab === "Gate") await window.halt.getByText("Stops now: ").waitFor();
          if (tab === "Brief") await readBrief();
          assert.deepEqual(await violations(window), [], `${tab} in ${theme}`);
          await window.screenshot(`proven-${tab.toLowerCase()}-${theme}`);
        }
      });
    }

    it("leads from an evidence number in the preview to its row and back, by keyboard", async () => {
      await openTab("Brief");
      await readBrief();
      const mark = window.halt.getByRole("link", { name: "Evidence 1", exact: true }).first();
      await mark.focus();
      await window.press("Enter");
      await window.halt.locator("tr#evidence-1:focus").waitFor();
      await window.press("Tab");
      await window.press("Enter");
      await window.halt.locator("a#evidence-mark-1:focus").waitFor();
    });

    it("fits 420 pixels on each tab", async () => {
      await wear("light");
      await window.palette("View: Toggle Primary Side Bar Visibility");
      await window.page.setViewportSize({ width: 470, height: 3600 });
      for (const tab of tabs) {
        await openTab(tab);
        if (tab === "Brief") await readBrief();
        await fits();
        assert.deepEqual(await violations(window), [], tab);
        await window.screenshot(`proven-${tab.toLowerCase()}-narrow`);
      }
    });
  });
});

/** The complete halt of the shop: verified at target and base, in a known environment, its change found. */
async function provenHalt(shop: Repository): Promise<HaltInput> {
  const idOf = async (ref: string): Promise<string> =>
    (await shop.git("rev-parse", `${ref}^{commit}`)).trim();
  const [commit, base, cause] = await Promise.all(["HEAD", "v2.3.1", "HEAD~1"].map(idOf));
  if (commit === undefined || base === undefined || cause === undefined)
    throw new Error("The shop is not whole.");
  const at = "2026-11-30T12:48:00+01:00";
  const ran = { at, by: "Ana Example", where: "linux x64", command: "node --test test/" };
  const runs = { runs: 5, unusable: 0 };
  return {
    ...completeInput,
    targets: [{ id: "target-1", kind: "branch", name: "release/2.4.0", commit }],
    base: {
      ref: "v2.3.1",
      kind: "tag",
      commit: base,
      version: "2.3.1",
      why: "newest tag that HEAD contains",
    },
    reproduction: {
      ...completeInput.reproduction,
      environment: {
        system: "Debian GNU/Linux 12",
        architecture: "x64",
        timeZone: "Europe/Vienna",
        locale: "en-GB",
        tools: [{ name: "node", version: "20.20.2" }],
        captured: { at, by: "Ana Example", commit },
      },
      verifications: [
        {
          ...{ ...ran, id: "verification-1", decidedBy: { kind: "exitCode" }, asked: 5, durationMs: 4200 },
          commits: [
            { ...runs, ref: "release/2.4.0", commit, role: "target", failures: 5 },
            { ...runs, ref: "v2.3.1", commit: base, role: "base", failures: 0 },
          ],
        },
      ],
    },
    cause: {
      commit: cause,
      subject: "Retry a slow payment",
      found: {
        ...{ ...ran, commit: cause, how: "bisection", target: commit, base, commits: 3, runs: 6 },
        ...{
          confidence: 0.99,
          durationMs: 9000,
          files: ["src/total.js"],
          goneInBase: true,
          pullRequest: "1209",
        },
      },
    },
  };
}
