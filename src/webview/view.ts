import type { Audience, PageView } from "../editor/protocol";
import { sectionOrder } from "./sections";

export const audiences: readonly Audience[] = ["short", "executive", "product", "engineering", "full"];
const tabs: readonly PageView["tab"][] = ["evidence", "gate", "brief", "history"];

/** What was on screen before, as far as this version of the page knows it. */
export function viewFrom(remembered: unknown): PageView {
  const { tab, open, openDetails, audience } = parts(remembered);
  return {
    tab: tabs.find((known) => known === tab) ?? "evidence",
    open: sectionOrder.filter((id) => listOf(open).includes(id)),
    openDetails: listOf(openDetails).filter((id) => typeof id === "string"),
    audience: audiences.find((known) => known === audience) ?? "short",
  };
}

/** The view with one more failure open; the oldest of many gives way. */
export function withOpenDetail(view: PageView, id: string): PageView {
  return { ...view, openDetails: [...view.openDetails.filter((other) => other !== id), id].slice(-100) };
}

function parts(remembered: unknown): Readonly<Partial<Record<keyof PageView, unknown>>> {
  return typeof remembered === "object" && remembered !== null ? remembered : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
