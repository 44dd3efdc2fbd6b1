import * as vscode from "vscode";
import { assessHalt } from "../assess/assessHalt";
import { environmentFacts } from "../assess/environmentWords";
import { newerRunWords } from "../assess/newerRunWords";
import { newSinceBaseWords } from "../assess/newSinceBase";
import { dateWords } from "../assess/dateWords";
import { observationLadder } from "../assess/observationLadder";
import { draftText } from "../assess/proposedDraft";
import { runCircumstances } from "../assess/runWords";
import { stepWords } from "../assess/stepWords";
import { policyInForce } from "../assess/severityPolicy";
import { baseWords } from "../assess/targetWords";
import { verifyLabel } from "../assess/verifyOffer";
import { sinceWords } from "../capture/results/describeResults";
import { withJudged } from "../gate/criteria/withJudged";
import type { Signed } from "../gate/ledger/eventSignatures";
import { eventDetail, eventName } from "../gate/ledger/eventWords";
import type { KnownHalt } from "../gate/ledger/haltLedger";
import type { Checklist, CurrentFacts } from "../halt/checklist";
import { instantOf } from "../halt/instant";
import type { Halt } from "../halt/schema/halt";
import { audienceWords } from "../gate/ledger/ledgerOverview";
import { signatureWords } from "../gate/ledger/signatureWords";
import { changeView } from "./changeView";
import { gateBanners } from "./gateBanners";
import type { HaltSession } from "./haltSession";
import { settingsOf } from "./haltSettings";
import { isReadOnly } from "./isReadOnly";
import { placesOnScreen, placeViews } from "./placeViews";
import type { RecordedEvent } from "./pageViews";
import type { Banner, HaltState, HostMessage, PageView } from "./protocol";
import type { Services } from "./services";
import { verificationViews } from "./verificationViews";

const shownFailures = 100;

/** What an editor's page shows now: the halt with what is on screen, or why it cannot be read. */
export async function haltMessage(
  session: HaltSession,
  view: PageView,
  services: Services,
): Promise<HostMessage> {
  const fileName = session.uri.path.split("/").at(-1) ?? "";
  const banners = bannersOf(session);
  const read = session.halt.read();
  if (!read.ok)
    return { kind: "unreadable", fileName, reason: read.reason, problems: read.problems, banners };
  const file = await services.files.find(session.uri);
  const { settings, problems } = await settingsOf(file?.top);
  const judged = services.lifts.lastOf(file?.top, read.halt.id);
  const facts = services.facts.of(session.uri, read.halt, file?.top);
  const checklist = assessHalt(withJudged(read.halt, judged), facts, settings);
  const policy = policyInForce(settings);
  const now = instantOf(new Date());
  const overview = services.ledgers.of(file?.top);
  const known = overview?.halts.find(({ state }) => state.id === read.halt.id);
  const change = isOpen(view, "reproduction") ? changeView(read.halt) : undefined;
  const audience = known === undefined ? undefined : audienceWords(known, overview?.remote);
  const shown = onScreen(read.halt, view);
  const places = placesOnScreen(shown, view);
  const locations = [...places.steps, ...places.failures].map(({ location }) => location);
  return {
    kind: "state",
    halt: shown,
    checklist,
    fileName,
    readOnly: isReadOnly(session.halt.document),
    ...(vscode.workspace.isTrusted
      ? {}
      : {
          restricted:
            "Restricted Mode: halts can be read and exported; git and terminals wait until you trust the folder.",
        }),
    banners: [
      ...banners,
      ...problems.map((text): Banner => ({ kind: "warning", text })),
      ...gateBanners({
        halt: read.halt,
        overview,
        exchange: services.ledgers.lastExchange(file?.top),
        isSending: services.ledgers.isBusy(file?.top),
        now,
        timeZone: settings.timeZone,
        isDirty: session.halt.document.isDirty,
      }),
    ],
    now,
    ...(audience === undefined ? {} : { audience }),
    shared: file?.shared ?? false,
    policy,
    tests: testWords(read.halt, facts, settings.timeZone),
    stepsRan: stepsRan(read.halt),
    isRecording: services.recorder.isOn,
    verify: {
      label: verifyLabel(read.halt, facts.me),
      list: isOpen(view, "reproduction") ? verificationViews(read.halt, new Set(view.openDetails)) : [],
    },
    ...(change !== undefined && { change }),
    places: placeViews(places, services.places.of(session.uri, locations, file?.top, facts.headCommit)),
    ladder: observationLadder(read.halt),
    environment: environmentOf(read.halt),
    proposals: view.open.includes("communication") ? proposalsFor(read.halt, settings.timeZone) : {},
    ...(settings.currency === undefined ? {} : { currency: settings.currency }),
    ...(view.tab === "gate" ? { gate: services.gates.of(session.uri, read.halt, file?.top) } : {}),
    ...(view.tab === "history"
      ? { recorded: recordedOf(known, services.signatures.of(file?.top, known)) }
      : {}),
    ...(view.tab === "brief" ? { brief: await briefOf(read.halt, checklist, view, settings.timeZone) } : {}),
  };
}

