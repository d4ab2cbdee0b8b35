import { openKeys, peopleOf } from '#domain/attempt/progress.ts';
import type { SelfRatings } from '#domain/assessment/self-rating.ts';
import { standings } from '#domain/assessment/standing.ts';
import { listDetails, listLookFors } from '#domain/definition/outline.ts';
import type { Requirement } from '#domain/definition/schema.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { describeEvidence, evidenceQuestions, readEvidence } from '#domain/evidence/registry.ts';
import { ErrorSummary, type FormErrors } from '#ui/form.tsx';
import { Layout } from '#ui/layout.tsx';
import type { PageContext } from '#ui/page-context.ts';
import type { PlacedArtifact } from '#ui/place-link.tsx';
import { Status } from '#ui/status.tsx';
import { AgreementHint } from '../agreements/agreement-hint.tsx';
import { AttestationsSection, type AttestationsSectionProps } from '../attestations/attestations-section.tsx';
import { CoachNotes, CoachNotesHint } from '../coaching/coach-notes.tsx';
import type { OwnCoaching } from '../coaching/coaching.queries.ts';
import type { OwnRelease } from '../consent/consent.queries.ts';
import { MediaSection } from '../consent/media-section.tsx';
import { EvidenceEditor } from '../evidence/evidence-editor.tsx';
import { EvidenceView } from '../evidence/evidence-view.tsx';
import { ToReviseList, detailsToRevise, isToRevise } from './feedback-list.tsx';
import { ReturnedHere } from './attempt-standing.tsx';
import { LookForLife } from './look-for-life.tsx';
import type { StaleBase } from './save-merged.ts';
import { SelfRatingField, SelfRatingForm } from './self-rating.tsx';
import { workPaths } from './work-paths.ts';
import type { DraftArtifact, Workspace } from './workspace.queries.ts';

export type RequirementPageProps = {
  context: PageContext;
  workspace: Workspace;
  requirement: Requirement;
  typed?: unknown;
  isStale?: boolean;
  errors?: FormErrors;
  /** Just saved by the form itself. */
  justSaved?: keyof typeof savedMessages | undefined;
  /** Beside `isStale`: what the form was made to. */
  base?: StaleBase | undefined;
  /** How the earner sees their own work. */
  selfRatings: SelfRatings;
  /** The files at which assessors pointed. */
  placed: ReadonlyMap<string, PlacedArtifact>;
  /** The earner's, where something here may show people. */
  releases: readonly OwnRelease[];
  /** Who reads along, and what they wrote here. */
  coaching: OwnCoaching;
  /** A request to a peer that could not be sent as it was typed. */
  returnedRequest?: AttestationsSectionProps['returned'];
  justRated?: boolean;
  /** Just removed: can be brought back. */
  removed?: { id: string; name: string } | undefined;
  /** Typed, but refused: shown so that it can be copied. */
  refused?: { message: string; text: string };
};

const savedMessages: Record<'1' | 'merged' | 'restored', string> = {
  '1': 'Saved.',
  merged: 'Saved. What was saved elsewhere meanwhile was merged in.',
  restored: 'Brought back. What you had before is among the earlier versions.',
};

