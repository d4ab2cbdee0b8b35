import { changedDetails, changedRequirements, sealedArtifactContext } from '#domain/attempt/sealed-attempt.ts';
import { listDetails, listLookFors } from '#domain/definition/outline.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { checkEvidence, kindLabel } from '#domain/evidence/registry.ts';
import { Status } from '#ui/status.tsx';
import { EvidenceView } from '../evidence/evidence-view.tsx';
import type { Scoring } from './desk.queries.ts';
import { evidencePrefix, lookForAnchor, requirementAnchor } from './scoring-props.ts';

/** The attempt as it was handed in: every requirement with its evidence, and the look-fors that judge it. */
export function EvidencePane({ scoring }: { scoring: Scoring }) {
  const { definition, sealed, previous } = scoring;
  const changed = new Set(changedRequirements(sealed, previous));
  return (
    <>
      {definition.parts.map((part) => (
        <section key={part.id} className="attempt-part" aria-labelledby={`part-${part.id}`}>
          <h3 id={`part-${part.id}`}>{part.title}</h3>
          {part.requirements.map((requirement) => (
            <RequirementEvidence
              key={requirement.id}
              requirement={requirement}
              scoring={scoring}
              change={previous && (changed.has(requirement.id) ? 'changed' : 'same')}
            />
          ))}
        </section>
      ))}
    </>
  );
}

type RequirementProps = { requirement: Requirement; scoring: Scoring; change: 'changed' | 'same' | undefined };

function RequirementEvidence({ requirement, scoring, change }: RequirementProps) {
  const { definition, sealed, previous } = scoring;
  const details = listDetails(definition);
  const data = sealed.evidence.find((item) => item.requirement === requirement.id)?.data;
  const findings = checkEvidence(requirement, data, { details, artifacts: sealedArtifactContext(sealed) });
  const judgedBy = listLookFors(definition).filter((lookFor) => lookFor.judges.includes(requirement.id));
  const carried = new Set(sealed.carriedOver.map((item) => item.lookFor));
  return (
    <section
      id={requirementAnchor(requirement.id)}
      className="attempt-requirement"
      aria-label={`Evidence: ${requirement.title}`}
    >
      <p className="eyebrow">
        {kindLabel(requirement)}
        {change === 'changed' && <strong className="changed-mark">Changed since attempt {previous?.number}</strong>}
        {change === 'same' && <span> · as in attempt {previous?.number}</span>}
      </p>
      <h4>{requirement.title}</h4>
      <details className="attempt-prompt">
        <summary>What was asked</summary>
        {requirement.prompt.split(/\n{2,}/u).map((paragraph, index) => (
          <p key={index}>{paragraph}</p>
        ))}
      </details>
      {findings.length > 0 && (
        <div className="attempt-findings">
          <p className="meta">Automatic checks</p>
          <ul>
            {findings.map((finding) => (
              <li key={finding.place + finding.code}>
                <Status name={finding.level} word={finding.level === 'advice' ? 'Note' : 'Not met'} />{' '}
                {finding.place === 'add' ? (
                  finding.message
                ) : (
                  <a href={`#${evidencePrefix(requirement.id)}-${finding.place}`}>{finding.message}</a>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      <EvidenceView
        requirement={requirement}
        data={data}
        details={details}
        artifacts={new Map(sealed.artifacts.map((artifact) => [artifact.id, artifact]))}
        fileHref={(artifactId) => `/artifacts/${artifactId}`}
        idPrefix={evidencePrefix(requirement.id)}
        changed={change === 'changed' ? changedDetails(requirement.id, sealed, previous) : []}
      />
      <div className="judged-by">
        <p className="meta">Judged by</p>
        <ul>
          {judgedBy.map((lookFor) => (
            <li key={lookFor.id}>
              <a href={`#${lookForAnchor(lookFor.id)}`}>{lookFor.text}</a>
              {carried.has(lookFor.id) && <Status name="demonstrated" />}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
