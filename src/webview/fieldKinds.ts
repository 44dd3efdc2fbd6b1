import { instantFrom, instantText, withOffset } from "./instantText";

/** How a kind of field shows a value, and what its text means. */
export interface FieldKind {
  readonly inputMode?: "decimal" | "numeric";
  /** Its text may have several lines. */
  readonly isArea?: true;
  readonly show: (value: unknown) => string;
  /** The value of a text; null for none, undefined for a text that is no such value. */
  readonly parse: (text: string) => string | number | readonly string[] | null | undefined;
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

/** How often: a whole number from 1 on. */
const count: FieldKind = {
  inputMode: "numeric",
  show: figure.show,
  parse: (typed) => {
    const digits = typed.trim();
    if (digits === "") return null;
    return /^[1-9]\d{0,3}$/.test(digits) ? Number(digits) : undefined;
  },
  refusal: "Please write a whole number, such as 10.",
};

/** A list of texts, one on a line. */
const lines: FieldKind = {
  isArea: true,
  show: (value) => (Array.isArray(value) ? value.filter((one) => typeof one === "string").join("\n") : ""),
  parse: (typed) => {
    const items = typed
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    return items.length === 0 ? null : items;
  },
};

/** Patterns of full ref names, one on a line (https://git-scm.com/docs/git-check-ref-format). */
const refs: FieldKind = {
  ...lines,
  parse: (typed) => {
    const items = lines.parse(typed);
    const fits = (item: string): boolean => /^refs\/[^\p{Cc} ~^:?[\\]+$/u.test(item);
    return !Array.isArray(items) || items.every(fits) ? items : undefined;
  },
  refusal: 'Each line is the full name of a ref, such as "refs/heads/release/2.4*" or "refs/tags/v2.4.0".',
};

export const fieldKinds = {
  text,
  area: { ...text, isArea: true },
  figure,
  instant,
  count,
  lines,
  refs,
} as const;
export type InputKind = keyof typeof fieldKinds;

/** Whether a text that was typed says what the halt holds. */
export function says(kind: FieldKind, typed: string, value: unknown): boolean {
  const parsed = kind.parse(typed);
  if (parsed === undefined) return false;
  if (Array.isArray(parsed)) return Array.isArray(value) && parsed.join("\n") === value.join("\n");
  // A list that is absent and an empty one are the same.
  if (parsed === null && Array.isArray(value)) return value.length === 0;
  if (typeof parsed === "string" && typeof value === "string" && kind.same !== undefined)
    return kind.same(parsed, value);
  return parsed === (value ?? null);
}
