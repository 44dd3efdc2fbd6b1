import { findProgram } from "../../system/findProgram";
import { otherRepository } from "../../system/git";
import { pathInside } from "../../system/pathInside";
import { runProgram } from "../../system/run";
import type { Machine } from "../../halt/schema/halt";
import { terminalText } from "../terminalText";
import { askedQuietly, toolTable } from "./toolTable";
import type { UsedTool } from "./toolsOfSteps";

const timeoutMs = 15_000;

/**
 * Asks each tool for its version, in the folder in which a step runs it: what manages several versions goes by that. A tool
 * that is not there, lies in the repository, takes too long or says nothing has none.
 * @param top the repository's top folder
 */
export async function askTools(
  tools: readonly UsedTool[],
  top: string,
  signal?: AbortSignal,
): Promise<Machine["tools"]> {
  return Promise.all(
    tools.map(async ({ name, folder }) => {
      const version = await versionOf(name, { top, folder, ...(signal && { signal }) });
      return { name, ...(version !== undefined && { version }) };
    }),
  );
}

async function versionOf(
  name: string,
  { top, folder, signal }: { readonly top: string; readonly folder: string; readonly signal?: AbortSignal },
): Promise<string | undefined> {
  const tool = toolTable[name];
  const program = tool && (await findProgram(name, { outside: top }));
  if (program === undefined) return undefined;
  const ran = await runProgram(program, tool?.args ?? [], {
    cwd: (await pathInside(top, folder))?.path ?? top,
    env: askedQuietly,
    // The editor runs as Node by it.
    withoutEnv: [...otherRepository, "ELECTRON_RUN_AS_NODE"],
    maxBytes: 64 * 1024,
    timeoutMs,
    ...(signal && { signal }),
  });
  return ran.kind === "exited" && ran.exitCode === 0 ? versionIn(`${ran.stdout}\n${ran.stderr}`) : undefined;
}

/** `1.21.5` of `go version go1.21.5 linux/amd64`, `17.0.9` of `openjdk version "17.0.9" 2023-10-17`. */
export function versionIn(printed: string): string | undefined {
  const [version] = /\d{1,8}(?:\.\d{1,8})+(?:[-+.]?[A-Za-z0-9]{1,40}){0,4}/.exec(terminalText(printed)) ?? [];
  return version;
}
