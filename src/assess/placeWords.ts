import type { PlaceNow } from "../capture/placeNow";
import type { CodeLocation } from "../halt/schema/halt";
import { shortCommit } from "./targetWords";

/** What became of a place in the code, to follow its name: `now line 57, was 42`. */
export interface PlaceWords {
  readonly words: string;
  /** A line of code that follows them, and what follows that. */
  readonly code?: string;
  readonly end?: string;
  /** What it was is not to be seen in the work tree any more. */
  readonly isGone: boolean;
}

/** In words, where a place that was captured stands now; undefined where it is as it was. */
export function placeWords(
  location: Pick<CodeLocation, "path" | "line" | "text" | "commit" | "uncommitted">,
  now: PlaceNow,
): PlaceWords | undefined {
  const { path, line } = location;
  switch (now.kind) {
    case "same":
      return undefined;
    case "drifted": {
      const words =
        now.path === path ? `now line ${now.line}, was ${line}` : `now in ${now.path}, line ${now.line}`;
      return { words, isGone: false };
    }
    case "changed": {
      const where = now.path === path ? "" : ` in ${now.path}`;
      const which = now.path === path && now.line === line ? "it" : `line ${now.line}${where}`;
      return { words: `changed since; ${which} reads now`, code: now.text.trim(), isGone: true };
    }
    case "lost":
      return { words: lostWords(path, now), ...asItWas(location), isGone: true };
    case "unknown":
      return { words: unknownWords[now.why], isGone: true };
    default:
      return now satisfies never;
  }
}

/** The same as a sentence. */
export function placeSentence(
  location: Pick<CodeLocation, "path" | "line">,
  { words, code, end }: PlaceWords,
): string {
  const quoted = code === undefined ? [] : [`"${code}"`];
  const rest = [words, ...quoted, ...(end === undefined ? [] : [end])].join(" ");
  return `${location.path}:${location.line} is ${rest}.`;
}

function lostWords(path: string, now: PlaceNow & { kind: "lost" }): string {
  if (now.why === "file") return "no longer there, nor is its file; it read";
  if (now.why === "binary") return "in what is no text any more; it read";
  return now.path === path ? "no longer there; it read" : `no longer there, in ${now.path} now; it read`;
}

function asItWas({
  text,
  commit,
  uncommitted,
}: Pick<CodeLocation, "text" | "commit" | "uncommitted">): Pick<PlaceWords, "code" | "end"> {
  const end = uncommitted === true ? "(not committed then)" : commit && `at ${shortCommit(commit)}`;
  return { code: text.trim(), ...(end !== undefined && { end }) };
}

const unknownWords: Readonly<Record<(PlaceNow & { kind: "unknown" })["why"], string>> = {
  outside: "not in the repository, so it is not looked for",
  submodule: "in a submodule that is not checked out",
  notReadable: "in a file that cannot be read, or is too long to be searched",
  noAnswer: "not in its file, and git did not tell where it may have gone",
};
