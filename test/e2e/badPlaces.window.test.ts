import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeHalt } from "../../src/halt/writeHalt";
import { shortInput } from "../support/halts";
import { makeRepository } from "../support/repository";
import { smallDisk, type SmallDisk } from "../support/smallDisk";
import { Editor, until, type EditorWindow } from "./support/editor";

/** Runs the command and answers its question. */
async function draft(window: EditorWindow): Promise<void> {
  await window.palette("Draft Release Halt");
  await window.asked("What goes wrong");
  await window.answer("It breaks");
}

/** Saves the brief as a file that is there, in the dialog that is no window of the system. */
async function saveOver(window: EditorWindow, path: string): Promise<void> {
  await window.palette("Save Brief as File");
  await window.asked("HTML, one file");
  await window.quickInput.press("Enter");
  await window.asked("Show Local");
  await until("the dialog offers a name", async () =>
    (await window.quickInput.inputValue()).endsWith("2.4.0-brief-short.md"),
  );
  await window.quickInput.fill(path);
  await window.row("brief.md").waitFor();
  await window.quickInput.press("Enter");
  // A file that is there is replaced only on the person's word.
  await window.page.getByText("already exists").first().waitFor();
  await window.quickInput.press("Enter");
}

describe("What the person sees where a place does not do", () => {
  let editor: Editor;
  let window: EditorWindow | undefined;
  const disks: SmallDisk[] = [];

  before(async () => {
    editor = await Editor.start();
  });

  after(async () => {
    await editor.stop();
    for (const disk of disks) await disk.remove();
  });

  async function open(folder: string): Promise<EditorWindow> {
    // Not after the test: a failed one is still to be looked at.
    await window?.close();
    window = await editor.open(folder);
    return window;
  }

  function diskFor(test: Mocha.Context, size: string): SmallDisk {
    const disk = smallDisk(test, size);
    disks.push(disk);
    return disk;
  }

  it("the disk is full on export: the old file is whole, the halt as it was", async function () {
    const { folder } = diskFor(this, "64k");
    const repository = await makeRepository(join(editor.folder, "full disk"));
    await repository.commit("Start", { ".release-halt/mine.halt.json": writeHalt(shortInput) });
    await writeFile(join(folder, "brief.md"), "the old brief");
    await assert.rejects(writeFile(join(folder, "filler"), Buffer.alloc(100_000)), { code: "ENOSPC" });
    const opened = await open(repository.folder);
    await opened.openFile("mine.halt.json");
    await opened.field("Which release").waitFor();
    const told = opened.notifications
      .filter({ hasText: "the disk is full" })
      .filter({ hasText: "The halt is as it was" });
    // What took the focus a moment ago may close a list or a dialog: it is opened again, as a person would.
    for (let tries = 1; ; tries += 1) {
      try {
        await saveOver(opened, join(folder, "brief.md"));
        await told.waitFor();
        break;
      } catch (error) {
        if (tries === 3) throw error;
        await opened.press("Escape");
      }
    }
    await opened.screenshot("disk-full");
    assert.equal(await readFile(join(folder, "brief.md"), "utf8"), "the old brief");
    assert.deepEqual((await readdir(folder)).sort(), ["brief.md", "filler"]);
  });

  it("the folder is read-only: nothing is drafted, and the message says why", async function () {
    const disk = diskFor(this, "8m");
    const repository = await makeRepository(join(disk.folder, "kettle shop"));
    await repository.commit("Start", { "README.md": "Kettles\n" });
    disk.makeReadOnly();
    const opened = await open(repository.folder);
    await draft(opened);
    await opened.notifications
      .filter({ hasText: "read-only" })
      .filter({ hasText: "No halt was drafted" })
      .waitFor();
  });

  it("a detached HEAD without a tag: the halt is drafted, and says what is not known", async () => {
    const repository = await makeRepository(join(editor.folder, "detached ✂ 'HEAD'"));
    await repository.commit("Start", { "README.md": "Kettles\n" });
    await repository.git("checkout", "-q", "--detach");
    const opened = await open(repository.folder);
    await draft(opened);
    await opened.button("No base").waitFor();
    await opened.click(opened.halt.locator("button.section-head", { hasText: "Context" }));
    await opened.halt.getByText("HEAD is detached: the target is the commit").waitFor();
    await opened.halt.getByText("There is no tag to compare with").waitFor();
  });

  it("a folder within a repository: the halts of the repository are there", async () => {
    const repository = await makeRepository(join(editor.folder, "kettle shop"));
    await repository.commit("Start", { "web/index.html": "Kettles\n" });
    await mkdir(join(repository.folder, ".git", "release-halt"));
    await writeFile(join(repository.folder, ".git", "release-halt", "mine.halt.json"), writeHalt(shortInput));
    const opened = await open(join(repository.folder, "web"));
    await opened.showEvidence();
    await opened.evidenceRow("The kettle shop takes every order twice").waitFor();
    await opened.evidenceRow("Severity").waitFor();
  });
});

describe("What the person sees without git", () => {
  let editor: Editor;

  before(async () => {
    editor = await Editor.start({ path: "/var/empty" });
  });

  after(async () => {
    await editor.stop();
  });

  it("is that it was not found and what to do, and every halt all the same", async () => {
    const repository = await makeRepository(join(editor.folder, "no git"));
    await repository.commit("Start", { ".release-halt/mine.halt.json": writeHalt(shortInput) });
    await mkdir(join(repository.folder, ".git", "release-halt"));
    const window = await editor.open(repository.folder);
    await draft(window);
    await window.notifications
      .filter({ hasText: "Git was not found" })
      .filter({ hasText: "No halt was drafted" })
      .waitFor();
    await window.openFile("mine.halt.json");
    await window.click(window.button("Copy short brief"));
    await window.status("on the clipboard");
  });
});
