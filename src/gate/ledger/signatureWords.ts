import { plainLine } from "../../brief/escapeMarkdown";
import type { Signed } from "./eventSignatures";

const words: Readonly<Record<Signed["signature"], string>> = {
  good: "signed",
  bad: "signature does not fit",
  unknownKey: "signed with a key that is not known here",
  none: "not signed",
};

/** How an event is signed, as part of a sentence. */
export function signatureWords({ signature, signer }: Signed): string {
  return signer === undefined ? words[signature] : `${words[signature]} by ${plainLine(signer)}`;
}
