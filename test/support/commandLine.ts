import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

export interface Ran {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line as it is shipped: one file, so that starting it many times is quick. */
interface CommandLine {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

async function buildCommandLine(): Promise<CommandLine> {
  const folder = await mkdtemp(join(tmpdir(), "release-halt-cli-"));
  const path = join(folder, "cli.js");
  await build({
    entryPoints: ["src/cli.ts"],
    outfile: path,
    bundle: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    logLevel: "error",
  });
  return { path, remove: async () => rm(folder, { recursive: true, force: true }) };
}

/** Builds the command line for the tests of a suite. */
export function commandLine(): () => string {
  let built: CommandLine | undefined;
  before(async () => {
    built = await buildCommandLine();
  });
  after(async () => built?.remove());
  return () => built?.path ?? "";
}

/** Runs the command line in a folder, as a process of its own. */
export async function runCli(
  cli: string,
  folder: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly onStart?: (pid: number) => void } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (child.pid !== undefined) options.onStart?.(child.pid);
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => out.push(chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => err.push(chunk));
  await once(child, "close");
  return { code: child.exitCode, out: out.join(""), err: err.join("") };
}
