import { stat } from "node:fs/promises";
import { runProgram } from "./run";

export type GitFailure =
  "noGit" | "noFolder" | "noRepository" | "unsafe" | "failed" | "timedOut" | "cancelled";

type GitResult =
  /** `said` is what git printed beside the answer, as a warning. */
  | { readonly ok: true; readonly out: string; readonly said: string }
  | { readonly ok: false; readonly reason: GitFailure; readonly message: string; readonly exitCode?: number };

interface GitOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly input?: string;
  readonly maxBytes?: number;
  /** How bytes and text stand for each other; `latin1` keeps every byte. UTF-8 unless told. */
  readonly encoding?: "utf8" | "latin1";
  /** Objects that a partial clone has not got may be asked for over the network. */
  readonly fetchesMissing?: boolean;
  /** An index of its own, instead of the repository's. */
  readonly indexFile?: string;
}

export interface Git {
  /** The program that is run. */
  readonly path: string;
  /** Runs git in a folder with the arguments as they are. */
  run(folder: string, args: readonly string[], options?: GitOptions): Promise<GitResult>;
}

const environment = {
  // Reading must not take locks away from the person's own git (https://git-scm.com/docs/git#Documentation/git.txt-codeGITOPTIONALLOCKScode).
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  // What a partial clone has not got is not known: halting works without the network.
  GIT_NO_LAZY_FETCH: "1",
  // History is as it is pushed, whatever stands in for a part of it in this clone.
  GIT_NO_REPLACE_OBJECTS: "1",
  // No file: one that is empty makes git advise against grafts.
  GIT_GRAFT_FILE: "/dev/null/none",
  LC_ALL: "C",
};

/** What a repository may set that would change what git prints for us. */
const settings = {
  "core.quotePath": "false",
  "core.fsmonitor": "false",
  "color.ui": "false",
  "log.showSignature": "false",
  "i18n.logOutputEncoding": "UTF-8",
};

/**
 * Variables with which a hook or a shell points git at another repository, or at other objects, than those of the folder:
 * `git rev-parse --local-env-vars`, and the namespace. GIT_CONFIG_COUNT and GIT_CONFIG_PARAMETERS of that list stay: they
 * name no repository, and with them a pipeline makes git trust the folder (safe.directory) and finds credentials.
 */
export const otherRepository = [
  // What changes a patch, or which paths are meant.
  "GIT_ATTR_SOURCE",
  "GIT_DIFF_OPTS",
  "GIT_EXTERNAL_DIFF",
  "GIT_GLOB_PATHSPECS",
  "GIT_ICASE_PATHSPECS",
  "GIT_LITERAL_PATHSPECS",
  "GIT_NOGLOB_PATHSPECS",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_CONFIG",
  "GIT_DIR",
  "GIT_GRAFT_FILE",
  "GIT_IMPLICIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_INTERNAL_SUPER_PREFIX",
  "GIT_NAMESPACE",
  "GIT_NO_REPLACE_OBJECTS",
  "GIT_OBJECT_DIRECTORY",
  "GIT_PREFIX",
  "GIT_REPLACE_REF_BASE",
  "GIT_SHALLOW_FILE",
  "GIT_WORK_TREE",
];

/**
 * Git as a program: no shell, no prompt, no pager, no hooks of a file-system monitor, bounded in time. It is asked about
 * the repository of the folder, whichever one the environment names.
 */
export function createGit(path = "git"): Git {
  return {
    path,
    run: async (folder, args, options = {}) => {
      const {
        timeoutMs = 60_000,
        signal,
        input,
        maxBytes,
        encoding,
        fetchesMissing = false,
        indexFile,
      } = options;
      const fixed = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
      const result = await runProgram(path, ["--no-pager", ...fixed, ...args], {
        cwd: folder,
        env: {
          ...environment,
          ...(fetchesMissing && { GIT_NO_LAZY_FETCH: "0" }),
          ...(indexFile !== undefined && { GIT_INDEX_FILE: indexFile }),
        },
        withoutEnv: otherRepository,
        timeoutMs,
        ...(signal && { signal }),
        ...(input !== undefined && { input }),
        ...(maxBytes !== undefined && { maxBytes }),
        ...(encoding !== undefined && { encoding }),
      });
      switch (result.kind) {
        case "exited":
          return result.exitCode === 0
            ? { ok: true, out: result.stdout, said: result.stderr }
            : failed(folder, result.exitCode, result.stderr);
        case "notStarted":
          return (await isFolder(folder))
            ? {
                ok: false,
                reason: "noGit",
                message: `Git was not found (tried "${path}"). Install git or set "git.path".`,
              }
            : { ok: false, reason: "noFolder", message: `${folder} is not a folder.` };
        case "tooMuchOutput":
          return { ok: false, reason: "failed", message: result.message };
        case "timedOut":
        case "cancelled":
          return { ok: false, reason: result.kind, message: result.message };
        default:
          return result satisfies never;
      }
    },
  };
}

function failed(folder: string, exitCode: number, stderr: string): GitResult {
  const message = stderr.trim().split("\n").slice(0, 3).join(" ");
  if (/not a git repository/i.test(stderr)) {
    return { ok: false, reason: "noRepository", exitCode, message: `${folder} is not in a git repository.` };
  }
  if (/dubious ownership/i.test(stderr)) {
    return {
      ok: false,
      reason: "unsafe",
      exitCode,
      message: `Git does not trust ${folder}, because it belongs to another user. To trust it, run: git config --global --add safe.directory "${folder}"`,
    };
  }
  return {
    ok: false,
    reason: "failed",
    exitCode,
    message: message === "" ? `Git ended with code ${exitCode}.` : message,
  };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
