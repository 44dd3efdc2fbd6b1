import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { makeShop } from "../support/shop";
import { projectFolder } from "./harness/paths";

/**
 * Runs the in-editor suites: in desktop VS Code where it can be had, else in the VS Code server. Where they fail in CI
 * they run once more, in a new editor, and both runs are in the log: what fails twice has failed.
 */
async function main(): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (process.env.CI === undefined) throw error;
    console.log(`${error instanceof Error ? error.message : String(error)}\n\nOnce more:`);
    await run();
  }
}

async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "release-halt-workspace-"));
  const shop = await makeShop(join(folder, "kettle shop"));
  try {
    await runTests({
      vscodeExecutablePath:
        (await desktopEditor()) ?? join(projectFolder, "dist", "test", "editorExecutable.js"),
      extensionDevelopmentPath: projectFolder,
      extensionTestsPath: join(projectFolder, "dist", "test", "suite.js"),
      launchArgs: [shop.folder],
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Desktop VS Code, where there is a display and the download works. */
async function desktopEditor(): Promise<string | undefined> {
  if (process.platform === "linux" && process.env.DISPLAY === undefined) return undefined;
  try {
    await fetch("https://update.code.visualstudio.com/api/releases/stable", {
      signal: AbortSignal.timeout(5000),
    });
  } catch (error) {
    console.log(`No download of desktop VS Code (${String(error)}): the VS Code server is used.`);
    return undefined;
  }
  return downloadAndUnzipVSCode("stable");
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
