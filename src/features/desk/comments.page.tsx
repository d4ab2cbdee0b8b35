import { countOf } from '#domain/evidence/finding.ts';
import { ErrorSummary } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { Keeper, SavedComment } from './saved-comments.queries.ts';

/** What was typed and can’t be kept: of the comment `id`, or of a new one. */
export type TypedComment = { id?: string; body: string; isShared: boolean; error?: string };

type CommentsPageProps = {
  context: PageContext;
  comments: readonly SavedComment[];
  hasMore: boolean;
  choices: readonly { id: string; title: string; issuerId: string }[];
  filter: { q?: string | undefined; microCredential?: string | undefined };
  keeper: Keeper;
  typed?: TypedComment | undefined;
  notice?: string | undefined;
};

/** What an assessor keeps for reuse, to be found, mended and let go. */
export function CommentsPage(props: CommentsPageProps) {
  const { context, comments, hasMore, filter, keeper, typed, notice } = props;
  const isFiltered = filter.q !== undefined || filter.microCredential !== undefined;
  const error = typed?.error;
  const field = typed?.id === undefined ? 'body' : `body-${typed.id}`;
  return (
    <Layout context={context} width="wide" title="Saved comments" hasErrors={error !== undefined}>
      <nav className="crumbs" aria-label="Breadcrumb">
        <a href="/desk">Assessor’s desk</a>
        <span aria-current="page">Saved comments</span>
      </nav>
      <ErrorSummary errors={error === undefined ? [] : [{ field, message: error }]} />
      {notice && (
        <p className="alert alert-success" role="status">
          {notice}
        </p>
      )}
      <header className="page-head">
        <h1>Saved comments</h1>
        <p className="lead">
          What you write often, kept for reuse. On the scoring page press m to take one; “Keep for reuse” below a
          comment adds it here. Shared ones serve every assessor of the issuer; lead assessors share them.
        </p>
      </header>
      <NewComment {...props} />
      <section className="section" aria-labelledby="kept-title">
        <h2 id="kept-title">Kept</h2>
        {(comments.length > 0 || isFiltered) && <FilterForm {...props} />}
        <p className="meta numeral" role="status">
          {hasMore ? `The latest ${comments.length}: search for others` : countOf(comments.length, 'comment')}
        </p>
        {comments.length === 0 && (
          <div className="empty-state">
            <h3>{isFiltered ? 'None is like that' : 'Nothing kept yet'}</h3>
            <p>{isFiltered ? 'Search for something else.' : 'Add one above, or keep one while you score.'}</p>
          </div>
        )}
        <ul className="rows saved-comments">
          {comments.map((comment) => (
            <Comment
              key={comment.id}
              comment={comment}
              mayShare={keeper.leadIssuerIds.includes(comment.issuerId)}
              typed={typed?.id === comment.id ? typed : undefined}
            />
          ))}
        </ul>
      </section>
    </Layout>
  );
}

function NewComment({ choices, keeper, typed, comments, context }: CommentsPageProps) {
  const mine = typed && typed.id === undefined ? typed : undefined;
  const issuers = [...new Map(context.viewer?.memberships.map(({ issuerId, issuerName }) => [issuerId, issuerName]))];
  return (
    <details className="section" open={mine !== undefined || comments.length === 0}>
      <summary>Add a comment</summary>
      <form method="post" action="/desk/comments" className="saved-comments__form">
        <div className={mine?.error ? 'field field--wide field--error' : 'field field--wide'}>
          <label htmlFor="body">Comment</label>
          {mine?.error && <p className="field-error">Error: {mine.error}</p>}
          <textarea id="body" name="body" rows={4} defaultValue={mine?.body ?? ''} className="textarea" />
        </div>
        <div className="field">
          <label htmlFor="for">For</label>
          <select id="for" name="for" className="select">
            {choices.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
            {issuers
              .filter(([id]) => keeper.issuerIds.includes(id))
              .map(([id, name]) => (
                <option key={id} value={id}>
                  All of {name}
                </option>
              ))}
          </select>
        </div>
        {keeper.leadIssuerIds.length > 0 && <SharedChoice id="new" isShared={mine?.isShared ?? false} />}
        <button type="submit" className="btn btn-primary">
          Keep it
        </button>
      </form>
    </details>
  );
}

function FilterForm({ filter, choices }: CommentsPageProps) {
  return (
    <form method="get" action="/desk/comments" className="desk-filter" role="search" data-submit-on-change>
      <label htmlFor="q">Search</label>
      <input id="q" name="q" type="search" className="input" defaultValue={filter.q ?? ''} />
      <label htmlFor="only">For</label>
      <select id="only" name="for" className="select" defaultValue={filter.microCredential ?? ''}>
        <option value="">Everything</option>
        {choices.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
      <button type="submit" className="btn btn-sm">
        Search
      </button>
    </form>
  );
}

type CommentProps = { comment: SavedComment; mayShare: boolean; typed: TypedComment | undefined };

function Comment({ comment, mayShare, typed }: CommentProps) {
  const { id, body, isShared, isOwn, microCredential, lookFor, issuerName } = comment;
  const mayChange = isOwn || (isShared && mayShare);
  return (
    <li id={`comment-${id}`}>
      <p className="look-for__said">{body}</p>
      <p className="meta">
        {microCredential?.title ?? `All of ${issuerName}`}
        {lookFor && ` · ${lookFor.text}`}
        {isShared && ' · Shared'}
        {!isOwn && ' by a lead assessor'}
      </p>
      {mayChange && (
        <details open={typed !== undefined}>
          <summary>
            Change<span className="sr-only"> or delete “{body.slice(0, 40)}”</span>
          </summary>
          <form method="post" action={`/desk/comments/${id}`} className="saved-comments__form">
            <div className={typed?.error ? 'field field--wide field--error' : 'field field--wide'}>
              <label htmlFor={`body-${id}`}>Comment</label>
              {typed?.error && <p className="field-error">Error: {typed.error}</p>}
              <textarea
                id={`body-${id}`}
                name="body"
                rows={4}
                defaultValue={typed?.body ?? body}
                className="textarea"
              />
            </div>
            {mayShare && <SharedChoice id={id} isShared={typed?.isShared ?? isShared} />}
            <button type="submit" className="btn btn-sm btn-primary">
              Save the change
            </button>
          </form>
          <form method="post" action={`/desk/comments/${id}/delete`}>
            <button type="submit" className="btn btn-sm">
              Delete<span className="sr-only"> “{body.slice(0, 40)}”</span>
            </button>
          </form>
        </details>
      )}
    </li>
  );
}

function SharedChoice({ id, isShared }: { id: string; isShared: boolean }) {
  return (
    <label className="choice" htmlFor={`shared-${id}`}>
      <input type="checkbox" id={`shared-${id}`} name="shared" defaultChecked={isShared} /> Share it with every assessor
      of the issuer
    </label>
  );
}
