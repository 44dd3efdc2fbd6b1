import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { HaltPath } from "../halt/intent";
import { intend } from "./host";
import { Icon } from "./icon";
import type { Item } from "./valueAt";

/** Near the edge of the window, dragging scrolls. */
const edgePixels = 48;

export interface Reorder {
  /** The class of an item's row while one is dragged: that one, and the one before or after which it would go. */
  readonly rowClass: (index: number) => string;
  readonly handleProps: (index: number) => HandleProps;
  /** What a screen reader hears of the last move. */
  readonly said: string;
  readonly move: (index: number, to: number) => void;
}

interface HandleProps {
  readonly id: string;
  readonly label: string;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
}

/**
 * Moves the items of a list, by the arrow keys on a handle or by dragging it: one intent, and so one undo step, for each
 * move. Escape leaves a dragged item where it was; the focus stays with the item.
 */
export function useReorder(path: HaltPath, items: readonly Item[], name: (index: number) => string): Reorder {
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number }>();
  const [said, setSaid] = useState("");
  const focus = useRef<string | undefined>(undefined);
  const handleId = (index: number): string =>
    `${path.map(String).join(".")}.${items[index]?.id ?? ""}.handle`;
  useLayoutEffect(() => {
    // A row that is put elsewhere loses the focus.
    if (focus.current === undefined) return;
    document.getElementById(focus.current)?.focus();
  }, [items.map(({ id }) => id).join(" ")]);
  const move = (index: number, to: number): void => {
    const item = items[index];
    if (item === undefined || to === index || to < 0 || to >= items.length) return;
    const before = items[to > index ? to + 1 : to]?.id ?? null;
    focus.current = document.activeElement?.id === handleId(index) ? handleId(index) : undefined;
    intend({ kind: "move", path: [...path], id: item.id, before });
    setSaid(`${name(index)} is now ${name(to)} of ${items.length}.`);
  };
  const end = (): void => setDrag(undefined);
  return {
    said,
    move,
    rowClass: (index) => {
      if (drag === undefined) return "";
      if (index === drag.from) return "dragged";
      if (index !== drag.to || drag.to === drag.from) return "";
      return drag.to > drag.from ? "drop-after" : "drop-before";
    },
    handleProps: (index) => ({
      id: handleId(index),
      label: `Move ${name(index)}: arrow keys, or drag`,
      onKeyDown: (event) => {
        if (event.key === "Escape" && drag !== undefined) end();
        else if (event.key === "ArrowUp") move(index, index - 1);
        else if (event.key === "ArrowDown") move(index, index + 1);
        else if (event.key === "Home") move(index, 0);
        else if (event.key === "End") move(index, items.length - 1);
        else return;
        event.preventDefault();
      },
      onPointerDown: (event) => {
        if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
        setDrag({ from: index, to: index });
        event.preventDefault();
      },
      onPointerMove: (event) => {
        if (drag?.from !== index || !(event.currentTarget instanceof HTMLElement)) return;
        const rows = [...(event.currentTarget.closest("ol")?.children ?? [])];
        setDrag({ from: index, to: rowAt(rows, event.clientY, index) });
        if (event.clientY < edgePixels) window.scrollBy(0, -edgePixels / 4);
        else if (event.clientY > window.innerHeight - edgePixels) window.scrollBy(0, edgePixels / 4);
      },
      onPointerUp: () => {
        if (drag?.from === index) move(index, drag.to);
        end();
      },
      onPointerCancel: end,
    }),
  };
}

/** Where an item would go that is let go at a height: past each row of which it covers the middle. */
function rowAt(rows: readonly Element[], y: number, from: number): number {
  const passed = (row: Element | undefined): number => {
    const box = row?.getBoundingClientRect();
    return box === undefined ? 0 : box.top + box.height / 2;
  };
  let to = from;
  while (to < rows.length - 1 && y > passed(rows[to + 1])) to += 1;
  while (to > 0 && y < passed(rows[to - 1])) to -= 1;
  return to;
}

/** What an item is taken by. */
export function Handle({ label, ...props }: HandleProps) {
  return (
    <button
      type="button"
      class="quiet handle"
      aria-label={label}
      title="Drag, or use the arrow keys"
      {...props}
    >
      <Icon name="handle" />
    </button>
  );
}
