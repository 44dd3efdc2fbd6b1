/** Whom a brief is for. `short` fits into a chat message. */
export type BriefAudience = "short" | "executive" | "product" | "engineering" | "full";

/** A piece of running text. Its text is plain: a renderer escapes it. */
export interface Span {
  readonly text: string;
  /** Numbers of the evidence that it rests on. */
  readonly refs?: readonly number[];
  /** `open`: not known yet, set apart from what is known. */
  readonly style?: "code" | "open";
  /** An http or https address that the text leads to. */
  readonly url?: string;
}

export type BriefBlock =
  /** Spans follow one another with a space between; the label comes first, in bold, as in `Ask.` */
  | { readonly kind: "paragraph"; readonly label?: string; readonly spans: readonly Span[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly (readonly Span[])[] }
  | {
      readonly kind: "table";
      readonly head: readonly string[];
      /** Each row has a cell, of one or more spans, for each head. */
      readonly rows: readonly (readonly (readonly Span[])[])[];
    }
  /** Verbatim text: commands, output, an excerpt of code. */
  | { readonly kind: "code"; readonly text: string }
  /** Text to be sent to somebody, as its author wrote it. */
  | { readonly kind: "quote"; readonly lines: readonly string[] }
  /** A question of the meeting that the halt answers. */
  | {
      readonly kind: "answer";
      readonly id: string;
      readonly question: string;
      readonly who: string;
      readonly spans: readonly Span[];
    }
  | { readonly kind: "image"; readonly attachment: string; readonly title: string };

export interface BriefSection {
  /** Stable, as in `questions`. */
  readonly id: string;
  /** Absent for the first page, which follows the title. */
  readonly title?: string;
  readonly blocks: readonly BriefBlock[];
}

/** A brief as plain data, in reading order; every renderer shows the same. */
export interface BriefView {
  readonly halt: string;
  readonly audience: BriefAudience;
  readonly title: string;
  /** Status, target and base in one line, for lists of briefs; the first page ends with it, so no renderer repeats it. */
  readonly subtitle: string;
  readonly sections: readonly BriefSection[];
}
