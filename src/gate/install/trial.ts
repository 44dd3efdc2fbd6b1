/** The release that an installed gate is tried with: a tag that is halted. */
export interface TriedRelease {
  readonly tag: string;
  readonly commit: string;
}

/** What stands in a file of a pipeline or a release tool, as far as it can be tried without the host or the tool. */
export type Trial =
  | {
      readonly kind: "runs";
      /** A program and its arguments, as the file has it. */
      readonly program: readonly [string, ...string[]];
      /** Variables that the host or the tool gives. */
      readonly env: Readonly<Record<string, string>>;
      /** One sentence: what does not go on when it fails, and what does. */
      readonly stops: string;
    }
  /** It is not as it was installed, or only half of it is there. `what` is the start of a sentence. */
  | { readonly kind: "edited"; readonly what: string }
  /** `silent`: it stops nothing, whatever it says. Each with one sentence. */
  | { readonly kind: "silent" | "notTried"; readonly why: string };

/** Shell lines of a file, which end at the first one that fails, as pipelines have it. */
export function shellTrial(lines: string, env: Readonly<Record<string, string>>, stops: string): Trial {
  return { kind: "runs", program: ["sh", "-e", "-c", lines], env, stops };
}

/** What is said of a block that somebody changed by hand, so that it is not tried. */
export function editedBlock(path: string): Trial {
  return { kind: "edited", what: `Its block in ${path}` };
}
