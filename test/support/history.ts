import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Repository } from "./repository";

export interface PlannedCommit {
  /** Also its message, unless told. */
  readonly name: string;
  readonly message?: string;
  /** Names of commits before it; none for the first. */
  readonly parents?: readonly string[];
  /** Those that change: path and text. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Writes a history of many commits at once, by `git fast-import`; the branch `main` is at the last one, and checked out.
 * Of a merge, each file is as the latest commit among its parents' made it. Answers with the ids by name.
 */
export async function makeHistory(
  repository: Repository,
  commits: readonly PlannedCommit[],
): Promise<ReadonlyMap<string, string>> {
  const marks = new Map(commits.map(({ name }, index) => [name, index + 1]));
  const written = new Map<string, ReadonlyMap<string, Written>>();
  const lines = commits.flatMap(({ name, message = name, parents = [], files }, index) => {
    const [first, ...others] = parents;
    const all = new Map<string, Written>();
    for (const [path, one] of parents.flatMap((parent) => [...(written.get(parent) ?? [])]))
      if (one.index > (all.get(path)?.index ?? -1)) all.set(path, one);
    for (const [path, text] of Object.entries(files)) all.set(path, { text, index });
    written.set(name, all);
    return [
      "commit refs/heads/main",
      `mark :${index + 1}`,
      `committer Ana Example <ana@example.test> ${1_700_000_000 + index * 60} +0000`,
      data(message),
      ...(first === undefined ? [] : [`from :${marks.get(first) ?? 0}`]),
      ...others.map((other) => `merge :${marks.get(other) ?? 0}`),
      "deleteall",
      ...[...all].flatMap(([path, { text }]) => [`M 100644 inline ${path}`, data(text)]),
    ];
  });
  const child = spawn("git", ["fast-import", "--quiet", "--force", "--export-marks=.git/marks"], {
    cwd: repository.folder,
    stdio: ["pipe", "inherit", "inherit"],
  });
  child.stdin.end(`${lines.join("\n")}\n`);
  await once(child, "exit");
  await repository.git("reset", "-q", "--hard", "main");
  const ids = (await readFile(join(repository.folder, ".git/marks"), "utf8")).trim().split("\n");
  const byMark = new Map(
    ids.map((line) => [Number(line.slice(1, line.indexOf(" "))), line.split(" ")[1] ?? ""]),
  );
  return new Map([...marks].map(([name, mark]) => [name, byMark.get(mark) ?? ""]));
}

interface Written {
  readonly text: string;
  /** Of the commit that wrote it. */
  readonly index: number;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
