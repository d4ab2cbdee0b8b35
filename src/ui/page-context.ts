import type { Viewer } from '#domain/access/viewer.ts';

/** What every page needs to know of the request, and no more. */
export type PageContext = {
  viewer: Viewer | null;
  /** The path and query of this page. */
  path: string;
  assets: { styles: readonly string[]; enhance: string | undefined; islands: string | undefined };
  /** Dates are computed from this, so that a page is a function of its props. */
  now: Date;
  baseUrl: string;
};
