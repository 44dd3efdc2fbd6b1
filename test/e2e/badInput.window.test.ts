import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { haltSchema } from "../../src/halt/schema/halt";
import { shortInput } from "../support/halts";
import { makeRepository } from "../support/repository";
import { openSection } from "./mainJob";
import { Editor, until, type EditorWindow } from "./support/editor";

describe("What the person sees when something is wrong", () => {
  let editor: Editor;
  let window: EditorWindow | undefined;

  before(async () => {
    editor = await Editor.start();
  });

  after(async () => {
    await editor.stop();
  });

  /** A repository whose shared halts hold these texts. */
  async function repositoryWith(name: string, files: Readonly<Record<string, string>>): Promise<string> {
    const repository = await makeRepository(join(editor.folder, name));
    const halts = Object.entries(files).map(([file, text]) => [`.release-halt/${file}`, text] as const);
    await repository.commit("Start", Object.fromEntries(halts));
    return repository.folder;
  }

  async function open(folder: string | undefined): Promise<EditorWindow> {
    // Not after the test: a failed one is still to be looked at.
    await window?.close();
    window = await editor.open(folder);
    return window;
  }

  async function openHalt(opened: EditorWindow, name: string): Promise<void> {
    await opened.openFile(name);
  }

  it("no folder is open", async () => {
    const opened = await open(undefined);
    await opened.palette("Draft Release Halt");
    await opened.notifications.filter({ hasText: "No folder is open" }).waitFor();
  });

  it("the folder is no repository", async () => {
    const folder = join(editor.folder, "plain folder");
    await mkdir(folder);
    const opened = await open(folder);
    await opened.palette("Draft Release Halt");
    await opened.notifications.filter({ hasText: "No git repository is open here" }).waitFor();
    assert.equal(await opened.quickInput.count(), 0, "nothing is asked in vain");
    assert.deepEqual(await readdir(folder), []);
  });

  it("the repository has no commit yet", async () => {
    const { folder } = await makeRepository(join(editor.folder, "no commit"));
    const opened = await open(folder);
    await opened.palette("Halt Release Now");
    await opened.notifications.filter({ hasText: "no commit yet" }).waitFor();
    assert.equal(await opened.quickInput.count(), 0, "nothing is asked in vain");
  });

  for (const [what, text, words] of [
    ["empty", "", "is empty"],
    ["cut off", JSON.stringify(shortInput).slice(0, 120), "is not valid JSON"],
    ["of a newer version", '{ "version": 99, "id": "x" }', "newer version of Release Halt"],
    ["not a halt", '{ "version": 1 }', "is not a halt that this version understands"],
  ] as const) {
    it(`the halt file is ${what}`, async () => {
      const folder = await repositoryWith(`halt ${what}`, { "broken.halt.json": text });
      const opened = await open(folder);
      await openHalt(opened, "broken.halt.json");
      await opened.halt.getByRole("heading", { name: words }).waitFor();
      await opened.halt
        .getByText(/Line \d+, column \d+/)
        .first()
        .waitFor();
      await opened.screenshot(`unreadable-${what.replaceAll(" ", "-")}`);
      await opened.click(opened.button("Reopen as text"));
      await opened.page.locator(".monaco-editor").first().waitFor();
      assert.equal(await readFile(join(folder, ".release-halt", "broken.halt.json"), "utf8"), text);
    });
  }

  it("the file is edited by hand, deleted and written again while it is open", async () => {
    const text = JSON.stringify(haltSchema.parse(shortInput), undefined, 2);
    const folder = await repositoryWith("by hand", { "mine.halt.json": text });
    const path = join(folder, ".release-halt", "mine.halt.json");
    const opened = await open(folder);
    await openHalt(opened, "mine.halt.json");
    await until(
      "the field shows the release",
      async () => (await opened.field("Which release").inputValue()) === "2.4.0",
    );
    await writeFile(path, text.replace('"2.4.0"', '"2.4.1"'));
    await until(
      "the field follows the file",
      async () => (await opened.field("Which release").inputValue()) === "2.4.1",
    );
    await writeFile(`${path}.new`, text.replace('"2.4.0"', '"2.4.2"'));
    await rename(`${path}.new`, path);
    await until(
      "the field follows the file that took its place",
      async () => (await opened.field("Which release").inputValue()) === "2.4.2",
    );
    await rm(path);
    await opened.halt.getByText("was deleted or moved").waitFor();
    await opened.click(opened.button("Write the file again"));
    await until("the file is whole", async () =>
      (await readFile(path, "utf8").catch(() => "")).includes('"2.4.2"'),
    );
  });

  it("a value does not fit: it stays on the screen with the reason until it is mended", async () => {
    const text = JSON.stringify(haltSchema.parse(shortInput), undefined, 2);
    const folder = await repositoryWith("no fit", { "mine.halt.json": text });
    const opened = await open(folder);
    await openHalt(opened, "mine.halt.json");
    await opened.click(opened.halt.locator("button.section-head", { hasText: "Context" }));
    const field = opened.field("Commit that brought the bug");
    await field.fill("abc1234");
    const reason = opened.halt.getByText("A commit is written with its whole id");
    await reason.waitFor();
    await opened.field("Fallback").fill("Stay on 2.3.1, all of us.");
    await opened.page.keyboard.press("Control+s");
    await until("the other field is on the disk", async () =>
      (await readFile(join(folder, ".release-halt", "mine.halt.json"), "utf8")).includes("all of us"),
    );
    assert.equal(await field.inputValue(), "abc1234");
    assert.ok(await reason.isVisible());
    await field.fill("a".repeat(40));
    await reason.waitFor({ state: "detached" });
  });

  it("two editors show one file: both follow", async () => {
    const text = JSON.stringify(haltSchema.parse(shortInput), undefined, 2);
    const opened = await open(await repositoryWith("two editors", { "both.halt.json": text }));
    await openHalt(opened, "both.halt.json");
    await opened.field("Which release").waitFor();
    await opened.palette("View: Split Editor Right");
    const frames = opened.page.locator("iframe.webview.ready");
    await until("there are two", async () => (await frames.count()) === 2);
    const page = (index: number) =>
      frames
        .nth(index)
        .contentFrame()
        .locator("iframe#active-frame")
        .contentFrame()
        .getByLabel("Who decides", { exact: true });
    await page(1).fill("Ruth Sample");
    await until("the other follows", async () => (await page(0).inputValue()) === "Ruth Sample");
  });
});

