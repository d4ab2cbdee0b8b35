import type { ReactElement } from 'react';
import type { Requirement } from '#domain/definition/schema.ts';
import type { DetailContext } from '#domain/evidence/kind.ts';
import { type EvidenceKindName, readEvidence } from '#domain/evidence/registry.ts';
import { ArtifactView } from './artifact-view.tsx';
import { NarrativeView } from './narrative-view.tsx';
import { PortfolioView } from './portfolio-view.tsx';
import type { ViewedArtifact } from './viewed-artifact.ts';

type ViewProps<Kind extends EvidenceKindName = EvidenceKindName> = {
  requirement: Extract<Requirement, { kind: Kind }>;
  /** In the kind's own shape: `EvidenceView` has read it. */
  data: unknown;
  details: readonly DetailContext[];
  artifacts: ReadonlyMap<string, ViewedArtifact>;
  fileHref: (artifactId: string) => string;
  /** Ids are `<prefix>-<place>`, so that a finding or a comment can link to what it speaks of. */
  idPrefix: string;
  /** Of the evidence's own headings: one below the heading that it stands under. */
  headingLevel?: 2 | 4;
  /** Places that are not as they were in the attempt before. */
  changed?: readonly string[];
};

export type KindViewProps<Kind extends EvidenceKindName> = ViewProps<Kind>;

/** The viewer of every kind. A new kind is one file and one line here. */
const views: { [Kind in EvidenceKindName]: (props: KindViewProps<Kind>) => ReactElement } = {
  narrative: NarrativeView,
  artifact: ArtifactView,
  portfolio: PortfolioView,
};

/** Evidence as the assessor sees it: read-only, whatever its kind. Data of the wrong shape shows as nothing made yet. */
export function EvidenceView(props: Omit<ViewProps, 'requirement'> & { requirement: Requirement }) {
  const View = views[props.requirement.kind] as (props: ViewProps) => ReactElement;
  return (
    <div className="evidence">
      <View {...props} data={readEvidence(props.requirement, props.data)} />
    </div>
  );
}
