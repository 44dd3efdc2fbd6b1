import { announcement } from "../assess/announcement";
import { draftHalt } from "../assess/draftHalt";
import { captureFacts } from "../capture/git/captureFacts";
import { newItemId } from "../halt/newId";
import { haltSchema, type Halt } from "../halt/schema/halt";
import type { Settings } from "../halt/settings";
import { writeHalt } from "../halt/writeHalt";
import type { Git } from "../system/git";
import { createHaltFile, haltFolders } from "../system/haltStore";

export interface ActiveHaltInput {
  readonly title: string;
  readonly reason: string;
  /** ISO 8601 with offset. */
  readonly now: string;
  readonly settings?: Settings;
  /** Write into the work tree instead of git's common directory. */
  readonly shared?: boolean;
}

export type WrittenHalt =
  | {
      readonly ok: true;
      readonly path: string;
      /** The top folder of the repository. */
      readonly top: string;
      readonly halt: Halt;
      readonly announcement: string;
    }
  | { readonly ok: false; readonly message: string };

/**
 * Stops the release that is checked out: an active halt, written at once, without asking for evidence and without any
 * network. Everything else grows from the same record.
 */
export async function writeActiveHalt(
  git: Git,
  folder: string,
  input: ActiveHaltInput,
): Promise<WrittenHalt> {
  const { title, reason, now, settings = {}, shared = false } = input;
  const captured = await captureFacts(git, folder, { settings });
  if (!captured.ok) return { ok: false, message: `${captured.message} Nothing was written.` };
  const { facts } = captured;
  if (facts.commit === null) {
    return {
      ok: false,
      message: "There is no commit yet, so there is nothing to halt. Nothing was written.",
    };
  }
  const by = facts.user === null ? {} : { by: facts.user };
  const halt = haltSchema.parse({
    ...draftHalt({ title, facts, now, settings }),
    status: "active",
    placement: { reason, at: now, ...by },
    timeline: [{ id: newItemId("event"), at: now, ...by, event: "placed", detail: reason }],
  });
  const folders = await haltFolders(git, folder);
  if (!folders.ok) return { ok: false, message: folders.message };
  const written = await createHaltFile(
    shared ? folders.sharedFolder : folders.privateFolder,
    halt.id,
    writeHalt(halt),
  );
  if (!written.ok) return written;
  const { path } = written;
  return { ok: true, path, top: folders.top, halt, announcement: announcement(halt, settings.timeZone) };
}
