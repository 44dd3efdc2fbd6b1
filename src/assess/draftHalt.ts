import { redactKnown } from "../capture/redaction/knownSecrets";
import type { BaseCandidate, BranchFacts } from "../halt/facts";
import { newHaltId, newItemId } from "../halt/newId";
import type { HaltInput } from "../halt/schema/halt";
import type { Settings } from "../halt/settings";
import { bugUrlFor } from "./bugUrl";
import { recordFacts } from "./recordFacts";
import { shortCommit } from "./targetWords";
import { fallbackTo, wayBack, type ReleasedState } from "./wayBack";

export interface DraftInput {
  readonly title: string;
  readonly facts: BranchFacts;
  /** ISO 8601 with offset. */
  readonly now: string;
  readonly settings: Settings;
  readonly release?: string;
  readonly bug?: string;
  /** For the ids of the halt and of its list items; random ones by default. */
  readonly newId?: (prefix: string) => string;
}

/** Owners beyond these few own a file or two of the change; the list is for inviting people. */
const maximumOwners = 12;

/**
 * A draft of a halt from its title and what git knows. What follows from facts is filled in, to be edited; all else is
 * absent. Without a base there is no way back to propose, so there is none.
 */
export function draftHalt({ title, facts, now, settings, release, bug, newId }: DraftInput): HaltInput {
  const id = newId ?? newItemId;
  const named = releaseOf(facts, release);
  const target = targetOf(facts, settings, release);
  const base = facts.base;
  const released = releasedState(facts);
  return {
    version: 1,
    // It names the file and stands in the ledger, where no secret belongs.
    id: newId?.("halt") ?? newHaltId(redactKnown(title).text, now),
    title: title.trim(),
    status: "draft",
    createdAt: now,
    ...(facts.user !== null && { createdBy: facts.user }),
    ...(named !== undefined && { release: named }),
    bug: bugOf(facts, settings, bug),
    ...(released !== undefined && { fallback: fallbackTo(released) }),
    targets: target === undefined ? [] : [{ id: id("target"), ...target }],
    ...(base !== null && { base: baseOf(base) }),
    ...(released !== undefined && { rollback: wayBack(released, id) }),
    observations: [
      {
        id: id("observation"),
        rung: "observed",
        at: now,
        ...(facts.user !== null && { by: facts.user }),
        ...(facts.commit !== null && { commit: facts.commit }),
      },
    ],
    stakeholders: facts.codeOwners
      .slice(0, maximumOwners)
      .map(({ owner }) => ({ id: id("person"), name: owner, role: "codeOwner", source: "CODEOWNERS" })),
    // Without a text: it is proposed from the record as the record grows, until a person writes one.
    communication: { drafts: [{ id: id("draft"), kind: "internalStatus" }] },
    redactions: { ...facts.redactions },
    facts: recordFacts(facts, now),
  };
}

/**
 * The release by its name: as given, as tagged, as the release branch says (the version file at the top where that says
 * the same in full), or as the version file says.
 */
function releaseOf(facts: BranchFacts, given: string | undefined): string | undefined {
  if (given !== undefined && given.trim() !== "") return given.trim();
  const tagged = facts.tagsAtCommit.find((tag) => /\d+\.\d+/.test(tag));
  const branch = /^(?:release|releases|rel)[/-](.*\d.*)$/.exec(facts.branch ?? "")?.[1];
  const versions = new Set(
    facts.versionFiles.filter(({ path }) => !path.includes("/")).map(({ version }) => version),
  );
  const [version] = versions.size === 1 ? versions : [];
  const next = version === facts.base?.version ? undefined : version;
  return tagged ?? (branch !== undefined && continues(next, branch) ? next : branch) ?? next;
}

/** Whether the version is the branch's in full, as 3.2.0 is on `release/3.2`. */
function continues(version: string | undefined, branch: string): boolean {
  return version?.startsWith(`${branch.replace(/^v(?=\d)/, "")}.`) ?? false;
}

interface Target {
  readonly kind: "tag" | "branch" | "commit";
  readonly name: string;
  readonly component?: string;
  readonly commit?: string;
}

function targetOf(facts: BranchFacts, settings: Settings, release: string | undefined): Target | undefined {
  const component = settings.component === undefined ? {} : { component: settings.component };
  const commit = facts.commit === null ? {} : { commit: facts.commit };
  const tag = tagFor(facts.tagsAtCommit, settings.component, release);
  if (tag !== undefined) return { kind: "tag", name: tag, ...component, ...commit };
  if (facts.branch !== null) return { kind: "branch", name: facts.branch, ...component, ...commit };
  if (facts.commit === null) return undefined;
  return { kind: "commit", name: shortCommit(facts.commit), ...component, ...commit };
}

function tagFor(tags: readonly string[], component: string | undefined, release: string | undefined) {
  const named = release === undefined ? [] : tags.filter((tag) => release !== "" && tag.includes(release));
  const ours = component === undefined ? [] : tags.filter((tag) => tag.startsWith(component));
  const numbered = tags.filter((tag) => /\d+\.\d+/.test(tag));
  return named[0] ?? ours[0] ?? numbered[0] ?? tags[0];
}

function bugOf(facts: BranchFacts, settings: Settings, bug: string | undefined): HaltInput["bug"] {
  const suggested = [...facts.bugSuggestions];
  const fromBranch = facts.bug;
  if (fromBranch !== null && !suggested.some(({ id }) => id === fromBranch)) {
    suggested.unshift({ id: fromBranch, from: "branch name" });
  }
  const suggestions = suggested.map((one) => ({ ...one, ...pageOf(settings, one.id) }));
  const id = bug?.trim() ?? "";
  return id === "" ? { suggestions } : { id, ...pageOf(settings, id), suggestions };
}

function pageOf(settings: Settings, id: string): { url?: string } {
  const url = bugUrlFor(settings, id);
  return url === undefined ? {} : { url };
}

/** The base of the facts as a state to go back to; undefined without one. */
export function releasedState({ base, commit, commits }: BranchFacts): ReleasedState | undefined {
  if (base === null) return undefined;
  return {
    ...{ ref: base.ref, kind: base.kind, commit: base.commit },
    ...(base.version !== null && { version: base.version }),
    ...(commit !== null && { to: commit }),
    ...(commits !== null && { commits }),
  };
}

function baseOf({ ref, kind, commit, version, why, mergeBase }: BaseCandidate): HaltInput["base"] {
  return {
    ref,
    kind,
    commit,
    ...(version !== null && { version }),
    why,
    ...(mergeBase !== null && { mergeBase }),
  };
}
