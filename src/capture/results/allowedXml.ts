import type { ResultCollector } from "./resultCollector";

/** Runners write the escape codes of a coloured message as they are, which XML forbids (https://www.w3.org/TR/xml/#charsets). */
export function allowedXml(part: string, into: ResultCollector): string {
  const mayHold =
    /[^\t\n\r\u0020-\uFFFD]/.test(part) || (part.includes("&#") && /&#(?:27|x1[bB]);/.test(part));
  if (!mayHold) return part;
  into.problemOnce("warning", "Characters that XML forbids were left out, such as the codes of colours.");
  return part
    .replaceAll(/(?:\u001B|&#(?:27|x1[bB]);)\[[0-9;]*m/g, "")
    .replaceAll(/[^\t\n\r\u0020-\uFFFD]|&#(?:27|x1[bB]);/g, "");
}
