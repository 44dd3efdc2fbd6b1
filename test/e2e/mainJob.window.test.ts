import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readHalt } from "../../src/halt/readHalt";
import type { Halt } from "../../src/halt/schema/halt";
import { makeShop } from "../support/shop";
import { attachNewest, fill, openSection, pointAtCode, walkShortPath } from "./mainJob";
import { Editor, until, type EditorWindow } from "./support/editor";

const tabName = "the-shop-charges-twice";

describe("The main job, by clicking", () => {
  let editor: Editor;
  let window: EditorWindow;
  let folder: string;

  before(async () => {
    editor = await Editor.start();
    folder = (await makeShop(join(editor.folder, "kettle shop"))).folder;
    window = await editor.open(folder);
  });

  after(async () => {
    await editor.stop();
  });

  /** The halt as it is on the disk; VS Code empties a file before it writes it, so that moment is waited out. */
  async function onDisk(): Promise<Halt> {
    const halts = join(folder, ".git", "release-halt");
    const [name = ""] = (await readdir(halts)).filter((file) => file.endsWith(".halt.json"));
    let halt: Halt | undefined;
    await until("the file is whole", async () => {
      const read = readHalt(await readFile(join(halts, name), "utf8"));
      if (read.ok) halt = read.halt;
      return read.ok;
    });
    assert.ok(halt);
    return halt;
  }

  it("starts with the short path: at most twelve interactions from the palette to the clipboard", async () => {
    const { brief, interactions } = await walkShortPath(window);
    assert.match(brief, /charges twice when a payment is retried/);
    assert.match(brief, /customers whose card payment is slow/);
    assert.match(brief, /Ruth Sample, head of product, decides by Mon 30 Nov 17:00/);
    assert.match(brief, /Stay on v2\.3\.1, and go back to it wherever the new release is out/);
    assert.ok(interactions <= 12, `${interactions} interactions`);
  });

  it("shows the checklist beside, and attaches the failing tests", async () => {
    await window.showEvidence();
    await window.evidenceRow("Failing tests").filter({ hasText: "No test result yet" }).waitFor();
    await attachNewest(window);
    await window.evidenceRow("Failing tests").filter({ hasText: "1 of 2" }).waitFor();
  });

  it("adds a place in the code as a step", async () => {
    await pointAtCode(window, tabName);
  });

  it("saves what the fields hold", async () => {
    await openSection(window, "Impact");
    await fill(window, "What no longer works", "a retried payment is charged twice");
    await window.press("Control+s");
    await until("the halt is on the disk", async () => {
      const halt = await onDisk();
      return halt.impact.functionality === "a retried payment is charged twice";
    });
    const halt = await onDisk();
    assert.equal(halt.failingTests[0]?.totals.failed, 1);
    assert.equal(halt.reproduction.steps[0]?.location?.path, "src/total.js");
    assert.equal(halt.decision.decider, "Ruth Sample, head of product");
  });

  it("undoes and redoes with the keyboard, from within a field", async () => {
    const field = window.field("Workaround");
    await fill(window, "Workaround", "pay in the shop");
    await window.press("Control+z");
    await until("the field is empty again", async () => (await field.inputValue()) === "");
    await window.press("Control+y");
    await until("the text is back", async () => (await field.inputValue()) === "pay in the shop");
  });

  it("keeps unsaved edits over a reload of the window", async () => {
    await fill(window, "Fallback", " and say so");
    await until("the backup holds the edit", async () => {
      const backups = await readdir(join(editor.folder, "user data", "User", "Backups"), { recursive: true });
      const texts = await Promise.all(
        backups.map(async (name) =>
          readFile(join(editor.folder, "user data", "User", "Backups", name), "utf8").catch(() => ""),
        ),
      );
      return texts.some((text) => text.includes("and say so"));
    });
    await window.page.reload();
    await window.ready();
    // Which of the open tabs comes back in front is VS Code's affair.
    await window.click(window.tab(".halt.json"));
    await until("the edit is back", async () =>
      (await window.field("Fallback").inputValue()).includes("and say so"),
    );
    assert.equal(
      (await onDisk()).fallback,
      "Stay on v2.3.1, and go back to it wherever the new release is out",
    );
  });

  it("exports to the clipboard as rich text and to a file", async () => {
    await window.click(window.halt.getByRole("tab", { name: "Brief" }));
    await window.halt.getByLabel("For").selectOption("executive");
    await window.halt.getByText("Exposed now.").waitFor();
    await window.palette("Copy Brief as Rich Text");
    await window.status("with its formatting");
    const html = await window.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return (await item?.getType("text/html"))?.text();
    });
    assert.match(html ?? "", /<strong>Ask\.<\/strong>/);
    await window.palette("Save Brief as File");
    await window.asked("HTML, one file");
    await window.quickInput.press("Enter");
    await window.asked("Show Local");
    await window.quickInput.press("Enter");
    await until("the file is there", async () =>
      (await readdir(folder)).includes("2.4.0-brief-executive.md"),
    );
    assert.match(await readFile(join(folder, "2.4.0-brief-executive.md"), "utf8"), /\*\*Ask\.\*\*/);
  });

  it("writes the command line as one file that runs by itself", async () => {
    await window.palette("Copy Command Line for CI");
    await window.asked("Show Local");
    await until("the dialog offers a name", async () =>
      (await window.quickInput.inputValue()).endsWith("release-halt.cjs"),
    );
    await window.quickInput.press("Enter");
    await window.notifications.filter({ hasText: "The command line was written" }).waitFor();
    const checked = await promisify(execFile)(process.execPath, ["release-halt.cjs", "check"], {
      cwd: folder,
    });
    assert.match(checked.stdout, /No halt is active/);
  });

  it("halts the release, and lifts the halt with a reason", async () => {
    await window.click(window.halt.getByRole("tab", { name: "Evidence" }));
    await window.click(window.button("Halt release"));
    await window.asked("Why must the release wait");
    await window.answer("Customers would be charged twice");
    await window.halt.getByText("The release is halted").waitFor();
    await until("the disk says so", async () => (await onDisk()).status === "active");
    await window.screenshot("halted");
    await window.click(window.button("Lift halt"));
    await window.asked("Why may the release go on");
    await window.answer("The retry was reverted");
    await until(
      "the disk says so",
      async () => (await onDisk()).outcome?.reason === "The retry was reverted",
    );
  });
});
