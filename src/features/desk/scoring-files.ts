import { formatDate } from '#domain/text/format-date.ts';
import type { ScoringFile } from '#islands/scoring/scoring-props.ts';
import type { ViewedArtifact } from '../evidence/viewed-artifact.ts';
import type { Scoring } from './desk.queries.ts';

/** The files and links of the attempt as its assessor may see them. */
export function viewedArtifacts(scoring: Pick<Scoring, 'sealed' | 'lostReleases'>): Map<string, ViewedArtifact> {
  return new Map(
    scoring.sealed.artifacts.map((artifact) => [artifact.id, { ...artifact, ...sayLost(scoring, artifact.id) }]),
  );
}

/** The same for the scoring form; those of the same name are told apart by a number. */
export function scoringFiles(scoring: Scoring): ScoringFile[] {
  const seen = new Map<string, number>();
  return [...viewedArtifacts(scoring).values()].map(({ id, kind, name, mediaType, url, hidden }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return {
      ...{ id, kind, name: count === 1 ? name : `${name} (${count})`, mediaType },
      ...(kind === 'link' && url !== null && { url }),
      ...(hidden !== undefined && { hidden }),
    };
  });
}

/** What became of the releases of a file since it was sealed: a withdrawn one hides it, one that has ended is said. */
function sayLost(
  { lostReleases }: Pick<Scoring, 'lostReleases'>,
  artifactId: string,
): Pick<ViewedArtifact, 'hidden' | 'notice'> {
  const lost = lostReleases.get(artifactId) ?? [];
  const on = (date: string) => formatDate(new Date(`${date}T00:00:00Z`));
  const withdrawn = lost.find(({ isWithdrawn }) => isWithdrawn);
  if (withdrawn) return { hidden: `Hidden: the release for this was withdrawn on ${on(withdrawn.on)}` };
  const [ended] = lost;
  return ended ? { notice: `The release of ${ended.subject} for this ended on ${on(ended.on)}` } : {};
}
