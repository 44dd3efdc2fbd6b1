import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { makeShop } from "../support/shop";
import { walkShortPath } from "./mainJob";
import { Editor, until, type EditorWindow } from "./support/editor";

const tries = 50;
const haltTab = "the-shop-charges-twice";

describe("What was typed a moment ago", () => {
  let editor: Editor;
  let window: EditorWindow;
  let folder: string;
  let file: string;

  before(async () => {
    editor = await Editor.start();
    folder = (await makeShop(join(editor.folder, "kettle shop"))).folder;
    window = await editor.open(folder);
    await walkShortPath(window);
    const halts = join(folder, ".git", "release-halt");
    file = join(halts, (await readdir(halts))[0] ?? "");
    await save();
    await window.page
      .locator(".explorer-folders-view .monaco-list-row", { hasText: "CODEOWNERS" })
      .dblclick();
    await window.tab("CODEOWNERS").waitFor();
  });

  after(async () => {
    await editor.stop();
  });

  async function save(): Promise<void> {
    await window.tab(haltTab).click();
    await window.page.keyboard.press("Control+s");
    await window.page.locator(".tabs-container .tab:not(.dirty)", { hasText: haltTab }).waitFor();
  }

  /** Puts the caret into the field and types a text that was never there. */
  async function type(text: string, delay = 0): Promise<void> {
    await window.field("Who is hit").waitFor();
    await window.field("Who is hit").fill("");
    await window.focused("Who is hit");
    await window.page.keyboard.type(text, { delay });
  }

  const saved = async (): Promise<string> => readFile(file, "utf8");

  it(`is there after switching to another tab at once, ${tries} times of ${tries}`, async () => {
    const other = await middleOf(window.tab("CODEOWNERS"), 3);
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      await window.tab(haltTab).click();
      await type(`switched ${attempt}`);
      await window.page.mouse.click(...other);
      await window.page.locator(".tabs-container .tab.active", { hasText: "CODEOWNERS" }).waitFor();
      await window.tab(haltTab).click();
      await until(
        `try ${attempt} is in the field`,
        async () => (await window.field("Who is hit").inputValue()) === `switched ${attempt}`,
      );
    }
  });

  it(`is on the disk after saving at once, ${tries} times of ${tries}`, async () => {
    await window.tab(haltTab).click();
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      await type(`saved ${attempt}`);
      await window.page.keyboard.press("Control+s");
      await until(`try ${attempt} is on the disk`, async () =>
        (await saved()).includes(`"saved ${attempt}"`),
      );
    }
  });

  it(`comes back with redo after undoing at once, ${tries} times of ${tries}`, async () => {
    const field = window.field("Who is hit");
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      await type(`undone ${attempt}`);
      await window.page.keyboard.press("Control+z");
      await until(`try ${attempt} is undone`, async () => (await field.inputValue()) !== `undone ${attempt}`);
      await window.page.keyboard.press("Control+y");
      await until(`try ${attempt} is back`, async () => (await field.inputValue()) === `undone ${attempt}`);
    }
  });

  it(`is on the disk after closing the tab by the keyboard at once, ${tries} times of ${tries}`, async () => {
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      await save();
      await type(`closed ${attempt}`);
      await window.page.keyboard.press("Control+w");
      await closed(`closed ${attempt}`);
    }
  });

  it(`is on the disk after closing the tab by the mouse at once, ${tries} times of ${tries}`, async () => {
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      await save();
      const close = await middleOf(window.tab(haltTab).locator(".tab-actions .action-label"), 2);
      await window.page.mouse.move(...close);
      // Quick fingers, not none: the browser takes a click before the messages of a page that are still in its queue.
      await type(`clicked ${attempt}`, 40);
      await window.page.mouse.click(...close, { delay: 40 });
      await closed(`clicked ${attempt}`);
    }
  });

  async function closed(text: string): Promise<void> {
    await answerDialog();
    await until(`"${text}" is on the disk`, async () => (await saved()).includes(`"${text}"`));
    await reopen();
  }

  /** Where the first edit of a try was made in time, the tab is dirty and VS Code asks what to do. */
  async function answerDialog(): Promise<void> {
    const dialog = window.page.locator(".monaco-dialog-box");
    const gone = window.tab(haltTab);
    await until(
      "the tab closed or VS Code asked",
      async () => (await dialog.count()) > 0 || (await gone.count()) === 0,
    );
    if ((await dialog.count()) > 0) await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await gone.waitFor({ state: "detached" });
  }

  async function reopen(): Promise<void> {
    await window.palette("Release Halt: Open Halt");
    await window.row("The shop charges twice").waitFor();
    await window.quickInput.press("Enter");
    await window.tab(haltTab).waitFor();
  }

  /** A point of an element, a share of its width from the left. */
  async function middleOf(element: Locator, share: number): Promise<[number, number]> {
    const box = await element.boundingBox();
    assert.ok(box);
    return [box.x + box.width / share, box.y + box.height / 2];
  }
});
