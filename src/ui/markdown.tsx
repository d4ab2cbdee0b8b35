import { Fragment, type ReactNode } from 'react';
import type { Inline, TextRun } from '#domain/text/markdown-inline.ts';
import { type Block, parseMarkdown } from '#domain/text/markdown.ts';

type MarkdownProps = {
  text: string;
  /** Ids are `<prefix>-p3` for the third paragraph, `<prefix>-note-1` for a footnote; without it nothing has an id. */
  idPrefix?: string;
  /** Of the highest heading that the text can have. */
  headingLevel?: 2 | 3 | 4 | 5 | 6;
  /** Whether the number of each paragraph stands beside it, so that “paragraph 3” can be found. */
  isNumbered?: boolean;
};

type Notes = { prefix: string | undefined; numbers: Map<string, number>; seen: Map<string, number> };
type Context = { headingLevel: number; notes: Notes };

/** What somebody wrote, as elements: never as HTML, so that nothing in it can run. */
export function Markdown({ text, idPrefix, headingLevel = 3, isNumbered = false }: MarkdownProps) {
  const blocks = parseMarkdown(text);
  const written = blocks.filter((block) => block.type === 'note');
  const notes: Notes = { prefix: idPrefix, numbers: numberNotes(blocks), seen: new Map() };
  const context = { headingLevel, notes };
  let paragraph = 0;
  return (
    <div className={isNumbered ? 'markdown markdown--numbered' : 'markdown'}>
      {blocks.map((block, index) => {
        if (block.type === 'note') return null;
        const content = <BlockView block={block} context={context} />;
        if (block.type === 'heading' || block.type === 'rule') return <Fragment key={index}>{content}</Fragment>;
        paragraph += 1;
        return (
          <div key={index} className="markdown__block" id={idPrefix && `${idPrefix}-p${paragraph}`}>
            {content}
          </div>
        );
      })}
      {written.length > 0 && <NoteList written={written} context={context} />}
    </div>
  );
}

/** Notes are numbered as the text comes upon them, then those that it never names. */
function numberNotes(blocks: readonly Block[]): Map<string, number> {
  const defined = new Set(blocks.flatMap((block) => (block.type === 'note' ? [block.label] : [])));
  const numbers = new Map<string, number>();
  const add = (label: string) => {
    if (defined.has(label) && !numbers.has(label)) numbers.set(label, numbers.size + 1);
  };
  const visitRuns = (runs: readonly Inline[]) => {
    for (const run of runs) if (run.type === 'note') add(run.label);
  };
  const visit = (list: readonly Block[]) => {
    for (const block of list) {
      if (block.type === 'list') block.items.forEach(visit);
      else if (block.type === 'quote') visit(block.children);
      else if (block.type === 'table') block.rows.forEach((row) => row.forEach(visitRuns));
      else if (block.type === 'paragraph' || block.type === 'heading') visitRuns(block.children);
    }
  };
  visit(blocks);
  defined.forEach(add);
  return numbers;
}

