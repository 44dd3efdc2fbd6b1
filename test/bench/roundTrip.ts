import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { attachIntents } from "../../src/capture/attachTests";
import { readTestFile } from "../../src/capture/readTestFile";
import { applyIntents } from "../../src/halt/applyIntent";
import { readHalt } from "../../src/halt/readHalt";
import { writeHalt } from "../../src/halt/writeHalt";
import { Editor, type EditorWindow } from "../e2e/support/editor";
import { shortInput } from "../support/halts";
import { makeRepository } from "../support/repository";

const edits = 25;

/** Milliseconds of one edit, from the click to the new item on the page, in a halt with 500 failures and in one with none. */
export async function measureRoundTrip(): Promise<{
  readonly without: number[];
  readonly with500: number[];
}> {
  const editor = await Editor.start();
  try {
    const repository = await makeRepository(join(editor.folder, "round trip"));
    const halts = join(repository.folder, ".release-halt");
    await mkdir(halts);
    await writeFile(join(halts, "without.halt.json"), writeHalt({ ...shortInput, id: "without" }));
    await writeFile(join(halts, "with500.halt.json"), await withFailures(repository.folder, 500));
    await repository.commit("Start");
    const window = await editor.open(repository.folder, { width: 1280, height: 860 });
    const first = await measure(window, "without.halt.json");
    const with500 = await measure(window, "with500.halt.json");
    const again = await measure(window, "without.halt.json");
    return { without: [...first, ...again], with500 };
  } finally {
    await editor.stop();
  }
}

async function measure(window: EditorWindow, file: string): Promise<number[]> {
  await window.openFile(file);
  await window.tab(file).waitFor();
  const head = window.halt.locator("#section-rollback button.section-head");
  if ((await head.getAttribute("aria-expanded")) === "false") await head.click();
  await window.button("Add rollback step").waitFor();
  const times: number[] = [];
  for (let edit = 0; edit < edits; edit += 1) {
    times.push(await window.halt.locator("#section-rollback").evaluate(addStep));
  }
  return times.slice(5);
}

/** Runs in the page. */
async function addStep(section: Element): Promise<number> {
  const button = [...section.querySelectorAll("button")].find(
    ({ textContent }) => textContent === "Add rollback step",
  );
  const before = section.querySelectorAll("ol.ordered > li").length;
  const start = performance.now();
  const added = new Promise<number>((resolve) => {
    const observer = new MutationObserver(() => {
      if (section.querySelectorAll("ol.ordered > li").length === before) return;
      observer.disconnect();
      resolve(performance.now() - start);
    });
    observer.observe(section, { childList: true, subtree: true });
  });
  button?.click();
  return added;
}

/** A halt with as many failures of 8 KB each as were asked for, attached from a result file. */
async function withFailures(folder: string, count: number): Promise<string> {
  const detail = "at total (src/total.js:4:9)\n".repeat(290);
  const cases = Array.from(
    { length: count },
    (_, index) => `<testcase name="t${index}"><failure message="no">${detail}</failure></testcase>`,
  );
  const path = join(folder, "junit.xml");
  await writeFile(path, `<testsuite name="s">${cases.join("")}</testsuite>`);
  const read = await readTestFile(path, { top: folder, now: "2026-11-30T12:00:00+01:00" });
  const text = writeHalt({ ...shortInput, id: "with500" });
  const halt = readHalt(text);
  if (!read.ok || !halt.ok) throw new Error("The halt to measure could not be made.");
  const attached = applyIntents(text, attachIntents(halt.halt, read.file, read.redactions));
  if (!attached.ok) throw new Error(attached.message);
  return attached.text;
}
