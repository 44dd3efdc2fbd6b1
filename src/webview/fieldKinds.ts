import { instantFrom, instantText, withOffset } from "./instantText";

/** How a kind of field shows a value, and what its text means. */
interface FieldKind {
  readonly inputMode?: "decimal";
  readonly show: (value: unknown) => string;
  /** The value of a text; null for none, undefined for a text that is no such value. */
  readonly parse: (text: string) => string | number | null | undefined;
  /** Whether two written values mean the same; by default when they are the same. */
  readonly same?: (a: string, b: string) => boolean;
  /** Why a text is refused. */
  readonly refusal?: string;
}

const text: FieldKind = {
  show: (value) => (typeof value === "string" ? value : ""),
  parse: (typed) => (typed === "" ? null : typed),
};

const figure: FieldKind = {
  inputMode: "decimal",
  show: (value) => (typeof value === "number" ? String(value) : ""),
  parse: (typed) => {
    const digits = typed.replaceAll(/[\s_']/g, "").replace(/^(\d+),(\d{1,2})$/, "$1.$2");
    if (digits === "") return null;
    const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits) ? digits.replaceAll(",", "") : digits;
    return /^\d+(\.\d*)?$/.test(plain) ? Number(plain) : undefined;
  },
  refusal: "Please write a number, such as 1200 or 1.5.",
};

/** A time in the zone of the person's screen; the halt holds it with its offset. */
const instant: FieldKind = {
  show: (value) => {
    const date = new Date(typeof value === "string" ? value : Number.NaN);
    return Number.isNaN(date.getTime()) ? "" : instantText(date);
  },
  parse: (typed) => {
    if (typed.trim() === "") return null;
    const date = instantFrom(typed, new Date());
    return date === undefined ? undefined : withOffset(date);
  },
  same: (a, b) => Date.parse(a) === Date.parse(b),
  refusal: "Please write a time, such as 17:00, tomorrow 9:30 or 2026-11-30 17:00.",
};

export const fieldKinds = { text, area: text, figure, instant } as const;
export type InputKind = keyof typeof fieldKinds;

/** Whether a text that was typed says what the halt holds. */
export function says(kind: FieldKind, typed: string, value: unknown): boolean {
  const parsed = kind.parse(typed);
  if (parsed === undefined) return false;
  if (typeof parsed === "string" && typeof value === "string" && kind.same !== undefined)
    return kind.same(parsed, value);
  return parsed === (value ?? null);
}
