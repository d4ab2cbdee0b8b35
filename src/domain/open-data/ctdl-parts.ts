/**
 * The Credential Transparency Description Language as the Credential Registry writes it. Terms and their domains:
 * https://credreg.net/ctdl/mapping and the Registry's own JSON Schemas. Nothing is written that is not a term of it.
 */
export const ctdlContext = 'https://credreg.net/ctdl/schema/context/json';

export type LanguageMap = { en: string };

export type Ctdl = { '@type': string } & Record<string, unknown>;

export function inEnglish(text: string): LanguageMap {
  return { en: text };
}

/** A concept of one of CTDL's own vocabularies. */
export function concept(scheme: string, name: string, [node, label]: [node: string, label: string]): Ctdl {
  return {
    '@type': 'ceterms:CredentialAlignmentObject',
    'ceterms:framework': `https://credreg.net/ctdl/terms/${scheme}`,
    'ceterms:frameworkName': inEnglish(name),
    'ceterms:targetNode': node,
    'ceterms:targetNodeName': inEnglish(label),
  };
}

/** A competency at home elsewhere: here, in CASE. */
export function competency(of: { framework: string; frameworkName: string; node: string; name: string }): Ctdl {
  return {
    '@type': 'ceterms:CredentialAlignmentObject',
    'ceterms:framework': of.framework,
    'ceterms:frameworkName': inEnglish(of.frameworkName),
    'ceterms:targetNode': of.node,
    'ceterms:targetNodeName': inEnglish(of.name),
  };
}

export function condition(name: string, description: string, more: Record<string, unknown>): Ctdl {
  return {
    '@type': 'ceterms:ConditionProfile',
    'ceterms:name': inEnglish(name),
    'ceterms:description': inEnglish(description),
    ...more,
  };
}

export function versionIdentifier(number: number): Ctdl[] {
  return [
    {
      '@type': 'ceterms:IdentifierValue',
      'ceterms:identifierTypeName': inEnglish('Version'),
      'ceterms:identifierValueCode': String(number),
    },
  ];
}

export const isActive = concept('CredentialStatus', 'Credential Status', ['credentialStat:Active', 'Active']);