function environmentOf({ reproduction: { environment } }: Halt): HaltState["environment"] {
  return environment === undefined ? [] : environmentFacts(environment);
}

function testWords(
  halt: Halt,
  { newerRuns = {} }: CurrentFacts,
  timeZone: string | undefined,
): HaltState["tests"] {
  const [base, since] = [baseWords(halt), newSinceBaseWords(halt)];
  return {
    ...(base !== undefined && { base }),
    ...(since !== undefined && { sinceBase: since }),
    sinceBefore: Object.fromEntries(
      halt.failingTests.flatMap(({ id, since: before }) =>
        before === undefined ? [] : [[id, sinceWords(before)]],
      ),
    ),
    newer: Object.fromEntries(
      [...halt.failingTests, ...halt.baseTests].flatMap((file) => {
        const newer = newerRuns[file.id];
        return newer === undefined ? [] : [[file.id, newerRunWords(file, newer)]];
      }),
    ),
    ran: Object.fromEntries(
      [...halt.failingTests, ...halt.testRuns].flatMap(({ id, captured: { run } }) =>
        run === undefined ? [] : [[id, runCircumstances(run, (iso) => dateWords(iso, timeZone))]],
      ),
    ),
  };
}

function stepsRan({ reproduction }: Halt): HaltState["stepsRan"] {
  const words = reproduction.steps.map(
    (step) => [step.id, stepWords(step, reproduction.verifications)] as const,
  );
  return Object.fromEntries(words.filter(([, ran]) => ran !== ""));
}

/** All that was recorded of a halt, in words. */
function recordedOf(
  known: KnownHalt | undefined,
  signatures: ReadonlyMap<string, Signed>,
): readonly RecordedEvent[] {
  return (known?.state.events ?? []).map((event) => {
    const signed = signatures.get(event.id);
    return {
      id: event.id,
      at: event.at,
      name: eventName(event),
      ...(event.by !== undefined && { by: event.by }),
      detail: eventDetail(event),
      ...(signed && { signed: { signature: signed.signature, words: signatureWords(signed) } }),
    };
  });
}

function proposalsFor(halt: Halt, timeZone: string | undefined): Record<string, string> {
  const now = instantOf(new Date());
  return Object.fromEntries(
    halt.communication.drafts.flatMap((draft) => {
      const written = draftText(halt, draft, { timeZone, now });
      return written?.proposed === true ? [[draft.id, written.text]] : [];
    }),
  );
}

async function briefOf(
  halt: Halt,
  checklist: Checklist,
  { audience }: PageView,
  timeZone: string | undefined,
): Promise<NonNullable<HaltState["brief"]>> {
  const { renderPreview } = await import("../brief/renderBrief");
  const now = instantOf(new Date());
  const { html, words } = renderPreview(halt, checklist, { audience, now, ...(timeZone && { timeZone }) });
  return { audience, html, words };
}

function bannersOf(session: HaltSession): Banner[] {
  if (!session.fileGone) return [];
  return [
    {
      kind: "warning",
      text: "The file of this halt was deleted or moved. Its text is still here: save to write it again.",
      command: "writeAgain",
      label: "Write the file again",
    },
  ];
}

function isOpen({ tab, open }: PageView, section: PageView["open"][number]): boolean {
  return tab === "evidence" && open.includes(section);
}

/**
 * The halt without what is not on screen: 500 failures of 8 KB each would cost every edit a third of a second on their
 * way to the page.
 */
function onScreen(halt: Halt, view: PageView): Halt {
  const open = isOpen(view, "failingTests");
  const opened = new Set(view.openDetails);
  const { facts, reproduction, ...rest } = halt;
  return {
    ...rest,
    reproduction: {
      ...reproduction,
      // What there is to say of them comes in words.
      verifications: reproduction.verifications.map((one) => ({ ...one, commits: [] })),
    },
    ...(facts && {
      facts: {
        ...facts,
        commitList: facts.commitList.slice(0, 20),
        changedFileList: facts.changedFileList.slice(0, 20),
      },
    }),
    failingTests: halt.failingTests.map((file) => ({
      ...file,
      // The page says how many there are.
      ...(file.parts && { parts: [], partsNotStored: file.parts.length + (file.partsNotStored ?? 0) }),
      failures: open
        ? file.failures
            .filter(({ id }, index) => index < shownFailures || opened.has(id))
            .map((failure) => (opened.has(failure.id) ? failure : { ...failure, detail: "" }))
        : [],
    })),
  };
}
