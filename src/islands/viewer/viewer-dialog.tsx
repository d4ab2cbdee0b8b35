import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import { formatLocator } from '#domain/evidence/locator.ts';
import type { ViewerOptions } from './open-viewer.ts';
import { Viewer } from './viewer.tsx';
import type { ViewerArtifact } from './viewer-artifact.ts';

// The content security policy allows no code made from text, which is how schemas would be compiled.
config({ jitless: true });

/** Opens the dialog; resolves once it is closed. The browser keeps the focus in it and gives it back to where it was. */
export function showViewer(options: ViewerOptions): Promise<void> {
  const dialog = document.createElement('dialog');
  dialog.className = 'viewer-dialog';
  dialog.setAttribute('aria-labelledby', 'viewer-title');
  document.body.append(dialog);
  const root = createRoot(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      root.unmount();
      dialog.remove();
      resolve();
    });
    // Outside it closes, but not where words were being selected, or a part marked, and the hand went too far.
    let isFromOutside = false;
    dialog.addEventListener('pointerdown', (event) => {
      isFromOutside = event.target === dialog;
    });
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog && isFromOutside) dialog.close();
    });
    root.render(
      <Content
        {...options}
        close={() => {
          dialog.close();
        }}
      />,
    );
    dialog.showModal();
  });
}

type Loaded = { state: 'loading' } | { state: 'here'; artifact: ViewerArtifact } | { state: 'failed'; message: string };

function Content({ artifact, filesUrl, locator, pick, close }: ViewerOptions & { close: () => void }) {
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });
  const url = `${filesUrl}/${artifact.id}`;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  useEffect(() => {
    const stop = new AbortController();
    loadArtifact(url, stop.signal).then(setLoaded, () => {
      if (!stop.signal.aborted)
        setLoaded({ state: 'failed', message: 'The file could not be reached. Check the network.' });
    });
    return () => {
      stop.abort();
    };
  }, [url]);
  return (
    <div className="viewer-dialog__content">
      <header className="viewer-dialog__head">
        <div>
          <h2 id="viewer-title" tabIndex={-1} ref={heading}>
            {loaded.state === 'here' ? loaded.artifact.name : artifact.name}
          </h2>
          {locator && locator.type !== 'whole' && !pick && (
            <p className="viewer-dialog__place">{formatLocator(locator)}</p>
          )}
          {pick && <p className="viewer-dialog__place">Point at the place, or write it below.</p>}
        </div>
        <button type="button" className="btn btn-sm" onClick={close}>
          <X aria-hidden="true" size={18} /> Close
        </button>
      </header>
      {loaded.state === 'here' ? (
        <Viewer
          artifact={loaded.artifact}
          filesUrl={filesUrl}
          {...(locator && { locator })}
          {...(pick && {
            pick: {
              ...pick,
              onPick(picked) {
                pick.onPick(picked);
                close();
              },
            },
          })}
        />
      ) : (
        <div className="viewer">
          <p role="status" className="viewer-note">
            {loaded.state === 'loading' ? 'Opening…' : loaded.message}
          </p>
          <p className="actions">
            <a href={url} target="_blank" rel="noopener noreferrer">
              Open the file itself<span className="sr-only"> (opens in a new tab)</span>
            </a>
          </p>
        </div>
      )}
    </div>
  );
}

async function loadArtifact(url: string, signal: AbortSignal): Promise<Loaded> {
  const response = await fetch(`${url}/view`, { headers: { accept: 'application/json' }, signal });
  if (response.ok)
    return { state: 'here', artifact: ((await response.json()) as { artifact: ViewerArtifact }).artifact };
  if (response.status === 401) return { state: 'failed', message: 'You are signed out. Sign in again in another tab.' };
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  return { state: 'failed', message: problem.detail ?? 'This file can’t be opened any more.' };
}
