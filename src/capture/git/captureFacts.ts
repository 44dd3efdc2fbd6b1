import { join } from "node:path";
import type { BaseCandidate, BranchFacts } from "../../halt/facts";
import type { Redactions } from "../../halt/schema/halt";
import type { Settings } from "../../halt/settings";
import type { Git, GitFailure } from "../../system/git";
import { inWords } from "../../system/haltStore";
import { readTextFile } from "../../system/readFiles";
import { mergeFound, redactKnown } from "../redaction/knownSecrets";
import { suggestBase, typedBase, type BaseChoice } from "./baseCandidates";
import { bugInBranch, bugsInMessages } from "./bugId";
import { codeOwnersOf } from "./codeOwners";
import { permalink } from "./permalink";
import { withoutCredentials } from "./remoteAddress";
import { readStatus, type WorkTreeStatus } from "./status";
import { versionFiles } from "./versionFiles";

export type CapturedFacts =
  | { readonly ok: true; readonly facts: BranchFacts }
  | { readonly ok: false; readonly reason: GitFailure | "badBase"; readonly message: string };

export interface CaptureOptions {
  /** A ref to compare with instead of the one that the tags suggest. */
  readonly baseRef?: string;
  readonly settings?: Settings;
  readonly signal?: AbortSignal;
}

const listedCommits = 200;
const listedFiles = 500;

/**
 * What git knows about the checked-out branch. Each fact that git cannot give is null; only a folder without a readable
 * work tree, or a typed base that does not exist, is a failure.
 */
export async function captureFacts(
  git: Git,
  folder: string,
  options: CaptureOptions = {},
): Promise<CapturedFacts> {
  const { settings = {}, signal } = options;
  const asked = signal && { signal };
  const place = await git.run(folder, ["rev-parse", "--is-shallow-repository", "--show-toplevel"], asked);
  if (!place.ok) return inWords(place, folder);
  const [, shallow = "false", top = folder] = /^(.*)\n([\s\S]*)\n$/.exec(place.out) ?? [];
  /** What git says; null where it cannot. */
  const read = async (...args: string[]): Promise<string | null> => {
    const result = await git.run(top, args, asked);
    return result.ok ? result.out.trimEnd() : null;
  };
  const [status, remotes, user, versions] = await Promise.all([
    git.run(top, ["status", "--porcelain=v2", "-z", "--branch", "--untracked-files=normal"], {
      timeoutMs: 120_000,
      ...asked,
    }),
    read("config", "--get-regexp", "^remote\\..*\\.url$"),
    read("config", "user.name"),
    versionFiles(top),
  ]);
  if (!status.ok && status.reason !== "failed") return status;
  // A damaged index or a full disk stops git's status, and must not stop a halt.
  const state = status.ok ? readStatus(status.out) : await headOnly(read);
  const { commit, branch } = state;
  const remote = remoteOf(remotes ?? "", state.upstream);
  const chosen = commit === null ? noBase : await suggestBase(git, top, commit, { settings, ...asked });
  const typed = await typedBaseOf(git, top, commit, options);
  if (typed === null) {
    return {
      ok: false,
      reason: "badBase",
      message: `"${options.baseRef ?? ""}" names no commit of this repository. Nothing was written.`,
    };
  }
  const base = typed ?? chosen.base;
  const from = base === null ? null : (base.mergeBase ?? base.commit);
  const [range, changed, containing] = await Promise.all([
    commit === null || base === null
      ? null
      : read("log", `-${listedCommits}`, "-z", "--format=%H%x1f%s%x1f%B", `${base.commit}..${commit}`),
    commit === null || from === null
      ? null
      : read("diff", "--name-status", "-z", "--no-renames", from, commit),
    commit === null || remote === null
      ? null
      : read("for-each-ref", "--count=1", "--format=%(refname)", `--contains=${commit}`, "refs/remotes"),
  ]);
  const commits = commitsOf(range ?? "");
  const subjects = commits.map(({ subject }) => redactKnown(subject));
  const changes = changesOf(changed ?? "");
  const suggested = branch === null ? { id: null } : bugInBranch(branch, settings.bugPattern);
  const pushed = containing === null ? null : containing !== "";
  const owners = await readCodeOwners(top);
  return {
    ok: true,
    facts: {
      repository: top,
      remote: remote?.address ?? null,
      remoteName: remote?.name ?? null,
      branch,
      commit,
      tagsAtCommit: chosen.tagsAtCommit,
      commitUrl: commit === null || remote === null ? null : permalink(remote.address, commit),
      pushed,
      upstream: state.upstream,
      ahead: state.ahead,
      behind: state.behind,
      dirtyFiles: state.dirtyFiles,
      untrackedFiles: state.untrackedFiles,
      base,
      baseCandidates: typed === undefined ? chosen.candidates : [typed, ...chosen.candidates],
      commits: base?.distance ?? null,
      commitList: commits.map(({ commit: id }, index) => ({
        commit: id,
        subject: subjects[index]?.text ?? "",
      })),
      changedFiles: changed === null ? null : changes.length,
      changedFileList: changes.slice(0, listedFiles),
      versionFiles: versions,
      codeOwners:
        owners === undefined
          ? []
          : codeOwnersOf(
              owners,
              changes.map(({ path }) => path),
            ),
      bug: suggested.id,
      bugSuggestions: [
        ...(suggested.id === null ? [] : [{ id: suggested.id, from: `branch ${branch ?? ""}` }]),
        ...bugsInMessages(commits).filter(({ id }) => id !== suggested.id),
      ],
      redactions: subjects.reduce<Redactions>((sum, { found }) => mergeFound(sum, found), {}),
      user: user === "" ? null : user,
      shallow: shallow === "true",
      warnings: [
        ...(status.ok ? [] : [`Git could not tell what is changed or untracked: ${status.message}`]),
        ...(commit === null ? ["There is no commit yet: a halt needs one to name its target."] : []),
        ...(commit !== null && branch === null
          ? ["HEAD is detached: the target is the commit, not a branch."]
          : []),
        ...(shallow === "true"
          ? ["The clone is shallow: counts and tags may be incomplete. `git fetch --unshallow` completes it."]
          : []),
        ...(base !== null && commit !== null && (range === null || changed === null)
          ? [`Git could not tell all that changed since ${base.ref}: parts of the history are missing here.`]
          : []),
        ...(pushed === false ? ["The commit is not pushed: its link will not open for others."] : []),
        ...(typed === undefined && commit !== null ? chosen.warnings : []),
        ...(suggested.problem === undefined ? [] : [suggested.problem]),
      ],
    },
  };
}

