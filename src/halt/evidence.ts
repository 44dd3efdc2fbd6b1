/** The evidence items of a halt, in the order of the checklist. */
export const evidenceIds = [
  "reproduction",
  "failingTests",
  "impact",
  "severity",
  "rollback",
  "remediation",
  "options",
  "stakeholders",
  "communication",
] as const;

export type EvidenceId = (typeof evidenceIds)[number];

/** How people call each item. */
export const evidenceTitles: Readonly<Record<EvidenceId, string>> = {
  reproduction: "Reproduction",
  failingTests: "Failing tests",
  impact: "Impact",
  severity: "Severity",
  rollback: "Rollback plan",
  remediation: "Remediation",
  options: "Options",
  stakeholders: "Stakeholders",
  communication: "Communication",
};