function NoteList({ written, context }: { written: Extract<Block, { type: 'note' }>[]; context: Context }) {
  const { prefix, numbers, seen } = context.notes;
  const numberOf = (label: string) => numbers.get(label) ?? 0;
  const sorted = written.toSorted((a, b) => numberOf(a.label) - numberOf(b.label));
  return (
    <section className="markdown__notes" aria-label="Notes and sources">
      <ol>
        {sorted.map(({ label, children }, index) => {
          const isFirst = sorted.findIndex((note) => note.label === label) === index;
          return (
            <li key={index} id={prefix && isFirst ? `${prefix}-note-${numberOf(label)}` : undefined}>
              <Runs runs={children} context={context} />
              {prefix && isFirst && seen.has(label) && (
                <>
                  {' '}
                  <a
                    href={`#${prefix}-ref-${numberOf(label)}`}
                    className="markdown__back"
                    aria-label={`Back to note ${numberOf(label)} in the text`}
                  >
                    ↩
                  </a>
                </>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function BlockView({ block, context }: { block: Block; context: Context }): ReactNode {
  switch (block.type) {
    case 'paragraph':
      return (
        <p>
          <Runs runs={block.children} context={context} />
        </p>
      );
    case 'heading': {
      const level = Math.min(6, context.headingLevel + block.level - 1) as 3 | 4 | 5 | 6;
      const Heading = `h${level}` as const;
      return (
        <Heading>
          <Runs runs={block.children} context={context} />
        </Heading>
      );
    }
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.children} context={context} />
        </blockquote>
      );
    case 'list': {
      const items = block.items.map((item, index) => (
        <li key={index}>
          <Blocks blocks={item} context={context} />
        </li>
      ));
      return block.start === null ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
    }
    case 'table':
      return <Table block={block} context={context} />;
    case 'rule':
      return <hr />;
    case 'note':
      return null;
  }
}

function Blocks({ blocks, context }: { blocks: readonly Block[]; context: Context }) {
  return blocks.map((block, index) => <BlockView key={index} block={block} context={context} />);
}

/** Scrolls by itself where it is wider than the page; to be scrolled by keyboard it must take the focus. */
function Table({ block: { align, rows }, context }: { block: Extract<Block, { type: 'table' }>; context: Context }) {
  const [heads = [], ...rest] = rows;
  // Cells that nobody wrote are left to the browser: a hostile text could ask for millions.
  const cells = (row: Inline[][], Cell: 'th' | 'td') =>
    row.map((cell, column) => (
      <Cell
        key={column}
        className={align[column] ? `align-${align[column]}` : undefined}
        scope={Cell === 'th' ? 'col' : undefined}
      >
        <Runs runs={cell} context={context} />
      </Cell>
    ));
  return (
    <div className="markdown__table" role="region" aria-label="Table" tabIndex={0}>
      <table>
        <thead>
          <tr>{cells(heads, 'th')}</tr>
        </thead>
        <tbody>
          {rest.map((row, index) => (
            <tr key={index}>{cells(row, 'td')}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Runs({ runs, context }: { runs: readonly Inline[]; context: Context }) {
  const parts: ReactNode[] = [];
  for (let at = 0; at < runs.length; at += 1) {
    const run = runs[at]!;
    if (run.type === 'break') parts.push(<br key={at} />);
    else if (run.type === 'note') parts.push(<NoteMark key={at} label={run.label} notes={context.notes} />);
    else if (run.href === undefined) parts.push(<Styled key={at} run={run} />);
    else {
      const start = at;
      const linked: TextRun[] = [run];
      for (let next = runs[at + 1]; next?.type === 'text' && next.href === run.href; next = runs[at + 1]) {
        linked.push(next);
        at += 1;
      }
      parts.push(
        <a key={start} href={run.href} rel="noopener noreferrer nofollow ugc" target="_blank">
          {linked.map((one, index) => (
            <Styled key={index} run={one} />
          ))}
          <span className="sr-only"> (opens in a new tab)</span>
        </a>,
      );
    }
  }
  return parts;
}

function Styled({ run: { text, strong, emphasis } }: { run: TextRun }): ReactNode {
  const inner = emphasis ? <em>{text}</em> : text;
  return strong ? <strong>{inner}</strong> : inner;
}

function NoteMark({ label, notes: { prefix, numbers, seen } }: { label: string; notes: Notes }) {
  const number = numbers.get(label);
  if (number === undefined) return `[^${label}]`;
  const isFirst = !seen.has(label);
  seen.set(label, (seen.get(label) ?? 0) + 1);
  return (
    <sup className="markdown__mark" id={prefix && isFirst ? `${prefix}-ref-${number}` : undefined}>
      {prefix ? (
        <a href={`#${prefix}-note-${number}`} aria-label={`Note ${number}`}>
          {number}
        </a>
      ) : (
        number
      )}
    </sup>
  );
}
