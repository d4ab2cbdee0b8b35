/** The context of the Comprehensive Learner Record 2.0: what its terms stand for. No package carries it. */
export const clrContextUrl = 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json';

const clr = (name: string) => `https://purl.imsglobal.org/spec/vc/clr/vocab.html#${name}`;

const own = { id: '@id', type: '@type' };

const setOf = (id: string, type: string) => ({ '@id': id, '@type': type, '@container': '@set' });

/** As 1EdTech publishes it under the address above; a signature made with other facts would not hold elsewhere. */
export const clrContext = {
  '@context': {
    ...own,
    ClrCredential: {
      '@id': clr('ClrCredential'),
      '@context': { ...own, partial: { '@id': clr('partial'), '@type': 'xsd:boolean' } },
    },
    ClrSubject: {
      '@id': clr('ClrSubject'),
      '@context': {
        ...own,
        cred: 'https://www.w3.org/2018/credentials#',
        obi: 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#',
        achievement: setOf(clr('achievement'), 'obi:Achievement'),
        association: setOf(clr('association'), clr('Association')),
        verifiableCredential: setOf(clr('verifiableCredential'), 'cred:verifiableCredential'),
        identifier: setOf(clr('identifier-1'), 'obi:Identifier'),
      },
    },
    Association: {
      '@id': clr('Association'),
      '@context': {
        associationType: { '@id': clr('AssociationType') },
        sourceId: { '@id': clr('sourceId'), '@type': 'xsd:anyURI' },
        targetId: { '@id': clr('targetId'), '@type': 'xsd:anyURI' },
      },
    },
  },
};
