import type { Finding } from '#domain/evidence/finding.ts';

/** The addresses of one enrolment's pages. */
export function workPaths(enrolmentId: string) {
  const home = `/work/${enrolmentId}`;
  return {
    home,
    requirement: (key: string) => `${home}/requirements/${key}`,
    history: (key: string) => `${home}/requirements/${key}/history`,
    restore: (key: string) => `${home}/requirements/${key}/restore`,
    artifacts: `${home}/artifacts`,
    review: `${home}/review`,
    submit: `${home}/submit`,
    selfRatings: `${home}/self-ratings`,
    coach: `${home}/coach`,
    coachOf: (id: string) => `${home}/coaches/${id}`,
    look: (key: string) => `${home}/requirements/${key}/look`,
    resolveComment: (id: string) => `${home}/comments/${id}/resolve`,
    attempt: (number: number) => `${home}/attempts/${number}`,
    appeal: (number: number) => `${home}/attempts/${number}/appeal`,
    talk: `${home}/talk`,
    agreement: (key: string) => `${home}/requirements/${key}/agreement`,
  };
}

/** Where a finding of a requirement’s is mended. */
export function findingHref(
  paths: ReturnType<typeof workPaths>,
  requirement: string,
  { place, on }: Pick<Finding, 'place' | 'on'>,
): string {
  return `${on === 'work' ? paths.home : paths.requirement(requirement)}#${place}`;
}
