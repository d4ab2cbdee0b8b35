import { describe, expect, it } from 'vitest';
import type { AttestationContext } from '#domain/attestation/attestation.ts';
import type { ReleaseContext } from '#domain/consent/release.ts';
import { Requirement } from '#domain/definition/schema.ts';
import type { ArtifactContext } from '#domain/evidence/kind.ts';
import { checkPart } from './check-part.ts';
import { type RequirementPeople, checkRequirement } from './check-requirement.ts';

const now = '2026-11-22T12:00:00.000Z';
const id = '0190a000-0000-7000-8000-000000000001';
const picture: ArtifactContext = {
  ...{ id, kind: 'file', name: 'class.png', mediaType: 'image/png', size: 10, pages: null },
  ...{ showsPeople: true, scan: 'clean' },
};
const release: ReleaseContext = {
  ...{ id: 'r1', kind: 'student', subject: 'J. D.', covers: ['image'], givenOn: '2026-09-01' },
  ...{ expiresOn: null, withdrawnAt: null },
};
const attested: AttestationContext = {
  ...{ id: 'n1', asked: 'host', kind: 'visit', statement: 'I was visited.', peerName: 'Ada', peerRole: '' },
  ...{ channel: 'mail', requestedAt: now, expiresAt: '2026-12-22T12:00:00.000Z' },
  ...{ attestedAt: now, declinedAt: null, withdrawnAt: null, isCurrent: true },
};

function check(
  options: {
    artifact?: Partial<ArtifactContext>;
    requirement?: Record<string, unknown>;
    people?: Partial<RequirementPeople>;
  } = {},
): string[] {
  const requirement = Requirement.parse({
    ...{ id: 'proof', kind: 'artifact', title: 'Proof', prompt: 'Show it.' },
    rules: { accept: ['image', 'video', 'audio', 'link'], note: 'optional' },
    releases: 'required',
    ...options.requirement,
  });
  const artifact = { ...picture, ...options.artifact };
  return checkRequirement(
    requirement,
    { items: [{ artifact: id, note: '' }] },
    {
      details: [],
      artifacts: new Map([[id, artifact]]),
      people: { now, releases: { [id]: [release] }, captioned: [], attestations: [], ...options.people },
    },
  ).map(({ level, code, place }) => `${level} ${code} at ${place}`);
}

const media = `media-${id}`;
const item = `item-${id}`;

describe('what every kind of evidence is checked for', () => {
  it('finds nothing in a picture whose release holds', () => {
    expect(check()).toEqual([]);
  });

  it.each([
    ['waiting', `blocking scan-waiting at ${item}`],
    ['infected', `blocking scan-infected at ${item}`],
  ] as const)('a file whose scan is %s blocks, at its place in the editor', (scan, finding) => {
    expect(check({ artifact: { scan } })).toEqual([finding]);
  });

  const said = (releases: ReleaseContext[]) => ({ people: { releases: { [id]: releases } } });
  it.each([
    ['nothing was said', { artifact: { showsPeople: null } }, ['blocking people-unanswered']],
    ['it shows nobody', { artifact: { showsPeople: false }, ...said([]) }, []],
    ['no release is named', said([]), ['blocking no-release']],
    ['the release covers something else', said([{ ...release, covers: ['voice'] }]), ['blocking not-covered']],
    ['the release has ended', said([{ ...release, expiresOn: '2026-11-21' }]), ['blocking release-expired']],
    ['the release was withdrawn', said([{ ...release, withdrawnAt: now }]), ['blocking release-withdrawn']],
    [
      'one of two has ended',
      said([release, { ...release, id: 'r2', expiresOn: '2026-11-21' }]),
      ['blocking release-expired'],
    ],
    ['it was sealed before this was asked', { artifact: {} as object, unasked: true, ...said([]) }, []],
  ])('where releases are required and %s', (_when, options, findings) => {
    const artifact = 'unasked' in options ? withoutAnswer() : (options as { artifact?: object }).artifact;
    expect(check({ ...(options as object), ...(artifact && { artifact }) })).toEqual(
      findings.map((one) => `${one} at ${media}`),
    );
  });

  it('only advises where releases are advised, but for one that was withdrawn; and asks nothing where they are not', () => {
    const advised = { requirement: { releases: 'advised' } };
    const none = { requirement: { releases: 'none' } };
    const unanswered = { artifact: { showsPeople: null } };
    expect(check({ ...advised, ...unanswered })).toEqual([`advice people-unanswered at ${media}`]);
    expect(check({ requirement: { releases: undefined }, ...unanswered })).toEqual([
      `advice people-unanswered at ${media}`,
    ]);
    expect(check({ ...advised, ...said([{ ...release, withdrawnAt: now }]) })).toEqual([
      `blocking release-withdrawn at ${media}`,
    ]);
    expect(check({ ...none, ...unanswered })).toEqual([]);
  });

  it('asks for captions of recordings, and of a film who is heard', () => {
    const film = { artifact: { mediaType: 'video/mp4' } };
    const voices = { releases: { [id]: [{ ...release, covers: ['image', 'voice'] }] } };
    expect(check(film)).toEqual([`advice voice-not-covered at ${media}`, `advice no-captions at ${media}`]);
    expect(check({ ...film, people: { ...voices, captioned: [id] } })).toEqual([]);
    expect(check({ artifact: { mediaType: 'audio/mpeg' } })).toEqual([
      `blocking not-covered at ${media}`,
      `advice no-captions at ${media}`,
    ]);
  });

  it('asks of links only where releases are required: they may lead to a film', () => {
    const link = { artifact: { kind: 'link' as const, mediaType: null, size: null, showsPeople: null } };
    expect(check(link)).toEqual([`blocking people-unanswered at ${media}`]);
    expect(check({ ...link, requirement: { releases: 'advised' } })).toEqual([]);
  });
});

