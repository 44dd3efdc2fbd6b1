import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { shortInput } from "../support/halts";
import { makeShop } from "../support/shop";
import { Editor, type EditorWindow } from "./support/editor";

describe("A halt that no watcher told of", () => {
  let editor: Editor;
  let window: EditorWindow;
  let folder: string;
  let commit: string;

  before(async () => {
    editor = await Editor.start();
    const shop = await makeShop(join(editor.folder, "kettle shop"));
    folder = shop.folder;
    commit = await shop.git("rev-parse", "HEAD");
    window = await editor.open(folder);
  });

  after(async () => {
    await editor.stop();
  });

  /** Moves a folder of halts to where they are looked for: what is in it is told to no watcher. */
  async function swap(name: string, halts: Readonly<Record<string, unknown>>): Promise<void> {
    const made = join(editor.folder, name);
    await mkdir(made);
    for (const [id, halt] of Object.entries(halts))
      await writeFile(join(made, `${id}.halt.json`), JSON.stringify(halt));
    const place = join(folder, ".release-halt");
    await mkdir(place, { recursive: true });
    await rename(place, join(editor.folder, `before ${name}`));
    await rename(made, place);
  }

  /** Leaves the window for another program, and comes back. */
  async function comeBack(): Promise<void> {
    for (const focused of [false, true]) {
      await window.page.evaluate((now) => {
        document.hasFocus = () => now;
        globalThis.dispatchEvent(new Event(now ? "focus" : "blur"));
        // The editor takes note of a lost focus in the next turn.
        return new Promise((resolve) => setTimeout(resolve));
      }, focused);
    }
  }

  const halt = (id: string, title: string): Readonly<Record<string, unknown>> => ({
    ...{ ...shortInput, id, title, status: "active" },
    targets: [{ id: "target-1", kind: "branch", name: "release/2.4.0", commit }],
    placement: { reason: "Customers pay twice", at: "2026-11-30T13:05:00+01:00" },
  });

  it("is seen when the person comes back to the window, before any view of it was opened", async () => {
    await swap("first", { orders: halt("orders", "Orders are charged twice") });
    await comeBack();
    await window.status("Orders are charged twice");
    await window.showEvidence();
    await window.evidenceRow("Orders are charged twice").waitFor();
  });

  it("is seen in the tree and in the status bar once others are shown", async () => {
    await swap("second", { refunds: halt("refunds", "Refunds are lost") });
    await comeBack();
    await window.evidenceRow("Refunds are lost").waitFor();
    await window.status("Refunds are lost");
    await window.evidenceRow("Orders are charged twice").waitFor({ state: "detached" });
  });
});
