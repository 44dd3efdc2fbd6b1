import * as z from "zod";
import type { Checklist } from "../halt/checklist";
import { evidenceIds } from "../halt/evidence";
import { haltPath, intentSchema } from "../halt/intent";
import type { HaltProblem } from "../halt/readHalt";
import { itemId } from "../halt/schema/common";
import type { Halt, Observation } from "../halt/schema/halt";
import type { ChangeView, GateState, PlaceView, RecordedEvent, VerificationView } from "./pageViews";

/** The commands that the page may ask for; `commands.ts` maps each to its handler. */
const pageCommands = [
  "placeHalt",
  "liftHalt",
  "withdrawHalt",
  "shareHalt",
  "overruleHalt",
  "approveHalt",
  "syncHalts",
  "putBackHalts",
  "acceptRewrite",
  "reconcileHalt",
  "captureAgain",
  "chooseBase",
  "chooseChange",
  "addStepFromSelection",
  "addStepFromTerminal",
  "recordReproduction",
  "stopRecording",
  "addStepFromFailure",
  "addObservation",
  "verify",
  "findChange",
  "captureEnvironment",
  "addVariables",
  "exportScript",
  "copyStep",
  "attachFile",
  "attachTests",
  "updateTests",
  "attachBaseTests",
  "removeBaseTests",
  "attachFromCi",
  "runTests",
  "assign",
  "copyBrief",
  "copyBriefRich",
  "saveBrief",
  "copyInvitation",
  "copyAnnouncement",
  "copyDraft",
  "openTarget",
  "openLocation",
  "showLocationThen",
  "openFailure",
  "openAttachment",
  "reopenAsText",
  "writeAgain",
  "openTrust",
] as const;

export const audiences = ["short", "executive", "product", "engineering", "full"] as const;

/** What is on screen: the state that comes down holds the details of these only. */
const viewSchema = z.strictObject({
  tab: z.enum(["evidence", "gate", "brief", "history"]),
  open: z.array(z.enum([...evidenceIds, "decision", "context"])).max(20),
  openDetails: z.array(itemId).max(100),
  audience: z.enum(audiences),
});

/** From the page. Parsed on arrival: the page shows untrusted text, so nothing it says is taken on trust. */
export const pageMessageSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ready"), view: viewSchema }),
  z.strictObject({ kind: z.literal("view"), view: viewSchema }),
  /** One keystroke in a field: the host gathers them into one edit. `null` empties the field. */
  z.strictObject({
    kind: z.literal("typed"),
    path: haltPath,
    value: z.union([z.string().max(200_000), z.number(), z.null(), z.array(z.string().max(4000)).max(500)]),
  }),
  /** The field lost the focus: what was typed becomes an edit now. */
  z.strictObject({ kind: z.literal("settle") }),
  /** One undo step. */
  z.strictObject({ kind: z.literal("intents"), intents: z.array(intentSchema).min(1).max(10) }),
  /** Undo or redo of the document, from within a field; what was typed becomes an edit first, so redo brings it back. */
  z.strictObject({ kind: z.enum(["undo", "redo"]) }),
  z.strictObject({
    kind: z.literal("command"),
    command: z.enum(pageCommands),
    /** The item the command is about: an evidence item's id or a list item's id. */
    item: itemId.optional(),
  }),
  z.strictObject({ kind: z.literal("link"), url: z.string().max(4000) }),
  /** The answer to `copyRich`. */
  z.strictObject({ kind: z.literal("copied"), problem: z.string().max(2000).nullable() }),
]);

export type Audience = (typeof audiences)[number];
export type PageCommand = (typeof pageCommands)[number];
export type PageView = z.output<typeof viewSchema>;
export type PageMessage = z.output<typeof pageMessageSchema>;

export interface Banner {
  readonly kind: "info" | "warning";
  readonly text: string;
  readonly command?: PageCommand;
  readonly label?: string;
  /** What may be done instead. */
  readonly other?: { readonly command: PageCommand; readonly label: string };
}

