import { newItemId } from "../halt/newId";
import { instantOf } from "../halt/instant";
import type { Git } from "../system/git";
import { runProgram } from "../system/run";
import { withTemporaryFolder } from "../system/temporaryFolder";
import type { InstallKind } from "./install/installKind";
import { privateRef } from "./ledger/ledgerRefs";
import { ledgerAt, recordEvents, removeRecords } from "./ledger/recordEvents";

/** What one installed gate did with a release that is halted. */
interface TriedGate {
  readonly id: string;
  readonly title: string;
  /**
   * `courtesy`: it refused, and whoever wants can go round it. `stops`: its job failed, so a release that needs the job does
   * not go out. `silent`: it let the release through, or refused for another reason. `notTried`: it cannot be tried here.
   */
  readonly result: "courtesy" | "stops" | "silent" | "notTried";
  /** One sentence. */
  readonly why: string;
}

export type TriedGates =
  | { readonly ok: true; readonly gates: readonly TriedGate[] }
  | { readonly ok: false; readonly message: string };

const prefix = "gate-test";
const hookMs = 5 * 60_000;
const guardMs = 60_000;

/** Kinds that a push from this clone runs. */
const hooks: readonly string[] = ["pre-push", "husky", "lefthook", "pre-commit"];

/**
 * Halts a tag that nobody uses, in this clone only, and lets each installed gate meet it: the hooks by a real push into an
 * empty repository of its own, the pipelines and release tools by what they run. The halt is gone afterwards; one that a
 * test left behind when it was killed stops nothing else, and goes with the next test.
 * @param kinds the gates that are installed
 */
export async function testGate(git: Git, top: string, kinds: readonly InstallKind[]): Promise<TriedGates> {
  const cleaned = await removeTests(git, top);
  if (!cleaned.ok) return cleaned;
  const id = newItemId(prefix);
  const scope = { refs: [`refs/tags/${id}`] };
  const title = `Test of the release gate (${id})`;
  const terms = { title, reason: "Nothing is wrong: this tries the gate.", scope };
  const placed = await recordEvents(git, top, privateRef, [
    { halt: id, event: { kind: "placed", at: instantOf(new Date()), terms } },
  ]);
  if (!placed.ok) return placed;
  let gates: readonly TriedGate[];
  let removed: Awaited<ReturnType<typeof removeTests>>;
  try {
    const pushed = kinds.some((kind) => hooks.includes(kind.id)) ? await pushTag(git, top, id) : undefined;
    const guarded = kinds.some((kind) => !hooks.includes(kind.id)) ? await guardTag(top, id) : undefined;
    gates = kinds.map(({ id: kind, title: name }) => ({
      id: kind,
      title: name,
      ...tried(kind, id, pushed, guarded),
    }));
  } finally {
    removed = await removeTests(git, top);
  }
  return removed.ok ? { ok: true, gates } : removed;
}

interface Ran {
  readonly refused: boolean;
  readonly said: string;
}

function tried(
  kind: string,
  id: string,
  pushed: Ran | undefined,
  guarded: Ran | undefined,
): Pick<TriedGate, "result" | "why"> {
  if (kind === "pre-receive")
    return { result: "notTried", why: "It runs on the server: push a halted tag to try it there." };
  const ran = hooks.includes(kind) ? pushed : guarded;
  if (ran === undefined) return { result: "notTried", why: "Nothing of it could be run here." };
  if (!ran.refused) return { result: "silent", why: "It let a halted release through." };
  if (!ran.said.includes(id)) {
    const first = ran.said.split("\n").find((line) => line.trim() !== "") ?? "it said nothing";
    return { result: "silent", why: `It refused for another reason than the halt: ${first.trim()}` };
  }
  return hooks.includes(kind)
    ? { result: "courtesy", why: "It refused the push; `git push --no-verify` goes round it." }
    : { result: "stops", why: "Its job fails; what needs the job, or requires it, does not go out." };
}

/** A real push, with the hooks of this clone, into a repository that is made for it. */
async function pushTag(git: Git, top: string, id: string): Promise<Ran> {
  return withTemporaryFolder("release-halt-gate-test-", async (folder) => {
    const made = await git.run(folder, ["init", "--quiet", "--bare"]);
    if (!made.ok) return { refused: false, said: made.message };
    const pushed = await runProgram(git.path, ["push", "--quiet", folder, `HEAD:refs/tags/${id}`], {
      cwd: top,
      timeoutMs: hookMs,
      env: { GIT_TERMINAL_PROMPT: "0" },
    });
    return ranOf(pushed);
  });
}

/** What pipelines and release tools run, with the script that is installed. */
async function guardTag(top: string, id: string): Promise<Ran> {
  const args = [".release-halt/gate.sh", "guard", "--tag", id, "--environment", "production"];
  return ranOf(await runProgram("sh", args, { cwd: top, timeoutMs: guardMs }));
}

function ranOf(result: Awaited<ReturnType<typeof runProgram>>): Ran {
  return result.kind === "exited"
    ? { refused: result.exitCode !== 0, said: `${result.stdout}\n${result.stderr}` }
    : { refused: false, said: result.message };
}

async function removeTests(
  git: Git,
  top: string,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly message: string }> {
  const read = await ledgerAt(git, top, privateRef);
  if (!read.ok) return read;
  const ids = [...read.ledger.records.keys()].filter((id) => id.startsWith(`${prefix}-`));
  return ids.length === 0 ? { ok: true } : removeRecords(git, top, privateRef, ids, "Test of the gate ended");
}