function withoutAnswer(): object {
  const { showsPeople: _showsPeople, ...rest } = picture;
  return { ...rest, showsPeople: undefined };
}

describe('what peers must confirm', () => {
  const host = { id: 'host', kind: 'visit', statement: 'I was visited.', by: 'the host', min: 2 };
  const ask = (attestations: AttestationContext[], level = 'blocking') =>
    check({ requirement: { attestations: [{ ...host, level }] }, people: { attestations } });

  it('is met by as many as are asked for', () => {
    expect(ask([attested, { ...attested, id: 'n2' }])).toEqual([]);
  });

  it('says of each that is missing why, once', () => {
    expect(ask([])).toEqual(['blocking attestation-missing at asked-host']);
    expect(ask([attested])).toEqual(['blocking attestation-missing at asked-host']);
    expect(ask([attested, { ...attested, id: 'n2', isCurrent: false }])).toEqual([
      'blocking attestation-void at attestation-n2',
    ]);
    expect(ask([attested, { ...attested, id: 'n2', attestedAt: null }])).toEqual([
      'blocking attestation-waiting at attestation-n2',
    ]);
    expect(
      ask([
        { ...attested, attestedAt: null, expiresAt: now },
        { ...attested, id: 'n2', attestedAt: null, declinedAt: now },
      ]),
    ).toEqual(['blocking attestation-expired at attestation-n1', 'blocking attestation-declined at attestation-n2']);
    expect(ask([attested, { ...attested, id: 'n2', withdrawnAt: now }], 'advice')).toEqual([
      'advice attestation-withdrawn at attestation-n2',
    ]);
  });

  it('names nobody whose answer is not needed', () => {
    expect(ask([attested, { ...attested, id: 'n2' }, { ...attested, id: 'n3', declinedAt: now }])).toEqual([]);
  });

  it('advises of what the earner asked by themselves once it is void', () => {
    const own = { ...attested, asked: null, isCurrent: false };
    expect(check({ people: { attestations: [own] } })).toEqual(['advice attestation-void at attestation-n1']);
    expect(check({ people: { attestations: [{ ...own, attestedAt: null }] } })).toEqual([]);
  });
});

describe('a part that asks for the use of AI', () => {
  const part = { id: 'one', title: 'Part one', aiUse: 'declare' as const };
  const codes = (...args: Parameters<typeof checkPart>) => checkPart(...args).map(({ code }) => code);

  it('wants a declaration, and how where it was used', () => {
    expect(checkPart(part, undefined)).toMatchObject([{ level: 'blocking', place: 'ai-one', on: 'work' }]);
    expect(codes(part, { used: true, how: ' ' })).toEqual(['ai-how']);
    expect(codes(part, { used: true, how: 'Spelling' })).toEqual([]);
    expect(codes(part, { used: false, how: '' })).toEqual([]);
  });

  it('is asked of no other', () => {
    expect(codes({ id: 'one', title: 'Part one' }, undefined)).toEqual([]);
  });
});

describe('where other evidence was agreed on', () => {
  const needsText = { rules: { accept: ['pdf'], note: 'required' } };

  it('makes advice of what the requirement rules, and keeps what protects people', () => {
    const attestations = [{ id: 'host', kind: 'visit', by: 'the host', statement: 'I was visited.' }];
    const before = check({ requirement: { ...needsText, attestations } });
    expect(before.filter((one) => one.startsWith('blocking'))).not.toEqual([]);
    const after = check({ requirement: { ...needsText, attestations }, people: { agreed: true } });
    expect(after).toEqual(before.map((one) => one.replace('blocking', 'advice')));

    const unsafe = { artifact: { scan: 'infected' }, people: { agreed: true, releases: {} } } as const;
    expect(check(unsafe)).toEqual([`blocking scan-infected at ${item}`, `blocking no-release at ${media}`]);
  });

  it('still asks for something', () => {
    const requirement = Requirement.parse({
      ...{ id: 'story', kind: 'narrative', title: 'Story', prompt: 'Tell it.' },
      rules: { words: { min: 100, max: 200 } },
    });
    const people = { now, releases: {}, captioned: [], attestations: [], agreed: true };
    const levels = (text: string) =>
      checkRequirement(requirement, { texts: { text } }, { details: [], artifacts: new Map(), people }).map(
        ({ level }) => level,
      );
    expect(levels('  ')).toContain('blocking');
    expect(levels('Two words.')).toEqual(['advice']);
  });
});
