import assert from "node:assert/strict";
import { join } from "node:path";
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

describe("The halt editor, looked at", () => {
  let editor: Editor;
  let window: EditorWindow;

  before(async () => {
    editor = await Editor.start();
    window = await editor.open((await makeShop(join(editor.folder, "kettle shop"))).folder);
    await walkShortPath(window);
    await window.showEvidence();
    await openSection(window, "Rollback plan");
  });

  after(async () => {
    await editor.stop();
  });

  for (const [name, { setting, marker }] of Object.entries(themes)) {
    it(`has names for screen readers and enough contrast in ${name}`, async () => {
      await editor.set({ "workbench.colorTheme": setting });
      await window.page.locator(marker).first().waitFor();
      for (const tab of ["Gate", "Brief", "History", "Evidence"]) {
        await window.halt.getByRole("tab", { name: tab }).click();
        await window.halt.getByRole("tab", { name: tab, selected: true }).waitFor();
        assert.deepEqual(await violations(window), [], `${tab} in ${name}`);
      }
      await window.screenshot(`halt-editor-${name}`);
    });
  }

  it("fits a narrow window without a horizontal scroll bar", async () => {
    await window.page.setViewportSize({ width: 760, height: 900 });
    await window.screenshot("halt-editor-narrow");
    const page = window.halt.locator("html");
    const [wide, seen] = await page.evaluate((html) => [html.scrollWidth, html.clientWidth] as const);
    assert.ok(wide <= seen, `${wide} in ${seen}`);
  });
});
