import { checkRelease, type ReleaseCheck } from "../gate/checkRelease";
import { HaltLedger } from "../gate/ledger/haltLedger";
import { writeActiveHalt, type ActiveHaltInput } from "../gate/writeActiveHalt";
import {
  done,
  folderOf,
  listOf,
  needed,
  now,
  optional,
  print,
  tell,
  text,
  WrongUse,
  type Flags,
} from "./command";
import { syncWords } from "./ledgerCommands";
import { git, repositoryOf, settingsOf } from "./place";

/** `halt`: stops what is checked out, or what is named, at once. */
export async function halt(flags: Flags): Promise<number> {
  const [title, reason] = [needed(flags, "title"), needed(flags, "reason")];
  const settings = await settingsOf(flags);
  const scope = await scopeOf(flags);
  const placed = done(
    await writeActiveHalt(git, folderOf(flags), { title, reason, now: now(), settings, scope }),
  );
  placed.warnings.forEach(tell);
  const { path, announcement, top, halt: placedHalt } = placed;
  const shared =
    flags.share === true ? done(await new HaltLedger(git, top, settings).share(placedHalt.id)) : undefined;
  const told = shared === undefined ? "Only you see this until you share it." : syncWords(shared.sync);
  print(
    flags,
    { path, id: placedHalt.id, shared: shared !== undefined, sync: shared?.sync ?? null, announcement },
    [path, told, "", ...announcement.split("\n")],
  );
  return shared?.sync?.kind === "failed" ? 1 : 0;
}

async function scopeOf(flags: Flags): Promise<NonNullable<ActiveHaltInput["scope"]>> {
  const refs = [
    ...listOf(flags, "ref").map((name) => (name.startsWith("refs/") ? name : `refs/heads/${name}`)),
    ...listOf(flags, "tag").map((name) => (name.startsWith("refs/") ? name : `refs/tags/${name}`)),
  ];
  const environments = listOf(flags, "environment");
  const commitOf = async (option: string): Promise<string | undefined> => {
    const named = text(flags, option);
    if (named === undefined) return undefined;
    const found = await git.run(folderOf(flags), [
      "rev-parse",
      "--verify",
      "--end-of-options",
      `${named}^{commit}`,
    ]);
    if (!found.ok) throw new WrongUse(`--${option}: there is no commit "${named}" in this clone.`);
    return found.out.trim();
  };
  return {
    ...(refs.length > 0 && { refs }),
    ...(environments.length > 0 && { environments }),
    ...optional("component", text(flags, "component")),
    ...optional("cause", await commitOf("cause")),
    ...optional("fix", await commitOf("fix")),
  };
}

/** `check`: whether a release may go on. */
export async function check(flags: Flags): Promise<number> {
  const { top, settings } = await repositoryOf(flags);
  const maxAge = text(flags, "max-age");
  const maxAgeSeconds = maxAge === undefined ? undefined : Number(maxAge);
  if (maxAgeSeconds !== undefined && !(maxAgeSeconds >= 0))
    throw new WrongUse("--max-age is a number of seconds.");
  const question = {
    ...optional("ref", text(flags, "ref")),
    ...optional("tag", text(flags, "tag")),
    ...optional("commit", text(flags, "commit")),
    ...optional("component", text(flags, "component")),
    ...optional("environment", text(flags, "environment")),
  };
  const gate = await checkRelease(git, top, question, {
    settings,
    offline: flags.offline === true,
    fetchHistory: flags["fetch-history"] === true,
    ...optional("maxAgeSeconds", maxAgeSeconds),
  });
  print(flags, gate, linesOf(gate));
  return { open: 0, halted: 1, approvalRequired: 1, cannotTell: 2 }[gate.verdict];
}

function linesOf({ line, active, passed, unreadable, unknown, warnings, verdict }: ReleaseCheck): string[] {
  return [
    line,
    ...active.flatMap(({ id, title, reason, by, since, lifts, release }) => [
      `  ${title}${release === null ? "" : ` (${release})`}`,
      ...(reason === null ? [] : [`    Why: ${reason}`]),
      `    Placed${by === null ? "" : ` by ${by}`}${since === null ? "" : `, ${since}`}`,
      `    Lifted when: ${lifts.join("; ")}`,
      `    Halt: ${id}`,
    ]),
    ...unreadable.map(({ path, problem }) => `  ${path}: ${problem}`),
    ...unknown.filter((one) => !line.includes(one)).map((one) => `  ${one}`),
    ...(verdict === "open"
      ? passed.map(({ title, why }) => `  ${title}: does not stop this, because ${why}.`)
      : []),
    ...warnings.map((warning) => `  ${warning}`),
  ];
}
