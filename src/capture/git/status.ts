/** What `git status --porcelain=v2 -z --branch` says. */
export interface WorkTreeStatus {
  /** Null before the first commit. */
  readonly commit: string | null;
  /** Null when HEAD is detached. */
  readonly branch: string | null;
  readonly upstream: string | null;
  readonly ahead: number | null;
  readonly behind: number | null;
  readonly dirtyFiles: readonly string[];
  readonly untrackedFiles: readonly string[];
}

/** Reads the output (https://git-scm.com/docs/git-status#_porcelain_format_version_2). Files of ours never count. */
export function readStatus(output: string): WorkTreeStatus {
  const headers = new Map<string, string>();
  const dirtyFiles: string[] = [];
  const untrackedFiles: string[] = [];
  const records = output.split("\0");
  for (let at = 0; at < records.length; at += 1) {
    const record = records[at] ?? "";
    const kind = record.slice(0, 2);
    if (kind === "# ") {
      const [, name = "", value = ""] = /^# branch\.(\S+) ([\s\S]*)$/.exec(record) ?? [];
      headers.set(name, value);
    } else if (kind === "? ") untrackedFiles.push(record.slice(2));
    else if (kind === "1 ") dirtyFiles.push(afterFields(record, 8));
    else if (kind === "u ") dirtyFiles.push(afterFields(record, 10));
    else if (kind === "2 ") {
      dirtyFiles.push(afterFields(record, 9));
      at += 1; // the name before the rename
    }
  }
  const commit = headers.get("oid") ?? "(initial)";
  const branch = headers.get("head") ?? "(detached)";
  const counts = /^\+(\d+) -(\d+)$/.exec(headers.get("ab") ?? "");
  return {
    commit: commit === "(initial)" ? null : commit,
    branch: branch === "(detached)" ? null : branch,
    upstream: headers.get("upstream") ?? null,
    ahead: counts === null ? null : Number(counts[1]),
    behind: counts === null ? null : Number(counts[2]),
    dirtyFiles: dirtyFiles.filter(notOurs),
    untrackedFiles: untrackedFiles.filter(notOurs),
  };
}

/** The path is what follows the given number of fields, spaces and newlines in it included. */
function afterFields(record: string, count: number): string {
  let from = 0;
  for (let field = 0; field < count; field += 1) from = record.indexOf(" ", from) + 1;
  return record.slice(from);
}

function notOurs(path: string): boolean {
  return path !== ".release-halt" && !path.startsWith(".release-halt/");
}
