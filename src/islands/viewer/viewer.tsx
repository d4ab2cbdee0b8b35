import { type ComponentType, type ReactNode, Component, Suspense, lazy, useState } from 'react';
import { findOutside, locatorTypesFor } from '#domain/evidence/locator-fit.ts';
import { type Locator, formatLocator, typeLocator } from '#domain/evidence/locator.ts';
import { fileFragment } from './file-fragment.ts';
import type { PickOptions } from './open-viewer.ts';
import { PlaceForm } from './place-form.tsx';
import type { StagePick, StageProps } from './stage-props.ts';
import { type ViewerArtifact, type ViewerKind, isUsable, viewerKindOf } from './viewer-artifact.ts';

/** What shows each kind of file; the code of each is loaded only where it is needed. */
const stages: Record<Exclude<ViewerKind, 'none'>, ComponentType<StageProps>> = {
  pdf: lazy(() => import('./pdf-viewer.tsx')),
  image: lazy(() => import('./image-viewer.tsx')),
  video: lazy(() => import('./media-viewer.tsx')),
  audio: lazy(() => import('./media-viewer.tsx')),
  text: lazy(() => import('./text-viewer.tsx')),
  table: lazy(() => import('./table-viewer.tsx')),
  document: lazy(() => import('./document-viewer.tsx')),
};

type ViewerProps = { artifact: ViewerArtifact; filesUrl: string; locator?: Locator; pick?: PickOptions };

const whole: Locator = { type: 'whole' };

/** A file at its place, ways to point at another where one is asked for, and always the file itself as a link. */
export function Viewer({ artifact, filesUrl, locator = whole, pick }: ViewerProps) {
  const [marked, setMarked] = useState(locator);
  const [follow, setFollow] = useState(1);
  const [said, setSaid] = useState('');
  const [typed, setTyped] = useState({ type: locator.type, text: typeLocator(locator) });
  const [problem, setProblem] = useState<string>();
  const fits = locatorTypesFor(artifact);
  const allowed = pick?.allowed.filter((type) => fits.includes(type)) ?? [];
  const fileUrl = `${filesUrl}/${artifact.id}`;
  const outside = findOutside(artifact, locator);

  const choose = (place: Locator) => {
    setMarked(place);
    setTyped({ type: place.type, text: typeLocator(place) });
    setProblem(undefined);
    setSaid(`Chosen: ${formatLocator(place)}`);
  };
  const use = (place: Locator) => {
    const wrong = findOutside(artifact, place);
    if (wrong) setProblem(wrong);
    else pick?.onPick(place);
  };
  const stagePick: StagePick | undefined = pick && { allowed, choose, use };
  return (
    <div className="viewer">
      {!pick && outside && <p className="alert alert-warning">{outside}</p>}
      {isUsable(artifact) ? (
        <Stage
          artifact={artifact}
          fileUrl={fileUrl}
          locator={marked}
          follow={follow}
          say={setSaid}
          {...(stagePick && { pick: stagePick })}
        />
      ) : (
        <p className="viewer-note">This file can’t be opened before it is scanned for viruses.</p>
      )}
      <p className="viewer-said" role="status">
        {said}
      </p>
      {pick && (
        <PlaceForm
          allowed={allowed}
          typed={typed}
          problem={problem}
          onType={(next, place) => {
            setTyped(next);
            setProblem(undefined);
            if (place) setMarked(place);
          }}
          onLeave={() => {
            setFollow((times) => times + 1);
          }}
          onProblem={setProblem}
          onUse={use}
        />
      )}
      <p className="viewer-links">
        {artifact.kind === 'link' ? (
          <a href={artifact.url ?? ''} target="_blank" rel="noopener noreferrer nofollow">
            Open the link<span className="sr-only"> (opens in a new tab)</span>
          </a>
        ) : (
          <>
            <a href={fileUrl + fileFragment(artifact.mediaType, marked)} target="_blank" rel="noopener noreferrer">
              Open the file itself<span className="sr-only"> (opens in a new tab)</span>
            </a>{' '}
            <a href={fileUrl} download={artifact.name}>
              Download
            </a>
          </>
        )}
      </p>
    </div>
  );
}

function Stage(props: StageProps) {
  const kind = viewerKindOf(props.artifact);
  if (kind === 'none') {
    return (
      <p className="viewer-note">
        {props.artifact.kind === 'link'
          ? 'This stands on another site, so it can’t be shown here.'
          : 'This kind of file can’t be shown here. Open the file itself.'}
      </p>
    );
  }
  const Shown = stages[kind];
  return (
    <Boundary>
      <Suspense
        fallback={
          <p role="status" className="viewer-note">
            Opening…
          </p>
        }
      >
        <Shown {...props} />
      </Suspense>
    </Boundary>
  );
}

/** A viewer that fails, or whose code does not come, leaves the link to the file. */
class Boundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <p role="alert" className="viewer-note">
        This could not be shown here. Open the file itself.
      </p>
    );
  }
}
