import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useCallback, useEffect, useRef, useState } from 'react';
import { lastPage } from '#domain/evidence/locator.ts';
import { findQuote } from '#domain/evidence/quote.ts';
import { findInElement, markWords } from './dom-text.ts';
import { openPdf, searchPages } from './pdf-document.ts';
import { type PageSize, PdfPage } from './pdf-page.tsx';
import { PdfTools } from './pdf-tools.tsx';
import type { StageProps } from './stage-props.ts';

type Opened = { pdf: PDFDocumentProxy; size: PageSize };

/** The pages of a PDF, one below the other. `pdfUrl` is where it stands when it is made of the file. */
export default function PdfViewer({ pdfUrl, ...props }: StageProps & { pdfUrl?: string }) {
  const { artifact, fileUrl, locator, follow, say, pick } = props;
  const url = pdfUrl ?? fileUrl;
  const [opened, setOpened] = useState<Opened>();
  const [hasFailed, setHasFailed] = useState(false);
  const [width, setWidth] = useState(0);
  const [zoom, setZoom] = useState(1);
  const [current, setCurrent] = useState(1);
  const [quotePage, setQuotePage] = useState<number>();
  const scroller = useRef<HTMLDivElement>(null);
  const count = opened?.pdf.numPages ?? 0;
  const unit = /presentation/.test(artifact.mediaType ?? '') ? 'slide' : 'page';
  const scale = opened && width > 0 ? Math.min(2, (width - 24) / opened.size.width) * zoom : 0;
  const [from, to] = markedPages(props, quotePage);

  useEffect(() => {
    const task = openPdf(url);
    const open = async () => {
      const pdf = await task.promise;
      const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
      setOpened({ pdf, size: { width, height } });
    };
    let isClosed = false;
    open().catch(() => {
      if (!isClosed) setHasFailed(true);
    });
    return () => {
      isClosed = true;
      void task.destroy();
    };
  }, [url]);

  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const observer = new ResizeObserver(() => {
      setWidth(box.clientWidth);
    });
    observer.observe(box);
    return () => {
      observer.disconnect();
    };
  }, []);

  const goTo = useCallback((page: number) => {
    const box = scroller.current;
    const target = box?.querySelector<HTMLElement>(`[data-page="${page}"]`);
    if (!box || !target) return;
    box.scrollTop = target.offsetTop - 8;
    setCurrent(page);
  }, []);

  const exact = locator.type === 'quote' ? locator : undefined;
  const pdf = opened?.pdf;
  useEffect(() => {
    if (!pdf || !exact) return;
    let isStopped = false;
    const look = async () => {
      const page = await searchPages(pdf, (text) => findQuote(text, exact));
      if (isStopped) return;
      setQuotePage(page);
      say(page === undefined ? 'These words are not in the file.' : `Found on ${unit} ${page} of ${pdf.numPages}.`);
    };
    if (!pick) void look();
    return () => {
      isStopped = true;
      markWords(undefined);
      setQuotePage(undefined);
    };
  }, [pdf, exact, pick === undefined, say, unit]);

  const isLaidOut = scale > 0;
  useEffect(() => {
    if (isLaidOut && from !== undefined) goTo(Math.min(from, count));
  }, [follow, isLaidOut, from, count, goTo]);

  const onText = useCallback(
    (page: number, layer: HTMLElement) => {
      if (!exact || page !== quotePage) return;
      const range = findInElement(layer, exact);
      if (!range) return;
      markWords(range);
      range.startContainer.parentElement?.scrollIntoView({ block: 'center' });
    },
    [exact, quotePage],
  );

  if (hasFailed) {
    return (
      <p role="alert" className="viewer-note">
        This PDF can’t be shown here. Open the file itself.
      </p>
    );
  }
  return (
    <>
      <PdfTools
        {...{ current, count, unit, zoom, setZoom, say, scroller }}
        {...(pick && { pick })}
        goTo={(page) => {
          goTo(page);
          say(`${unit === 'slide' ? 'Slide' : 'Page'} ${page} of ${count}`);
        }}
      />
      <div
        ref={scroller}
        className="viewer-stage viewer-pdf"
        tabIndex={0}
        role="region"
        aria-label={`${unit === 'slide' ? 'Slides' : 'Pages'} of ${artifact.name}`}
        onScroll={() => {
          setCurrent(pageInSight(scroller.current) ?? current);
        }}
      >
        {!opened && (
          <p role="status" className="viewer-note">
            Opening…
          </p>
        )}
        {opened &&
          isLaidOut &&
          Array.from({ length: count }, (_, index) => (
            <PdfPage
              key={index}
              pdf={opened.pdf}
              number={index + 1}
              label={`${unit === 'slide' ? 'Slide' : 'Page'} ${index + 1}`}
              scale={scale}
              size={opened.size}
              isMarked={from !== undefined && index + 1 >= from && index + 1 <= (to ?? from)}
              scroller={scroller}
              onText={onText}
            />
          ))}
      </div>
    </>
  );
}

/** The first and last page that are marked. */
function markedPages({ locator }: StageProps, quotePage: number | undefined): [from?: number, to?: number] {
  if (locator.type === 'quote') return quotePage === undefined ? [] : [quotePage, quotePage];
  const to = lastPage(locator);
  if (to === undefined) return [];
  return locator.type === 'pages' || locator.type === 'slides' ? [locator.from, to] : [to, to];
}

/** The page at the upper third of what is in sight. */
function pageInSight(box: HTMLElement | null): number | undefined {
  if (!box) return undefined;
  const line = box.scrollTop + box.clientHeight / 3;
  const pages = [...box.querySelectorAll<HTMLElement>('[data-page]')];
  const page = pages.findLast(({ offsetTop }) => offsetTop <= line) ?? pages[0];
  return page && Number(page.dataset.page);
}
