import { render } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { HostMessage, PageView } from "../editor/protocol";
import { BriefTab } from "./briefTab";
import { copyRich } from "./copyRich";
import { EvidenceTab } from "./evidenceTab";
import { findField } from "./field";
import { GateTab } from "./gateTab";
import { Header } from "./header";
import { HistoryTab } from "./historyTab";
import { post, remember, rememberedView } from "./host";
import { keepFocus } from "./keepFocus";
import { PageContext } from "./pageContext";
import { Pending } from "./pending";
import { sectionOrder, type SectionId } from "./sections";
import { Unreadable } from "./unreadable";
import { viewFrom, withOpenDetail } from "./view";

type Shown = HostMessage & { kind: "state" | "unreadable" };

const tabs = [
  ["evidence", "Evidence"],
  ["gate", "Gate"],
  ["brief", "Brief"],
  ["history", "History"],
] as const;

function App() {
  const [message, setMessage] = useState<Shown>();
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({});
  const [view, setView] = useState(() => viewFrom(rememberedView()));
  const toFocus = useRef<string | null>(null);
  const viewNow = useRef(view);

  const show = (next: PageView): void => {
    viewNow.current = next;
    setView(next);
    remember(next);
    post({ kind: "view", view: next });
  };

  const accept = (field: string): void =>
    setRefused((before) =>
      field in before ? Object.fromEntries(Object.entries(before).filter(([key]) => key !== field)) : before,
    );

  const reveal = (section: SectionId | undefined, focus: string | null): void => {
    toFocus.current = focus;
    const { open } = viewNow.current;
    const opened = section === undefined || open.includes(section) ? open : [...open, section];
    // A failure that is shown is open; there may be more of them than are on the page unasked.
    const [, failure] = /^failure\.(.+)$/.exec(focus ?? "") ?? [];
    const next: PageView = { ...viewNow.current, tab: "evidence", open: opened };
    show(failure === undefined ? next : withOpenDetail(next, failure));
  };

  useEffect(() => {
    const receive = ({ data }: MessageEvent<HostMessage>): void => {
      switch (data.kind) {
        case "state":
          setMessage(data);
          return;
        case "unreadable":
          setMessage(data);
          return;
        case "refused":
          setRefused((before) => ({ ...before, [data.field]: data.message }));
          return;
        case "copyRich":
          void copyRich(data.html, data.text);
          return;
        case "reveal": {
          const section = sectionOrder.find((id) => id === data.item);
          reveal(section, data.field ?? (section === undefined ? null : `section-${section}`));
        }
      }
    };
    window.addEventListener("message", receive);
    window.addEventListener("keydown", undoOrRedo, { capture: true });
    post({ kind: "ready", view: viewNow.current });
    return () => {
      window.removeEventListener("message", receive);
      window.removeEventListener("keydown", undoOrRedo, { capture: true });
    };
  }, []);

  useLayoutEffect(() => {
    const wanted = toFocus.current;
    const element = wanted === null ? null : findField(wanted);
    if (element === null) return;
    toFocus.current = null;
    element.scrollIntoView({ block: "center" });
    const focusable = element.matches("input, textarea, select, button")
      ? element
      : element.querySelector("button");
    if (focusable instanceof HTMLElement) focusable.focus();
  });

  if (message === undefined) return null;
  if (message.kind === "unreadable") return <Unreadable message={message} />;
  return (
    <PageContext.Provider value={{ state: message, view, refused, accept, show, reveal }}>
      <Header />
      <nav class="tabs" role="tablist" aria-label="Halt">
        {tabs.map(([tab, name]) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-selected={view.tab === tab}
            aria-controls="tab-panel"
            tabIndex={view.tab === tab ? 0 : -1}
            onClick={() => show({ ...view, tab })}
            onKeyDown={(event) => toOtherTab(event, (next) => show({ ...viewNow.current, tab: next }))}
          >
            {name}
          </button>
        ))}
      </nav>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${view.tab}`}>
        {view.tab === "evidence" && <EvidenceTab />}
        {view.tab === "gate" && <GateTab />}
        {view.tab === "brief" && <BriefTab />}
        {view.tab === "history" && <HistoryTab />}
      </div>
    </PageContext.Provider>
  );
}

/** The arrow keys lead from tab to tab (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/). */
function toOtherTab(event: KeyboardEvent, select: (tab: PageView["tab"]) => void): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const at = tabs.findIndex(
    ([, name]) => name === (event.target instanceof Element && event.target.textContent),
  );
  const next = step === undefined ? undefined : tabs[(at + step + tabs.length) % tabs.length];
  if (next === undefined) return;
  event.preventDefault();
  select(next[0]);
  document.getElementById(`tab-${next[0]}`)?.focus();
}

/**
 * Undo and redo are the document's, also within a field. They are stopped here, before VS Code hears of them, because the
 * host must first turn what was typed into an edit.
 */
function undoOrRedo(event: KeyboardEvent): void {
  // Where the layout has no Latin letters, the place of the key tells.
  const typed = event.key.toLowerCase();
  const key = /^[a-z]$/.test(typed) ? typed : event.code.replace("Key", "").toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  Pending.forgetAll();
  post({ kind: key === "y" || event.shiftKey ? "redo" : "undo" });
}

const root = document.getElementById("root");
keepFocus();
if (root !== null) render(<App />, root);
