import type { Checklist } from "../halt/checklist";

/** How far the halt is: a mark for each evidence item, and the line that says what the bars still need. */
export function ReadinessLine({ checklist: { items, line } }: { readonly checklist: Checklist }) {
  const end = line.indexOf(". ") + 1;
  return (
    <div class="readiness">
      <span class="marks" aria-hidden="true">
        {items.map(({ id, state }) => (
          <i key={id} class={`mark-${state}`} />
        ))}
      </span>
      <p role="status">
        <strong>{line.slice(0, end)}</strong>
        {line.slice(end)}
      </p>
    </div>
  );
}
