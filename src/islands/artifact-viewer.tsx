import { Suspense, lazy, useEffect, useState } from 'react';
import type { Locator } from '#domain/evidence/locator.ts';
import type { ViewerArtifact } from './viewer/viewer-artifact.ts';

const Viewer = lazy(() => import('./viewer/viewer.tsx').then((module) => ({ default: module.Viewer })));

/** The viewer on a page of its own. The server renders nothing of it: what is there without JavaScript stands beside it. */
export function ArtifactViewer(props: { artifact: ViewerArtifact; filesUrl: string; locator: Locator }) {
  const [isAlive, setIsAlive] = useState(false);
  useEffect(() => {
    setIsAlive(true);
  }, []);
  if (!isAlive) return null;
  return (
    <Suspense fallback={<p role="status">Opening…</p>}>
      <Viewer {...props} />
    </Suspense>
  );
}
