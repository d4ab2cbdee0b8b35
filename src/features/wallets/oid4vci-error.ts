/** The error codes of OpenID4VCI 1.0 (sections 6.3 and 8.3.1) and of OAuth 2.0 that this issuer answers with. */
export type Oid4vciErrorCode =
  | 'invalid_request'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'invalid_token'
  | 'invalid_credential_request'
  | 'unknown_credential_configuration'
  | 'unknown_credential_identifier'
  | 'invalid_encryption_parameters'
  | 'invalid_proof'
  | 'invalid_nonce'
  | 'credential_request_denied';

/** What a wallet is refused, in the form that the specification asks for. */
export class Oid4vciError extends Error {
  readonly code: Oid4vciErrorCode;

  constructor(code: Oid4vciErrorCode, description: string) {
    super(description);
    this.code = code;
  }

  get statusCode(): number {
    return this.code === 'invalid_token' ? 401 : 400;
  }
}
