import { execFile } from "node:child_process";
import { access, mkdir, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { cacheFolder } from "./paths";

const execute = promisify(execFile);
const codeServer = "code-server@4.139.1";
const nodeVersion = "24.9.0";

/** The VS Code server and the Node that runs it. */
export interface ServerProgram {
  readonly node: string;
  readonly main: string;
}

/** The VS Code server from the npm registry, installed once and kept in the cache. */
export async function provideServer(): Promise<ServerProgram> {
  const folder = join(cacheFolder, codeServer.replace("@", "-"));
  const server = join(folder, "node_modules", "code-server", "lib", "vscode");
  await once(folder, async () => {
    console.log(`Installing the VS Code server (${codeServer}) from the npm registry…`);
    await npmInstall(folder, codeServer);
    await npm(["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], server);
  });
  return { node: await provideNode(), main: join(server, "out", "server-main.js") };
}

async function provideNode(): Promise<string> {
  if (process.versions.node.startsWith("24.")) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = join(cacheFolder, `${name}-${nodeVersion}`);
  await once(folder, async () => {
    console.log(`Installing Node ${nodeVersion} from the npm registry…`);
    await npmInstall(folder, `${name}@${nodeVersion}`);
  });
  return join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
}

/** A Chromium: the one that is installed, else Debian's package, else playwright's own download. */
export async function provideBrowser(): Promise<string> {
  const installed = await findBrowser();
  if (installed !== undefined) return installed;
  if (process.getuid?.() === 0 && (await exists("/etc/debian_version"))) {
    console.log("Installing Debian's chromium…");
    await execute("apt-get", ["update", "-q"], { timeout: 300_000 });
    await execute("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], {
      timeout: 600_000,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    const found = await findBrowser();
    if (found !== undefined) return found;
  }
  try {
    const command = join("node_modules", "playwright-core", "cli.js");
    await execute(process.execPath, [command, "install", "chromium"], { timeout: 300_000 });
    return chromium.executablePath();
  } catch (error) {
    const message = "The window tests need a browser: install Chrome or Chromium, or set CHROME_PATH.";
    throw new Error(message, { cause: error });
  }
}

async function findBrowser(): Promise<string | undefined> {
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = [
    ...(process.env.CHROME_PATH === undefined ? [] : [process.env.CHROME_PATH]),
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  ];
  for (const candidate of candidates) if (await exists(candidate)) return candidate;
  return undefined;
}

/** Does the work unless it was done to its end before; an install that was cut off starts afresh. */
async function once(folder: string, install: () => Promise<void>): Promise<void> {
  const done = join(folder, "installed");
  if (await exists(done)) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "private": true }\n');
  await install();
  await writeFile(done, "");
}

async function npmInstall(folder: string, what: string): Promise<void> {
  await npm(["install", "--ignore-scripts", "--no-audit", "--no-fund", what], folder);
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  const options = { cwd, timeout: 900_000, maxBuffer: 64 * 1024 * 1024 };
  const script = process.env.npm_execpath;
  if (script?.endsWith(".js") === true) await execute(process.execPath, [script, ...args], options);
  else await execute("npm", args, options);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
