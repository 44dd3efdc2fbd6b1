import { isWritten, phrase } from "../assess/phrase";
import { cutWords } from "../assess/textLength";
import type { BriefSection, BriefView } from "../halt/briefView";
import type { Checklist } from "../halt/checklist";
import type { Halt } from "../halt/schema/halt";
import { aboutLine } from "./aboutHalt";
import { afterwardsSection } from "./afterwards";
import { briefContext, type BriefContext, type ContextOptions } from "./briefContext";
import { toldSections, waySections } from "./decisionSections";
import { evidenceSection } from "./evidenceSection";
import { firstPage } from "./firstPage";
import { termsSection } from "./glossary";
import { meetingSection } from "./meetingSection";
import { openingStatement } from "./openingStatement";
import { proofSections } from "./proofSections";
import { questionsSection } from "./questions";
import { shortBrief } from "./shortBrief";

/** A title on the executive page, where each text is cut. */
const titleWords = 40;

/**
 * The brief for an audience as plain data, from the halt and its checklist. What the halt does not say is named as not
 * known yet; nothing is filled in.
 */
export function buildBriefView(halt: Halt, checklist: Checklist, options: ContextOptions): BriefView {
  const context = briefContext(halt, checklist, options);
  const title = titleOf(context);
  const { audience } = options;
  if (audience === "short") return { halt: halt.id, audience, subtitle: "", ...shortBrief(context, title) };
  const sections = sectionsOf(context).filter(({ blocks }) => blocks.length > 0);
  const terms = termsSection(sections);
  return {
    halt: halt.id,
    audience,
    title: audience === "executive" ? cutWords(title, titleWords) : title,
    subtitle: aboutLine(context),
    sections: terms === undefined ? sections : [...sections, terms],
  };
}

function sectionsOf(context: BriefContext): BriefSection[] {
  const page = firstPage(context);
  const questions = questionsSection(context);
  const opening: BriefSection = { id: "opening", blocks: openingStatement(context) };
  const way = waySections(context);
  const evidence = evidenceSection(context);
  const [meeting, afterwards] = [meetingSection(context), afterwardsSection(context)];
  switch (context.audience) {
    case "short":
    case "executive":
      return [page, questions, evidenceSection(context, [page, questions])];
    case "product":
      return [opening, page, meeting, questions, ...way, ...toldSections(context), evidence, afterwards];
    case "engineering":
      return [opening, page, meeting, questions, ...way, evidence, ...proofSections(context), afterwards];
    case "full":
      return [
        ...[opening, page, meeting, questions, ...way, ...toldSections(context), evidence],
        ...[...proofSections(context), afterwards],
      ];
  }
}

function titleOf({ halt, release }: BriefContext): string {
  const named = release !== "the release";
  if (!isWritten(halt.title)) return named ? `${release}: release halt` : "Release halt";
  return named ? `${release}: ${phrase(halt.title)}` : phrase(halt.title);
}
