import type { ComponentType } from 'react';
import type { EvidenceKindName } from '#domain/evidence/registry.ts';
import { Island } from '#ui/island.tsx';
import { ArtifactEditor } from '#islands/artifact-editor.tsx';
import type { EditorProps } from '#islands/editor/editor-props.ts';
import { NarrativeEditor } from '#islands/narrative-editor.tsx';
import { PortfolioEditor } from '#islands/portfolio-editor.tsx';

export type AnyEditorProps = EditorProps<EvidenceKindName, unknown, unknown>;

/** The editor of every kind. A new kind is one island and one line here and in `islands/hydrate.tsx`. */
const editors: Record<EvidenceKindName, { name: string; component: unknown }> = {
  narrative: { name: 'narrative-editor', component: NarrativeEditor },
  artifact: { name: 'artifact-editor', component: ArtifactEditor },
  portfolio: { name: 'portfolio-editor', component: PortfolioEditor },
};

/** The form that makes evidence, of whatever kind the requirement is. */
export function EvidenceEditor(props: AnyEditorProps) {
  const { name, component } = editors[props.requirement.kind];
  return <Island name={name} component={component as ComponentType<AnyEditorProps>} props={props} />;
}
