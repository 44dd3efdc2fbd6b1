import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressOf, openContext, startBrowser } from "./browser";
import { mark } from "./mark";
import { installExtension, startServer } from "./server";

export interface ExtensionTests {
  /** Folders of the extensions under test. */
  readonly development: readonly string[];
  /** The module whose `run()` is called in the extension host. */
  readonly tests: string;
  readonly folder: string | undefined;
  /** Packaged extensions that are installed beside. */
  readonly installed?: readonly string[];
  /** Hears each line that the tests print. */
  readonly print: (line: string) => void;
}

/** Runs extension tests in the VS Code server with Chromium as its window; answers with their exit code. */
export async function runExtensionTests(options: ExtensionTests): Promise<number> {
  const { development, tests, folder, installed = [], print } = options;
  const userData = await mkdtemp(join(tmpdir(), "release-halt-editor-"));
  const extensions = join(userData, "extensions");
  for (const vsix of installed) await installExtension(vsix, { userData, extensions });
  const server = await startServer({
    userData,
    extensions,
    flags: ["--enable-smoke-test-driver", "--disable-workspace-trust"],
  });
  const browser = await startBrowser();
  try {
    const page = await (await openContext(browser)).newPage();
    const ended = new Promise<number>((resolve, reject) => {
      void page.exposeFunction("codeAutomationExit", (code: number) => resolve(code));
      page.once("crash", () => reject(new Error("The editor's window crashed.")));
    });
    await page.exposeFunction("codeAutomationLog", (_type: string, args: unknown[]) => {
      for (const line of linesOf(args)) print(line);
    });
    const remote = (path: string): string => `vscode-remote://127.0.0.1:${server.port}${path}`;
    const payload = [
      ...development.map((path) => ["extensionDevelopmentPath", remote(path)]),
      ["extensionTestsPath", remote(tests)],
      ["skipWelcome", "true"],
    ];
    await page.goto(addressOf(server.port, folder, payload));
    return await ended;
  } finally {
    await browser.close();
    await server.stop();
    await rm(userData, { recursive: true, force: true });
  }
}

/** What the tests print begins with the mark; all else is the editor's own log. */
function linesOf(args: readonly unknown[]): string[] {
  const text = args.map(String).join(" ");
  return text.includes(mark) ? [text.slice(text.indexOf(mark) + mark.length)] : [];
}
