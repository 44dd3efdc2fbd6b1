import type { ComponentChildren } from "preact";
import type { Banner } from "../editor/protocol";
import type { Halt } from "../halt/schema/halt";
import { command, post } from "./host";
import { Icon } from "./icon";
import { usePage } from "./pageContext";
import { counted } from "./words";

/** What is halted, in facts that lead to where they come from, and the one thing that matters: stop it, or let it go. */
export function Header() {
  const { state } = usePage();
  const { halt, shared, audience } = state;
  const isSaidBelow = state.banners.some(({ command }) => command === "shareHalt");
  return (
    <header class={`top top-${halt.status}`}>
      <div class="top-line">
        <span class="status">
          <Icon name="stop" /> {halt.status === "closed" ? (halt.outcome?.kind ?? "closed") : halt.status}
        </span>
        <ul class="facts facts-row">
          {halt.release !== undefined && (
            <li>
              Release <strong>{halt.release}</strong>
            </li>
          )}
          <Bug bug={halt.bug} />
          {!isSaidBelow && (
            <li>
              {audience === undefined
                ? shared
                  ? "In the work tree"
                  : "Only you see this"
                : capital(audience)}
            </li>
          )}
        </ul>
        {/* One button, so that who pressed it by the keyboard does not lose their place. */}
        {!state.readOnly && halt.status !== "closed" && (
          <button
            type="button"
            class={halt.status === "draft" ? "primary" : "secondary"}
            onClick={() => command(halt.status === "draft" ? "placeHalt" : "liftHalt")}
          >
            {halt.status === "draft" ? "Halt release" : "Lift halt"}
          </button>
        )}
      </div>
      <BranchFacts halt={halt} />
      {halt.placement !== undefined && halt.status === "active" && (
        <p class="placed">The release is halted: {halt.placement.reason}</p>
      )}
      <Outcome halt={halt} />
      {state.readOnly && <BannerView banner={{ kind: "info", text: "This version is read-only." }} />}
      {state.restricted !== undefined && (
        <BannerView
          banner={{ kind: "info", text: state.restricted, command: "openTrust", label: "Manage trust" }}
        />
      )}
      <Banners banners={state.banners} />
    </header>
  );
}

/** How it ended, by whom and why; of a release that ships all the same, who accepts the risk. */
function Outcome({ halt: { outcome, decision } }: { readonly halt: Halt }) {
  if (outcome === undefined) return null;
  const by = outcome.by === undefined ? "" : ` by ${outcome.by}`;
  return (
    <p class="placed">
      {capital(outcome.kind)}
      {by}: {outcome.reason}
      {outcome.kind === "overruled" &&
        decision.riskOwner !== undefined &&
        ` (risk accepted by ${decision.riskOwner})`}
    </p>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Bug({ bug: { id, url } }: { readonly bug: Halt["bug"] }) {
  if (id === undefined) return null;
  return (
    <li>
      {url === undefined ? (
        <strong>{id}</strong>
      ) : (
        <button type="button" class="link" onClick={() => post({ kind: "link", url })}>
          {id}
        </button>
      )}
    </li>
  );
}

/** Target, base, range, what is not committed or not pushed, and how far the release is out. */
function BranchFacts({ halt }: { readonly halt: Halt }) {
  const { state, reveal } = usePage();
  const { facts, base } = halt;
  const open = (dirty: number): string => `${dirty} ${dirty === 1 ? "file" : "files"} not committed`;
  return (
    <ul class="facts facts-row">
      {halt.targets.map(({ id, name, commit }) => (
        <li key={id}>
          <code>{name}</code>
          {commit !== undefined && name !== commit && <> at {<Commit halt={halt} commit={commit} />}</>}
        </li>
      ))}
      <li>
        <Change enabled={!state.readOnly} act={() => command("chooseBase")} title="Choose another base">
          {base === undefined ? "No base" : <>base {<code>{base.ref}</code>}</>}
        </Change>
      </li>
      {facts?.commits !== undefined && (
        <li>
          {counted(facts.commits, "commit")}
          {facts.changedFiles !== undefined && `, ${counted(facts.changedFiles, "file")}`}
        </li>
      )}
      {facts !== undefined && facts.dirty > 0 && <li class="warned">{open(facts.dirty)}</li>}
      {facts?.pushed === false && <li class="warned">not pushed</li>}
      <li>
        <Change
          enabled={!state.readOnly}
          act={() => reveal("context", "rollout.state")}
          title="Say how far the release is out"
        >
          {rolloutWords(halt.rollout)}
        </Change>
      </li>
    </ul>
  );
}

function Commit({ halt, commit }: { readonly halt: Halt; readonly commit: string }) {
  const short = <code>{commit.slice(0, 7)}</code>;
  if (halt.facts?.commitUrl === undefined || halt.facts.commit !== commit) return short;
  return (
    <button type="button" class="link" onClick={() => command("openTarget")}>
      {short}
    </button>
  );
}

function Change({
  enabled,
  act,
  title,
  children,
}: {
  readonly enabled: boolean;
  readonly act: () => void;
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  if (!enabled) return <>{children}</>;
  return (
    <button type="button" class="link" title={title} onClick={act}>
      {children}
    </button>
  );
}

const rolloutStates = {
  notStarted: "rollout not started",
  inProgress: "rollout in progress",
  paused: "rollout paused",
  complete: "rolled out",
} as const;

function rolloutWords({ state, percent, ring }: Halt["rollout"]): string {
  const far = [percent === undefined ? undefined : `${percent} %`, ring].filter((part) => part !== undefined);
  const words = state === undefined ? "rollout not stated" : rolloutStates[state];
  return [words, ...far].join(", ");
}

/** What to know before all else, each with the one or two things to do about it; a warning is read out at once. */
export function Banners({ banners }: { readonly banners: readonly Banner[] }) {
  return (
    <>
      {banners.map((banner) => (
        <BannerView key={banner.text} banner={banner} />
      ))}
    </>
  );
}

function BannerView({ banner }: { readonly banner: Banner }) {
  const { command: action, other } = banner;
  return (
    <div class={`banner banner-${banner.kind}`} role={banner.kind === "warning" ? "alert" : "status"}>
      <span>{banner.text}</span>
      {action !== undefined && (
        <button type="button" class="secondary" onClick={() => command(action)}>
          {banner.label}
        </button>
      )}
      {other !== undefined && (
        <button type="button" class="secondary" onClick={() => command(other.command)}>
          {other.label}
        </button>
      )}
    </div>
  );
}
