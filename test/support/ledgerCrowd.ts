import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HaltLedger } from "../../src/gate/ledger/haltLedger";
import { ledgerLog } from "../../src/gate/ledger/ledgerLog";
import { createGit } from "../../src/system/git";
import { runCli } from "./commandLine";
import type { Repository } from "./repository";

const git = createGit();

/** How many events one of a crowd records: what `actAtOnce` does. */
export const eventsOfOne = 6;

/**
 * Each clone, as processes of its own and all at once: approves a common halt, places and lifts one, and places, changes
 * and overrides another one.
 */
export async function actAtOnce(cli: string, clones: readonly Repository[], common: string): Promise<void> {
  await Promise.all(
    clones.map(async (clone, index) => {
      const run = async (...args: readonly string[]): Promise<string> => {
        const { out, err, ...ran } = await runCli(cli, clone.folder, args);
        let { code } = ran;
        // As it says: what others were faster than, again and again, waits for the next exchange.
        while (code === 1 && /others were faster/.test(out))
          code = (await runCli(cli, clone.folder, ["sync"])).code;
        assert.equal(code, 0, `Clone ${index}: ${args.join(" ")}: ${out}${err}`);
        return out;
      };
      const halt = async (title: string, ...more: readonly string[]): Promise<string> => {
        const out = await run("halt", "--title", title, "--reason", "Charged twice", "--json", ...more);
        return (JSON.parse(out) as { id: string }).id;
      };
      await run("approve", common);
      const first = await halt(`Lifted ${index}`, "--share");
      await run("lift", first, "--reason", "Reverted");
      const second = await halt(`Overridden ${index}`);
      await addCriterion(clone, second);
      await run("share", second);
      await run("lift", second, "--override", "--reason", "We watch it");
    }),
  );
}

/** What every clone has to see: each event once, in one order, and every halt in the same state. */
export async function seenByAll(
  clones: readonly Repository[],
): Promise<{ readonly events: number; readonly once: boolean; readonly same: boolean }> {
  const seen = await Promise.all(
    clones.map(async ({ folder }) => {
      const ledger = new HaltLedger(git, folder, {});
      const sync = await ledger.sync();
      assert.equal(sync.kind, "synced", JSON.stringify(sync));
      const [log, all] = [await ledgerLog(git, folder), await ledger.all()];
      assert.ok(log.ok && all.ok);
      assert.deepEqual([...log.problems, ...all.problems], []);
      const shared = log.events.filter((event) => event.shared);
      const ids = shared.map(({ event }) => event.id);
      const states = all.halts.map(({ state }) => state);
      return { ids, text: JSON.stringify([shared, states]) };
    }),
  );
  const [first] = seen;
  return {
    events: first?.ids.length ?? 0,
    once: seen.every(({ ids }) => new Set(ids).size === ids.length),
    same: new Set(seen.map(({ text }) => text)).size === 1,
  };
}

/** As the editor writes it. */
async function addCriterion(at: Repository, id: string): Promise<void> {
  const path = join(".git", "release-halt", `${id}.halt.json`);
  const halt = JSON.parse(await readFile(join(at.folder, path), "utf8")) as object;
  const liftCriteria = [{ id: "payments", text: "Payments agree" }];
  await at.write(path, JSON.stringify({ ...halt, liftCriteria }));
}
