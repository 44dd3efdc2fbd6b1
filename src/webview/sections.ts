import type { PageView } from "../editor/protocol";
import { peopleSections } from "./peopleSections";
import { proofSections } from "./proofSections";
import type { Section } from "./section";
import { waySections } from "./waySections";

export type SectionId = PageView["open"][number];

/** Every section of the page. */
export const sections: Readonly<Record<SectionId, Section>> = {
  ...proofSections,
  ...waySections,
  ...peopleSections,
};

export const sectionOrder: readonly SectionId[] = [
  "reproduction",
  "failingTests",
  "impact",
  "severity",
  "rollback",
  "remediation",
  "options",
  "stakeholders",
  "communication",
  "decision",
  "context",
];
