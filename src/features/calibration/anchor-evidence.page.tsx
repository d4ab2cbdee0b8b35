import { listDetails } from '#domain/definition/outline.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { describeEvidence, readEvidence } from '#domain/evidence/registry.ts';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { PlainEditor } from './plain-editor.tsx';
import { LeadFrame } from '../lead/lead-frame.tsx';
import type { Workspace } from '../work/workspace.queries.ts';
import { Done, Refused } from './calibration-parts.tsx';

export type AnchorEvidencePageProps = {
  context: PageContext;
  anchor: { id: string; title: string };
  workspace: Workspace;
  requirement: Requirement;
  typed?: unknown;
  isStale?: boolean;
  errors?: FormErrors;
  refusal?: string;
  justSaved?: boolean;
};

/** One requirement of a written anchor: the form that an earner has, saved by its button alone. */
export function AnchorEvidencePage(props: AnchorEvidencePageProps) {
  const {
    context,
    anchor,
    workspace,
    requirement,
    typed,
    isStale = false,
    errors = [],
    refusal,
    justSaved = false,
  } = props;
  const path = `/lead/calibration/anchors/${anchor.id}`;
  const details = listDetails(workspace.definition);
  const saved = workspace.evidence.get(requirement.id);
  const artifacts = [...workspace.artifacts.values()].map(({ sha256: _sha256, ...artifact }) => artifact);
  return (
    <LeadFrame context={context} current="calibration" title={requirement.title} hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/lead/calibration">Calibration</a>
        <a href={path}>{anchor.title}</a>
      </nav>
      {refusal && <Refused>{refusal}</Refused>}
      {justSaved && <Done>Saved.</Done>}
      {errors.length > 0 && <ErrorSummary errors={errors} />}
      <header className="page-head">
        <h1>{requirement.title}</h1>
        <div className="prose mt-3">
          {requirement.prompt.split(/\n\s*\n/u).map((paragraph, index) => (
            <p key={index}>{paragraph}</p>
          ))}
        </div>
        <ul className="asked-for">
          {describeEvidence(requirement, details).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </header>
      <PlainEditor
        urls={{
          post: `${path}/evidence/${requirement.id}`,
          draft: `${path}/evidence/${requirement.id}`,
          artifacts: '/artifacts',
          noReuse: true,
          back: path,
          files: '/artifacts',
        }}
        localKey={`tessera:anchor:${anchor.id}:${requirement.id}`}
        requirement={requirement}
        details={details}
        artifacts={artifacts}
        people={{ now: context.now.toISOString(), releases: {}, captioned: [], attestations: [] }}
        saved={{ data: readEvidence(requirement, saved?.data), revision: saved?.revision ?? 0 }}
        toRevise={[]}
        typed={typed ?? null}
        isStale={isStale}
        base={null}
        errors={errors}
      />
    </LeadFrame>
  );
}
