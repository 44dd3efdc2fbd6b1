import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { applyIntents } from "../../src/halt/applyIntent";
import type { Ran } from "./commandLine";

/** A halt as the command line tells of it. */
export interface NamedHalt {
  readonly id: string;
  readonly path: string;
}

/** A lift criterion as its fields stand in the file. */
type NewCriterion = Record<string, unknown> & { id: string };

/** Halts and shares by the command line, then declares a lift criterion in the file and shares that, too. */
export async function shareHalt(
  run: (...args: readonly string[]) => Promise<Ran>,
  criterion: NewCriterion,
): Promise<NamedHalt> {
  const told = ["--title", "Charges twice", "--reason", "Money is taken twice", "--share", "--json"];
  const { out, err } = await run("halt", ...told);
  assert.equal(err, "");
  const halt = JSON.parse(out) as NamedHalt;
  await addCriteria(halt.path, criterion);
  const { code } = await run("share", halt.id);
  assert.equal(code, 0);
  return halt;
}

/** Declares lift criteria in the halt's file. */
export async function addCriteria(path: string, ...criteria: readonly NewCriterion[]): Promise<void> {
  const intents = criteria.map((item) => ({ kind: "add" as const, path: ["liftCriteria"], item }));
  const declared = applyIntents(await readFile(path, "utf8"), intents);
  assert.ok(declared.ok);
  await writeFile(path, declared.text);
}