/** Everything the page shows of a halt that can be read. */
export interface HaltState {
  readonly kind: "state";
  /**
   * The halt without what is not on screen: no failures unless the section is open (then the first hundred, with
   * `detail` of the open ones only), no runs of verifications, no commit and file lists.
   */
  readonly halt: Halt;
  readonly checklist: Checklist;
  readonly fileName: string;
  /** True for an older version in a diff, a read-only folder, a virtual workspace. */
  readonly readOnly: boolean;
  /** Why nothing can be run or written here; undefined where everything can. */
  readonly restricted?: string;
  readonly banners: readonly Banner[];
  /** ISO 8601 with offset: what the page takes for now. */
  readonly now: string;
  /** Whether the file is in the work tree. */
  readonly shared: boolean;
  /** Who sees the halt's record, as part of a sentence; undefined where no ledger has one. */
  readonly audience?: string;
  /** What the halt stops now; only while the gate is shown. */
  readonly gate?: GateState;
  /** The events of its record, oldest first; only while the history is shown. */
  readonly recorded?: readonly RecordedEvent[];
  /** The severity levels and clauses of the policy in force. */
  readonly policy: {
    readonly name: string;
    /** False for the default policy. */
    readonly adopted: boolean;
    readonly levels: readonly {
      readonly level: string;
      readonly clauses: readonly { readonly id: string; readonly text: string }[];
    }[];
  };
  readonly tests: {
    /** What the target is compared with, as people call it; undefined without a base. */
    readonly base?: string;
    /** What became of the failing tests there, as a sentence. */
    readonly sinceBase?: string;
    /** What changed since the run before it, as a sentence, by the id of a result file. */
    readonly sinceBefore: Readonly<Record<string, string>>;
    /** What a newer run of it comes to that lies on the disk, as a sentence, by the id of a result file. */
    readonly newer: Readonly<Record<string, string>>;
    /** How the command ran that left it, by the id of a result file or a run. */
    readonly ran: Readonly<Record<string, string>>;
  };
  /** How the commands of steps went, in words, by the step's id. */
  readonly stepsRan: Readonly<Record<string, string>>;
  /** What is run becomes steps now. */
  readonly isRecording: boolean;
  /** What runs from clean checkouts told; the list only while the section is open. */
  readonly verify: { readonly label: string; readonly list: readonly VerificationView[] };
  /** Only while the section is open, and where the change is known or can be looked for. */
  readonly change?: ChangeView;
  /** Those that are not as they were, by the ids of steps and failures; only while their section is open. */
  readonly places: {
    readonly steps: Readonly<Record<string, PlaceView>>;
    readonly failures: Readonly<Record<string, PlaceView>>;
  };
  /** How sure the observation is, lowest rung first, with the ids of the verifications that stand on each. */
  readonly ladder: readonly {
    readonly rung: Observation["rung"];
    readonly reached: boolean;
    readonly verifications: readonly string[];
  }[];
  /** Where the steps were run, as facts; none before it was captured. */
  readonly environment: readonly { readonly name: string; readonly text: string }[];
  /** What the record proposes for drafts without a text of their own, by the draft's id; only while they are shown. */
  readonly proposals: Readonly<Record<string, string>>;
  /** ISO 4217; the currency offered for new figures. */
  readonly currency?: string;
  /** The brief as HTML, rendered in the host by markdown-it with HTML off; only while the brief tab is shown. */
  readonly brief?: { readonly audience: Audience; readonly html: string; readonly words: number };
}

/** To the page. */
export type HostMessage =
  | HaltState
  /** The file cannot be read: its problems, and "Reopen as text". */
  | {
      readonly kind: "unreadable";
      readonly fileName: string;
      readonly reason: string;
      readonly problems: readonly HaltProblem[];
      readonly banners: readonly Banner[];
    }
  /** An edit was refused: why, shown at its field; what was typed stays. */
  | { readonly kind: "refused"; readonly field: string; readonly message: string }
  /** Put HTML and plain text on the clipboard together, once the page has the focus. */
  | { readonly kind: "copyRich"; readonly html: string; readonly text: string }
  /** Open the section and put the focus into the field. `field` is a path joined by dots. */
  | { readonly kind: "reveal"; readonly item: string; readonly field?: string };
