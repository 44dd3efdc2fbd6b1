import { capitalised, isWritten, phrase } from "../assess/phrase";
import { baseWords, targetWords } from "../assess/targetWords";
import type { BriefAudience, BriefSection, BriefView } from "../halt/briefView";
import type { Checklist } from "../halt/checklist";
import type { Halt } from "../halt/schema/halt";
import { briefContext, type BriefContext } from "./briefContext";
import { decisionSections } from "./decisionSections";
import { evidenceSection } from "./evidenceSection";
import { firstPage } from "./firstPage";
import { termsSection } from "./glossary";
import { proofSections } from "./proofSections";
import { questionsSection } from "./questions";
import { shortBrief } from "./shortBrief";

/**
 * The brief for an audience as plain data, from the halt and its checklist. What the halt does not say is named as not
 * known yet; nothing is filled in.
 */
export function buildBriefView(
  halt: Halt,
  checklist: Checklist,
  options: { readonly audience: BriefAudience; readonly timeZone?: string | undefined },
): BriefView {
  const context = briefContext(halt, checklist, options);
  const title = titleOf(context);
  const { audience } = options;
  if (audience === "short") return { halt: halt.id, audience, subtitle: "", ...shortBrief(context, title) };
  const sections = sectionsOf(context).filter(({ blocks }) => blocks.length > 0);
  const terms = audience === "engineering" ? undefined : termsSection(sections);
  return {
    halt: halt.id,
    audience,
    title,
    subtitle: subtitleOf(context),
    sections: terms === undefined ? sections : [...sections, terms],
  };
}

function sectionsOf(context: BriefContext): BriefSection[] {
  const page = firstPage(context);
  const evidence = evidenceSection(context);
  switch (context.audience) {
    case "short":
    case "executive":
      return [page, evidenceSection(context, page)];
    case "product":
      return [page, questionsSection(context), ...decisionSections(context), evidence];
    case "engineering":
      return [page, questionsSection(context), evidence, ...proofSections(context)];
    case "full":
      return [
        page,
        questionsSection(context),
        ...decisionSections(context),
        evidence,
        ...proofSections(context),
      ];
  }
}

function titleOf({ halt, release }: BriefContext): string {
  const named = release !== "the release";
  if (!isWritten(halt.title)) return named ? `${release}: release halt` : "Release halt";
  return named ? `${release}: ${phrase(halt.title)}` : phrase(halt.title);
}

/** Status, bug, target and base in one line. */
function subtitleOf({ halt }: BriefContext): string {
  const target = targetWords(halt);
  const base = baseWords(halt);
  const secrecy =
    halt.confidentiality === undefined || halt.confidentiality === "public" ? "" : halt.confidentiality;
  const parts = [
    capitalised(halt.status),
    isWritten(halt.bug.id) ? phrase(halt.bug.id) : "",
    target,
    base === undefined ? "" : `compared with ${base}`,
    secrecy,
  ];
  return `${parts.filter((part) => part !== "").join(", ")}.`;
}
