import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryAt } from "../support/repository";
import { makeShop } from "../support/shop";
import { openSection, walkShortPath } from "./mainJob";
import { Editor, until, type EditorWindow } from "./support/editor";

const tests = "node --test --test-reporter=junit --test-reporter-destination=reports/junit.xml test/";

describe("Running tests and attaching their results", () => {
  let editor: Editor;
  let window: EditorWindow;
  let folder = "";

  before(async () => {
    editor = await Editor.start();
    ({ folder } = await makeShop(join(editor.folder, "kettle shop")));
    await repositoryAt(folder).write(
      ".vscode/tasks.json",
      JSON.stringify({
        version: "2.0.0",
        tasks: [
          { label: "watch the till", type: "shell", command: "sleep 987641", isBackground: true },
          { label: "test the till", type: "shell", command: tests, group: "test" },
        ],
      }),
    );
    window = await editor.open(folder);
    await walkShortPath(window);
  });

  after(async () => {
    await editor.stop();
  });

  async function run(command: string): Promise<void> {
    await openSection(window, "Failing tests");
    await window.button("Run tests and attach").press("Enter");
    await window.asked("Run Tests and Attach Results");
    await window.row("watch the till").waitFor();
    await window.quickInput.fill(command);
    await window.row(command).first().waitFor();
    await window.quickInput.press("Enter");
  }

  const told = (text: string) => window.notifications.filter({ hasText: text });

  async function processes(text: string): Promise<number> {
    const out = await new Promise<string>((resolve) => {
      execFile("ps", ["-A", "-o", "stat=,args="], (_, listed) => {
        resolve(listed);
      });
    });
    return out.split("\n").filter((line) => line.includes(text) && !line.startsWith("Z")).length;
  }

  it("works with a command that is typed, shows it live, and attaches the file that it wrote", async () => {
    await run(tests);
    await told("ended with 1. reports/junit.xml attached").waitFor({ timeout: 60_000 });
    await window.page.locator(".panel", { hasText: "node --test --test-reporter" }).waitFor();
    await window.halt.getByText("1 failed of 2 tests").waitFor();
    await window.halt.getByText("exit code 1, ran").waitFor();
    await window.screenshot("run-tests");
    await window.showEvidence();
    await window.evidenceRow("Failing tests").filter({ hasText: "1 of 2 tests fails" }).waitFor();
  });

  it("attaches the end of the output where it is no results", async () => {
    await run("echo charged twice && exit 3");
    await told("ended with 3. No test results of it could be read").waitFor({ timeout: 60_000 });
    await window.halt.getByText("Runs without test results that can be read").waitFor();
    await window.halt.locator("pre", { hasText: "charged twice" }).scrollIntoViewIfNeeded();
    await window.screenshot("run-without-results");
  });

  it("ends all of it when it is cancelled, and attaches nothing", async () => {
    await run("sleep 987642 & sleep 987642");
    await until("the command runs", async () => (await processes("sleep 987642")) >= 2);
    await told("Running sleep 987642").getByRole("button", { name: "Cancel" }).click();
    await told("Stopped. Nothing was attached").waitFor();
    assert.equal(await processes("sleep 987642"), 0);
  });

  it("offers commands again, and says of a task that keeps running that it has no end", async () => {
    await window.palette("Run Tests and Attach Results");
    await window.asked("Run Tests and Attach Results");
    await window.row("watch the till").waitFor();
    await window.row("echo charged twice").waitFor();
    await window.screenshot("run-tests-list");
    await window.quickInput.fill("watch the till");
    await window.quickInput.press("Enter");
    await told("The task watch the till keeps running").waitFor();
    assert.equal(await processes("sleep 987641"), 0);
  });

  it("works from the menu of the checklist's row, with a task", async () => {
    await writeFile(join(folder, "reports", "junit.xml"), "<testsuite/>");
    await window.evidenceRow("Failing tests").click({ button: "right" });
    await window.page.getByRole("menuitem", { name: "Run Tests and Attach Results" }).hover();
    await window.press("Enter");
    await window.asked("Run Tests and Attach Results");
    await window.row("test the till").waitFor();
    await window.quickInput.fill("test the till");
    await window.quickInput.press("Enter");
    await told("The task test the till ended with 1. reports/junit.xml attached").waitFor({
      timeout: 60_000,
    });
    await window.halt.getByText("From test the till").waitFor();
  });
});