describe("What the person sees in Restricted Mode", () => {
  let editor: Editor;

  before(async () => {
    editor = await Editor.start({ restricted: true });
  });

  after(async () => {
    await editor.stop();
  });

  it("is the halt, readable and exportable, and a word on what waits", async () => {
    const repository = await makeRepository(join(editor.folder, "not trusted"));
    await repository.commit("Start", {
      ".gitattributes": "*.txt filter=ours\n",
      "a.txt": "1",
      ".release-halt/seen.halt.json": JSON.stringify(shortInput, undefined, 2),
    });
    // What a stranger's repository may hold: git's status would run it.
    const mark = join(editor.folder, "ran");
    await repository.git("config", "filter.ours.clean", `touch '${mark}'; cat`);
    await repository.write("a.txt", "2");
    const window = await editor.open(repository.folder);
    await window.openFile("seen.halt.json");
    await window.halt.getByText("Restricted Mode:").waitFor();
    await openSection(window, "Failing tests");
    await window.button("Run tests and attach").and(window.halt.locator(":disabled")).waitFor();
    await window.click(window.button("Copy short brief"));
    await window.status("on the clipboard");
    await window.palette("Draft Release Halt");
    await window.notifications.filter({ hasText: "Restricted Mode" }).waitFor();
    await window.screenshot("restricted");
    await window.palette("Notifications: Clear All Notifications");
    await window.click(window.button("No base"));
    await window.notifications.filter({ hasText: "Restricted Mode" }).waitFor();
    assert.equal((await readdir(editor.folder)).includes("ran"), false);
  });
});
