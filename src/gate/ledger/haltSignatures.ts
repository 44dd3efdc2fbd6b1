import type { Git } from "../../system/git";
import { signaturesOf, withSignature, wordsOf, type Signed } from "./eventSignatures";
import type { KnownHalt } from "./haltLedger";

type Failure = { readonly ok: false; readonly message: string };

/** More commits at once, and their texts may be more than git is let to print. */
const chunk = 500;

/**
 * How each event of one halt is signed, by the event's id. None where nobody has signed in its ledger: a team that does not
 * sign has nothing to hear of it.
 */
export async function haltSignatures(
  git: Git,
  top: string,
  { record, tip }: Pick<KnownHalt, "record" | "tip">,
): Promise<{ readonly ok: true; readonly byEvent: ReadonlyMap<string, Signed> } | Failure> {
  if (tip === undefined || !(await isAnySigned(git, top, tip))) return { ok: true, byEvent: new Map() };
  const signatures = await signaturesOf(git, top, tip, record.id);
  if (!signatures.ok) return signatures;
  const byEvent = record.events.map((event): [string, Signed] => [
    event.id,
    signatures.byEvent.get(wordsOf(record.id, event)) ?? { signature: "none" },
  ]);
  return { ok: true, byEvent: new Map(byEvent) };
}

/** Whether a commit of a ledger carries a signature, whosever: looked up without any key, newest first. */
async function isAnySigned(git: Git, top: string, tip: string): Promise<boolean> {
  const listed = await git.run(top, ["rev-list", tip]);
  const commits = listed.ok ? listed.out.split("\n").filter((id) => id !== "") : [];
  for (let from = 0; from < commits.length; from += chunk) {
    const signed = await withSignature(git, top, commits.slice(from, from + chunk));
    if (signed.size > 0) return true;
  }
  return false;
}
