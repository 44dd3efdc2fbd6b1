import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { provideServer } from "./provision";

export interface ServerOptions {
  readonly userData: string;
  readonly extensions: string;
  /** Flags beyond the common ones. */
  readonly flags?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Where programs are looked for. */
  readonly path?: string;
}

export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

const settings = {
  "files.autoSave": "off",
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.startupPrompt": "never",
  "update.mode": "none",
};

/** Starts the VS Code server on a free port of this machine and waits until it answers. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { node, main } = await provideServer();
  await writeSettings(options.userData, options.settings ?? {});
  const port = await freePort();
  const child = spawn(node, [main, ...commonFlags(port, options), ...(options.flags ?? [])], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      VSCODE_CLI: "1",
      ...(options.path !== undefined && { PATH: options.path }),
    },
  });
  await answers(child);
  return { port, stop: async () => stop(child) };
}

/** The settings of the machine, read again by the running editor when they change. */
export async function writeSettings(userData: string, own: Readonly<Record<string, unknown>>): Promise<void> {
  const folder = join(userData, "Machine");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "settings.json"), JSON.stringify({ ...settings, ...own }, undefined, 2));
}

/** Installs a packaged extension, as a person does. */
export async function installExtension(
  vsix: string,
  { userData, extensions }: Pick<ServerOptions, "userData" | "extensions">,
): Promise<void> {
  const { node, main } = await provideServer();
  const folders = ["--user-data-dir", userData, "--extensions-dir", extensions];
  const child = spawn(
    node,
    [main, "--accept-server-license-terms", "--install-extension", vsix, ...folders],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const said = collect(child);
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`The extension was not installed (${String(code)}): ${said()}`);
}

function commonFlags(port: number, { userData, extensions }: ServerOptions): string[] {
  return [
    ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"],
    ...["--accept-server-license-terms", "--telemetry-level", "off"],
    ...["--user-data-dir", userData, "--extensions-dir", extensions],
  ];
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("No free port was found.");
  return address.port;
}

async function answers(child: ChildProcess): Promise<void> {
  const said = collect(child);
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`The editor did not start in 60 s: ${said()}`)), 60_000);
    child.stdout?.on("data", () => {
      if (!said().includes("Extension host agent started")) return;
      clearTimeout(late);
      resolve();
    });
    child.once("exit", (code) => {
      clearTimeout(late);
      reject(new Error(`The editor ended with ${String(code)}: ${said()}`));
    });
  });
}

function collect(child: ChildProcess): () => string {
  let text = "";
  const take = (chunk: Buffer): void => {
    text = (text + chunk.toString()).slice(-20_000);
  };
  child.stdout?.on("data", take);
  child.stderr?.on("data", take);
  return () => text;
}

/** Ends the server and the extension hosts that it started: its own process group. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = once(child, "exit");
  process.kill(-child.pid, "SIGTERM");
  const late = setTimeout(() => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  }, 5000);
  await ended;
  clearTimeout(late);
}
