import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { HaltState, PageView } from "../editor/protocol";

/** What every part of the page draws from. */
export interface Page {
  readonly state: HaltState;
  readonly view: PageView;
  /** Why the last change of a field was refused, by the field's path joined by dots. */
  readonly refused: Readonly<Record<string, string>>;
  /** A refusal of the field no longer stands. */
  readonly accept: (field: string) => void;
  readonly show: (view: PageView) => void;
  /** Opens a section and puts the focus into a field of it, by the field's path joined by dots. */
  readonly reveal: (section: PageView["open"][number], field: string) => void;
}

/** Set once, by the page; its parts read it with `usePage`. */
export const PageContext = createContext<Page | undefined>(undefined);

/** What the page draws from. Throws in a part that is drawn outside of it. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error("A part of the page was drawn outside of it.");
  return page;
}
