import type { SelfRatings } from '#domain/assessment/self-rating.ts';
import { standings } from '#domain/assessment/standing.ts';
import type { JudgedAttempt } from '#domain/assessment/standing.ts';
import { listDetails, listLookFors } from '#domain/definition/outline.ts';
import type { Definition, Requirement } from '#domain/definition/schema.ts';
import { EvidenceView } from '../evidence/evidence-view.tsx';
import type { ViewedArtifact } from '../evidence/viewed-artifact.ts';
import { LookForLife } from './look-for-life.tsx';

type EvidenceBesideLookForsProps = {
  definition: Definition;
  requirement: Requirement;
  data: unknown;
  artifacts: ReadonlyMap<string, ViewedArtifact>;
  judged: readonly JudgedAttempt[];
  /** How the earner saw it, by attempt: on their own pages alone. */
  own?: ReadonlyMap<number, SelfRatings>;
};

/** What was made for one requirement, and beside it the look-fors that judge it with all that was said of them. */
export function EvidenceBesideLookFors(props: EvidenceBesideLookForsProps) {
  const { definition, requirement, data, artifacts, judged } = props;
  const byKey = new Map(standings(definition, judged).map((standing) => [standing.lookFor, standing]));
  return (
    <div className="split">
      <EvidenceView
        requirement={requirement}
        data={data}
        details={listDetails(definition)}
        artifacts={artifacts}
        fileHref={(id) => `/artifacts/${id}`}
        idPrefix={requirement.id}
      />
      <aside aria-label={`Look-fors of ${requirement.title}`}>
        {listLookFors(definition)
          .filter((lookFor) => lookFor.judges.includes(requirement.id))
          .map((lookFor) => (
            <LookForLife key={lookFor.id} lookFor={lookFor} standing={byKey.get(lookFor.id)} own={props.own} />
          ))}
      </aside>
    </div>
  );
}
