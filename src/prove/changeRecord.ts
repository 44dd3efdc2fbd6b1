import { arch, platform } from "node:os";
import * as z from "zod";
import { mergeFound } from "../capture/redaction/knownSecrets";
import { redactionIntents } from "../capture/redaction/redactionIntents";
import type { Intent } from "../halt/intent";
import type { CauseSearch, Halt, Redactions } from "../halt/schema/halt";
import type { ChangeDetails } from "./changeDetails";
import type { ChangeFound, ChangeSearch } from "./findChange";

export interface ChangeRecordContext {
  /** ISO 8601 with offset. */
  readonly now: string;
  readonly by?: string;
}

/** How a change was found, as evidence. Secrets are taken out of the commands before anything is kept. */
export async function changeRecord(
  { ends, deciding, setup }: ChangeSearch,
  { confidence = 0, how, commits, runs, durationMs }: ChangeFound,
  { commit, pullRequest, files }: ChangeDetails,
  { now, by }: ChangeRecordContext,
): Promise<{ readonly found: CauseSearch; readonly redactions: Redactions }> {
  const { redactAll } = await import("../capture/redaction/redact");
  const redacted = await redactAll([deciding.command, setup ?? ""]);
  const [command, setupShown] = redacted.map(({ text }) => text);
  const found: CauseSearch = {
    at: now,
    ...(by !== undefined && { by }),
    where: `${platform()} ${arch()}`,
    ...{ commit, how, target: ends.target, base: ends.base },
    ...(ends.firstParent && { firstParent: true }),
    ...{ commits, runs, confidence, command: command ?? "" },
    ...(deciding.folder !== undefined && { folder: deciding.folder }),
    ...(setup !== undefined && { setup: setupShown ?? "" }),
    durationMs,
    ...(pullRequest !== null && { pullRequest }),
    files: [...files],
    // The search is among what the base does not hold.
    goneInBase: true,
  };
  return {
    found,
    redactions: redacted.reduce<Redactions>((all, one) => mergeFound(all, one.found), {}),
  };
}

/** What names the change in a halt, with how it was found. */
export function changeIntents(
  halt: Halt,
  { commit, subject }: ChangeDetails,
  found: CauseSearch,
  redactions: Redactions,
): readonly Intent[] {
  const set = (path: Intent["path"], value: z.output<ReturnType<typeof z.json>>): Intent => ({
    kind: "set",
    path,
    value,
  });
  return [
    set(["cause", "commit"], commit),
    set(["cause", "subject"], subject),
    set(["cause", "found"], z.json().parse(found)),
    ...redactionIntents(halt, redactions),
  ];
}
