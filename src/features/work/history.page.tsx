import { openKeys } from '#domain/attempt/progress.ts';
import { comparePieces } from '#domain/draft/compare-pieces.ts';
import { listDetails } from '#domain/definition/outline.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { evidencePieces } from '#domain/evidence/registry.ts';
import { countWords } from '#domain/text/count-words.ts';
import { formatMoment } from '#domain/text/format-date.ts';
import { Layout } from '#ui/layout.tsx';
import { Moment } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { PieceDifference } from './piece-difference.tsx';
import type { DraftState } from './history.queries.ts';
import { workPaths } from './work-paths.ts';
import type { Workspace } from './workspace.queries.ts';

type Props = {
  context: PageContext;
  workspace: Workspace;
  requirement: Requirement;
  /** Why a state could not be brought back. */
  refused?: string | undefined;
};

/** Minutes without a save that end a sitting. */
const longestPause = 30;

/** Every state of a draft that is kept, newest first, by the sittings in which they were made. */
export function HistoryPage(
  props: Props & { states: DraftState[]; next: number | undefined; isFirst: boolean; isAll: boolean },
) {
  const { context, workspace, requirement, states, next, isFirst, isAll, refused } = props;
  const paths = workPaths(workspace.enrolment.id);
  const here = paths.history(requirement.id);
  return (
    <Layout context={context} title={`Earlier versions: ${requirement.title}`} hasErrors={refused !== undefined}>
      <Crumbs {...props} />
      <Refused why={refused} />
      <header className="page-head">
        <h1>Earlier versions</h1>
        <p className="lede">
          What you wrote is kept as you write: {isAll ? 'every save' : 'the last save of every ten minutes of work'} is
          listed here. Compare any of them with what you have now, and bring it back if it was better. Nothing is lost
          by that.
        </p>
      </header>
      {states.length === 0 && (
        <p>
          Nothing has been saved yet. As you write, every version will be listed here.{' '}
          <a href={paths.requirement(requirement.id)}>Go to “{requirement.title}”</a>
        </p>
      )}
      {sittings(states).map((sitting) => (
        <section key={sitting[0]?.revision} className="sitting" aria-label={sittingName(sitting)}>
          <h2>{sittingName(sitting)}</h2>
          <ul className="rows">
            {sitting.map((state) => (
              <li key={state.revision} className="history-state">
                <span>
                  <Moment at={state.savedAt} />
                  <span className="meta"> {countOf(wordsIn(props, state.data), 'word')}</span>
                  {state.restoredFrom !== null && <span className="meta"> · brought back</span>}
                  {isFirst && state === states[0] && <span className="meta"> · as it is now</span>}
                </span>
                {!(isFirst && state === states[0]) && (
                  <a
                    href={`${here}?show=${state.revision}`}
                    aria-label={`Compare ${formatMoment(state.savedAt)} with now`}
                  >
                    Compare with now
                  </a>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p className="actions mt-6">
        {next !== undefined && <a href={`${here}?${isAll ? 'all=1&' : ''}before=${next}`}>Show older versions</a>}
        {!isFirst && <a href={isAll ? `${here}?all=1` : here}>Back to the newest</a>}
        {states.length > 0 &&
          (isAll ? <a href={here}>Show one for every ten minutes</a> : <a href={`${here}?all=1`}>Show every save</a>)}
      </p>
    </Layout>
  );
}

/** An earlier state beside another one, and the way to bring it back. */
export function ComparePage(
  props: Props & {
    shown: DraftState;
    other: DraftState | undefined;
    states: DraftState[];
    earlier: number | undefined;
    later: number | undefined;
  },
) {
  const { context, workspace, requirement, shown, other, states, refused } = props;
  const paths = workPaths(workspace.enrolment.id);
  const pieces = (data: unknown) => evidencePieces(requirement, data, contextOf(workspace));
  const after = other ? other.data : workspace.evidence.get(requirement.id)?.data;
  const differences = comparePieces(pieces(shown.data), pieces(after));
  const isOpen = workspace.enrolment.state === 'working' && openKeys(workspace).has(requirement.id);
  return (
    <Layout context={context} title={`Compare versions: ${requirement.title}`} hasErrors={refused !== undefined}>
      <Crumbs {...props} isWithin />
      <Refused why={refused} />
      <header className="page-head">
        <h1>
          What changed since <Moment at={shown.savedAt} />
        </h1>
        <p className="meta">
          Compared with {other ? <Moment at={other.savedAt} /> : 'what you have now'}. Words put in since are
          underlined, words taken out are struck through.
        </p>
      </header>
      <form method="get" action={paths.history(requirement.id)} className="history-compare">
        <input type="hidden" name="show" value={shown.revision} />
        <div className="field">
          <label htmlFor="with">Compare with</label>
          <select id="with" name="with" className="select" defaultValue={other?.revision ?? 'now'}>
            <option value="now">What you have now</option>
            {[...states, ...(other ? [other] : [])]
              .filter(
                ({ revision }, index, all) =>
                  revision !== shown.revision && all.findIndex((one) => one.revision === revision) === index,
              )
              .map(({ revision, savedAt }) => (
                <option key={revision} value={revision}>
                  {formatMoment(savedAt)}
                </option>
              ))}
          </select>
        </div>
        <button type="submit" className="btn">
          Compare
        </button>
        {props.earlier !== undefined && (
          <a href={`${paths.history(requirement.id)}?show=${props.earlier}`}>The save before</a>
        )}
        {props.later !== undefined && (
          <a href={`${paths.history(requirement.id)}?show=${props.later}`}>The save after</a>
        )}
      </form>
      {differences.length === 0 && <p>There is no difference.</p>}
      {differences.map((difference) => (
        <PieceDifference key={difference.place} difference={difference} artifacts={workspace.artifacts} />
      ))}
      {isOpen && (
        <form method="post" action={paths.restore(requirement.id)} className="panel mt-6">
          <h2 className="aside-title">Bring this version back?</h2>
          <p>
            “{requirement.title}” will be as it was on <Moment at={shown.savedAt} />. What you have now stays here as an
            earlier version.
          </p>
          <input type="hidden" name="revision" value={shown.revision} />
          <p className="actions">
            <button type="submit" className="btn btn-primary">
              Bring it back
            </button>
            <a href={paths.requirement(requirement.id)}>Leave it as it is</a>
          </p>
        </form>
      )}
    </Layout>
  );
}

function Refused({ why }: { why: string | undefined }) {
  if (why === undefined) return null;
  return (
    <section className="error-summary" role="alert" tabIndex={-1} data-autofocus>
      <h2>{why}</h2>
    </section>
  );
}

function Crumbs({ workspace, requirement, isWithin = false }: Props & { isWithin?: boolean }) {
  const paths = workPaths(workspace.enrolment.id);
  return (
    <nav className="crumbs" aria-label="Breadcrumbs">
      <a href="/work">My work</a>
      <a href={paths.home}>{workspace.definition.title}</a>
      <a href={paths.requirement(requirement.id)}>{requirement.title}</a>
      {isWithin && <a href={paths.history(requirement.id)}>Earlier versions</a>}
    </nav>
  );
}

function contextOf({ definition, artifacts }: Workspace) {
  return { details: listDetails(definition), artifacts };
}

function wordsIn({ workspace, requirement }: Props, data: unknown): number {
  return evidencePieces(requirement, data, contextOf(workspace)).reduce((sum, { text }) => sum + countWords(text), 0);
}

/** Newest first, as the states are. */
function sittings(states: readonly DraftState[]): DraftState[][] {
  const all: DraftState[][] = [];
  for (const state of states) {
    const later = all.at(-1)?.at(-1);
    const pause = later ? later.savedAt.getTime() - state.savedAt.getTime() : Infinity;
    if (pause <= longestPause * 60_000) all.at(-1)?.push(state);
    else all.push([state]);
  }
  return all;
}

const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone: 'UTC' });

function sittingName(sitting: readonly DraftState[]): string {
  const at = sitting.at(-1)?.savedAt ?? new Date(0);
  return `${day.format(at)}, from ${at.toISOString().slice(11, 16)} UTC`;
}
