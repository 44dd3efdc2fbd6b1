import { homedir } from "node:os";
import type { WebAnswer } from "../../system/fetchAnswer";
import { runProgram, type RunOptions, type RunResult } from "../../system/run";
import { runIntoFile } from "../../system/runIntoFile";
import type { CiPlace, CiProvider } from "./ciPlace";
import { askTimeoutMs, downloadTimeoutMs, maxTextBytes, type CiTransport } from "./ciTransport";

/** The programs of the hosts. */
export const programOf = { github: "gh", gitlab: "glab" } as const satisfies Record<CiProvider, string>;

/** Whether the host's program is installed and signed in there; asking it may take the network. */
export async function isSignedIn(provider: CiProvider, host: string, signal?: AbortSignal): Promise<boolean> {
  const args = ["auth", "status", "--hostname", host];
  const status = await runProgram(programOf[provider], args, options(askTimeoutMs, signal));
  if (status.kind !== "exited") return false;
  const words = `${status.stdout}\n${status.stderr}`;
  // Of a host that it has never heard of, gh says nothing and ends with 0 (https://github.com/cli/cli/issues/2775).
  if (status.exitCode === 0) return words.includes(host);
  // Another account that is stale ends it with 1 (https://github.com/cli/cli/pull/9240).
  return /Logged in to \S+ account .*\n\s*- Active account: true/.test(words);
}

/**
 * Asks through the person's own `gh api` (https://cli.github.com/manual/gh_api) or `glab api`
 * (https://docs.gitlab.com/cli/api/): the sign-in stays theirs, and no token is seen here.
 */
export function programTransport(place: CiPlace): CiTransport {
  const program = programOf[place.provider];
  const host = ["--hostname", place.host];
  return {
    place,
    as: program,
    get: async (path, signal) => {
      const run = options(askTimeoutMs, signal);
      const result = await runProgram(program, ["api", ...host, "--include", path], {
        ...run,
        maxBytes: maxTextBytes,
      });
      return result.kind === "exited" ? answerOf(result.stdout, result.stderr, program) : ended(result);
    },
    download: async (path, file, maxBytes, signal) => {
      const run = { ...options(downloadTimeoutMs, signal), maxBytes };
      const result = await runIntoFile(program, ["api", ...host, path], file, run);
      if (result.kind !== "exited") return ended(result);
      if (result.exitCode !== 0) return refused(result.stderr, program);
      return { kind: "answered", status: 200, headers: new Map(), text: "" };
    },
  };
}

function options(timeoutMs: number, signal: AbortSignal | undefined): RunOptions {
  return {
    // What is asked for is named in full: no repository is to be looked at, and no program in it to be found first.
    cwd: homedir(),
    env: {
      NO_COLOR: "1",
      NO_PROMPT: "1",
      GH_PROMPT_DISABLED: "1",
      GH_NO_UPDATE_NOTIFIER: "1",
      GLAB_CHECK_UPDATE: "false",
    },
    withoutEnv: ["GH_FORCE_TTY", "CLICOLOR_FORCE", "GH_DEBUG", "DEBUG"],
    timeoutMs,
    ...(signal && { signal }),
  };
}

/** What `--include` prints: a line with the status, the headers, an empty line, the body. */
function answerOf(printed: string, stderr: string, program: string): WebAnswer {
  const head = /^HTTP\/[\d.]+ (\d{3})[^\n]*\n([\s\S]*?)\r?\n\r?\n/.exec(printed);
  if (head === null) return refused(stderr, program);
  const headers = (head[2] ?? "").split(/\r?\n/).flatMap((line): [string, string][] => {
    const colon = line.indexOf(":");
    return colon === -1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
  });
  const text = printed.slice(head[0].length);
  return { kind: "answered", status: Number(head[1]), headers: new Map(headers), text };
}

/** `gh: Not Found (HTTP 404)`; what it says without a status is of its own or of the network. */
function refused(stderr: string, program: string): WebAnswer {
  const words = stderr.trim().split("\n").slice(0, 3).join(" ");
  const status = /\bHTTP (\d{3})\b/.exec(words)?.[1];
  if (status === undefined)
    return { kind: "notReached", message: `${program} says: ${words === "" ? "nothing" : words}` };
  const message = words.replace(/^\w+: /, "").replace(/ ?\(?HTTP \d{3}\)?.*$/s, "");
  return {
    kind: "answered",
    status: Number(status),
    headers: new Map(),
    text: JSON.stringify({ message }),
  };
}

function ended(result: Exclude<RunResult, { kind: "exited" }>): WebAnswer {
  const { kind, message } = result;
  if (kind === "notStarted") return { kind: "notReached", message };
  return { kind: kind === "tooMuchOutput" ? "tooMuch" : kind, message };
}
