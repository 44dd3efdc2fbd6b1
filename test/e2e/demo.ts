import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { makeShop } from "../support/shop";
import { attachNewest, fill, openSection, pointAtCode, walkShortPath } from "./mainJob";
import { Editor, type EditorWindow } from "./support/editor";

const out = resolve("demo-out");

/** Does the main job in the real editor, on a real repository with a real failing test, and keeps what came of it. */
async function main(): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const editor = await Editor.start();
  try {
    const shop = await makeShop(join(editor.folder, "kettle-shop"));
    const window = await editor.open(shop.folder);
    const { brief, interactions } = await walkShortPath(window);
    await writeFile(join(out, "brief-short.md"), brief);
    console.log(`From the palette to a short brief on the clipboard: ${interactions} interactions.`);
    await growEvidence(window);
    await window.screenshot("halt-editor-light", out);
    const full = await copyFullBrief(window);
    await writeFile(join(out, "brief-full.md"), full);
    await window.screenshot("brief-light", out);
    await halt(window);
    await printGate(shop.folder, "While the halt is active");
    await editor.set({ "workbench.colorTheme": "Default Dark Modern" });
    await window.page.locator(".monaco-workbench.vs-dark").waitFor();
    await window.screenshot("halt-editor-dark", out);
    await lift(window);
    await printGate(shop.folder, "After it was lifted");
    await keepHalt(shop.folder);
    console.log(`${window.interactions} interactions in all.`);
  } finally {
    await editor.stop();
  }
  console.log(`Briefs, halt and screenshots are in ${out}:`);
  for (const name of (await readdir(out)).sort()) console.log(`  ${name}`);
}

/** From five fields to evidence: failing tests, a place in the code, impact and severity. */
async function growEvidence(window: EditorWindow): Promise<void> {
  await window.showEvidence();
  await attachNewest(window);
  await pointAtCode(window, "the-shop-charges-twice");
  await fill(window, "Expected", "Two kettles cost 99.90, charged once");
  await fill(window, "Actual", "199.80 is charged");
  await openSection(window, "Impact");
  await fill(window, "What no longer works", "a retried card payment is charged a second time");
  await openSection(window, "Severity");
  await window.field("Level").selectOption("P1");
  await window.field("Clause").selectOption("1.2");
  await window.evidenceRow("Severity").filter({ hasText: "P1" }).waitFor();
  for (const title of ["Failing tests", "Reproduction", "Impact", "Severity"]) {
    await window.halt.locator("button.section-head", { hasText: title }).click();
  }
  await window.palette("Notifications: Clear All Notifications");
  await window.halt.locator("html").evaluate((page) => page.scrollTo(0, 0));
  await window.page.locator(".part.titlebar").click({ position: { x: 300, y: 10 } });
}

async function copyFullBrief(window: EditorWindow): Promise<string> {
  await window.click(window.halt.getByRole("tab", { name: "Brief" }));
  await window.halt.getByLabel("For").selectOption("full");
  await window.halt.getByRole("heading", { name: "Questions you will hear" }).waitFor();
  await window.click(window.button("Copy as Markdown"));
  await window.status("The full brief is on the clipboard");
  return window.clipboard();
}

async function halt(window: EditorWindow): Promise<void> {
  await window.click(window.halt.getByRole("tab", { name: "Evidence" }));
  await window.click(window.button("Halt release"));
  await window.asked("Why must the release wait");
  await window.answer("Customers would be charged twice");
  await window.halt.getByText("The release is halted").waitFor();
}

async function lift(window: EditorWindow): Promise<void> {
  await window.click(window.button("Lift halt"));
  await window.asked("Why may the release go on");
  await window.answer("The retry was reverted and the test is green");
  await window.notifications.filter({ hasText: "the halt is lifted" }).waitFor();
}

async function printGate(folder: string, when: string): Promise<void> {
  await new Promise<void>((resolved) => {
    execFile(process.execPath, ["dist/cli.js", "check", "--repo", folder], (error, said) => {
      const code = error === null ? 0 : String(error.code);
      console.log(
        `${when}, release-halt check says: ${said.trim().replaceAll(/\s+/g, " ")} (exit code ${code})`,
      );
      resolved();
    });
  });
}

async function keepHalt(folder: string): Promise<void> {
  const halts = join(folder, ".git", "release-halt");
  const [name] = await readdir(halts);
  if (name === undefined) throw new Error("The halt is not on the disk.");
  await writeFile(join(out, "kettle-shop.halt.json"), await readFile(join(halts, name)));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});
