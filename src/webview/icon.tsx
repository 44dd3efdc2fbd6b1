/** Pictures of 16 by 16, drawn with one stroke in the colour of the text. */
const paths = {
  complete: "M3 8.5 6.5 12 13 4.5",
  incomplete: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M8 2.5v11",
  missing: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11",
  stale: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M8 5v3.5l2.3 1.6",
  closed: "M6 3.5 10.5 8 6 12.5",
  open: "M3.5 6 8 10.5 12.5 6",
  up: "M8 13V3.5M4 7l4-4 4 4",
  down: "M8 3v9.5M4 9l4 4 4-4",
  handle: "M3 5.5h10M3 8h10M3 10.5h10",
  copy: "M5.5 5.5h7.5v7.5h-7.5zM3 10.5V3h7.5",
  remove: "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5",
  stop: "M5.5 2.5h5l3 3v5l-3 3h-5l-3-3v-5zM5.5 8h5",
} as const;

/** The half that is there. */
const filled: Readonly<Partial<Record<keyof typeof paths, string>>> = {
  incomplete: "M8 2.5a5.5 5.5 0 1 0 0 11z",
};

export type IconName = keyof typeof paths;

/** A picture beside words that say the same: a screen reader passes over it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {filled[name] !== undefined && <path class="filled" d={filled[name]} />}
      <path d={paths[name]} />
    </svg>
  );
}
