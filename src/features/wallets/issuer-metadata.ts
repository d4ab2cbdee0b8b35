import {
  type CredentialIssuerMetadata,
  type IssuerMetadataResult,
  Openid4vciVersion,
  setGlobalConfig,
} from './openid4vci.ts';
import { credentialContexts } from '#domain/credential/achievement.ts';
import { bindingMethods, proofAlgorithms } from '#domain/credential/wallet-key.ts';

/** In what form a wallet may take an award, by the id of its credential configuration. */
export const walletFormats = { award_ldp_vc: 'ldp_vc', award_jwt_vc_json: 'jwt_vc_json' } as const;

export type ConfigurationId = keyof typeof walletFormats;

export const configurationIds = Object.keys(walletFormats) as ConfigurationId[];

export type WalletIssuer = { id: string; slug: string; name: string };

const types = ['VerifiableCredential', 'AchievementCredential', 'OpenBadgeCredential'] as const;

/** An installation on trial is reached without HTTPS; the library refuses such addresses unless told. */
export function allowPlainHttp(baseUrl: string): void {
  if (baseUrl.startsWith('http://')) setGlobalConfig({ allowInsecureUrls: true });
}

/** The Credential Issuer Identifier: its metadata is found by putting `/.well-known/…` before its path. */
export function credentialIssuerId(baseUrl: string, slug: string): string {
  return `${baseUrl}/issuers/${slug}`;
}

/** The metadata of OpenID4VCI 1.0, section 12.2.4. */
export function issuerMetadata(baseUrl: string, issuer: WalletIssuer) {
  const id = credentialIssuerId(baseUrl, issuer.slug);
  const common = {
    scope: 'award',
    cryptographic_binding_methods_supported: [...bindingMethods],
    proof_types_supported: { jwt: { proof_signing_alg_values_supported: [...proofAlgorithms] } },
    credential_metadata: {
      display: [{ name: `Award of ${issuer.name}`, locale: 'en', description: 'A micro-credential that was earned.' }],
    },
  };
  return {
    credential_issuer: id,
    credential_endpoint: `${id}/wallet/credential`,
    nonce_endpoint: `${id}/wallet/nonce`,
    display: [{ name: issuer.name, locale: 'en' }],
    credential_configurations_supported: {
      award_ldp_vc: {
        ...common,
        format: 'ldp_vc' as const,
        credential_signing_alg_values_supported: ['eddsa-rdfc-2022'],
        credential_definition: { '@context': [...credentialContexts], type: [...types] },
      },
      award_jwt_vc_json: {
        ...common,
        format: 'jwt_vc_json' as const,
        credential_signing_alg_values_supported: ['RS256'],
        credential_definition: { type: [...types] },
      },
    },
  } satisfies CredentialIssuerMetadata;
}

/** RFC 8414; the issuer is its own authorization server. */
export function authorizationServerMetadata(baseUrl: string, slug: string) {
  const issuer = credentialIssuerId(baseUrl, slug);
  return {
    issuer,
    token_endpoint: `${issuer}/wallet/token`,
    grant_types_supported: [preAuthorizedGrant],
    response_types_supported: [] as string[],
    token_endpoint_auth_methods_supported: ['none'],
    'pre-authorized_grant_anonymous_access_supported': true,
  };
}

export const preAuthorizedGrant = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

/** The same as the library reads it. */
export function metadataResult(baseUrl: string, issuer: WalletIssuer): IssuerMetadataResult {
  const credentialIssuer = issuerMetadata(baseUrl, issuer);
  return {
    originalDraftVersion: Openid4vciVersion.V1,
    credentialIssuer,
    signedCredentialIssuer: undefined,
    authorizationServers: [authorizationServerMetadata(baseUrl, issuer.slug)],
    knownCredentialConfigurations: credentialIssuer.credential_configurations_supported,
  } as unknown as IssuerMetadataResult;
}
