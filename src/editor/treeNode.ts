import type { ChecklistItem } from "../halt/checklist";

/** A row of the trees, as plain data. */
export type TreeNode =
  | { readonly kind: "evidence"; readonly uri: string; readonly item: ChecklistItem }
  | { readonly kind: "status"; readonly status: HaltGroup; readonly halts: readonly HaltNode[] }
  | HaltNode;

export interface HaltNode {
  readonly kind: "halt";
  readonly uri: string;
  readonly title: string;
  readonly status: HaltGroup;
  readonly detail: string;
  readonly shared: boolean;
}

export type HaltGroup = "active" | "draft" | "closed" | "unreadable";
