import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { repositoryAt } from "../support/repository";
import { makeShop, runShopTests } from "../support/shop";
import { attachNewest, openSection, walkShortPath } from "./mainJob";
import { Editor, until, type EditorWindow } from "./support/editor";

describe("Attaching a result file", () => {
  let editor: Editor;
  let window: EditorWindow;

  let folder = "";

  before(async () => {
    editor = await Editor.start();
    ({ folder } = await makeShop(join(editor.folder, "kettle shop")));
    await writeFile(join(folder, "cut.xml"), '<testsuite name="till"><testcase name="a">');
    await writeFile(join(folder, "other.xml"), '<testsuite name="till"><testcase name="b"/></testsuite>');
    window = await editor.open(folder);
    await walkShortPath(window);
  });

  after(async () => {
    await editor.stop();
  });

  async function inExplorer(name: string): Promise<Locator> {
    await window.press("Control+Shift+e");
    const row = window.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name });
    await row.waitFor();
    return row;
  }

  it("works by the Explorer's menu, and says what is wrong with a file that was cut off", async () => {
    await (await inExplorer("cut.xml")).click({ button: "right" });
    await window.page.getByRole("menuitem", { name: "Attach to Release Halt" }).hover();
    await window.press("Enter");
    await window.notifications.filter({ hasText: "cut.xml" }).filter({ hasText: "not whole" }).waitFor();
    await window.showEvidence();
    await window.evidenceRow("Failing tests").filter({ hasText: "could not be read whole" }).waitFor();
  });

  it("works by a drop on the checklist, held over the icon until the checklist shows", async () => {
    const row = await inExplorer("other.xml");
    await row.hover();
    await window.page.mouse.down();
    const icon = window.page.locator(".activitybar li.action-item", {
      has: window.page.locator('[aria-label^="Release Halt"]').first(),
    });
    const target = window.evidenceRow("Failing tests");
    await until("the checklist shows", async () => {
      await moveTo(icon);
      return target.isVisible();
    });
    await moveTo(target);
    await window.page.mouse.up();
    await target.filter({ hasText: "0 of 1 test" }).waitFor();
  });

  /** A drag is noticed by its moves, so there are several. */
  async function moveTo(element: Locator): Promise<void> {
    const box = await element.boundingBox();
    if (box === null) throw new Error("There is nothing to move to.");
    await window.page.mouse.move(box.x + box.width / 3, box.y + box.height / 3);
    await window.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
  }

  it("tells which failing tests are new, by the results of the base", async () => {
    await attachNewest(window);
    const before = join(editor.folder, "kettle shop 2.3.1");
    await repositoryAt(folder).git("worktree", "add", "-q", before, "v2.3.1");
    await runShopTests(before);
    await cp(join(before, "reports"), join(folder, "base"), { recursive: true });
    await openSection(window, "Failing tests");
    await window.halt.getByRole("button", { name: "Attach results of v2.3.1" }).press("Enter");
    await window.chooseFile("Results of the tests on v2.3.1", join(folder, "base", "junit.xml"));
    await window.halt.getByText("This failing test passed on v2.3.1.").waitFor();
    await window.halt.getByText("passed on v2.3.1", { exact: true }).first().waitFor();
    await window.screenshot("base-tests");
    const told = window.halt.locator(".badge", { hasText: "passed on v2.3.1" });
    await window.halt.getByRole("button", { name: "Remove result of the base 1" }).press("Enter");
    await told.waitFor({ state: "detached" });
    await window.halt.locator("button.section-head", { hasText: "Failing tests" }).focus();
    await window.press("Control+z");
    await told.waitFor();
    await window.page.setViewportSize({ width: 700, height: 900 });
    await editor.set({ "workbench.colorTheme": "Default High Contrast" });
    await window.page.locator(".monaco-workbench.hc-black").first().waitFor();
    await window.screenshot("base-tests-narrow");
  });

  it("leads from the code to the halt, and offers a newer run once, there and where it is attached", async () => {
    await editor.set({ "workbench.colorTheme": "Default Dark Modern" });
    await window.page.locator(".monaco-workbench.vs-dark").first().waitFor();
    await window.page.setViewportSize({ width: 1280, height: 800 });
    await window.openFile("total.test.js");
    const lens = window.page.locator(".codelens-decoration a", {
      hasText: "Release Halt: 1 failing test here",
    });
    await lens.waitFor();
    const shop = repositoryAt(folder);
    const code = await readFile(join(folder, "src", "total.js"), "utf8");
    await shop.write("src/total.js", code.replace("sum * 2", "sum"));
    await runShopTests(folder);
    const newer = "A newer run of reports/junit.xml: none failed (was 1).";
    const offer = window.notifications.filter({ hasText: newer });
    await offer.waitFor();
    await window.screenshot("newer-run-offered");
    await offer.getByRole("button", { name: "Not now" }).click();
    await offer.waitFor({ state: "detached" });
    await lens.click();
    const failure = window.halt.locator("button:focus", { hasText: "charges two kettles once" });
    await failure.waitFor();
    await window.halt.locator(".newer", { hasText: newer }).waitFor();
    await window.screenshot("newer-run");
    await editor.set({ "workbench.colorTheme": "Default High Contrast" });
    await window.page.locator(".monaco-workbench.hc-black").first().waitFor();
    await window.screenshot("newer-run-contrast");
    await window.tab("total.test.js").click();
    await lens.waitFor();
    await window.screenshot("lens-contrast");
    await lens.click();
    await window.halt.getByRole("button", { name: "Update reports/junit.xml" }).press("Enter");
    await window.halt.getByText("Since the run before it: 1 fixed, 0 still fail, 0 fail newly.").waitFor();
    await window.halt.locator(".newer").waitFor({ state: "detached" });
    await window.screenshot("newer-run-updated");
  });
});
