import type { CurrentFacts } from "../halt/checklist";
import type { Halt, Verification } from "../halt/schema/halt";
import type { NextOffer } from "./judgement";
import { isWritten } from "./phrase";

/** What to do once the reproduction is whole: run it from a clean checkout, or again what somebody else ran. */
export function verifyOffer(halt: Halt, { me }: CurrentFacts): NextOffer | undefined {
  if (halt.status === "closed") return undefined;
  const { steps, verifications } = halt.reproduction;
  if (verifications.length === 0) {
    const canRun = steps.some(({ command }) => isWritten(command));
    return canRun ? { next: "Verify", action: "verify" } : undefined;
  }
  return toConfirm(halt, me) === undefined ? undefined : { next: verifyLabel(halt, me), action: "verify" };
}

/** What the button says that runs it. */
export function verifyLabel(halt: Halt, me: string | undefined): string {
  if (halt.reproduction.verifications.length === 0) return "Verify";
  return toConfirm(halt, me) === undefined ? "Verify again" : "Confirm on my machine";
}

/** The last verification, where somebody else made it: who runs it again here confirms it. */
export function toConfirm({ reproduction }: Halt, me: string | undefined): Verification | undefined {
  const last = reproduction.verifications.at(-1);
  return last?.by === undefined || me === undefined || last.by === me ? undefined : last;
}
