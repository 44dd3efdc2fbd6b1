import { isWritten, phrase } from "../assess/phrase";
import type { Stakeholder } from "../halt/schema/halt";

/** Whether the person is the one who decides: people write `Pia Sample` in one place and `Pia Sample, product` in the other. */
export function isDecider({ name }: Stakeholder, decider: string | undefined): boolean {
  if (!isWritten(name) || !isWritten(decider)) return false;
  const [one, other] = [phrase(name).toLowerCase(), phrase(decider).toLowerCase()];
  return one === other || other.startsWith(`${one},`) || other.startsWith(`${one} (`);
}
