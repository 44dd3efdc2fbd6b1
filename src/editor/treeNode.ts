import type { ChecklistItem } from "../halt/checklist";

/** A row of the trees, as plain data. */
export type TreeNode =
  | { readonly kind: "evidence"; readonly uri: string; readonly item: ChecklistItem }
  | { readonly kind: "status"; readonly status: HaltGroup; readonly halts: readonly HaltNode[] }
  | HaltNode
  | { readonly kind: "records"; readonly records: readonly RecordNode[] }
  | RecordNode;

export interface HaltNode {
  readonly kind: "halt";
  readonly uri: string;
  readonly title: string;
  readonly status: HaltGroup;
  readonly detail: string;
  readonly shared: boolean;
}

export type HaltGroup = "active" | "draft" | "closed" | "unreadable";

/** A halt that only the ledger knows: a colleague's, whose file is not here. */
export interface RecordNode {
  readonly kind: "record";
  readonly id: string;
  /** The address of the repository's top folder. */
  readonly top: string;
  readonly title: string;
  readonly isActive: boolean;
  readonly detail: string;
  readonly shared: boolean;
  /** What names it to commands. */
  readonly ledger: string;
}
