import { listDetails } from '#domain/definition/outline.ts';
import { type Definition, Requirement } from '#domain/definition/schema.ts';
import type { PortfolioData } from '#domain/evidence/portfolio/portfolio.ts';
import { sampleText } from './sample-evidence.ts';

const requirement = {
  id: 'portfolio',
  kind: 'portfolio',
  title: 'Portfolio',
  prompt: 'Show each detail.',
  rules: { explanation: { min: 30 } },
};

const range = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** A micro-credential like another, but of so many outcomes with ten details each, all shown in one portfolio. */
export function largeDefinition(base: Definition, outcomes = 6): Definition {
  const all = range(outcomes).map((outcome) => ({
    id: `outcome-${outcome}`,
    title: `Outcome ${outcome}: people in the school lead what they have learned to lead`,
    details: range(10).map((detail) => ({
      id: `detail-${outcome}-${detail}`,
      text: `Detail ${outcome}.${detail}: steps that were agreed on with those whom they concern, and what came of them`,
    })),
  }));
  const lookFors = all.map((outcome) => ({
    id: `shown-${outcome.id}`,
    text: `${outcome.title} is shown`,
    points: [],
    judges: ['portfolio'],
    details: outcome.details.map(({ id }) => id),
  }));
  return {
    ...base,
    outcomes: all,
    parts: [{ id: 'evidence', title: 'Your evidence', requirements: [Requirement.parse(requirement)] }],
    guides: [{ id: 'guide', title: 'Scoring guide', lookFors }],
  };
}

/** Every detail explained in 60 words, the artifacts dealt out to the details one after the other, each at a page. */
export function largePortfolio(definition: Definition, artifacts: readonly string[]): PortfolioData {
  const details = listDetails(definition);
  const entries = details.map((detail, row): [string, PortfolioData['entries'][string]] => [
    detail.id,
    {
      explanation: sampleText(60),
      sources: artifacts
        .filter((_, index) => index % details.length === row)
        .map((artifact, index) => ({ artifact, locator: { type: 'page', page: index + 1 } })),
    },
  ]);
  return { entries: Object.fromEntries(entries) };
}
