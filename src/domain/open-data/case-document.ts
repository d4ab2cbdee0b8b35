import { shortText } from '#domain/credential/short-text.ts';
import { caseIds, itemTypeId } from './case-ids.ts';
import type { CfDocument, CfItemType, Link } from './case-types.ts';
import { caseUrl, versionUrl } from './ids.ts';

/** What is told of a micro-credential before its outcomes. */
export type CaseDocumentFacts = {
  baseUrl: string;
  slug: string;
  title: string;
  statement: string;
  issuerName: string;
  number: number;
  publishedAt: Date;
};

/** The framework of one micro-credential, in its current version. */
export function buildCaseDocument(facts: CaseDocumentFacts): CfDocument {
  const { baseUrl, slug, number, publishedAt } = facts;
  const { document } = caseIds(baseUrl, slug);
  const issuerName = shortText(facts.issuerName, 300);
  return {
    identifier: document,
    uri: caseUrl(baseUrl, 'CFDocuments', document),
    caseVersion: '1.1',
    creator: issuerName,
    title: frameworkTitle(facts.title),
    lastChangeDateTime: seconds(publishedAt),
    officialSourceURL: versionUrl(baseUrl, { kind: 'micro-credential', slug }, number),
    publisher: issuerName,
    description: facts.statement,
    language: 'en',
    version: String(number),
    adoptionStatus: 'Adopted',
    statusStartDate: seconds(publishedAt).slice(0, 10),
  };
}

/** As awards name it in their alignments. */
export function frameworkTitle(title: string): string {
  return `Outcomes of ${shortText(title, 300)}`;
}

export function documentLink(document: Pick<CfDocument, 'title' | 'identifier' | 'uri'>): Link {
  const { title, identifier, uri } = document;
  return { title, identifier, uri };
}

export function packageLink(baseUrl: string, { title, identifier }: Pick<CfDocument, 'title' | 'identifier'>): Link {
  return { title, identifier, uri: caseUrl(baseUrl, 'CFPackages', identifier) };
}

/** The two kinds of items; they have not changed since there is CASE here. */
export function buildItemTypes(baseUrl: string): { outcome: CfItemType; detail: CfItemType } {
  const type = (key: 'outcome' | 'detail', title: string, description: string, hierarchyCode: string): CfItemType => {
    const identifier = itemTypeId(baseUrl, key);
    const uri = caseUrl(baseUrl, 'CFItemTypes', identifier);
    return { identifier, uri, title, description, hierarchyCode, lastChangeDateTime: '2026-11-22T00:00:00Z' };
  };
  return {
    outcome: type('outcome', 'Essential outcome', 'What the earner of a micro-credential demonstrates.', '1'),
    detail: type('detail', 'Outcome detail', 'One of the details of an outcome, all of which must be shown.', '1.1'),
  };
}

/** As the format asks for times. */
export function seconds(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
