import { type PDFDocumentProxy, type RenderTask, TextLayer } from 'pdfjs-dist';
import { type RefObject, useEffect, useRef, useState } from 'react';

export type PageSize = { width: number; height: number };

type PdfPageProps = {
  pdf: PDFDocumentProxy;
  number: number;
  label: string;
  scale: number;
  /** Until its own is known, that of the first page. In points. */
  size: PageSize;
  isMarked: boolean;
  scroller: RefObject<HTMLElement | null>;
  /** When its words are there to be marked and selected. */
  onText: (page: number, layer: HTMLElement) => void;
};

/** More pixels than this are not drawn: a phone has no memory for them. */
const mostPixels = 8_000_000;

/** One page: drawn, with its words to be selected over the drawing, only while it is near what is in sight. */
export function PdfPage({ pdf, number, label, scale, size, isMarked, scroller, onText }: PdfPageProps) {
  const frame = useRef<HTMLDivElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  const [isNear, setIsNear] = useState(false);
  const [own, setOwn] = useState<PageSize>();
  const { width, height } = own ?? size;

  useEffect(() => {
    frame.current?.style.setProperty('--page-width', `${width * scale}px`);
    frame.current?.style.setProperty('--page-height', `${height * scale}px`);
    frame.current?.style.setProperty('--total-scale-factor', String(scale));
  }, [width, height, scale]);

  useEffect(() => {
    if (!frame.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        setIsNear(entries.at(-1)?.isIntersecting ?? false);
      },
      { root: scroller.current, rootMargin: '600px 0px' },
    );
    observer.observe(frame.current);
    return () => {
      observer.disconnect();
    };
  }, [scroller]);

  useEffect(() => {
    const box = holder.current;
    if (!isNear || !box) return;
    let isStopped = false;
    let task: RenderTask | undefined;
    const draw = async () => {
      const page = await pdf.getPage(number);
      const viewport = page.getViewport({ scale });
      if (isStopped) return;
      const points = page.getViewport({ scale: 1 });
      setOwn((known) => known ?? { width: points.width, height: points.height });
      const ratio = Math.min(devicePixelRatio, Math.sqrt(mostPixels / (viewport.width * viewport.height)));
      const canvas = document.createElement('canvas');
      canvas.width = Math.floor(viewport.width * ratio);
      canvas.height = Math.floor(viewport.height * ratio);
      canvas.setAttribute('aria-hidden', 'true');
      task = page.render({ canvas, viewport, transform: [ratio, 0, 0, ratio, 0, 0] });
      await task.promise;
      if (isStopped) return;
      const words = document.createElement('div');
      words.className = 'textLayer';
      box.replaceChildren(canvas, words);
      await new TextLayer({ textContentSource: page.streamTextContent(), container: words, viewport }).render();
      if (!isStopped) onText(number, words);
    };
    draw().catch(() => {
      // A drawing that was stopped fails too.
      if (!isStopped) box.textContent = 'This page can’t be drawn. Open the file itself.';
    });
    return () => {
      isStopped = true;
      task?.cancel();
      box.replaceChildren();
    };
  }, [pdf, number, scale, isNear, onText]);

  return (
    <div
      ref={frame}
      className="viewer-pdf-page"
      role="group"
      aria-label={label}
      aria-current={isMarked ? 'location' : undefined}
      data-page={number}
    >
      <div ref={holder} className="viewer-pdf-page__holder" />
    </div>
  );
}
