import { redactKnown } from "../../capture/redaction/knownSecrets";
import type { Git } from "../../system/git";
import { commitOptions, commitTree } from "./commitEvent";
import { localBypasses, quietly } from "./ledgerRefs";

/** A release that goes past the gate now, by the word of whoever runs it. */
export interface Bypassing {
  readonly reason: string;
  /** The full name of the ref; empty where none was named. */
  readonly ref: string;
  readonly commit: string | null;
  readonly at: Date;
  /** The ids of the halts that it goes past; none where nobody can tell. */
  readonly halts: readonly string[];
}

type Noted = { readonly ok: true } | { readonly ok: false; readonly message: string };

/**
 * Notes that a release went past the gate, as the form without Node notes it: a commit without files under a ref of its
 * own, made offline and without a checkout or a hook. It is not signed: in an emergency nobody is asked for a passphrase.
 */
export async function noteBypass(git: Git, top: string, bypassing: Bypassing): Promise<Noted> {
  const [tree, person, how] = await Promise.all([
    git.run(top, ["mktree"], { input: "" }),
    git.run(top, ["config", "user.name"]),
    commitOptions(git, top),
  ]);
  if (!tree.ok) return tree;
  const seconds = Math.floor(bypassing.at.getTime() / 1000);
  const text = noteText(bypassing, seconds, person.ok ? person.out : "");
  const committed = await commitTree(git, top, { ...how, signs: false }, tree.out.trim(), [], text);
  if (!committed.ok) return committed;
  // Two runners may have the same time.
  const ref = `${localBypasses}${seconds}-${committed.id.slice(0, 12)}`;
  return git.run(top, [...quietly, "update-ref", ref, committed.id]);
}

function noteText({ reason, ref, commit, halts }: Bypassing, seconds: number, person: string): string {
  const lines = [
    `Bypassed: ${ref === "" ? (commit ?? "") : ref}`,
    "",
    `Reason: ${harmlessLine(redactKnown(reason).text)}`,
    `Commit: ${commit ?? ""}`,
    `Ref: ${ref}`,
    `At: ${seconds}`,
    `By: ${harmlessLine(person.trim())}`,
    ...halts.map((id) => `Halt: ${id}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** A text as one line that neither a terminal nor a pipeline's log takes for a command: they look for "##" anywhere. */
export function harmlessLine(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, " ").replaceAll(/#(?=#)/g, "# ");
}
