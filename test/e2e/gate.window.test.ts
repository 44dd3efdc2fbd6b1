import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HaltLedger } from "../../src/gate/ledger/haltLedger";
import { createGit } from "../../src/system/git";
import type { Repository } from "../support/repository";
import { makeShop } from "../support/shop";
import { fill } from "./mainJob";
import { Editor, until, type EditorWindow } from "./support/editor";

const themes = {
  dark: { theme: "Default Dark Modern", marker: ".monaco-workbench.vs-dark" },
  "high-contrast": { theme: "Default High Contrast", marker: ".monaco-workbench.hc-black" },
  light: { theme: "Default Light Modern", marker: ".monaco-workbench.vs" },
} as const;

describe("The gate, by clicking and in the terminal", () => {
  let editor: Editor;
  let window: EditorWindow;
  let shop: Repository;

  before(async () => {
    editor = await Editor.start();
    shop = await makeShop(join(editor.folder, "kettle shop"));
    window = await editor.open(shop.folder);
  });

  after(async () => {
    await editor.stop();
  });

  /** Runs a command in the editor's terminal; answers with what it printed and its exit code once it has ended. */
  async function terminal(
    command: string,
    name: string,
  ): Promise<{ readonly out: string; readonly code: number }> {
    const out = join(editor.folder, `${name}.out`);
    const code = join(editor.folder, `${name}.code`);
    await window.type(`${command} > '${out}' 2>&1; echo $? > '${code}'; cat '${out}'\n`);
    await until(`${name} has ended`, async () => (await read(code)).endsWith("\n"));
    return { out: await read(out), code: Number((await read(code)).trim()) };
  }

  async function read(path: string): Promise<string> {
    return readFile(path, "utf8").catch(() => "");
  }

  async function remoteHas(ref: string): Promise<boolean> {
    return (await shop.git("ls-remote", "origin", ref)) !== "";
  }

  /** A picture of the gate in each theme, and in a narrow window. */
  async function lookAtIt(): Promise<void> {
    const usual = { width: 1280, height: 860 };
    await window.page.setViewportSize({ width: 1280, height: 1500 });
    for (const [name, setting] of Object.entries(themes)) {
      await editor.set({ "workbench.colorTheme": setting.theme });
      await window.page.locator(setting.marker).first().waitFor();
      await window.screenshot(`gate-${name}`);
    }
    await window.page.setViewportSize({ width: 700, height: 1500 });
    await window.screenshot("gate-narrow");
    const page = window.halt.locator("html");
    const [wide, seen] = await page.evaluate((html) => [html.scrollWidth, html.clientWidth] as const);
    assert.ok(wide <= seen, `${wide} in ${seen}`);
    await window.page.setViewportSize(usual);
  }

  it("is installed into what the repository uses, each change previewed", async () => {
    await window.palette("Install Release Gate");
    await window.asked("Install Release Gate");
    await window.row("git hook pre-push").waitFor();
    await window.screenshot("gate-install");
    await window.quickInput.press("Enter");
    await window.tab("Release Gate.diff").waitFor();
    await window.asked("Install the release gate as shown?");
    await window.screenshot("gate-preview");
    assert.equal(await read(join(shop.folder, ".git", "hooks", "pre-push")), "", "only a preview so far");
    await window.quickInput.press("Enter");
    await until("the hook is there", async () =>
      (await read(join(shop.folder, ".git", "hooks", "pre-push"))).includes("release-halt"),
    );
    await window.page.getByText("The release gate is installed").first().waitFor();
  });

  it("is tried with a halt that nobody else meets", async () => {
    await window.palette("Test Release Gate");
    await window.row("git hook pre-push").waitFor();
    await window.row("refuses, as a courtesy").waitFor();
    await window.screenshot("gate-tested");
    await window.page.keyboard.press("Escape");
  });

  it("halts the release with two prompts, and shares it with one click", async () => {
    await window.palette("Halt Release Now");
    await window.asked("What goes wrong");
    await window.answer("The shop charges twice when a payment is retried");
    await window.asked("Why must the release wait");
    await window.answer("Customers would be charged twice");
    await window.status("Halted: The shop charges twice");
    await window.screenshot("gate-halted");
    await window.click(window.notifications.getByRole("button", { name: "Share" }));
    await window.notifications.filter({ hasText: "everybody sees it now" }).waitFor();
    assert.ok(await remoteHas("refs/heads/release-halts"));
  });

  it("refuses the tag of the release in the terminal, and says what lifts it", async () => {
    await window.palette("Terminal: Create New Terminal");
    await window.page.locator(".terminal-wrapper.active .xterm").first().waitFor();
    await window.click(window.page.locator(".terminal-wrapper.active .xterm").first());
    const pushed = await terminal("git tag v2.4.0 && git push origin v2.4.0", "tag");
    assert.notEqual(pushed.code, 0);
    assert.match(pushed.out, /charges twice when a payment is retried/);
    assert.match(pushed.out, /Customers would be charged twice/);
    assert.ok(!(await remoteHas("refs/tags/v2.4.0")));
    await window.screenshot("gate-refused");
  });

  it("lets the branch of the fix through", async () => {
    const pushed = await terminal(
      "git switch -q -c fix/charge-once && git revert --no-edit HEAD~1 && git push origin fix/charge-once",
      "fix",
    );
    assert.equal(pushed.code, 0, pushed.out);
    assert.ok(await remoteHas("refs/heads/fix/charge-once"));
    const merged = await terminal("git switch -q release/2.4.0 && git merge -q fix/charge-once", "merge");
    assert.equal(merged.code, 0, merged.out);
  });

  it("shows what is not met yet, and lifts once it is", async () => {
    await window.palette("Open Halt");
    await window.row("The shop charges twice").waitFor();
    await window.quickInput.press("Enter");
    await window.click(window.halt.getByRole("tab", { name: "Gate" }));
    await window.halt.getByText("Stops now: ").waitFor();
    await window.halt.locator(".refs li", { hasText: "release/2.4.0" }).first().waitFor();
    await window.click(window.button("Add criterion"));
    await fill(window, "Text", "The switch test passes");
    await window.press("Control+s");
    await window.halt.getByText("What lifts it: 0 of 1 met").waitFor();
    await lookAtIt();
    await window.click(window.button("Lift halt"));
    await window.asked("0 of 1 met");
    await window.row("The switch test passes").waitFor();
    await window.screenshot("gate-not-met");
    await window.quickInput.press("Escape");
    await window.click(window.halt.getByLabel("Met", { exact: true }));
    await window.press("Control+s");
    await window.click(window.button("Lift halt"));
    await window.asked("1 of 1 met");
    await window.quickInput.press("Enter");
    await window.asked("Why may the release go on");
    await window.answer("The retry was reverted");
    await window.notifications.filter({ hasText: "the halt is lifted" }).waitFor();
    await window.status("Halt release");
    await window.screenshot("gate-lifted");
    const ledger = new HaltLedger(createGit(), shop.folder, {});
    const all = await ledger.all();
    assert.ok(all.ok);
    assert.deepEqual(
      all.halts.map(({ state, shared }) => [state.closed?.kind, shared]),
      [["lifted", true]],
    );
  });

  it("lets the tag of the release through then", async () => {
    await window.click(window.page.locator(".terminal-wrapper.active .xterm").first());
    const pushed = await terminal("git tag -f v2.4.0 && git push origin v2.4.0 release/2.4.0", "released");
    assert.equal(pushed.code, 0, pushed.out);
    assert.ok(await remoteHas("refs/tags/v2.4.0"));
    await window.screenshot("gate-released");
  });
});
