/** How a kind of field shows a value, and what its text means. */
export interface FieldKind {
  readonly type: "text" | "datetime-local";
  readonly inputMode?: "decimal";
  show(value: unknown): string;
  /** The value of a text; null for none, undefined for a text that is no such value. */
  parse(text: string): string | number | null | undefined;
  /** Why a text is refused. */
  readonly refusal?: string;
}

const text: FieldKind = {
  type: "text",
  show: (value) => (typeof value === "string" ? value : ""),
  parse: (typed) => (typed === "" ? null : typed),
};

const figure: FieldKind = {
  type: "text",
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
  type: "datetime-local",
  show: (value) => (typeof value === "string" ? localMinutes(new Date(value)) : ""),
  parse: (typed) => {
    if (typed === "") return null;
    const date = new Date(typed);
    return Number.isNaN(date.getTime()) ? undefined : withOffset(date);
  },
  refusal: "Please give a date and a time.",
};

export const fieldKinds = { text, area: text, figure, instant } as const;
export type InputKind = keyof typeof fieldKinds;

function localMinutes(date: Date): string {
  if (Number.isNaN(date.getTime())) return "";
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function withOffset(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const two = (value: number): string => String(Math.trunc(Math.abs(value))).padStart(2, "0");
  return `${localMinutes(date)}:00${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
}
