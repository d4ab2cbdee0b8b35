import { artifactFacts } from '#domain/evidence/artifact/artifact-facts.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { type FileType, fileTypeWords } from '#domain/evidence/file-types.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { Layout } from '#ui/layout.tsx';
import { Day } from '#ui/moment.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { workPaths } from '../work/work-paths.ts';
import type { Workspace } from '../work/workspace.queries.ts';
import type { ReusableArtifact } from './reusable.queries.ts';

type ReusePageProps = {
  context: PageContext;
  workspace: Workspace;
  requirement: Requirement;
  words: string;
  type: FileType | undefined;
  found: { artifacts: ReusableArtifact[]; total: number; next: string | undefined };
  refusal?: string;
};

/** The earner’s files and links that would do for a requirement, wherever they were handed in. */
export function ReusePage({ context, workspace, requirement, words, type, found, refusal }: ReusePageProps) {
  const paths = workPaths(workspace.enrolment.id);
  const here = `${paths.artifacts}/reusable`;
  const accept = 'accept' in requirement.rules ? requirement.rules.accept : [];
  const isFiltered = words !== '' || type !== undefined;
  return (
    <Layout
      context={context}
      title={`Use a file you already have, ${requirement.title}, ${workspace.definition.title}`}
      hasErrors={refusal !== undefined}
    >
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
        <a href={paths.home}>{workspace.definition.title}</a>
        <a href={paths.requirement(requirement.id)}>{requirement.title}</a>
      </nav>
      <header className="page-head">
        <h1>Use a file you already have</h1>
        <p className="lead">
          Files and links from all your work that {requirement.title} takes. Nothing is sent again, and each stays where
          it is, too.
        </p>
      </header>
      {refusal && (
        <p className="error-summary" role="alert" tabIndex={-1} data-autofocus>
          {refusal}
        </p>
      )}
      <search>
        <form method="get" action={here} className="toolbar reuse-search" data-submit-on-change="">
          <input type="hidden" name="requirement" value={requirement.id} />
          <div className="field">
            <label htmlFor="q">Name</label>
            <input id="q" name="q" type="search" className="input" defaultValue={words} maxLength={200} />
          </div>
          <div className="field">
            <label htmlFor="type">Type</label>
            <select id="type" name="type" className="select" defaultValue={type ?? ''}>
              <option value="">All that fit</option>
              {accept.map((one) => (
                <option key={one} value={one}>
                  {fileTypeWords[one]}
                </option>
              ))}
            </select>
          </div>
          <button type="submit" className="btn">
            Search
          </button>
        </form>
      </search>
      <p className="meta mt-4" role="status">
        {countOf(found.total, 'file or link', 'files and links')}
        {isFiltered && (
          <>
            {'. '}
            <a href={`${here}?requirement=${requirement.id}`}>Show all</a>
          </>
        )}
      </p>
      {found.artifacts.length === 0 ? (
        <div className="empty-state mt-4">
          <p>
            {isFiltered
              ? 'Nothing fits this search.'
              : 'There is nothing of yours yet that fits and is not here already.'}
          </p>
          <p>
            <a href={paths.requirement(requirement.id)}>Go back and upload it</a>
          </p>
        </div>
      ) : (
        <form method="post" action={`${paths.artifacts}/reuse?requirement=${requirement.id}`}>
          <ul className="rows mt-4">
            {found.artifacts.map((artifact) => (
              <ReusableRow key={artifact.id} artifact={artifact} />
            ))}
          </ul>
        </form>
      )}
      {found.next && (
        <nav className="pager" aria-label="Pages">
          <a className="btn" href={`${here}?${query(requirement, words, type, found.next)}`}>
            Older ones
          </a>
        </nav>
      )}
    </Layout>
  );
}

function ReusableRow({ artifact }: { artifact: ReusableArtifact }) {
  const { id, name, kind, url, workTitle, createdAt } = artifact;
  return (
    <li className="reusable">
      <div>
        <span className="artifact-name">
          {kind === 'link' ? (
            <a href={url ?? ''} target="_blank" rel="noopener noreferrer nofollow">
              {name}
              <span className="sr-only"> (opens in a new tab)</span>
            </a>
          ) : (
            <a href={`/artifacts/${id}/view`} data-view={name}>
              {name}
            </a>
          )}
        </span>
        <p className="artifact-measure">
          {artifactFacts(artifact).join(', ')}. From {workTitle}, <Day at={createdAt} />
        </p>
      </div>
      <button type="submit" name="artifact" value={id} className="btn" aria-label={`Use it here: ${name}`}>
        Use it here
      </button>
    </li>
  );
}

function query(requirement: Requirement, words: string, type: FileType | undefined, after: string): string {
  const fields = { requirement: requirement.id, ...(words && { q: words }), ...(type && { type }), after };
  return new URLSearchParams(fields).toString();
}
