import type { Audience } from "../editor/protocol";
import { command, post } from "./host";
import { usePage } from "./pageContext";
import { audiences } from "./view";
import { counted } from "./words";

/** The brief as it will leave the editor. */
export function BriefTab() {
  const { state, view, show } = usePage();
  const { brief } = state;
  return (
    <>
      <div class="brief-bar">
        <div class="field field-choice">
          <label for="audience">For</label>
          <select
            id="audience"
            value={view.audience}
            onChange={({ currentTarget }) => {
              const audience = audienceOf(currentTarget.value);
              if (audience !== undefined) show({ ...view, audience });
            }}
          >
            {audiences.map((audience) => (
              <option key={audience} value={audience}>
                {audience[0]?.toUpperCase()}
                {audience.slice(1)}
              </option>
            ))}
          </select>
        </div>
        <div class="buttons">
          <button type="button" class="primary" onClick={() => command("copyBrief", view.audience)}>
            Copy as Markdown
          </button>
          <button type="button" class="secondary" onClick={() => command("copyBriefRich", view.audience)}>
            Copy as rich text
          </button>
          <button type="button" class="secondary" onClick={() => command("saveBrief", view.audience)}>
            Save…
          </button>
        </div>
        <p class="hint" role="status">
          {brief === undefined ? "Writing the brief…" : counted(brief.words, "word")}
        </p>
      </div>
      {/* The host renders the brief with HTML off; it is the one place where the page takes HTML. */}
      <article class="brief" onClick={followLink} dangerouslySetInnerHTML={{ __html: brief?.html ?? "" }} />
    </>
  );
}

function audienceOf(value: string): Audience | undefined {
  return audiences.find((audience) => audience === value);
}

function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (link === null) return;
  event.preventDefault();
  const href = link.getAttribute("href") ?? "";
  if (href.startsWith("#")) goTo(href.slice(1));
  else post({ kind: "link", url: href });
}

/** Within the brief: from an evidence number to its row, and back. The keyboard goes on from there. */
function goTo(id: string): void {
  const place = document.getElementById(id);
  if (place === null) return;
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}
