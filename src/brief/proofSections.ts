import { durationWords } from "../assess/durationWords";
import { capitalised, isWritten, phrase, sentence } from "../assess/phrase";
import { sinceBase } from "../assess/newSinceBase";
import { missedWords } from "../assess/missedWords";
import { runEndWords, runName } from "../assess/runWords";
import { baseWords, shortCommit } from "../assess/targetWords";
import { nameOfVerified, rateWords } from "../assess/verificationVerdict";
import { counted, rangeWords, upsideDownWords } from "../assess/rangeWords";
import type { BriefBlock, BriefSection, Span } from "../halt/briefView";
import type { CodeLocation } from "../halt/schema/halt";
import { open, said, type BriefContext } from "./briefContext";
import { commandsSection } from "./commandsSection";
import { commandSpans, longCommands } from "./commandSpans";
import { pinnedWords, placeSpans } from "./placeSpans";

/** More failures and longer outputs than these are in the halt, not in the brief. */
const maximumFailures = 10;
const maximumLines = 20;

/** What readers without access to the repository cannot open: steps, excerpts, failing tests, estimate, commands. */
export function proofSections(context: BriefContext): BriefSection[] {
  return [
    reproductionSection(context),
    testsSection(context),
    estimateSection(context),
    attachmentsSection(context),
    commandsSection(context.halt),
  ];
}

function reproductionSection({ halt }: BriefContext): BriefSection {
  const { preconditions, steps, expected, actual, onlyElsewhere } = halt.reproduction;
  const blocks: BriefBlock[] = [];
  if (isWritten(onlyElsewhere)) blocks.push(paragraph("Not re-run from a checkout", sentence(onlyElsewhere)));
  if (isWritten(preconditions)) blocks.push(paragraph("Before", sentence(preconditions)));
  const items = steps.map((step): Span[] => {
    const spans: Span[] = isWritten(step.text) ? [{ text: sentence(step.text) }] : [];
    if (isWritten(step.command)) spans.push(...commandSpans(step.command));
    const ran = step.durationMs === undefined ? "" : `, ran ${durationWords(step.durationMs)}`;
    if (step.exitCode !== undefined) spans.push({ text: `(exit code ${step.exitCode}${ran})` });
    if (step.outputNotCaptured === true) spans.push(open("(output not captured)"));
    if (spans.length === 0)
      spans.push({ text: step.location === undefined ? "not written down yet" : "See the code." });
    const pinned = step.location && pinnedWords(step.location);
    return pinned === undefined ? spans : [...spans, { text: `(${pinned})` }];
  });
  if (items.length > 0) blocks.push({ kind: "list", ordered: true, items });
  blocks.push(...longCommands(steps));
  if (isWritten(expected)) blocks.push(paragraph("Expected", sentence(expected)));
  if (isWritten(actual)) blocks.push(paragraph("Actual", sentence(actual)));
  steps.forEach((step, index) => {
    if (step.location !== undefined) blocks.push(...excerpt(step.location, index + 1));
    if (!isWritten(step.output)) return;
    blocks.push(paragraph(`Output of step ${index + 1}`), { kind: "code", text: tailOf(step.output) });
  });
  blocks.push(...variableBlocks(halt), ...verificationBlocks(halt));
  return { id: "reproduction", title: "Reproduction", blocks };
}

/** The variables that a person picked. */
function variableBlocks({ reproduction: { environment } }: BriefContext["halt"]): BriefBlock[] {
  const { variables = [] } = environment ?? {};
  if (variables.length === 0) return [];
  const text = variables.map(({ name, value }) => `${name}=${value}`).join("\n");
  return [paragraph("Environment variables"), { kind: "code", text }];
}

/** Each verification with its figures by commit, and what was printed where the bug showed. */
function verificationBlocks({ reproduction }: BriefContext["halt"]): BriefBlock[] {
  return reproduction.verifications.flatMap((verification): BriefBlock[] => {
    const { command, setup, commits } = verification;
    const rows = commits.map((commit): Span[][] => [
      [{ text: nameOfVerified(commit) }, { text: shortCommit(commit.commit), style: "code" }],
      [{ text: `${commit.failures} of ${commit.runs}` }],
      [{ text: rateWords(commit) }],
      [{ text: commit.unusable === 0 ? "" : String(commit.unusable) }],
    ]);
    const head = ["commit", "it showed in", "rate (95 % confidence)", "runs that told nothing"];
    const output = commits
      .flatMap(({ log }) => log)
      .find((run) => run.outcome === "failed" && run.output)?.output;
    return [
      { kind: "paragraph", label: "Verified with", spans: commandSpans(command) },
      ...(isWritten(setup)
        ? [{ kind: "paragraph" as const, label: "After", spans: commandSpans(setup) }]
        : []),
      { kind: "table", head, rows },
      ...(isWritten(output)
        ? [paragraph("Output where it showed"), { kind: "code" as const, text: tailOf(output) }]
        : []),
    ];
  });
}

