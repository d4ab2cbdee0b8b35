import type pg from 'pg';
import type { Assets } from './assets.ts';
import type { Auth } from './auth.ts';
import type { Scanner } from './clamav.ts';
import type { Database } from './database.ts';
import type { FetchOutside } from './fetch-outside.ts';
import type { Canonize } from './json-ld/canonize.ts';
import type { KeyService } from './key-service.ts';
import type { Log } from './log.ts';
import type { OfficeConverter } from './office-converter.ts';
import type { Storage } from './storage.ts';

/** What the entry points make once and hand down. */
export type Deps = {
  db: Database;
  pool: pg.Pool;
  /** The clock; tests hold it still. */
  now: () => Date;
  /** A random number from 0 up to, not including, 1, by which attempts are sampled; tests choose it. */
  draw: () => number;
  storage: Storage;
  auth: Auth;
  assets: Assets;
  log: Log;
  /** The address people use, without a slash at the end. */
  baseUrl: string;
  secret: string;
  /** Whom mail comes from, as `MAIL_FROM` says it. */
  mailFrom: string;
  /** Where issuers’ keys are made and sign; `undefined`: they are kept here, encrypted. */
  keyService: KeyService | undefined;
  /** Canonicalises what is signed and what was signed here, away from the thread that serves. */
  canonize: Canonize;
  production: boolean;
  /** Bytes that one file may have, whatever a requirement allows. */
  maxFileBytes: number;
  /** Bytes that all files of one earner may have together. */
  maxEarnerBytes: number;
  /** Looks for viruses; `undefined` where this installation doesn’t. */
  scanner: Scanner | undefined;
  /** Makes PDFs of documents and slides; `undefined` where LibreOffice is not installed. */
  office: OfficeConverter | undefined;
  /** Reads a page that somebody named, never one of this machine or its network. */
  fetchOutside: FetchOutside;
  /** Reads a document that an award names: by https alone, whole, from the hosts that the operator allows. */
  fetchDocument: FetchOutside;
};
