import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Definition } from '#domain/definition/schema.ts';
import { type AwardFacts, buildAchievementCredential } from './achievement-credential.ts';

const definition = Definition.parse({
  format: 'tessera/1',
  kind: 'micro-credential',
  slug: 'reading-the-room',
  issuer: 'north',
  title: 'Reading the Room',
  statement: 'The teacher notices who takes part.',
  summary: 'Watch, count, change, look again.',
  audience: ['teacher'],
  worth: { pdHours: 12.5 },
  effort: { hours: { min: 8, max: 14 } },
  outcomes: [{ id: 'o', title: 'Widen participation', details: [{ id: 'd', text: 'Participation was counted' }] }],
  parts: [
    {
      id: 'p',
      title: 'Evidence',
      requirements: [{ id: 'r', kind: 'narrative', title: 'N', prompt: 'Write.', rules: { words: { min: 5 } } }],
    },
  ],
  guides: [
    {
      id: 'g',
      title: 'Narrative',
      lookFors: [
        { id: 'l', text: 'The class\n is described', points: ['Who is in it'], judges: ['r'], details: ['d'] },
      ],
    },
  ],
  award: { rule: 'all-look-fors' },
});

const facts: AwardFacts = {
  baseUrl: 'https://learn.example.org',
  publicId: '0123456789abcdefghjk',
  issuer: { slug: 'north', name: 'North', statement: 'Of the north.', website: 'https://north.example', email: null },
  definition,
  version: { number: 3, sha256: 'a'.repeat(64) },
  earner: { name: 'Ana Luz', email: 'ana@example.org' },
  salt: 'salt',
  attempt: { number: 2, sha256: 'b'.repeat(64) },
  awardedAt: new Date('2026-11-20T09:30:15.250Z'),
};

describe('buildAchievementCredential', () => {
  it('names the W3C context first and Open Badges 3.0.3 second', () => {
    expect(buildAchievementCredential(facts)['@context']).toEqual([
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    ]);
  });

  it('is issued by a did:web profile, with no property for what the issuer did not give', () => {
    expect(buildAchievementCredential(facts).issuer).toEqual({
      id: 'did:web:learn.example.org:issuers:north',
      type: ['Profile'],
      name: 'North',
      description: 'Of the north.',
      url: 'https://north.example',
    });
  });

  it('names the earner by a salted hash of the address and never tells the address', () => {
    const credential = buildAchievementCredential(facts);
    const digest = createHash('sha256').update('ana@example.orgsalt').digest('hex');
    expect(credential.credentialSubject.identifier[0].identityHash).toBe(`sha256$${digest}`);
    expect(JSON.stringify(credential)).not.toContain('ana@example.org');
  });

  it('dates the award to the second, as awarded and as valid from', () => {
    const { awardedDate, validFrom } = buildAchievementCredential(facts);
    expect([awardedDate, validFrom]).toEqual(['2026-11-20T09:30:15Z', '2026-11-20T09:30:15Z']);
  });

  it('tells clock hours as a result described by the achievement, not as academic credit', () => {
    const { credentialSubject } = buildAchievementCredential(facts);
    const [description] = credentialSubject.achievement.resultDescription;
    expect(credentialSubject.result).toEqual([{ type: ['Result'], resultDescription: description?.id, value: '12.5' }]);
    expect(credentialSubject).not.toHaveProperty('creditsEarned');
  });

  it('sets out every look-for with its points as the criteria', () => {
    const { narrative } = buildAchievementCredential(facts).credentialSubject.achievement.criteria;
    expect(narrative).toContain('## Narrative\n\n* The class is described\n    * Who is in it');
  });

  it('names the evidence by its hash, with no address of it', () => {
    const [evidence] = buildAchievementCredential(facts).evidence;
    expect(evidence?.narrative).toContain(facts.attempt.sha256);
    expect(JSON.stringify(evidence)).not.toContain('http');
  });
});
