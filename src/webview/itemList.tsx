import type { ComponentChildren } from "preact";
import type { HaltPath } from "../halt/intent";
import { fieldId, Refusal } from "./field";
import { intend } from "./host";
import { Icon } from "./icon";
import { usePage } from "./pageContext";
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
  readonly children: (path: HaltPath, item: Item, index: number) => ComponentChildren;
}

/** A list whose items can be added, moved and taken out; an item is named by its id, so a stale click hits no other. */
export function ItemList({ path, noun, initial, ordered, remove, children }: ItemListProps) {
  const { state, refused } = usePage();
  const items = itemsOf(valueAt(state.halt, path));
  const name = (index: number): string => `${noun} ${index + 1}`;
  return (
    <div class="items">
      <ol class={ordered === true ? "ordered" : "plain"}>
        {items.map((item, index) => (
          <li key={item.id}>
            <div class="item">{children([...path, { id: item.id }], item, index)}</div>
            {!state.readOnly && (
              <div class="item-actions">
                {ordered === true && (
                  <>
                    <button
                      type="button"
                      class="quiet"
                      aria-label={`Move ${name(index)} up`}
                      title="Move up"
                      disabled={index === 0}
                      onClick={() => move(path, item.id, items[index - 1]?.id ?? null)}
                    >
                      <Icon name="up" />
                    </button>
                    <button
                      type="button"
                      class="quiet"
                      aria-label={`Move ${name(index)} down`}
                      title="Move down"
                      disabled={index === items.length - 1}
                      onClick={() => move(path, item.id, items[index + 2]?.id ?? null)}
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

function move(path: HaltPath, id: string, before: string | null): void {
  intend({ kind: "move", path: [...path], id, before });
}

function add(path: HaltPath, noun: string, initial: Readonly<Record<string, string>>): void {
  const id = `${noun.replaceAll(" ", "-")}-${crypto.randomUUID().slice(0, 8)}`;
  intend({ kind: "add", path: [...path], item: { id, ...initial } });
}
