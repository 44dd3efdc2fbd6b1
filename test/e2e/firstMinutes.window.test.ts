import assert from "node:assert/strict";
import { join } from "node:path";
import { makeRepository } from "../support/repository";
import { Editor, type EditorWindow } from "./support/editor";

describe("The first minutes in a repository without tests, tags and release branches", () => {
  let editor: Editor;
  let window: EditorWindow;

  before(async () => {
    editor = await Editor.start();
    const site = await makeRepository(join(editor.folder, "site"));
    await site.commit("Greet", { "index.html": "<h1>Hello</h1>\n" });
    window = await editor.open(site.folder);
    await window.palette("Draft Release Halt");
    await window.asked("What goes wrong");
    await window.answer("The page greets nobody");
    await window.focused("Which release");
  });

  after(async () => {
    await editor.stop();
  });

  it("offer the ways to a test result where there is none", async () => {
    await window.palette("Attach Failing Tests");
    await window.row("Choose Files…").waitFor();
    await window.row("Attach Failing Tests from CI").waitFor();
    await window.screenshot("first-no-results");
    await window.row("Run Tests and Attach Results").click();
    await window.row("Type a Command…").waitFor();
    await window.page.keyboard.press("Escape");
  });

  it("say of the gate that there is nothing to stop yet", async () => {
    await window.halt.getByRole("tab", { name: "Gate" }).click();
    await window.halt.getByText("Would stop: no release branch or tag is here yet").waitFor();
    await window.halt.getByRole("tab", { name: "Evidence" }).click();
  });

  it("keep the place of who halts by the keyboard, and say once who sees it", async () => {
    await window.button("Halt release").focus();
    await window.press("Enter");
    await window.asked("Why must the release wait");
    await window.answer("Visitors leave");
    await window.button("Lift halt").and(window.halt.locator(":focus")).waitFor();
    await window.halt.getByText("Only you see this.", { exact: true }).waitFor();
    assert.equal(await window.halt.getByText("Only you see this").count(), 1);
    await window.screenshot("first-halted");
  });
});
