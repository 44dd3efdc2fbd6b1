import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readHalt } from "../../src/halt/readHalt";
import type { ReproductionStep } from "../../src/halt/schema/halt";
import { shortInput } from "../support/halts";
import type { Repository } from "../support/repository";
import { makeShop } from "../support/shop";
import { openSection } from "./mainJob";
import { Editor, type EditorWindow } from "./support/editor";

describe("Recording a reproduction in a window", () => {
  let editor: Editor;
  let shop: Repository;
  let window: EditorWindow;
  const settings = { "workbench.colorTheme": "Default Dark Modern" };

  before(async () => {
    editor = await Editor.start({ settings });
    shop = await makeShop(join(editor.folder, "kettle shop"));
    await shop.write(".release-halt/seen.halt.json", JSON.stringify(shortInput, undefined, 2));
    window = await editor.open(shop.folder);
    await window.openFile("seen.halt.json");
    await openSection(window, "Reproduction");
  });

  after(async () => {
    await editor.stop();
  });

  const recording = (text: string) => window.page.locator(".statusbar-item", { hasText: text });

  /** Types a command into the terminal, and waits until it has ended. */
  async function run(command: string, counted: string): Promise<void> {
    await window.page.locator(".terminal-wrapper.active .xterm-helper-textarea").focus();
    await window.type(command);
    await window.press("Enter");
    await recording(counted).waitFor();
  }

  async function steps(): Promise<readonly ReproductionStep[]> {
    await window.press("Control+s");
    await window.page.locator(".tabs-container .tab.dirty").waitFor({ state: "detached" });
    const read = readHalt(await readFile(join(shop.folder, ".release-halt", "seen.halt.json"), "utf8"));
    assert.ok(read.ok);
    return read.halt.reproduction.steps;
  }

  it("says in the status bar that it is on, and offers after a reload what was recorded", async () => {
    await window.button("Record steps").press("Enter");
    await recording("Recording: 0 steps").waitFor();
    await window.button("Stop recording").waitFor();
    await window.palette("Terminal: Create New Terminal");
    await window.page.locator(".terminal-wrapper.active .xterm-helper-textarea").waitFor();
    await run("node -e 'setTimeout(() => process.exit(3), 300)'", "Recording: 1 step");
    await run("ls", "Recording: 1 step");
    await run("node --test test/", "Recording: 2 steps");
    await window.screenshot("recording-dark");
    await window.page.reload();
    await window.ready();
    await window.notifications.filter({ hasText: "from when the window closed" }).waitFor();
    await recording("Recorded: 2 steps").waitFor();
  });

  it("is reviewed: steps are moved, named and kept", async () => {
    await window.palette("Notifications: Clear All Notifications");
    await window.click(recording("Recorded: 2 steps"));
    const list = window.page.locator(".quick-input-widget:visible");
    await list.filter({ hasText: "Review Recording: 3 steps, 1 proposed for dropping" }).waitFor();
    await window.screenshot("recording-review-dark");
    await editor.set({ "workbench.colorTheme": "Default Light Modern" });
    await window.page.locator(".monaco-workbench.vs").first().waitFor();
    await window.row("node --test test/").hover();
    for (let moves = 0; moves < 2; moves += 1)
      await window.click(window.row("node --test test/").getByRole("button", { name: "Move Up" }));
    await window.row("node --test test/").and(window.page.locator('[data-index="0"]')).waitFor();
    await window.click(window.row("node --test test/").getByRole("button", { name: "Name This Step" }));
    await window.asked("Name This Step");
    await window.answer("See the total fail");
    await list.filter({ hasText: "See the total fail" }).waitFor();
    await window.screenshot("recording-review-light");
    await window.quickInput.press("Enter");
    await window.status("2 steps were added to the halt.");
    await window.openFile("seen.halt.json");
    await openSection(window, "Reproduction");
    const [first, second, ...others] = await steps();
    assert.deepEqual(others, []);
    assert.deepEqual([first?.text, first?.command], ["See the total fail", "node --test test/"]);
    assert.equal(second?.exitCode, 3);
    await window.halt.getByText("exit code 3, ran").scrollIntoViewIfNeeded();
    await window.screenshot("recording-steps-light");
    await recording("Recorded").waitFor({ state: "detached" });
  });
});
