import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readHalt } from "../../src/halt/readHalt";
import type { Halt, HaltInput } from "../../src/halt/schema/halt";
import { shortInput } from "../support/halts";
import type { Repository } from "../support/repository";
import { makeShop } from "../support/shop";
import { openSection } from "./mainJob";
import { Editor, until, type EditorWindow } from "./support/editor";

const node = `"${process.execPath}"`;
const at = "2026-11-30T12:40:00+01:00";
const showsBug = `${node} --test test/`;

/** The shop's halt with a step that shows the bug, and what was verified before. */
async function haltOf(
  shop: Repository,
  command: string,
  verifications: NonNullable<HaltInput["reproduction"]>["verifications"] = [],
): Promise<HaltInput> {
  const commitOf = async (ref: string) => (await shop.git("rev-parse", `${ref}^{commit}`)).trim();
  const commit = await commitOf("HEAD");
  return {
    ...shortInput,
    targets: [{ id: "target-1", kind: "branch", name: "release/2.4.0", commit }],
    base: { ref: "v2.3.1", kind: "tag", commit: await commitOf("v2.3.1"), why: "newest tag" },
    reproduction: {
      steps: [
        { id: "step-1", text: "Run the tests of the total", command },
        { id: "step-2", text: "List what is there", command: "ls" },
      ],
      expected: "9990",
      actual: "19980",
      verifications,
    },
  };
}

