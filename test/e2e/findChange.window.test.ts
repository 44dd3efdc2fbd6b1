import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readHalt } from "../../src/halt/readHalt";
import type { Halt } from "../../src/halt/schema/halt";
import { shortInput } from "../support/halts";
import { makeHistory } from "../support/history";
import { makeRepository, type Repository } from "../support/repository";
import { roundedShop } from "../support/roundedShop";
import { openSection } from "./mainJob";
import { Editor, until, type EditorWindow } from "./support/editor";

const isRight = 'test "$(sh total.sh)" = 3';
const slowly = `sleep 2; ${isRight}`;

describe("Finding the change", () => {
  let editor: Editor;
  let shop: Repository;
  let ids: ReadonlyMap<string, string>;
  let window: EditorWindow;
  const settings = { "workbench.colorTheme": "Default Dark Modern" };

  before(async () => {
    editor = await Editor.start({ settings });
    shop = await makeRepository(join(editor.folder, `the kettle's "süß" shop`));
    ids = await makeHistory(shop, roundedShop);
    await shop.git("tag", "v2.3.1", ids.get("0") ?? "");
    await shop.write("n", "changed since");
    await write(isRight);
    window = await editor.open(shop.folder);
    await window.openFile("seen.halt.json");
    await openSection(window, "Reproduction");
  });

  after(async () => {
    await editor.stop();
  });

  async function write(command: string): Promise<void> {
    const halt = {
      ...shortInput,
      targets: [{ id: "target-1", kind: "branch", name: "main", commit: ids.get("6") }],
      base: { ref: "v2.3.1", kind: "tag", commit: ids.get("0"), why: "newest tag" },
      reproduction: { steps: [{ id: "step-1", text: "Ask for the total", command }] },
    };
    await shop.write(".release-halt/seen.halt.json", JSON.stringify(halt, undefined, 2));
  }

  async function saved(): Promise<Halt> {
    await window.press("Control+s");
    await window.page.locator(".tabs-container .tab.dirty").waitFor({ state: "detached" });
    const read = readHalt(await readFile(join(shop.folder, ".release-halt", "seen.halt.json"), "utf8"));
    assert.ok(read.ok);
    return read.halt;
  }

  async function worktrees(): Promise<number> {
    return (await shop.git("worktree", "list", "--porcelain")).split("\n\n").filter(Boolean).length;
  }

  const dialog = () => window.page.locator(".monaco-dialog-box");
  const progress = () => window.notifications.filter({ hasText: "Finding the change" });

  it("shows what will run, and names the change as one step", async () => {
    await window.button("Find the change").press("Enter");
    await dialog().filter({ hasText: "At one commit after another, within 30 minutes" }).waitFor();
    const preview = await dialog().innerText();
    for (const part of [
      isRight,
      "From v2.3.1 (",
      "to main (",
      "10 commits",
      "The main line alone has 7 commits",
      "Your uncommitted changes are not searched",
    ])
      assert.ok(preview.includes(part), `${part} is not in ${preview}`);
    await window.screenshot("find-change-preview");
    await window.click(dialog().getByRole("button", { name: "Find the Change" }));
    await window.halt.getByText("It came in by pull request 77.").waitFor({ timeout: 120_000 });
    await window.notifications.filter({ hasText: "Round the total (pull request 77) brought it" }).waitFor();
    await window.palette("Notifications: Clear All Notifications");
    await window.button("Find the change again").scrollIntoViewIfNeeded();
    await window.screenshot("find-change-dark");
    const { cause } = await saved();
    assert.deepEqual([cause.commit, cause.subject], [ids.get("change"), "Round the total"]);
    assert.ok((cause.found?.confidence ?? 0) >= 0.95);
    const shown = window.halt.locator("fieldset", { hasText: "The change that brought it" }).last();
    assert.doesNotMatch(await shown.innerText(), /Ana/);
    assert.equal(await worktrees(), 1);
    await window.press("Control+z");
    await window.button("Find the change again").waitFor({ state: "detached" });
    assert.deepEqual((await saved()).cause, {});
  });

  it("takes a merge as one change on the main line", async () => {
    await window.button("Find the change").press("Enter");
    await window.click(dialog().getByRole("button", { name: "Main Line Only" }));
    await window.halt.getByText("Merge pull request #77").waitFor({ timeout: 120_000 });
    assert.equal((await saved()).cause.commit, ids.get("merge"));
  });

  it("looks right light, in high contrast and in a narrow window", async () => {
    await window.palette("Notifications: Clear All Notifications");
    for (const [name, theme, marker] of [
      ["light", "Default Light Modern", ".monaco-workbench.vs"],
      ["high-contrast", "Default High Contrast", ".monaco-workbench.hc-black"],
    ] as const) {
      await editor.set({ ...settings, "workbench.colorTheme": theme });
      await window.page.locator(marker).first().waitFor();
      await window.button("Find the change again").scrollIntoViewIfNeeded();
      await window.screenshot(`find-change-${name}`);
    }
    await window.page.setViewportSize({ width: 700, height: 900 });
    await window.button("Find the change again").scrollIntoViewIfNeeded();
    await window.screenshot("find-change-narrow");
  });

  it("keeps what is known when it is cancelled, writes nothing, and goes on from there after a reload", async () => {
    await write(slowly);
    await window.halt.locator("code", { hasText: "sleep" }).first().waitFor();
    await window.button("Find the change").press("Enter");
    await window.click(dialog().getByRole("button", { name: "Find the Change" }));
    await progress()
      .filter({ hasText: /\d+ commits left, about \d+ more runs? \(/ })
      .waitFor();
    assert.equal(await worktrees(), 2);
    await window.screenshot("find-change-progress");
    await progress().getByRole("button", { name: "Cancel" }).click();
    const stopped = window.notifications.filter({ hasText: "may have brought it" });
    await stopped.filter({ hasText: "Nothing was written, and the checkout is gone." }).waitFor();
    assert.equal(await worktrees(), 1);
    assert.deepEqual((await saved()).cause, {});
    await window.click(stopped.getByRole("button", { name: "Show What Is Left" }));
    await window.asked("brought it");
    await window.row("Round the total").waitFor();
    await window.screenshot("find-change-left");
    await window.press("Escape");
    await window.page.reload();
    await window.button("Find the change").waitFor({ timeout: 90_000 });
    await window.palette("Release Halt: Find the Change");
    await dialog().filter({ hasText: "Continue makes no run again" }).waitFor();
    await window.click(dialog().getByRole("button", { name: "Continue" }));
    await window.halt.getByText("It came in by pull request 77.").waitFor({ timeout: 120_000 });
    assert.equal((await saved()).cause.commit, ids.get("change"));
  });

  it("leaves nothing that is not swept at the next start, when the extension host is killed", async () => {
    await window.button("Find the change again").press("Enter");
    await window.click(dialog().getByRole("button", { name: "Find the Change" }));
    await until("it runs", async () => (await worktrees()) === 2);
    const [, host] =
      /Release Halt, process (\d+) since/.exec(await shop.git("worktree", "list", "--porcelain")) ?? [];
    process.kill(Number(host), "SIGKILL");
    await window.page.reload();
    await window.button("Find the change again").waitFor({ timeout: 90_000 });
    await until("the checkout is gone", async () => (await worktrees()) === 1);
    assert.equal((await readdir(tmpdir())).filter((name) => name.includes(`worktree-${host}-`)).length, 0);
  });

  it("ends with the window, and leaves nothing behind", async () => {
    await window.button("Find the change again").press("Enter");
    await window.click(dialog().getByRole("button", { name: "Find the Change" }));
    await until("it runs", async () => (await worktrees()) === 2);
    await window.page.reload();
    await until("the checkout is gone", async () => (await worktrees()) === 1);
  });
});
