import { agreementLines } from '#domain/attempt/agreed-evidence.ts';
import { formatBytes } from '#domain/evidence/file-types.ts';
import { formatLocator } from '#domain/evidence/locator.ts';
import { formatMoment } from '#domain/text/format-date.ts';
import { parseMarkdown } from '#domain/text/markdown.ts';
import { setPdf } from '#platform/set-pdf.ts';
import { type AttemptPart, agreedOn, attemptContent, confirmedBy } from './attempt-content.ts';
import { attemptTemplate } from './attempt-template.ts';
import type { ReadableAttempt } from './attempts.queries.ts';

/** A sealed attempt as a tagged PDF, the same for whoever asks; its files stand in it by name, place and hash. */
export function attemptPdf(attempt: ReadableAttempt, paper: 'a4' | 'us-letter' = 'us-letter'): Buffer {
  const { definition, sealed, number, submittedAt } = attempt;
  const data = {
    paper,
    issuer: attempt.issuer.name,
    earner: sealed.earner.name,
    title: definition.title,
    subtitle: `Attempt ${number} of ${sealed.earner.name}`,
    documentTitle: `${definition.title}: attempt ${number} of ${sealed.earner.name}`,
    runningTitle: `${definition.title}, attempt ${number} of ${sealed.earner.name}`,
    date: { year: submittedAt.getUTCFullYear(), month: submittedAt.getUTCMonth() + 1, day: submittedAt.getUTCDate() },
    facts: [
      { label: 'Handed in', value: formatMoment(submittedAt) },
      { label: 'Version', value: String(sealed.definition.version) },
      { label: 'SHA-256', value: attempt.sha256 },
    ],
    parts: attemptContent(definition, sealed).map(partOf),
    files: sealed.artifacts.map((artifact) => ({
      name: artifact.name,
      size: artifact.size === null ? 'link' : formatBytes(artifact.size),
      detail: artifact.sha256 ?? artifact.url ?? '',
    })),
  };
  return setPdf(attemptTemplate, data, submittedAt);
}

function partOf({ title, aiUse, requirements }: AttemptPart) {
  return {
    title,
    ai: aiUse === undefined ? null : aiUse.used ? `AI was used: ${aiUse.how}` : 'No AI was used.',
    requirements: requirements.map(({ requirement, pieces, attestations, agreements }) => ({
      title: requirement.title,
      agreed: agreements.map((one) => ({ title: agreedOn(one), lines: agreementLines(one) })),
      pieces: pieces.map(({ label, text, pointers }) => ({
        label,
        pointers: pointers.map(
          ({ artifact, locator }) => artifact.name + (locator.type === 'whole' ? '' : `, ${formatLocator(locator)}`),
        ),
        blocks: parseMarkdown(text),
      })),
      confirmed: attestations.map(({ statement, ...one }) => ({
        statement,
        by: confirmedBy(one),
      })),
    })),
  };
}
