import type { ComponentChildren } from "preact";
import type { HaltPath } from "../halt/intent";
import { fieldId, Refusal } from "./field";
import { intend } from "./host";
import { Icon } from "./icon";
import { usePage } from "./pageContext";
import { Handle, useReorder } from "./reorder";
import { itemsOf, valueAt, type Item } from "./valueAt";

export interface ItemListProps {
  readonly path: HaltPath;
  /** What one item is called, as in `option`. */
  readonly noun: string;
  /** What a new item holds besides its id; absent where items come from commands only. */
  readonly initial?: Readonly<Record<string, string>> | undefined;
  readonly ordered?: boolean | undefined;
  /** Takes an item out by its id, where more than the item goes with it. */
  readonly remove?: (id: string) => void;
  /** More that can be done with an item, beside moving it and taking it out. */
  readonly actions?: (item: Item, index: number) => ComponentChildren;
  readonly children: (path: HaltPath, item: Item, index: number) => ComponentChildren;
}

/** A list whose items can be added, moved and taken out; an item is named by its id, so a stale click hits no other. */
export function ItemList({ path, noun, initial, ordered, remove, actions, children }: ItemListProps) {
  const { state, refused } = usePage();
  const items = itemsOf(valueAt(state.halt, path));
  const name = (index: number): string => `${noun} ${index + 1}`;
  const reorder = useReorder(path, items, name);
  return (
    <div class="items">
      <ol class={ordered === true ? "ordered" : "plain"}>
        {items.map((item, index) => (
          <li key={item.id} class={reorder.rowClass(index)}>
            <div class="item">{children([...path, { id: item.id }], item, index)}</div>
            {!state.readOnly && (
              <div class="item-actions">
                {actions?.(item, index)}
                {ordered === true && (
                  <>
                    {items.length > 1 && <Handle {...reorder.handleProps(index)} />}
                    <button
                      type="button"
                      class="quiet"
                      aria-label={`Move ${name(index)} up`}
                      title="Move up"
                      disabled={index === 0}
                      onClick={() => reorder.move(index, index - 1)}
                    >
                      <Icon name="up" />
                    </button>
                    <button
                      type="button"
                      class="quiet"
                      aria-label={`Move ${name(index)} down`}
                      title="Move down"
                      disabled={index === items.length - 1}
                      onClick={() => reorder.move(index, index + 1)}
                    >
                      <Icon name="down" />
                    </button>
                  </>
                )}
                <button
                  type="button"
                  class="quiet"
                  aria-label={`Remove ${name(index)}`}
                  title="Remove; undo brings it back"
                  onClick={() =>
                    remove === undefined
                      ? intend({ kind: "remove", path: [...path], id: item.id })
                      : remove(item.id)
                  }
                >
                  <Icon name="remove" />
                </button>
              </div>
            )}
          </li>
        ))}
      </ol>
      {ordered === true && (
        <p class="visually-hidden" role="status">
          {reorder.said}
        </p>
      )}
      {initial !== undefined && !state.readOnly && (
        <button
          type="button"
          class="link"
          id={`${fieldId(path)}.add`}
          onClick={() => add(path, noun, initial)}
        >
          Add {noun}
        </button>
      )}
      <Refusal id={fieldId(path)} problem={refused[fieldId(path)]} />
    </div>
  );
}

function add(path: HaltPath, noun: string, initial: Readonly<Record<string, string>>): void {
  const id = `${noun.replaceAll(" ", "-")}-${crypto.randomUUID().slice(0, 8)}`;
  intend({ kind: "add", path: [...path], item: { id, ...initial } });
}
