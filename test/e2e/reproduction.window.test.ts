import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readHalt } from "../../src/halt/readHalt";
import type { Halt, HaltInput } from "../../src/halt/schema/halt";
import { completeInput, shortInput } from "../support/halts";
import type { Repository } from "../support/repository";
import { makeShop } from "../support/shop";
import { openSection } from "./mainJob";
import { Editor, until, type EditorWindow } from "./support/editor";

const at = "2026-11-30T12:40:00+01:00";

async function haltOf(shop: Repository): Promise<HaltInput> {
  const commit = (await shop.git("rev-parse", "HEAD")).trim();
  return {
    ...shortInput,
    targets: [{ id: "target-1", kind: "branch", name: "release/2.4.0", commit }],
    attachments: completeInput.attachments ?? [],
    observations: [
      {
        ...{ id: "observation-1", rung: "observed", at, by: "Ana Example", environment: "staging" },
        ...{ build: "2.4.0-rc1", url: "https://staging.example/cart", attachments: ["attachment-1"] },
      },
      { id: "observation-2", rung: "confirmed", text: "Two charges on a second till", at, by: "Ben Sample" },
    ],
    reproduction: {
      steps: [
        { id: "step-1", text: "Build the till", command: "npm run build", exitCode: 0 },
        { id: "step-2", text: "Order one kettle", command: "node order.js; echo done", folder: "shop" },
        { id: "step-3", text: "Count the charges", command: "node --test test/", decides: true },
      ],
      expected: "9990",
      actual: "19980",
      verifications: [
        {
          ...{
            id: "verification-1",
            at,
            by: "Ruth Sample",
            where: "linux x64",
            command: "node --test test/",
          },
          ...{ decidedBy: { kind: "exitCode" }, asked: 5, durationMs: 900 },
          commits: [{ ref: "release/2.4.0", commit, role: "target", runs: 5, failures: 5, unusable: 0 }],
        },
      ],
    },
  };
}

describe("A reproduction in the halt editor", () => {
  let editor: Editor;
  let shop: Repository;
  let window: EditorWindow;
  const theme = (name: string) => ({ "workbench.colorTheme": name });

  before(async () => {
    editor = await Editor.start({ settings: theme("Default Dark Modern") });
    shop = await makeShop(join(editor.folder, "kettle shop"));
    const halt = await haltOf(shop);
    await shop.write(".release-halt/seen.halt.json", JSON.stringify(halt, undefined, 2));
    window = await editor.open(shop.folder);
    await window.openFile("seen.halt.json");
    await openSection(window, "Reproduction");
  });

  after(async () => {
    await editor.stop();
  });

  async function saved(): Promise<Halt> {
    await window.press("Control+s");
    await window.page.locator(".tabs-container .tab.dirty").waitFor({ state: "detached" });
    let halt: Halt | undefined;
    // The editor writes a file in place: for a moment there is a part of it.
    await until("the file is whole", async () => {
      const read = readHalt(await readFile(join(shop.folder, ".release-halt", "seen.halt.json"), "utf8"));
      if (read.ok) halt = read.halt;
      return read.ok;
    });
    assert.ok(halt);
    return halt;
  }

  const order = async () => (await saved()).reproduction.steps.map(({ id }) => id.slice(-1)).join("");
  const handle = (number: number) => window.button(`Move step ${number}: arrow keys, or drag`);
  const said = (text: string) => window.halt.getByRole("status").filter({ hasText: text }).waitFor();

  it("has the ladder as its backbone: who saw it, where and when, on each rung", async () => {
    const rungs = window.halt.locator(".rung");
    // What verifications told comes a moment after the section has opened.
    await rungs.filter({ hasText: "Ruth Sample" }).nth(1).waitFor();
    const texts = (await rungs.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " "));
    for (const [index, parts] of [
      ["Observed", "reached", "Ana Example, staging, build 2.4.0-rc1", "Two charges (screenshot, SHA-256 ab"],
      ["Confirmed by a second person", "Ben Sample", "Reproducible", "Ruth Sample, linux x64"],
      ["Re-run here", "not yet"],
      ["Re-run from a clean checkout", "reached", "Ruth Sample"],
    ].entries())
      for (const part of parts)
        assert.ok(texts[index]?.includes(part), `${part} is not in ${texts[index] ?? ""}`);
    await window.screenshot("ladder-dark");
  });

  it("moves a step by the arrow keys, says so, keeps the focus, and takes it back with one undo", async () => {
    await handle(1).focus();
    await window.press("ArrowDown");
    await said("step 1 is now step 2 of 3.");
    await until("it is second", async () => (await order()) === "213");
    await handle(2).and(window.halt.locator(":focus")).waitFor();
    await window.press("Control+z");
    await until("it is where it was", async () => (await order()) === "123");
  });

  it("moves a step by dragging it, unless Escape leaves it where it was", async () => {
    const drag = async (from: number, to: number): Promise<void> => {
      await handle(from).scrollIntoViewIfNeeded();
      await handle(to).scrollIntoViewIfNeeded();
      const [start, end] = [await handle(from).boundingBox(), await handle(to).boundingBox()];
      assert.ok(start && end);
      await window.page.mouse.move(start.x + 8, start.y + 8);
      await window.page.mouse.down();
      await window.page.mouse.move(end.x + 8, end.y + 80, { steps: 8 });
    };
    await drag(1, 3);
    await window.halt.locator(".drop-after").waitFor();
    await window.screenshot("steps-dragged");
    await window.press("Escape");
    await window.page.mouse.up();
    assert.equal(await order(), "123");
    await drag(1, 3);
    await window.page.mouse.up();
    await said("step 1 is now step 3 of 3.");
    await until("it is last", async () => (await order()) === "231");
  });

  it("puts a step's command on the clipboard with its folder, and the script", async () => {
    await window.button("Copy the command of step 1").press("Enter");
    await window.status("The command is on the clipboard");
    assert.equal(await window.clipboard(), "(cd shop || exit\nnode order.js; echo done\n)");
  });

  it("captures the environment with one action and shows it as facts, in each theme and a narrow window", async () => {
    await window.button("Capture environment").press("Enter");
    await window.notifications.filter({ hasText: "The environment was captured" }).waitFor();
    await window.palette("Notifications: Clear All Notifications");
    await window.halt
      .getByText(/node \d+\.\d+\.\d+, npm \d+/)
      .first()
      .scrollIntoViewIfNeeded();
    assert.equal((await saved()).reproduction.environment?.tools.length, 2);
    for (const [name, setting, marker] of [
      ["light", "Default Light Modern", ".vs"],
      ["high-contrast", "Default High Contrast", ".hc-black"],
    ] as const) {
      await editor.set(theme(setting));
      await window.page.locator(`.monaco-workbench${marker}`).first().waitFor();
      await window.halt.getByText("How sure it is").scrollIntoViewIfNeeded();
      await window.screenshot(`reproduction-${name}`);
    }
    await window.page.setViewportSize({ width: 700, height: 900 });
    await window.button("Capture environment again").scrollIntoViewIfNeeded();
    await window.screenshot("reproduction-narrow");
    const html = window.halt.locator("html");
    const [wide, seen] = await html.evaluate((page) => [page.scrollWidth, page.clientWidth] as const);
    assert.ok(wide <= seen, `${wide} in ${seen}`);
  });
});
