import type { LightMyRequestResponse } from 'fastify';
import type { TestSite } from './app.ts';
import type { Desk } from './work.ts';

export type Begin = {
  name: string | undefined;
  requirement: string;
  size: number;
  enrolment?: string;
  replaces?: string;
};

type Who = Pick<Desk, 'id' | 'headers'>;

export function tusHeaders(desk: Pick<Desk, 'headers'>): Record<string, string> {
  return { ...desk.headers, 'tus-resumable': '1.0.0', 'sec-fetch-site': 'same-origin' };
}

/** The values of a tus upload's metadata, as its header has them. */
export function tusMetadata(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key} ${Buffer.from(value).toString('base64')}`]))
    .join(',');
}

/** Begins an upload, as the uploader does. */
export function beginUpload(
  site: TestSite,
  desk: Who,
  { name, requirement, size, enrolment = desk.id, replaces }: Begin,
): Promise<LightMyRequestResponse> {
  return site.app.inject({
    method: 'POST',
    url: '/uploads',
    headers: {
      ...tusHeaders(desk),
      'upload-length': String(size),
      'upload-metadata': tusMetadata({ filename: name, enrolment, requirement, replaces }),
    },
  });
}

/** Sends bytes of an upload from a place on. */
export function sendPiece(
  site: TestSite,
  desk: Who,
  url: string,
  offset: number,
  content: Buffer,
): Promise<LightMyRequestResponse> {
  return site.app.inject({
    method: 'PATCH',
    url,
    headers: {
      ...tusHeaders(desk),
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    payload: content,
  });
}
