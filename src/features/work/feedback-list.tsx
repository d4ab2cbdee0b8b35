import type { SelfRatings } from '#domain/assessment/self-rating.ts';
import type { Standing } from '#domain/assessment/standing.ts';
import { findRequirement, listDetails, listLookFors } from '#domain/definition/outline.ts';
import type { Definition, LookFor, Requirement } from '#domain/definition/schema.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';
import type { PlacedArtifact } from '#ui/place-link.tsx';
import { RatingPlaces } from '#ui/rating-places.tsx';
import { Status } from '#ui/status.tsx';
import { LookForLife, Rated } from './look-for-life.tsx';

/** A look-for that was judged and is not demonstrated: what it asks for is what there is to revise. */
export function isToRevise(standing: Standing): boolean {
  return standing.state === 'open' && standing.history.length > 0;
}

type ToReviseListProps = {
  definition: Definition;
  standings: readonly Standing[];
  /** Only what judges this requirement, whose page this is. */
  within?: Requirement;
  /** Where a requirement's evidence stands, or one place of it. */
  hrefOf: (requirement: Requirement, place?: string) => string;
  /** How the earner saw it, by attempt. */
  own?: ReadonlyMap<number, SelfRatings>;
  /** The files at which assessors pointed. */
  artifacts?: ReadonlyMap<string, PlacedArtifact>;
};

/** What is not demonstrated yet: each look-for with its ratings, what was said of it, and the evidence it speaks of. */
export function ToReviseList({ definition, standings, within, hrefOf, own, artifacts }: ToReviseListProps) {
  const byKey = new Map(standings.filter(isToRevise).map((standing) => [standing.lookFor, standing]));
  return listLookFors(definition)
    .filter(({ id, judges }) => byKey.has(id) && (!within || judges.includes(within.id)))
    .map((lookFor) => {
      const links = evidenceLinks(definition, lookFor, within, hrefOf);
      return (
        <LookForLife
          key={lookFor.id}
          lookFor={lookFor}
          standing={byKey.get(lookFor.id)}
          headingLevel={3}
          own={own}
          artifacts={artifacts}
        >
          {links.length > 0 && (
            <ul className="standing__evidence" aria-label="The evidence it speaks of">
              {links.map(({ href, text }) => (
                <li key={href}>
                  <a href={href}>{text}</a>
                </li>
              ))}
            </ul>
          )}
        </LookForLife>
      );
    });
}

function evidenceLinks(
  definition: Definition,
  lookFor: LookFor,
  within: Requirement | undefined,
  hrefOf: ToReviseListProps['hrefOf'],
) {
  return lookFor.judges.flatMap((key) => {
    const requirement = findRequirement(definition, key);
    if (!requirement) return [];
    const pieces = piecesOf(definition, requirement, lookFor);
    if (pieces.length > 0) {
      const prefix = requirement.id === within?.id ? '' : `${requirement.title}: `;
      return pieces.map(({ place, label }) => ({ href: hrefOf(requirement, place), text: `${prefix}${label}` }));
    }
    return requirement.id === within?.id ? [] : [{ href: hrefOf(requirement), text: requirement.title }];
  });
}

/** The pieces of evidence that speak of the details which a look-for names; where they stand hangs on no data. */
function piecesOf(definition: Definition, requirement: Requirement, lookFor: LookFor) {
  if (lookFor.details.length === 0) return [];
  return evidencePieces(requirement, undefined, { details: listDetails(definition), artifacts: new Map() }).flatMap(
    (piece) =>
      piece.detail !== undefined && lookFor.details.includes(piece.detail) ? [{ ...piece, detail: piece.detail }] : [],
  );
}

/** The outcome details that were sent back. */
export function detailsToRevise(
  definition: Definition,
  requirement: Requirement,
  standings: readonly Standing[],
): string[] {
  const open = new Set(standings.filter(isToRevise).map((standing) => standing.lookFor));
  const lookFors = listLookFors(definition).filter(({ id, judges }) => open.has(id) && judges.includes(requirement.id));
  return [
    ...new Set(lookFors.flatMap((lookFor) => piecesOf(definition, requirement, lookFor).map(({ detail }) => detail))),
  ];
}

type DemonstratedListProps = Pick<ToReviseListProps, 'definition' | 'standings' | 'own' | 'artifacts'>;

/** What is demonstrated and stays so, in brief. */
export function DemonstratedList({ definition, standings, own, artifacts }: DemonstratedListProps) {
  const byKey = new Map(standings.map((standing) => [standing.lookFor, standing]));
  return (
    <ul className="checklist-findings">
      {listLookFors(definition)
        .filter(({ id }) => byKey.get(id)?.state === 'demonstrated')
        .map(({ id, text }) => {
          const rating = byKey.get(id)?.history.find(({ value }) => value === 'yes');
          const comment = rating?.comment.trim();
          const self = rating && own?.get(rating.attempt)?.get(id);
          return (
            <li key={id}>
              <Status name="demonstrated" />
              <div>
                {text}
                {self && <Rated rating={rating} self={self} />}
                {comment && <blockquote className="assessor-comment">{comment}</blockquote>}
                {artifacts && <RatingPlaces places={rating?.locators ?? []} artifacts={artifacts} />}
              </div>
            </li>
          );
        })}
    </ul>
  );
}
