import { countOf } from '#domain/evidence/finding.ts';
import { type NarrativeData, narrativeFields, narrativeTestimonials } from '#domain/evidence/narrative/narrative.ts';
import { type Testimonial, permissionWords, testimonialPlace } from '#domain/evidence/narrative/testimonial.ts';
import { isHiddenSentence } from '#domain/privacy/withhold.ts';
import { countWords } from '#domain/text/count-words.ts';
import { formatDate } from '#domain/text/format-date.ts';
import { Markdown } from '#ui/markdown.tsx';
import type { KindViewProps } from './evidence-view.tsx';

/** Each text in numbered paragraphs, so that “paragraph 3” can be found, then what others said. */
export function NarrativeView({ requirement, data, idPrefix, headingLevel = 4 }: KindViewProps<'narrative'>) {
  const Heading = `h${headingLevel}` as const;
  const narrative = data as NarrativeData;
  const testimonials = narrativeTestimonials(narrative, requirement.rules);
  return (
    <>
      {narrativeFields(requirement.rules).map((field) => (
        <section key={field.id} id={`${idPrefix}-${field.id}`} className="evidence-text">
          {field.label && <Heading>{field.label}</Heading>}
          <Paragraphs
            text={narrative.texts[field.id] ?? ''}
            idPrefix={`${idPrefix}-${field.id}`}
            headingLevel={below(headingLevel, field.label ? 1 : 0)}
          />
        </section>
      ))}
      {testimonials.length > 0 && (
        <section className="evidence-testimonials">
          <Heading>Testimonials</Heading>
          {testimonials.map((testimonial) => (
            <TestimonialView key={testimonial.id} testimonial={testimonial} idPrefix={idPrefix} />
          ))}
        </section>
      )}
    </>
  );
}

function TestimonialView({ testimonial, idPrefix }: { testimonial: Testimonial; idPrefix: string }) {
  const { id, quote, by, role, permission } = testimonial;
  const place = `${idPrefix}-${testimonialPlace(id)}`;
  return (
    <figure id={place} className="testimonial">
      <blockquote>
        <Markdown text={quote} idPrefix={place} headingLevel={6} />
      </blockquote>
      <figcaption>
        {[by, role].filter((part) => part.trim() !== '').join(', ')}
        <span className="testimonial__leave">
          {permission
            ? `Leave to quote given ${permissionWords[permission.given]}${permission.on ? ` on ${formatDate(new Date(permission.on))}` : ''}`
            : 'No leave to quote yet'}
        </span>
      </figcaption>
    </figure>
  );
}

/** An earner’s text with its paragraphs numbered and its words counted. */
export function Paragraphs({
  text,
  idPrefix,
  headingLevel = 5,
}: {
  text: string;
  idPrefix: string;
  headingLevel?: 2 | 3 | 4 | 5 | 6;
}) {
  if (isHiddenSentence(text)) return <p className="evidence-hidden">{text}</p>;
  if (text.trim() === '') return <p className="evidence-none">Nothing written yet.</p>;
  return (
    <>
      <Markdown text={text} idPrefix={idPrefix} headingLevel={headingLevel} isNumbered />
      <p className="evidence-measure">{countOf(countWords(text), 'word')}</p>
    </>
  );
}

function below(level: 2 | 4, steps: number): 2 | 3 | 4 | 5 {
  return (level + steps) as 2 | 3 | 4 | 5;
}
