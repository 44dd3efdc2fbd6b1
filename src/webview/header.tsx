import type { Banner } from "../editor/protocol";
import { command } from "./host";
import { Icon } from "./icon";
import { usePage } from "./pageContext";

/** What is halted, in facts, and the one thing that matters: stop it, or let it go. */
export function Header() {
  const { state } = usePage();
  const { halt, shared } = state;
  const target = halt.targets[0];
  const facts = [
    target === undefined ? undefined : `${target.name} at ${target.commit?.slice(0, 10) ?? "no commit"}`,
    halt.base === undefined ? "no base" : `compared with ${halt.base.ref}`,
    halt.bug.id,
    halt.facts?.commits === undefined ? undefined : `${halt.facts.commits} commits`,
    shared ? "shared" : "only you see it",
  ];
  return (
    <header class={`top top-${halt.status}`}>
      <div class="top-line">
        <span class="status">
          <Icon name="stop" /> {halt.status === "closed" ? (halt.outcome?.kind ?? "closed") : halt.status}
        </span>
        <span class="facts">{facts.filter((fact) => fact !== undefined).join(" · ")}</span>
        {!state.readOnly && halt.status === "draft" && (
          <button type="button" class="primary" onClick={() => command("placeHalt")}>
            Halt release
          </button>
        )}
        {!state.readOnly && halt.status === "active" && (
          <button type="button" class="secondary" onClick={() => command("liftHalt")}>
            Lift halt
          </button>
        )}
      </div>
      {halt.placement !== undefined && halt.status === "active" && (
        <p class="placed">The release is halted: {halt.placement.reason}</p>
      )}
      {halt.outcome !== undefined && <p class="placed">{halt.outcome.reason}</p>}
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
  const { command: action } = banner;
  return (
    <div class={`banner banner-${banner.kind}`} role={banner.kind === "warning" ? "alert" : "status"}>
      <span>{banner.text}</span>
      {action !== undefined && (
        <button type="button" class="secondary" onClick={() => command(action)}>
          {banner.label}
        </button>
      )}
    </div>
  );
}
