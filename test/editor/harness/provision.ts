import { execFile } from "node:child_process";
import { access, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { cacheFolder } from "./paths";

const execute = promisify(execFile);
/** The VS Code that tests run in: 1.139, or with `--oldest` 1.100, the oldest that is supported. */
const oldest = process.argv.includes("--oldest");
const codeServer = oldest ? "code-server@4.100.3" : "code-server@4.139.1";
const nodeVersion = oldest ? "20.20.2" : "24.9.0";

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
    if (oldest) await completeOldest(server);
  });
  return { node: await provideNode(), main: join(server, "out", "server-main.js") };
}

/** The older server brings no built terminal and no program that searches files. */
async function completeOldest(server: string): Promise<void> {
  await npm(["rebuild", "node-pty", "@vscode/spdlog", "native-watchdog"], server);
  if ((await findProgram(["rg"])) === undefined) await installPackage("ripgrep");
  const found = await findProgram(["rg"]);
  if (found === undefined) throw new Error("The oldest VS Code searches files with ripgrep: install it.");
  const place = join(server, "node_modules", "@vscode", "ripgrep", "bin");
  await mkdir(place, { recursive: true });
  await symlink(found, join(place, "rg"));
}

async function provideNode(): Promise<string> {
  if (process.versions.node.split(".")[0] === nodeVersion.split(".")[0]) return process.execPath;
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
    await installPackage("chromium");
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

async function installPackage(name: string): Promise<void> {
  console.log(`Installing Debian's ${name}…`);
  await execute("apt-get", ["update", "-q"], { timeout: 300_000 });
  await execute("apt-get", ["install", "-y", "-q", "--no-install-recommends", name], {
    timeout: 600_000,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

async function findBrowser(): Promise<string | undefined> {
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
  return findProgram(names, process.env.CHROME_PATH === undefined ? [] : [process.env.CHROME_PATH], [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  ]);
}

/** The first of the programs that is there: at `before`, in the search path, at `after`. */
async function findProgram(
  names: readonly string[],
  before: readonly string[] = [],
  after: readonly string[] = [],
): Promise<string | undefined> {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const inPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const candidates = [...before, ...inPath, ...after];
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
  // A build that asks whether it may fetch its tool has nobody to ask.
  const env = { ...process.env, npm_config_yes: "true" };
  const options = { cwd, env, timeout: 900_000, maxBuffer: 64 * 1024 * 1024 };
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