const noBase: BaseChoice = { base: null, candidates: [], tagsAtCommit: [], warnings: [] };

/** What is checked out, from HEAD alone. */
async function headOnly(read: (...args: string[]) => Promise<string | null>): Promise<WorkTreeStatus> {
  const [commit, branch] = await Promise.all([
    read("rev-parse", "--verify", "--quiet", "HEAD^{commit}"),
    read("symbolic-ref", "--quiet", "--short", "HEAD"),
  ]);
  return { commit, branch, upstream: null, ahead: null, behind: null, dirtyFiles: [], untrackedFiles: [] };
}

/** Undefined when none was typed, null when it does not exist. */
async function typedBaseOf(
  git: Git,
  top: string,
  commit: string | null,
  { baseRef, signal }: CaptureOptions,
): Promise<BaseCandidate | null | undefined> {
  if (baseRef === undefined) return undefined;
  return commit === null ? null : ((await typedBase(git, top, commit, baseRef, signal)) ?? null);
}

/** The remote of the upstream branch, else `origin`, else the first. */
function remoteOf(
  config: string,
  upstream: string | null,
): { readonly name: string; readonly address: string } | null {
  const remotes = config.split("\n").flatMap((line) => {
    const match = /^remote\.(.+)\.url (.*)$/.exec(line);
    return match?.[1] === undefined ? [] : [{ name: match[1], address: withoutCredentials(match[2] ?? "") }];
  });
  return (
    remotes.find(({ name }) => upstream?.startsWith(`${name}/`)) ??
    remotes.find(({ name }) => name === "origin") ??
    remotes[0] ??
    null
  );
}

function commitsOf(log: string): { commit: string; subject: string; body: string }[] {
  return log.split("\0").flatMap((record) => {
    const [commit = "", subject = "", body = ""] = record.split("\x1f");
    return !/^[0-9a-f]{40,64}$/.test(commit) ? [] : [{ commit, subject, body }];
  });
}

function changesOf(diff: string): { status: string; path: string }[] {
  const fields = diff.split("\0");
  const changes: { status: string; path: string }[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [status = "", path = ""] = fields.slice(at, at + 2);
    if (path !== "" && !path.startsWith(".release-halt/")) changes.push({ status, path });
  }
  return changes;
}

async function readCodeOwners(top: string): Promise<string | undefined> {
  for (const path of [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"]) {
    const read = await readTextFile(join(top, path), 3 * 1024 * 1024);
    if (read.ok) return read.text;
  }
  return undefined;
}
