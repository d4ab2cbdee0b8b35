import type { ReactNode } from 'react';
import { findingKey } from '#domain/assessment/blind-attempt.ts';
import { checkRequirement } from '#domain/checks/check-requirement.ts';
import { changedPlaces } from '#domain/attempt/difference.ts';
import { sealedArtifactContext, sealedPeople } from '#domain/attempt/sealed-attempt.ts';
import { listDetails, listLookFors } from '#domain/definition/outline.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { evidencePieces, kindLabel } from '#domain/evidence/registry.ts';
import { Status } from '#ui/status.tsx';
import { SealedAgreement } from '../agreements/sealed-agreement.tsx';
import { SealedAttestations } from '../attestations/sealed-attestations.tsx';
import { BlindBanner, NameNotice } from '../blind/name-notice.tsx';
import { EvidenceView } from '../evidence/evidence-view.tsx';
import { FlagSection, HiddenFiles } from '../privacy/flag-section.tsx';
import { AiUseShown } from '../work/ai-declaration.tsx';
import { evidencePrefix, lookForAnchor, requirementAnchor } from './anchors.ts';
import type { AttemptView } from './attempt-view.queries.ts';
import type { Scoring } from './desk.queries.ts';
import { viewedArtifacts } from './scoring-files.ts';

/** The attempt as it was handed in: every requirement with its evidence, and the look-fors that judge it. */
export function EvidencePane({ scoring, viewerId }: { scoring: Scoring; viewerId: string | undefined }) {
  return (
    <ShownEvidence
      isScored
      view={scoring}
      leadsToGuide
      above={<HiddenFiles scoring={scoring} viewerId={viewerId} />}
      under={(requirement) => <FlagSection scoring={scoring} requirement={requirement} viewerId={viewerId} />}
    />
  );
}

type ShownEvidenceProps = {
  view: AttemptView;
  /** Whether the scoring guide stands on the same page. */
  leadsToGuide?: boolean;
  /** Whether whoever reads it scores it. */
  isScored?: boolean;
  above?: ReactNode;
  /** Under the evidence of each requirement. */
  under?: (requirement: Requirement) => ReactNode;
};

/** The same for whoever only reads it. */
export function ShownEvidence({ view, leadsToGuide = false, isScored = false, above, under }: ShownEvidenceProps) {
  const { definition, difference } = view;
  return (
    <>
      {view.blind && <BlindBanner isScored={isScored} />}
      {above}
      {definition.parts.map((part) => (
        <section key={part.id} className="attempt-part" aria-labelledby={`part-${part.id}`}>
          <h3 id={`part-${part.id}`}>{part.title}</h3>
          {view.sealed.aiUse?.map(
            (declared) => declared.part === part.id && <AiUseShown key={declared.part} {...declared} />,
          )}
          {part.requirements.map((requirement) => (
            <RequirementEvidence
              key={requirement.id}
              requirement={requirement}
              view={view}
              under={under?.(requirement)}
              leadsToGuide={leadsToGuide}
              change={difference && (changedPlaces(difference, requirement.id).length > 0 ? 'changed' : 'same')}
            />
          ))}
        </section>
      ))}
    </>
  );
}

type RequirementProps = {
  requirement: Requirement;
  view: AttemptView;
  under: ReactNode;
  leadsToGuide: boolean;
  change: 'changed' | 'same' | undefined;
};

function RequirementEvidence({ requirement, view, under, leadsToGuide, change }: RequirementProps) {
  const { definition, sealed, previous } = view;
  const details = listDetails(definition);
  const data = sealed.evidence.find((item) => item.requirement === requirement.id)?.data;
  const context = { details, artifacts: sealedArtifactContext(sealed) };
  // Of what is hidden a check would say something else than of what was handed in.
  const isHidden = view.hiddenIn.includes(requirement.id);
  const findings = isHidden
    ? []
    : checkRequirement(requirement, data, { ...context, people: sealedPeople(sealed, requirement.id) }).filter(
        (finding) => view.blind?.findings.has(findingKey(requirement.id, finding)) ?? true,
      );
  const places = new Set(evidencePieces(requirement, data, context).map(({ place }) => place));
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
      {isHidden && <p className="meta">Automatic checks are not shown while a part of this is hidden.</p>}
      {findings.length > 0 && (
        <div className="attempt-findings">
          <p className="meta">Automatic checks</p>
          <ul>
            {findings.map((finding) => (
              <li key={finding.place + finding.code}>
                <Status name={finding.level} word={finding.level === 'advice' ? 'Note' : 'Not met'} />{' '}
                {places.has(finding.place) ? (
                  <a href={`#${evidencePrefix(requirement.id)}-${finding.place}`}>{finding.message}</a>
                ) : (
                  finding.message
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      <NameNotice named={view.blind?.naming.get(requirement.id)} artifacts={sealed.artifacts} />
      <EvidenceView
        requirement={requirement}
        data={data}
        details={details}
        artifacts={viewedArtifacts(view)}
        fileHref={(artifactId) => `/artifacts/${artifactId}`}
        idPrefix={evidencePrefix(requirement.id)}
        changed={changedPlaces(view.difference, requirement.id)}
      />
      {under}
      <SealedAgreement sealed={sealed} requirement={requirement.id} />
      <SealedAttestations sealed={sealed} requirement={requirement.id} takenBack={view.takenBack} />
      <div className="judged-by">
        <p className="meta">Judged by</p>
        <ul>
          {judgedBy.map((lookFor) => (
            <li key={lookFor.id}>
              {leadsToGuide ? <a href={`#${lookForAnchor(lookFor.id)}`}>{lookFor.text}</a> : lookFor.text}
              {carried.has(lookFor.id) && <Status name="demonstrated" />}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
