import { HaltLedger } from "../gate/ledger/haltLedger";
import { writeActiveHalt, type ActiveHaltInput } from "../gate/writeActiveHalt";
import { done, folderOf, listOf, needed, now, optional, print, tell, text, type Flags } from "./command";
import { syncWords } from "./ledgerHalt";
import { commitOf, git, settingsOf } from "./place";

/** `halt`: stops what is checked out, or what is named, at once. */
export async function halt(flags: Flags): Promise<number> {
  const [title, reason] = [needed(flags, "title"), needed(flags, "reason")];
  const settings = await settingsOf(flags);
  const scope = await scopeOf(flags);
  const placed = done(
    await writeActiveHalt(git, folderOf(flags), {
      ...{ title, reason, now: now(), settings, scope },
      ...optional("baseRef", text(flags, "base")),
    }),
  );
  placed.warnings.forEach(tell);
  const { path, announcement, top, warnings, halt: placedHalt } = placed;
  const { id } = placedHalt;
  const share = flags.share === true ? await new HaltLedger(git, top, settings).share(id) : undefined;
  // The halt is placed, whatever becomes of sharing it.
  if (share?.ok === false)
    tell(`It could not be shared: ${share.message} Try again: release-halt share ${id}`);
  const shared = share?.ok === true ? share : undefined;
  const told = shared === undefined ? "Only you see this until you share it." : syncWords(shared.sync);
  print(
    flags,
    { path, id, shared: shared !== undefined, sync: shared?.sync ?? null, announcement, warnings },
    [path, told, "", ...announcement.split("\n")],
  );
  return share?.ok === false || shared?.sync?.kind === "failed" ? 1 : 0;
}

async function scopeOf(flags: Flags): Promise<NonNullable<ActiveHaltInput["scope"]>> {
  const refs = [
    ...listOf(flags, "ref").map((name) => (name.startsWith("refs/") ? name : `refs/heads/${name}`)),
    ...listOf(flags, "tag").map((name) => (name.startsWith("refs/") ? name : `refs/tags/${name}`)),
  ];
  const environments = listOf(flags, "environment");
  return {
    ...(refs.length > 0 && { refs }),
    ...(environments.length > 0 && { environments }),
    ...optional("component", text(flags, "component")),
    ...optional("cause", await commitOf(flags, "cause")),
    ...optional("fix", await commitOf(flags, "fix")),
  };
}
