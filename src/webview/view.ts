import type { PageView } from "../editor/protocol";
import { sectionOrder } from "./sections";

const start: PageView = { tab: "evidence", open: [], openFailures: [], audience: "short" };

/** What was on screen before, as far as it makes sense. */
export function viewFrom(remembered: unknown): PageView {
  if (typeof remembered !== "object" || remembered === null) return start;
  const { tab, open, openFailures, audience } = { ...start, ...remembered };
  const known = Array.isArray(open) && Array.isArray(openFailures) && typeof audience === "string";
  return known
    ? { tab, open: open.filter((id) => sectionOrder.includes(id)), openFailures, audience }
    : start;
}
