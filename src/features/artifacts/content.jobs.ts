import type { Deps } from '#platform/deps.ts';
import { makeBlindCopy } from './blind-copy.ts';
import { inspectBlob } from './inspect-blob.ts';
import { snapshotLink } from './link-snapshot.ts';
import { convertToPdf } from './renditions.ts';
import { scanBlob, scanWaiting } from './scan-blob.ts';

declare module '#platform/jobs.ts' {
  interface Jobs {
    'scan-waiting': undefined;
  }
}

/** What is found out about files and links once they are here. */
export function contentJobs(deps: Deps) {
  return {
    'inspect-blob': ({ sha256 }: { sha256: string }) => inspectBlob(deps, sha256),
    'scan-blob': ({ sha256 }: { sha256: string }) => scanBlob(deps, sha256),
    'scan-waiting': () => scanWaiting(deps.db),
    'make-blind-copy': ({ sha256 }: { sha256: string }) => makeBlindCopy(deps, sha256),
    'convert-to-pdf': ({ sha256 }: { sha256: string }) => convertToPdf(deps, sha256),
    'snapshot-link': ({ artifactId }: { artifactId: string }) => snapshotLink(deps, artifactId),
  };
}
