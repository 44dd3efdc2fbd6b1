import type { Halt } from "../halt/schema/halt";
import { usersWords } from "./judgeImpact";
import { isWritten, phrase } from "./phrase";

/**
 * Who is hit and how many, by how far the release is out: `It would hit families: 900 to 2,600 users a day`, without a
 * full stop; undefined when the halt says neither.
 */
export function hitWords(halt: Halt): string | undefined {
  const { affected, users } = halt.impact;
  const figures = usersWords(users);
  const who = isWritten(affected) ? phrase(affected) : figures;
  if (who === undefined) return undefined;
  const count = figures === undefined || who === figures ? "" : `: ${figures}`;
  return `It ${hitVerb(halt)} ${who}${count}`;
}

/**
 * `would hit` before the rollout, `hits` from then on, `concerns` while nobody has said how far it is; in the past once
 * the halt is lifted or withdrawn.
 */
export function hitVerb({ rollout, status, outcome }: Halt): string {
  const over = status === "closed" && (outcome?.kind === "lifted" || outcome?.kind === "withdrawn");
  if (rollout.state === "notStarted") return over ? "would have hit" : "would hit";
  if (rollout.state === undefined) return over ? "concerned" : "concerns";
  return over ? "hit" : "hits";
}
