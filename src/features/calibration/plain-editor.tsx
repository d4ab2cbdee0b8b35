import type { ComponentType } from 'react';
import type { EvidenceKindName } from '#domain/evidence/registry.ts';
import { ArtifactEditor } from '#islands/artifact-editor.tsx';
import { NarrativeEditor } from '#islands/narrative-editor.tsx';
import { PortfolioEditor } from '#islands/portfolio-editor.tsx';
import type { AnyEditorProps } from '../evidence/evidence-editor.tsx';

const editors: Record<EvidenceKindName, unknown> = {
  narrative: NarrativeEditor,
  artifact: ArtifactEditor,
  portfolio: PortfolioEditor,
};

/** The form of an editor without its script: drafts of an anchor are saved by the button alone. */
export function PlainEditor(props: AnyEditorProps) {
  const Editor = editors[props.requirement.kind] as ComponentType<AnyEditorProps>;
  return <Editor {...props} />;
}
