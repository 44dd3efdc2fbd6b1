import type { ComponentChildren } from "preact";
import { CapturedContext, CapturedReproduction } from "./captured";
import { CapturedTests } from "./capturedTests";
import { CapturedDrafts } from "./drafts";
import { LiftCriteria } from "./liftCriteria";
import { usePage } from "./pageContext";
import { ReadinessLine } from "./readiness";
import { sectionOrder, type SectionId } from "./sections";
import { SectionView } from "./sectionView";
import { RecommendedOption, SeverityFields } from "./severityFields";
import { ShortPath } from "./shortPath";

/** The short path, the readiness line and the sections in their order, each with what was captured for it. */
export function EvidenceTab() {
  const { state } = usePage();
  const { halt, checklist } = state;
  const captured: Partial<Record<SectionId, ComponentChildren>> = {
    reproduction: <CapturedReproduction halt={halt} />,
    failingTests: <CapturedTests halt={halt} />,
    severity: <SeverityFields />,
    options: <RecommendedOption />,
    communication: <CapturedDrafts halt={halt} />,
    decision: (
      <fieldset class="list">
        <legend>Lifted when</legend>
        <LiftCriteria />
      </fieldset>
    ),
    context: <CapturedContext halt={halt} />,
  };
  return (
    <>
      <ShortPath />
      <ReadinessLine checklist={checklist} />
      <div class="sections">
        {sectionOrder.map((id) => (
          <SectionView key={id} id={id} item={checklist.items.find((item) => item.id === id)}>
            {captured[id]}
          </SectionView>
        ))}
      </div>
    </>
  );
}
