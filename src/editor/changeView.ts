import { foundByWords, pullRequestWords, rollbackRemoves, searchOfCause } from "../assess/changeWords";
import { baseWords, shortCommit } from "../assess/targetWords";
import type { Halt } from "../halt/schema/halt";
import { decidingCommandOf } from "../prove/planVerification";
import type { ChangeView } from "./pageViews";

const shownFiles = 10;

/**
 * What the page shows of the change that brought the bug, in words; undefined where none is named and there is nothing yet
 * to look for it with.
 */
export function changeView(halt: Halt): ChangeView | undefined {
  const { commit, subject } = halt.cause;
  const base = baseWords(halt);
  const canLook = base !== undefined && decidingCommandOf(halt).ok && halt.status !== "closed";
  if (commit === undefined && !canLook) return undefined;
  const search = searchOfCause(halt);
  const rollback = rollbackRemoves(halt);
  const files = search?.files ?? [];
  return {
    ...(canLook && { label: commit === undefined ? "Find the change" : "Find the change again", base }),
    ...(commit !== undefined && { commit: shortCommit(commit) }),
    ...(subject !== undefined && { subject }),
    ...(search?.pullRequest !== undefined && { cameBy: `It came in by ${pullRequestWords(search)}.` }),
    ...(search !== undefined && {
      foundBy: `It was ${foundByWords(search)}.`,
      at: search.at,
      ...(search.where !== undefined && { where: search.where }),
      command: search.command,
    }),
    ...(rollback !== undefined && { rollback }),
    files: files.slice(0, shownFiles),
    moreFiles: Math.max(0, files.length - shownFiles),
  };
}