describe("Verifying a reproduction", () => {
  let editor: Editor;
  let shop: Repository;
  let window: EditorWindow;
  const settings = { "releaseHalt.verify.runs": 4, "workbench.colorTheme": "Default Dark Modern" };
  const file = (): string => join(shop.folder, ".release-halt", "seen.halt.json");

  before(async () => {
    editor = await Editor.start({ settings });
    shop = await makeShop(join(editor.folder, "kettle shop"));
    await write(await haltOf(shop, showsBug));
    window = await editor.open(shop.folder);
    await window.openFile("seen.halt.json");
    await openSection(window, "Reproduction");
  });

  after(async () => {
    await editor.stop();
  });

  async function write(halt: HaltInput): Promise<void> {
    await shop.write(".release-halt/seen.halt.json", JSON.stringify(halt, undefined, 2));
  }

  async function saved(): Promise<Halt> {
    await window.press("Control+s");
    await window.page.locator(".tabs-container .tab.dirty").waitFor({ state: "detached" });
    const read = readHalt(await readFile(file(), "utf8"));
    assert.ok(read.ok);
    return read.halt;
  }

  async function worktrees(): Promise<number> {
    return (await shop.git("worktree", "list", "--porcelain")).split("\n\n").filter(Boolean).length;
  }

  const dialog = () => window.page.locator(".monaco-dialog-box");

  it("asks which command decides, shows what will run, and writes what came of it as one step", async () => {
    await window.button("Verify").last().press("Enter");
    await window.asked("Which command shows the bug?");
    await window.click(window.row("--test test/"));
    await dialog().filter({ hasText: "Up to 4 times in each, within 5 minutes" }).waitFor();
    const preview = await dialog().innerText();
    for (const part of [showsBug, "release/2.4.0 (", ", the target)", "v2.3.1 (", ", the base)"])
      assert.ok(preview.includes(part), `${part} is not in ${preview}`);
    await window.screenshot("verify-preview");
    await window.click(dialog().getByRole("button", { name: "Other Commits…" }));
    await window.asked("Which commits are verified, too?");
    await window.quickInput.fill("Greet returning");
    await window.row("Greet returning customers").waitFor();
    await window.screenshot("verify-other-commits");
    await window.click(window.row("Greet returning customers").getByText("customers"));
    const picker = window.page.locator(".quick-input-widget:visible");
    await picker.filter({ hasText: "1 Selected" }).waitFor();
    await window.click(picker.getByRole("button", { name: "OK" }));
    const greeting = (await shop.git("rev-parse", "HEAD~2")).trim();
    await dialog()
      .filter({ hasText: `${greeting.slice(0, 10)} (${greeting.slice(0, 7)})` })
      .waitFor();
    await window.click(dialog().getByRole("button", { name: "Verify" }));
    await window.halt.getByText("Regression since v2.3.1").last().waitFor({ timeout: 90_000 });
    await window.notifications.filter({ hasText: "It showed in 4 of 4 runs" }).waitFor();
    await window.palette("Notifications: Clear All Notifications");
    await window.button("Regression since v2.3.1").last().press("Enter");
    await window.halt.getByText("4 of 4", { exact: false }).first().waitFor();
    await window.halt.getByText("19980").first().waitFor();
    await window.screenshot("verify-dark");
    const { reproduction } = await saved();
    assert.deepEqual(
      reproduction.verifications.map(({ commits }) =>
        commits.map(({ ref, runs, failures }) => [ref, runs, failures]),
      ),
      [
        [
          ["release/2.4.0", 4, 4],
          ["v2.3.1", 4, 0],
          [greeting.slice(0, 10), 4, 0],
        ],
      ],
    );
    assert.deepEqual(
      reproduction.steps.map(({ decides }) => decides),
      [true, undefined],
    );
    assert.equal(await worktrees(), 1);
    await window.press("Control+z");
    await window.button("Regression since v2.3.1").first().waitFor({ state: "detached" });
    assert.equal((await saved()).reproduction.steps[0]?.decides, undefined);
  });

  it("shows the first result at once, and leaves nothing behind when it is cancelled", async () => {
    const halt = await haltOf(shop, `${node} -e "setTimeout(() => process.exit(1), 1500)"`);
    await write({
      ...halt,
      reproduction: {
        ...halt.reproduction,
        steps: halt.reproduction?.steps?.slice(0, 1) ?? [],
        verifications: [
          {
            ...{ id: "verification-1", at, by: "Ruth Sample", where: "linux x64" },
            ...{ command: halt.reproduction?.steps?.[0]?.command ?? "", decidedBy: { kind: "exitCode" } },
            ...{ asked: 5, durationMs: 900 },
            commits: [
              {
                ...{ ref: "release/2.4.0", commit: halt.targets?.[0]?.commit ?? "", role: "target" },
                ...{ runs: 5, failures: 5, unusable: 1 },
                log: [{ outcome: "unusable", why: "it did not end in time", at, durationMs: 900 }],
              },
            ],
          },
        ],
      },
    });
    await window.halt.getByText("Ruth Sample, linux x64").last().waitFor();
    await window.button("Confirm on my machine").last().press("Enter");
    await dialog().filter({ hasText: "what Ruth Sample ran" }).waitFor();
    await window.click(dialog().getByRole("button", { name: "Confirm on My Machine" }));
    const progress = window.notifications.filter({ hasText: "Verifying the reproduction" });
    await progress.filter({ hasText: "release/2.4.0: the bug shows; v2.3.1: the bug shows" }).waitFor();
    assert.equal(await worktrees(), 3);
    await progress.getByRole("button", { name: "Cancel" }).click();
    await window.notifications.filter({ hasText: "Nothing was written" }).waitFor();
    assert.equal(await worktrees(), 1);
    assert.equal((await saved()).reproduction.verifications.length, 1);
  });

  it("shows a colleague's figures in a narrow window and in a light one", async () => {
    await window.palette("Notifications: Clear All Notifications");
    await window.page.setViewportSize({ width: 700, height: 900 });
    await editor.set({ ...settings, "workbench.colorTheme": "Default Light Modern" });
    await window.page.locator(".monaco-workbench.vs").first().waitFor();
    await window.button("Reproducible").last().press("Enter");
    await window.halt.getByText("1 run told nothing: it did not end in time").scrollIntoViewIfNeeded();
    await window.field("Decided by").selectOption("mustAppear");
    await window.field("The text").scrollIntoViewIfNeeded();
    await window.screenshot("verify-light-narrow");
    assert.equal((await saved()).reproduction.decidedBy?.kind, "mustAppear");
  });

  it("ends with the window, and leaves nothing behind", async () => {
    await window.button("Confirm on my machine").last().press("Enter");
    await window.click(dialog().getByRole("button", { name: "Confirm on My Machine" }));
    await until("it runs", async () => (await worktrees()) === 3);
    await window.page.reload();
    await until("the checkouts are gone", async () => (await worktrees()) === 1);
  });
});

describe("Verifying in Restricted Mode", () => {
  let editor: Editor;

  before(async () => {
    editor = await Editor.start({ restricted: true });
  });

  after(async () => {
    await editor.stop();
  });

  it("is refused, and nothing runs", async () => {
    const shop = await makeShop(join(editor.folder, "kettle shop"));
    const mark = join(editor.folder, "ran");
    const halt = await haltOf(shop, `touch '${mark}'`);
    await shop.write(".release-halt/seen.halt.json", JSON.stringify(halt, undefined, 2));
    const window = await editor.open(shop.folder);
    await window.openFile("seen.halt.json");
    await openSection(window, "Reproduction");
    await window.button("Verify").last().press("Enter");
    await window.notifications.filter({ hasText: "runs commands once you trust it" }).waitFor();
    await until(
      "no dialog is there",
      async () => (await window.page.locator(".monaco-dialog-box").count()) === 0,
    );
    await assert.rejects(readFile(mark));
  });
});
