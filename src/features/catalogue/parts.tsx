import type { Definition, Requirement } from '#domain/definition/schema.ts';
import type { DetailContext } from '#domain/evidence/kind.ts';
import { describeEvidence, evidenceQuestions, kindLabel } from '#domain/evidence/registry.ts';
import { Prose } from '#ui/prose.tsx';
import { describeMinutes } from './catalogue-words.ts';

type PartsProps = { parts: Definition['parts']; details: readonly DetailContext[] };

/** Every part and requirement, with its rules in words. */
export function Parts({ parts, details }: PartsProps) {
  return parts.map((part) => (
    <div key={part.id} className="part">
      <h3>{part.title}</h3>
      {part.summary && <Prose text={part.summary} />}
      {part.requirements.map((requirement) => (
        <RequirementCard key={requirement.id} requirement={requirement} details={details} />
      ))}
    </div>
  ));
}

function RequirementCard({ requirement, details }: { requirement: Requirement; details: readonly DetailContext[] }) {
  const { id, title, prompt, minutes } = requirement;
  const questions = evidenceQuestions(requirement);
  return (
    <article className="panel requirement" id={`requirement-${id}`}>
      <p className="eyebrow">
        {kindLabel(requirement)}
        {minutes !== undefined && `, ${describeMinutes(minutes)}`}
      </p>
      <h4>{title}</h4>
      <Prose text={prompt} />
      {questions.length > 0 && (
        <ol className="questions">
          {questions.map((question) => (
            <li key={question.id}>{question.text}</li>
          ))}
        </ol>
      )}
      <ul className="rules" aria-label="What is checked">
        {describeEvidence(requirement, details).map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </article>
  );
}