/** One requirement: what is asked, what came back, and the editor, or what was made where it can't be changed. */
export function RequirementPage(props: RequirementPageProps) {
  const { context, workspace, requirement, errors = [] } = props;
  const { definition, enrolment } = workspace;
  const paths = workPaths(enrolment.id);
  const details = listDetails(definition);
  const all = standings(definition, workspace.judged);
  // Those that have a field are read above it.
  const questions = evidenceQuestions(requirement).filter(({ hasField }) => !hasField);
  const isOpen = enrolment.state === 'working' && openKeys(workspace).has(requirement.id);
  return (
    <Layout
      context={context}
      title={`${requirement.title}, ${definition.title}`}
      hasErrors={errors.length > 0 || props.returnedRequest !== undefined}
      islands={isOpen}
    >
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/work">My work</a>
        <a href={paths.home}>{definition.title}</a>
      </nav>
      <header className="page-head">
        <h1>{requirement.title}</h1>
        <div className="prose requirement-prompt">
          {requirement.prompt.split(/\n\s*\n/u).map((paragraph, index) => (
            <p key={index}>{paragraph}</p>
          ))}
          {questions.length > 0 && (
            <ol>
              {questions.map((question) => (
                <li key={question.id}>{question.text}</li>
              ))}
            </ol>
          )}
        </div>
        <ul className="asked-for">
          {describeEvidence(requirement, details).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {requirement.minutes && <li>About {countOf(Math.max(1, Math.round(requirement.minutes / 60)), 'hour')}</li>}
        </ul>
        <CoachNotesHint coaching={props.coaching} />
        <AgreementHint workspace={workspace} requirement={requirement} />
      </header>
      {props.refused && (
        <section className="error-summary" role="alert">
          <h2>{props.refused.message}</h2>
          <p>What you had typed is here, so that you can copy it:</p>
          <pre className="kept-text">{props.refused.text}</pre>
        </section>
      )}
      {props.returnedRequest && <ErrorSummary errors={props.returnedRequest.errors} />}
      {props.justSaved && (
        <p className="alert alert-success" role="status">
          {savedMessages[props.justSaved]}
        </p>
      )}
      {props.removed && <UndoRemoval removed={props.removed} artifactsPath={paths.artifacts} />}
      <ReturnedHere workspace={workspace} requirement={requirement.id} />
      {isSentBack(props) && (
        <section className="feedback" aria-labelledby="to-revise-title">
          <h2 id="to-revise-title">What the assessor asks you to revise</h2>
          <ToReviseList
            definition={definition}
            standings={all}
            within={requirement}
            artifacts={props.placed}
            hrefOf={({ id }, place) =>
              (id === requirement.id ? '' : paths.requirement(id)) + (place ? `#${place}` : '')
            }
          />
        </section>
      )}
      <div className="split split--sticky">
        <div>
          {isOpen ? (
            <EvidenceEditor {...editorProps(props, details)} />
          ) : (
            <>
              <p className="alert alert-info mb-6">
                <Status
                  name="locked"
                  word={enrolment.state === 'working' ? 'Demonstrated, stays as it is' : 'Handed in'}
                />
              </p>
              <EvidenceView
                requirement={requirement}
                data={workspace.evidence.get(requirement.id)?.data}
                details={details}
                artifacts={workspace.artifacts}
                fileHref={(id) => `/artifacts/${id}`}
                idPrefix={requirement.id}
                headingLevel={2}
              />
            </>
          )}
        </div>
        <LookForsAside {...props} isOpen={isOpen} />
      </div>
      {isOpen && (
        <p className="no-print">
          <a href={`${paths.review}#privacy`}>Look for names before you hand in</a>
        </p>
      )}
      <MediaSection workspace={workspace} requirement={requirement} releases={props.releases} now={context.now} />
      <AttestationsSection
        workspace={workspace}
        requirement={requirement}
        earner={context.viewer?.person.name ?? ''}
        now={context.now}
        isOpen={isOpen}
        returned={props.returnedRequest}
      />
    </Layout>
  );
}

/** Whether something that was judged is to be revised here, and now. */
function isSentBack({ workspace, requirement }: RequirementPageProps): boolean {
  const { definition, judged, enrolment } = workspace;
  const here = new Set(
    listLookFors(definition).flatMap(({ id, judges }) => (judges.includes(requirement.id) ? [id] : [])),
  );
  return (
    enrolment.state === 'working' &&
    standings(definition, judged).some((standing) => isToRevise(standing) && here.has(standing.lookFor))
  );
}

/**
 * What judges this requirement, for the earner to rate themselves; what is to be revised is said above the form, so here it
 * is brief.
 */
function LookForsAside(props: RequirementPageProps & { isOpen: boolean }) {
  const { workspace, requirement, selfRatings, justRated = false, isOpen } = props;
  const { definition, judged } = workspace;
  const sentBack = isSentBack(props);
  const byKey = new Map(standings(definition, judged).map((standing) => [standing.lookFor, standing]));
  const lookFors = listLookFors(definition).filter((lookFor) => lookFor.judges.includes(requirement.id));
  const lives = lookFors.map((lookFor) => {
    const standing = byKey.get(lookFor.id);
    return (
      <LookForLife
        key={lookFor.id}
        lookFor={lookFor}
        standing={standing}
        headingLevel={3}
        isBrief={sentBack && standing !== undefined && isToRevise(standing)}
      >
        {isOpen && standing?.state !== 'demonstrated' && (
          <SelfRatingField lookFor={lookFor} value={selfRatings.get(lookFor.id)} />
        )}
      </LookForLife>
    );
  });
  return (
    <aside aria-labelledby="look-fors-title">
      <CoachNotes
        workspace={workspace}
        requirement={requirement}
        coaching={props.coaching}
        now={props.context.now}
        idPrefix={isOpen ? '' : `${requirement.id}-`}
      />
      <h2 id="look-fors-title" className="aside-title">
        {judged.length > 0 && !sentBack ? 'What the assessor said' : 'What the assessor looks for'}
      </h2>
      {isOpen && lookFors.length > 0 ? (
        <SelfRatingForm paths={workPaths(workspace.enrolment.id)} from={requirement.id} justRated={justRated}>
          {lives}
        </SelfRatingForm>
      ) : (
        lives
      )}
    </aside>
  );
}

/** Without JavaScript a removal is undone here. */
function UndoRemoval({ removed, artifactsPath }: { removed: { id: string; name: string }; artifactsPath: string }) {
  return (
    <form method="post" action={`${artifactsPath}/${removed.id}/remove`} className="alert alert-info">
      <input type="hidden" name="undo" value="1" />
      <p>
        “{removed.name}” is removed.{' '}
        <button type="submit" className="link-button">
          Undo
        </button>
      </p>
    </form>
  );
}

function editorProps(
  { workspace, requirement, context, typed, isStale = false, base, errors = [] }: RequirementPageProps,
  details: ReturnType<typeof listDetails>,
) {
  const { enrolment } = workspace;
  const paths = workPaths(enrolment.id);
  const saved = workspace.evidence.get(requirement.id);
  return {
    urls: {
      post: paths.requirement(requirement.id),
      draft: `${paths.requirement(requirement.id)}/draft`,
      artifacts: paths.artifacts,
      back: paths.home,
      files: '/artifacts',
    },
    localKey: `tessera:draft:${context.viewer?.person.id ?? ''}:${enrolment.id}:${requirement.id}`,
    requirement,
    details,
    artifacts: [...workspace.artifacts.values()].map(forEditor),
    people: peopleOf(workspace, requirement.id, context.now),
    saved: { data: readEvidence(requirement, saved?.data), revision: saved?.revision ?? 0 },
    toRevise: detailsToRevise(workspace.definition, requirement, standings(workspace.definition, workspace.judged)),
    typed: typed ?? null,
    isStale,
    base: base ?? null,
    errors,
  };
}

/** An artifact as an editor may know it: without the address of its content. */
export function forEditor({ sha256: _sha256, ...artifact }: DraftArtifact) {
  return artifact;
}
