import { describe, expect, it } from 'vitest';
import type { ArtifactContext } from '../kind.ts';
import { ArtifactRules, artifact } from './artifact.ts';

const pdf: ArtifactContext = {
  id: 'pdf',
  kind: 'file',
  name: 'plan.pdf',
  mediaType: 'application/pdf',
  size: 2e6,
  pages: 4,
};
const video: ArtifactContext = { ...pdf, id: 'video', name: 'lesson.mp4', mediaType: 'video/mp4', pages: null };
const link: ArtifactContext = {
  ...pdf,
  id: 'link',
  kind: 'link',
  name: 'Our page',
  mediaType: null,
  size: null,
  pages: null,
};
const artifacts = new Map([pdf, video, link].map((one) => [one.id, one]));

function check(rules: unknown, ...items: (string | [string, string])[]) {
  const data = {
    items: items.map((item) =>
      typeof item === 'string' ? { artifact: item, note: 'What it is' } : { artifact: item[0], note: item[1] },
    ),
  };
  return artifact
    .check(data, ArtifactRules.parse(rules), { details: [], artifacts })
    .map(({ code, message }) => `${code}: ${message}`);
}

describe('artifacts', () => {
  it('pass when count, types, size and notes are right', () => {
    expect(check({ min: 2 }, 'pdf', 'link')).toEqual([]);
  });

  it('say how many are missing, in the words of the programme', () => {
    expect(check({ min: 3, item: 'cycle' }, 'pdf')).toEqual(['too-few-artifacts: Add 2 more cycles: 1 of at least 3']);
    expect(check({ min: 2, item: 'run chart summary', items: 'run chart summaries' })).toEqual([
      'too-few-artifacts: Add 2 more run chart summaries: 0 of at least 2',
    ]);
  });

  it('count a removed file as missing', () => {
    expect(check({ min: 2 }, 'pdf', 'removed')).toEqual(['too-few-artifacts: Add 1 more artifact: 1 of at least 2']);
  });

  it('say how many are too many', () => {
    expect(check({ max: 1 }, 'pdf', 'link')).toEqual(['too-many-artifacts: Remove 1: 2 of at most 1 artifact']);
  });

  it('refuse another type, a larger file, and one that nothing is said of', () => {
    expect(check({ accept: ['video'] }, 'video', 'pdf')).toEqual([
      'wrong-type: Replace “plan.pdf” with a video (MP4, WebM or QuickTime)',
    ]);
    expect(check({ maxMegabytes: 1 }, 'pdf')).toEqual([
      'too-large: Replace “plan.pdf” with a file of at most 1.0 MB; it has 2.0 MB',
    ]);
    expect(check({}, ['pdf', '  '])).toEqual(['no-note: Say what “plan.pdf” is']);
    expect(check({ note: 'optional' }, ['pdf', ''])).toEqual([]);
  });

  it('describe what is asked', () => {
    expect(artifact.describe(ArtifactRules.parse({ min: 2, max: 2, item: 'cycle', accept: ['pdf'] }), [])).toEqual([
      '2 cycles: a PDF, up to 100 MB each',
    ]);
    expect(artifact.describe(ArtifactRules.parse({ min: 15, item: 'point', accept: ['pdf'] }), [])).toEqual([
      'At least 15 points: a PDF, up to 100 MB each',
    ]);
  });

  it('refuse rules that can not be kept', () => {
    expect(artifact.checkRules(ArtifactRules.parse({ min: 3, max: 2 }), [])).toMatchObject([{ path: ['max'] }]);
  });

  it('list the files they use and read as a list', () => {
    const data = {
      items: [
        { artifact: 'link', note: 'Our work' },
        { artifact: 'pdf', note: '' },
      ],
    };
    expect(artifact.artifactIds(data)).toEqual(['link', 'pdf']);
    expect(artifact.toText(data, ArtifactRules.parse({}), { details: [], artifacts })).toBe(
      'Our page: Our work\nplan.pdf',
    );
  });
});
