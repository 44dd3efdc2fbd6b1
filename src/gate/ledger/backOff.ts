import type { Git } from "../../system/git";

/**
 * Those who were rejected together must not come back together, and who comes new must not be faster than who has waited:
 * each waits a random part of the time that one exchange takes, times the number of those who seem to write. Where that
 * is not to be seen, as pipelines share one name, the window doubles a few times.
 */
export async function backOffMs(
  git: Git,
  top: string,
  theirs: string | undefined,
  attempt: number,
  tookMs: number,
): Promise<number> {
  const writers = theirs === undefined ? 1 : await writersAt(git, top, theirs);
  return Math.random() * Math.min(tookMs, 1000) * Math.max(writers, 2 ** Math.min(attempt, 4));
}

/** How many people wrote to the ledger in the minute before its newest commit; of the last hundred commits. */
async function writersAt(git: Git, top: string, tip: string): Promise<number> {
  const log = await git.run(top, ["log", "--max-count=100", "--format=%ct %ce", tip]);
  const lines = (log.ok ? log.out : "").split("\n").map((line) => /^(\d+) (.*)$/.exec(line) ?? []);
  const newest = Number(lines[0]?.[1] ?? 0);
  return new Set(lines.filter(([, time]) => Number(time) > newest - 60).map(([, , email]) => email)).size;
}
