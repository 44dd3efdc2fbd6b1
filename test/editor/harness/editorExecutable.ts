import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { addressOf, openContext, startBrowser } from "./browser";
import { mark } from "./mark";
import { startServer } from "./server";

/**
 * Stands in for desktop VS Code where none can be had: takes its flags, runs the extension tests in the VS Code server
 * with Chromium as its window, and exits with their code.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    strict: false,
    allowPositionals: true,
  });
  const given = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  const development = given("extensionDevelopmentPath");
  const tests = given("extensionTestsPath");
  if (development === undefined || tests === undefined) {
    throw new Error("--extensionDevelopmentPath and --extensionTestsPath are needed.");
  }
  const userData = await mkdtemp(join(tmpdir(), "release-halt-editor-"));
  const server = await startServer({
    userData,
    extensions: join(userData, "extensions"),
    flags: ["--enable-smoke-test-driver", "--disable-workspace-trust"],
  });
  const browser = await startBrowser();
  try {
    const page = await (await openContext(browser)).newPage();
    const ended = new Promise<number>((resolve, reject) => {
      void page.exposeFunction("codeAutomationExit", (code: number) => resolve(code));
      page.once("crash", () => reject(new Error("The editor's window crashed.")));
    });
    await page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) => {
      for (const line of linesOf(args)) (type === "error" ? console.error : console.log)(line);
    });
    const remote = (path: string): string => `vscode-remote://127.0.0.1:${server.port}${path}`;
    const payload = [
      ["extensionDevelopmentPath", remote(development)],
      ["extensionTestsPath", remote(tests)],
      ["skipWelcome", "true"],
    ];
    await page.goto(addressOf(server.port, positionals.at(-1), payload));
    return await ended;
  } finally {
    await browser.close();
    await server.stop();
    await rm(userData, { recursive: true, force: true });
  }
}

/** What the tests print, which begins with the mark of the suite; all else is the editor's own log. */
function linesOf(args: readonly unknown[]): string[] {
  const text = args.map(String).join(" ");
  return text.includes(mark) ? [text.slice(text.indexOf(mark) + mark.length)] : [];
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
