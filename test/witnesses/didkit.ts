import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createDocumentLoader } from '../../src/platform/json-ld/document-loader.ts';

type Json = Record<string, unknown>;

/** What its WebAssembly offers, as far as it is used here; text in, text out. */
type Wasm = {
  initSync: (options: { module: Uint8Array }) => void;
  generateEd25519KeyFromBytes: (seed: Uint8Array) => string;
  keyToDID: (method: string, jwk: string) => string;
  issueCredential: (credential: string, options: string, jwk: string, contexts: string) => Promise<string>;
  verifyCredential: (credential: string, options: string, contexts: string) => Promise<string>;
  clearCache: () => Promise<unknown>;
};

export type DidKit = {
  /** A new Ed25519 key: its public half as multibase, and what signs with it. */
  makeKey: () => { publicMultibase: string; sign: (credential: Json, verificationMethod: string) => Promise<Json> };
  verify: (credential: Json) => Promise<{ errors: string[]; checks: string[] }>;
};

/** Loaded from its files, so that everything else also runs where nobody installed it. */
const folder = new URL('node_modules/@learncard/didkit-plugin/dist/', import.meta.url);

export const isDidKitInstalled = existsSync(new URL('didkit_wasm.js', folder));

/** DIDKit, in Rust. It asks the web through the global `fetch`, and gets its contexts from here. */
export async function loadDidKit(): Promise<DidKit> {
  const wasm = (await import(/* @vite-ignore */ new URL('didkit_wasm.js', folder).href)) as Wasm;
  wasm.initSync({ module: readFileSync(new URL('didkit_wasm_bg.wasm', folder)) });
  return {
    makeKey() {
      const jwk = wasm.generateEd25519KeyFromBytes(randomBytes(32));
      const publicMultibase = wasm.keyToDID('key', jwk).replace('did:key:', '');
      return {
        publicMultibase,
        async sign(credential, verificationMethod) {
          await wasm.clearCache();
          const options = {
            ...{ type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022' },
            ...{ proofPurpose: 'assertionMethod', verificationMethod },
          };
          const contexts = await contextsOf(credential);
          const signed = await wasm.issueCredential(
            JSON.stringify(credential),
            JSON.stringify(options),
            jwk,
            JSON.stringify(contexts),
          );
          return JSON.parse(signed) as Json;
        },
      };
    },
    async verify(credential) {
      await wasm.clearCache();
      const checks = { checks: ['proof', 'credentialStatus'] };
      const contexts = await contextsOf(credential);
      const said = await wasm.verifyCredential(
        JSON.stringify(credential),
        JSON.stringify(checks),
        JSON.stringify(contexts),
      );
      return JSON.parse(said) as { errors: string[]; checks: string[] };
    },
  };
}

/** Each context by its address, as text. */
async function contextsOf(credential: Json): Promise<Record<string, string>> {
  const load = createDocumentLoader();
  const contexts: Record<string, string> = {};
  for (const url of credential['@context'] as string[]) contexts[url] = JSON.stringify((await load(url)).document);
  return contexts;
}