function excerpt(location: CodeLocation, number: number): BriefBlock[] {
  const { line, before, text, after } = location;
  const first = line - before.length;
  const lines = [...before, text, ...after].map((code, index) => `${first + index}  ${code}`);
  return [
    { kind: "paragraph", label: `Code of step ${number}`, spans: placeSpans(location) },
    { kind: "code", text: lines.join("\n") },
  ];
}

function testsSection({ halt }: BriefContext): BriefSection {
  const blocks: BriefBlock[] = [];
  const base = sinceBase(halt) === undefined ? undefined : baseWords(halt);
  for (const file of halt.failingTests) {
    const shown = file.failures.slice(0, maximumFailures);
    for (const failure of shown) {
      const { suite, name, message, inBase } = failure;
      const { path = failure.file, line = failure.line } = failure.owner ?? {};
      const place: Span[] =
        path === undefined ? [] : [{ text: line === undefined ? path : `${path}:${line}`, style: "code" }];
      const of: Span[] = isWritten(suite) ? [{ text: `(${phrase(suite)})` }] : [];
      const before: Span[] =
        inBase === "passed" && base !== undefined ? [{ text: `(passed on ${base})` }] : [];
      const spans: Span[] = [{ text: phrase(name), style: "code" }, ...of, ...place, ...before];
      blocks.push({ kind: "paragraph", spans });
      if (isWritten(message)) blocks.push({ kind: "code", text: tailOf(message) });
    }
    const failed = file.totals.failed + file.totals.errored;
    if (failed > shown.length) {
      const rest = counted(failed - shown.length, "more failing test");
      blocks.push({
        kind: "paragraph",
        spans: [{ text: `${capitalised(rest)} in` }, { text: file.path, style: "code" }],
      });
    }
    const problems = file.problems.map(({ message }) => open(sentence(message)));
    if (problems.length > 0) blocks.push({ kind: "paragraph", label: phrase(file.path), spans: problems });
  }
  for (const { captured, output, outputNotCaptured } of halt.testRuns) {
    const spans: Span[] = [
      { text: runName(captured.run), style: "code" },
      { text: `${runEndWords(captured.run)}; no test result of it could be read.` },
    ];
    if (outputNotCaptured === true) spans.push(open("(output not captured)"));
    blocks.push({ kind: "paragraph", spans });
    if (isWritten(output)) blocks.push({ kind: "code", text: tailOf(output) });
  }
  return { id: "failingTests", title: "Failing tests", blocks };
}

function estimateSection(context: BriefContext): BriefSection {
  const { fixHours, retestHours, deployHours, promisedAt, leavesOut } = context.halt.remediation;
  const parts = (
    [
      ["fix", fixHours],
      ["retest", retestHours],
      ["deploy", deployHours],
    ] as const
  ).flatMap(([what, range]) => {
    const words = rangeWords(range);
    return words === undefined ? [] : [`${what} ${words}`];
  });
  const spans: Span[] = [];
  if (parts.length > 0) {
    spans.push(said(context, `In working hours, from P50 to P85: ${parts.join(", ")}.`, "remediation"));
  }
  const broken = [
    upsideDownWords("the hours of the fix", fixHours),
    upsideDownWords("the hours of the retest", retestHours),
    upsideDownWords("the hours of the deployment", deployHours),
  ].filter((words) => words !== undefined);
  spans.push(...broken.map(open));
  if (promisedAt !== undefined) {
    const promised = `Promised, by the cautious figure: ${context.when(promisedAt)}.`;
    const missed = context.closed ? undefined : missedWords(promisedAt, context);
    spans.push(missed === undefined ? { text: promised } : open(capitalised(missed)));
  }
  if (isWritten(leavesOut)) {
    spans.push({ text: sentence(`What a faster way would leave out: ${leavesOut.trim()}`) });
  }
  return {
    id: "remediation",
    title: "Estimate",
    blocks: spans.length === 0 ? [] : [{ kind: "paragraph", spans }],
  };
}

function attachmentsSection({ halt }: BriefContext): BriefSection {
  const blocks = halt.attachments.flatMap((attachment): BriefBlock[] => {
    const { id, kind, url, path } = attachment;
    const title = isWritten(attachment.title) ? phrase(attachment.title) : (path ?? url ?? kind);
    if (kind === "screenshot")
      return [
        {
          kind: "image",
          attachment: id,
          title: path === undefined || path === title ? title : `${title} (${path})`,
        },
      ];
    return [
      {
        kind: "paragraph",
        spans: [{ text: `${capitalised(kind)}:` }, { text: title, ...(url !== undefined && { url }) }],
      },
    ];
  });
  return { id: "attachments", title: "Attached", blocks };
}

function paragraph(label: string, text?: string): BriefBlock {
  return { kind: "paragraph", label, spans: text === undefined ? [] : [{ text }] };
}

function tailOf(text: string): string {
  const lines = text.replace(/\s+$/, "").split(/\r?\n/);
  return lines.length <= maximumLines ? lines.join("\n") : ["…", ...lines.slice(-maximumLines)].join("\n");
}
