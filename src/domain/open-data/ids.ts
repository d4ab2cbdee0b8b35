import { uuidOfUrl } from './uuid.ts';

export type Subject = { kind: 'micro-credential' | 'series'; slug: string };

const folders = { 'micro-credential': 'micro-credentials', series: 'series' } as const;

/** The page of a micro-credential or a series, whatever its version. */
export function subjectUrl(baseUrl: string, { kind, slug }: Subject): string {
  return `${baseUrl}/${folders[kind]}/${slug}`;
}

/** One version of it: a page for people, the Achievement for programs. Part of every award, so it never changes. */
export function versionUrl(baseUrl: string, subject: Subject, number: number): string {
  return `${subjectUrl(baseUrl, subject)}/versions/${number}`;
}

/**
 * The identifier of something within a micro-credential or a series (an outcome, one of its details, a look-for): the same in every
 * version and never the same as one of another installation.
 */
export function itemId(baseUrl: string, subject: Subject, key: string): string {
  return uuidOfUrl(`${subjectUrl(baseUrl, subject)}#${key}`);
}

/** The CASE item of an outcome. */
export function outcomeItemId(baseUrl: string, slug: string, outcomeId: string): string {
  return itemId(baseUrl, { kind: 'micro-credential', slug }, `outcome/${outcomeId}`);
}

/** Where CASE 1.1 serves an item. */
export function caseItemUrl(baseUrl: string, id: string): string {
  return `${baseUrl}/ims/case/v1p1/CFItems/${id}`;
}

/** The Credential Transparency Identifier of a micro-credential or a series. */
export function ctidOf(baseUrl: string, subject: Subject): string {
  return `ce-${uuidOfUrl(subjectUrl(baseUrl, subject))}`;
}

/** Where CTDL serves a resource. */
export function resourceUrl(baseUrl: string, ctid: string): string {
  return `${baseUrl}/resources/${ctid}`;
}

/** The Credential Transparency Identifier of an issuer. */
export function issuerCtid(baseUrl: string, slug: string): string {
  return `ce-${uuidOfUrl(`${baseUrl}/issuers/${slug}`)}`;
}

/** What CASE 1.1 serves one by one, as it names it in its addresses. */
export type CaseKind = 'CFDocuments' | 'CFPackages' | 'CFItems' | 'CFItemTypes' | 'CFAssociations' | 'CFRubrics';

/** Where CASE 1.1 serves one of these. */
export function caseUrl(baseUrl: string, kind: CaseKind, id: string): string {
  return `${baseUrl}/ims/case/v1p1/${kind}/${id}`;
}
