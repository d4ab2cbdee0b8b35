import { useEffect, useState } from 'react';
import { z } from 'zod';
import PdfViewer from './pdf-viewer.tsx';
import type { StageProps } from './stage-props.ts';
import TextViewer from './text-viewer.tsx';

/** How far the PDF of a document is; where there will be none, `failed`. */
const Rendition = z.object({ state: z.enum(['waiting', 'working', 'done', 'failed']), progress: z.number().catch(0) });
type Rendition = z.output<typeof Rendition>;

/** Between two questions whether the PDF is there, in milliseconds. */
const pause = 1500;

/** Slides and documents: as a PDF once one is made of them, and as their text meanwhile or otherwise. */
export default function DocumentViewer(props: StageProps) {
  const { fileUrl, locator, pick } = props;
  const rendition = useRendition(`${fileUrl}/rendition`);
  const [asText, setAsText] = useState(locator.type === 'paragraph');
  if (rendition === undefined) {
    return (
      <p role="status" className="viewer-note">
        Opening…
      </p>
    );
  }
  const isDone = rendition.state === 'done';
  const isComing = rendition.state === 'waiting' || rendition.state === 'working';
  return (
    <>
      {isDone && (
        <div className="viewer-tools" role="group" aria-label="Show as">
          <button
            type="button"
            className="btn btn-sm"
            aria-pressed={!asText}
            onClick={() => {
              setAsText(false);
            }}
          >
            As pages
          </button>
          <button
            type="button"
            className="btn btn-sm"
            aria-pressed={asText}
            onClick={() => {
              setAsText(true);
            }}
          >
            As text
          </button>
        </div>
      )}
      {isComing && (
        <div className="viewer-note">
          <label>
            Being made ready to show as pages: {Math.round(rendition.progress)} %{' '}
            <progress className="progress" max={100} value={rendition.progress} />
          </label>
          <p>Until then, this is its text.</p>
        </div>
      )}
      {rendition.state === 'failed' && (
        <p className="viewer-note">
          It can’t be shown as pages here, so this is its text. {pick && 'Pages and slides can be written below. '}
          Download the file to see it whole.
        </p>
      )}
      {isDone && !asText ? (
        <PdfViewer {...props} pdfUrl={`${fileUrl}/rendition.pdf`} />
      ) : (
        <TextViewer {...props} textUrl={`${fileUrl}/text`} />
      )}
    </>
  );
}

/** Asks until the PDF is there or there will be none. */
function useRendition(url: string): Rendition | undefined {
  const [rendition, setRendition] = useState<Rendition>();
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const response = await fetch(url, { signal: stop.signal, headers: { accept: 'application/json' } });
      const read = Rendition.safeParse(response.ok ? await response.json() : undefined);
      const answer = read.success ? read.data : { state: 'failed' as const, progress: 0 };
      setRendition(answer);
      if (answer.state === 'waiting' || answer.state === 'working') timer = setTimeout(() => void tryAsk(), pause);
    };
    const tryAsk = () =>
      ask().catch(() => {
        if (!stop.signal.aborted) setRendition({ state: 'failed', progress: 0 });
      });
    void tryAsk();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [url]);
  return rendition;
}
