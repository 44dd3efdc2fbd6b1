/** What a halt stops and what lifts it, judged now. */
export type GateState =
  /** Git may not run here, or there is none. */
  | { readonly kind: "unknown" }
  | { readonly kind: "judging" }
  | { readonly kind: "failed"; readonly message: string }
  | {
      readonly kind: "judged";
      /** Which releases are stopped, in sentences. */
      readonly scope: readonly string[];
      readonly criteria: readonly {
        readonly id: string;
        readonly words: string;
        readonly met: boolean;
        readonly why: string;
      }[];
      /** As in "3 of 4 met". */
      readonly criteriaLine: string;
      /** Branches and tags that are released from, newest first. */
      readonly refs: readonly {
        readonly name: string;
        readonly kind: "branch" | "remoteBranch" | "tag";
        readonly judgement: "halted" | "approvalRequired" | "open" | "cannotTell";
        readonly why: string;
      }[];
      /** How many more there are. */
      readonly leftOut: number;
    };

/** An event of the halt's record. */
export interface RecordedEvent {
  readonly id: string;
  readonly at: string;
  readonly name: string;
  readonly by?: string;
  readonly detail: string;
  /** How its commit in the ledger is signed; absent where nobody signs. */
  readonly signed?: { readonly signature: "good" | "bad" | "unknownKey" | "none"; readonly words: string };
}

/** What became of a place in the code since it was captured, in words that follow its name. */
export interface PlaceView {
  readonly words: string;
  /** A line of code that follows them, and what follows that. */
  readonly code?: string;
  readonly end?: string;
  /** What it was is not to be seen in the work tree any more. */
  readonly isGone: boolean;
}

/** What a verification told, in words. */
export interface VerificationView {
  readonly id: string;
  readonly verdict: string;
  readonly at: string;
  readonly by?: string;
  readonly where?: string;
  /** Of the target, short. */
  readonly commit?: string;
  /** Only of those that are opened. */
  readonly detail?: VerificationDetail;
}

export interface VerificationDetail {
  /** Sentences on what was seen, and what it means. */
  readonly words: string;
  readonly command: string;
  readonly folder?: string;
  readonly setup?: string;
  readonly decidedBy: string;
  /** How the machine differs from where the steps were run. */
  readonly otherMachine?: string;
  readonly outOfTime?: string;
  readonly commits: readonly {
    readonly name: string;
    /** As in "5 of 5". */
    readonly shown: string;
    readonly rate?: string;
    /** How many runs told nothing, and why. */
    readonly untold?: string;
    readonly remarks: readonly string[];
    /** The end of what runs printed, each with which run it is from. */
    readonly outputs: readonly { readonly from: string; readonly text: string }[];
  }[];
}

/** The change that brought the bug, in words. */
export interface ChangeView {
  /** What the button says that looks for it; undefined where it cannot be looked for. */
  readonly label?: string;
  /** As people call it. */
  readonly base?: string;
  readonly commit?: string;
  readonly subject?: string;
  /** Sentences, where a search found it. */
  readonly cameBy?: string;
  readonly foundBy?: string;
  readonly rollback?: string;
  readonly at?: string;
  readonly where?: string;
  readonly command?: string;
  readonly files: readonly string[];
  /** How many more there are. */
  readonly moreFiles: number;
}
