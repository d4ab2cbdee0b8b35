const alignment = [
  {
    type: ['Alignment'],
    targetCode: 'C1',
    targetDescription: 'A competency',
    targetName: 'Competency 1',
    targetFramework: 'The framework',
    targetType: 'CFItem',
    targetUrl: 'https://example.org/items/1',
  },
];

const otherIdentifier = [{ type: 'IdentifierEntry', identifier: '123', identifierType: 'ext:registry' }];

const image = { id: 'https://example.org/tile.svg', type: 'Image', caption: 'A tile' };

const endorsementJwt = ['aGVhZA.cGF5bG9hZA.c2lnbmF0dXJl'];

const profile = {
  id: 'https://example.org/issuer',
  type: ['Profile'],
  name: 'North',
  url: 'https://example.org',
  phone: '+1 555 0100',
  description: 'Of the north.',
  endorsementJwt,
  image,
  email: 'office@example.org',
  address: {
    type: ['Address'],
    addressCountry: 'United States',
    addressCountryCode: 'US',
    addressRegion: 'Illinois',
    addressLocality: 'Springfield',
    streetAddress: '1 North Street',
    postOfficeBoxNumber: '1',
    postalCode: '62701',
    geo: { type: 'GeoCoordinates', latitude: 39.8, longitude: -89.6 },
  },
  otherIdentifier,
  official: 'Ann Officer',
  parentOrg: { id: 'https://example.org/parent', type: ['Profile'], name: 'The parent' },
  familyName: 'Officer',
  givenName: 'Ann',
  additionalName: 'Bea',
  patronymicName: 'Carlsdotter',
  honorificPrefix: 'Dr',
  honorificSuffix: 'Jr',
  familyNamePrefix: 'van',
  dateOfBirth: '1980-02-29',
};

const envelope = {
  '@context': [
    'https://www.w3.org/ns/credentials/v2',
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
    { term: 'https://example.org/term' },
  ],
  validFrom: '2026-11-20T09:30:15Z',
  validUntil: '2031-11-20T09:30:15.5+05:30',
  awardedDate: '2026-11-20T09:30:15-06:00',
  proof: [
    {
      type: 'DataIntegrityProof',
      created: '2026-11-20T09:30:15Z',
      cryptosuite: 'eddsa-rdfc-2022',
      challenge: 'c',
      domain: 'example.org',
      nonce: 'n',
      proofPurpose: 'assertionMethod',
      proofValue: 'z1',
      verificationMethod: 'did:web:example.org#z2',
    },
  ],
  credentialSchema: [{ id: 'https://example.org/schema.json', type: '1EdTechJsonSchemaValidator2019' }],
  credentialStatus: { id: 'https://example.org/status/1#7', type: 'BitstringStatusListEntry', statusListIndex: '7' },
  refreshService: { id: 'https://example.org/refresh', type: '1EdTechCredentialRefresh' },
  termsOfUse: [{ id: 'https://example.org/terms', type: 'Terms' }],
};

const endorsement = [
  {
    ...envelope,
    id: 'https://example.org/endorsements/1',
    type: ['VerifiableCredential', 'EndorsementCredential'],
    name: 'Endorsement',
    description: 'By a partner',
    issuer: profile,
    credentialSubject: { id: profile.id, type: ['EndorsementSubject'], endorsementComment: 'They know it.' },
  },
];

/** A credential with every property that the JSON Schema of Open Badges 3.0 knows, so that a change to any can be tried. */
export const everyProperty = {
  ...envelope,
  id: 'https://example.org/credentials/1',
  type: ['VerifiableCredential', 'AchievementCredential'],
  name: 'Everything',
  description: 'All that there is',
  image,
  issuer: { ...profile, endorsement },
  credentialSubject: {
    id: 'did:example:1',
    type: ['AchievementSubject'],
    activityStartDate: '2026-01-01T00:00:00Z',
    activityEndDate: '2026-06-30T23:59:60Z',
    creditsEarned: 1.5,
    achievement: {
      id: 'https://example.org/achievements/1',
      type: ['Achievement'],
      alignment,
      achievementType: 'ext:Stack',
      creator: profile,
      creditsAvailable: 3,
      criteria: { id: 'https://example.org/criteria', narrative: 'Do it.' },
      description: 'What it is',
      endorsementJwt,
      fieldOfStudy: 'Education',
      humanCode: 'E 1',
      image,
      inLanguage: 'en-US',
      name: 'Everything',
      otherIdentifier,
      related: [{ id: 'https://example.org/achievements/0', type: ['Related'], inLanguage: 'es', version: '1' }],
      resultDescription: [
        {
          id: 'https://example.org/achievements/1#r',
          type: ['ResultDescription'],
          alignment,
          allowedValue: ['A', 'B'],
          name: 'A result',
          requiredLevel: 'https://example.org/achievements/1#yes',
          requiredValue: 'B',
          resultType: 'RubricCriterionLevel',
          rubricCriterionLevel: [
            {
              id: 'https://example.org/achievements/1#yes',
              type: ['RubricCriterionLevel'],
              alignment,
              description: 'It is there',
              level: 'Yes',
              name: 'Yes',
              points: '1',
            },
          ],
          valueMax: '10',
          valueMin: '0',
        },
      ],
      specialization: 'Teaching',
      tag: ['teacher'],
      version: '1',
    },
    identifier: [
      { type: 'IdentityObject', hashed: true, identityHash: 'sha256$ab', identityType: 'emailAddress', salt: 's' },
    ],
    image,
    licenseNumber: 'L 1',
    narrative: 'How it went',
    result: [
      {
        type: ['Result'],
        achievedLevel: 'https://example.org/achievements/1#yes',
        alignment,
        resultDescription: 'https://example.org/achievements/1#r',
        status: 'Completed',
        value: 'Yes',
      },
    ],
    role: 'Teacher',
    source: profile,
    term: 'Fall',
  },
  endorsementJwt,
  evidence: [
    {
      id: 'https://example.org/evidence',
      type: ['Evidence'],
      narrative: 'Sealed',
      name: 'Attempt 1',
      description: 'What was handed in',
      genre: 'Portfolio',
      audience: 'Assessors',
    },
  ],
};
