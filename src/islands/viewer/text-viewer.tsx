import { useEffect, useRef } from 'react';
import { splitParagraphs } from '#domain/text/paragraphs.ts';
import { Markdown } from '#ui/markdown.tsx';
import { findInElement, markWords } from './dom-text.ts';
import { QuoteButton } from './quote-button.tsx';
import type { StageProps } from './stage-props.ts';
import { useLoaded } from './use-loaded.ts';
import { isMarkdown } from './viewer-artifact.ts';

/** A text in numbered paragraphs. `textUrl` is where it stands when it is not the file itself. */
export default function TextViewer({ textUrl, ...props }: StageProps & { textUrl?: string }) {
  const { artifact, fileUrl, locator, follow, say, pick } = props;
  const loaded = useLoaded(textUrl ?? fileUrl, readText);
  const list = useRef<HTMLOListElement>(null);
  const paragraphs = loaded.state === 'here' ? splitParagraphs(loaded.content) : [];
  const isHere = loaded.state === 'here';
  const isWritten = textUrl === undefined && isMarkdown(artifact);

  useEffect(() => {
    if (!list.current || !isHere) return;
    if (locator.type === 'paragraph') list.current.children[locator.paragraph - 1]?.scrollIntoView({ block: 'center' });
    if (locator.type !== 'quote') return;
    const range = findInElement(list.current, locator);
    markWords(range);
    range?.startContainer.parentElement?.scrollIntoView({ block: 'center' });
    if (!range) say('These words are not in the text.');
    return () => {
      markWords(undefined);
    };
  }, [follow, isHere, locator]);

  if (loaded.state === 'loading') {
    return (
      <p role="status" className="viewer-note">
        Opening…
      </p>
    );
  }
  if (loaded.state === 'failed') {
    return (
      <p role="alert" className="viewer-note">
        The text could not be read. Open the file itself.
      </p>
    );
  }
  return (
    <>
      {pick?.allowed.includes('quote') && (
        <div className="viewer-tools" role="group" aria-label="Mark the place">
          <QuoteButton root={list} say={say} pick={pick} />
        </div>
      )}
      <div className="viewer-stage" tabIndex={0} role="region" aria-label={`Text of ${artifact.name}`}>
        <ol ref={list} className="viewer-text">
          {paragraphs.map((paragraph, index) => (
            <li
              key={index}
              aria-current={locator.type === 'paragraph' && locator.paragraph === index + 1 ? 'location' : undefined}
            >
              {isWritten ? <Markdown text={paragraph} /> : paragraph}
              {pick?.allowed.includes('paragraph') && (
                <span data-not-text>
                  {' '}
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => {
                      pick.use({ type: 'paragraph', paragraph: index + 1 });
                    }}
                  >
                    Use paragraph {index + 1}
                  </button>
                </span>
              )}
            </li>
          ))}
        </ol>
        {paragraphs.length === 0 && <p className="viewer-note">There is no text in it.</p>}
      </div>
    </>
  );
}

async function readText(response: Response): Promise<string> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
}
