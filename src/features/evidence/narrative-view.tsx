import { type NarrativeData, narrativeFields } from '#domain/evidence/narrative/narrative.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { countWords } from '#domain/text/count-words.ts';
import type { KindViewProps } from './evidence-view.tsx';

/** Each text in numbered paragraphs, so that “paragraph 3” can be found. */
export function NarrativeView({ requirement, data, idPrefix, headingLevel = 4 }: KindViewProps<'narrative'>) {
  const Heading = `h${headingLevel}` as const;
  const { texts } = data as NarrativeData;
  return (
    <>
      {narrativeFields(requirement.rules).map((field) => (
        <section key={field.id} id={`${idPrefix}-${field.id}`} className="evidence-text">
          {field.label && <Heading>{field.label}</Heading>}
          <Paragraphs text={texts[field.id] ?? ''} idPrefix={`${idPrefix}-${field.id}`} />
        </section>
      ))}
    </>
  );
}

export function Paragraphs({ text, idPrefix }: { text: string; idPrefix: string }) {
  const paragraphs = splitParagraphs(text);
  if (paragraphs.length === 0) return <p className="evidence-none">Nothing written yet.</p>;
  return (
    <>
      <ol className="evidence-paragraphs">
        {paragraphs.map((paragraph, index) => (
          <li key={index} id={`${idPrefix}-p${index + 1}`}>
            {paragraph}
          </li>
        ))}
      </ol>
      <p className="evidence-measure">{countOf(countWords(text), 'word')}</p>
    </>
  );
}

/** Paragraphs as the earner set them: parted by an empty line. */
export function splitParagraphs(text: string): string[] {
  return text
    .split(/\r?\n[ \t]*\r?\n/u)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}
