import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { readHalt } from "../../src/halt/readHalt";
import { makeShop } from "../support/shop";
import { Editor, until, type EditorWindow } from "./support/editor";

describe("Halting now with a draft at hand", () => {
  let editor: Editor;
  let window: EditorWindow;
  let folder: string;

  before(async () => {
    editor = await Editor.start();
    const shop = await makeShop(join(editor.folder, "kettle shop"));
    folder = join(shop.folder, ".git", "release-halt");
    window = await editor.open(shop.folder);
    await window.palette("Draft Release Halt");
    await window.asked("What goes wrong");
    await window.answer("Orders are charged twice");
    await window.focused("Who is hit");
    await window.palette("View: Close All Editors");
  });

  after(async () => {
    await editor.stop();
  });

  /** The halts on the disk, as title and status. */
  async function halts(): Promise<readonly string[]> {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".halt.json"));
    const texts = await Promise.all(names.map(async (name) => readFile(join(folder, name), "utf8")));
    return texts
      .map((text) => readHalt(text))
      .map((read) => (read.ok ? `${read.halt.title}: ${read.halt.status}` : "not readable"))
      .sort();
  }

  it("makes the draft active in the same two prompts, and no second halt", async () => {
    await window.palette("Halt Release Now");
    await window.asked("Halt Release Now (1 of 2)");
    await window.row("Orders are charged twice").waitFor();
    await window.screenshot("halt-draft");
    await window.quickInput.press("Enter");
    await window.asked("Why must the release wait");
    await window.answer("Customers pay twice");
    await window.status("Halted: Orders are charged twice");
    assert.deepEqual(await halts(), ["Orders are charged twice: active"]);
    await until("the announcement is on the clipboard", async () =>
      (await window.clipboard()).includes("Customers pay twice"),
    );
    await window.notifications.getByRole("button", { name: "Share" }).waitFor();
  });

  it("asks for a sentence alone once no draft is left, and takes a new sentence beside one", async () => {
    await window.palette("Halt Release Now");
    await window.asked("What goes wrong? One sentence.");
    await window.page.keyboard.press("Escape");
    await window.palette("Draft Release Halt");
    await window.asked("What goes wrong");
    await window.answer("Refunds are lost");
    await window.focused("Who is hit");
    await window.palette("Halt Release Now");
    await window.row("Refunds are lost").waitFor();
    await window.quickInput.fill("Refunds are paid twice");
    await window.row("a new halt").waitFor();
    await window.quickInput.press("Enter");
    await window.asked("Why must the release wait");
    await window.answer("Money is lost");
    await window.notifications.filter({ hasText: "Only you see this" }).waitFor();
    assert.deepEqual(await halts(), [
      "Orders are charged twice: active",
      "Refunds are lost: draft",
      "Refunds are paid twice: active",
    ]);
  });
});
