import { useEffect, useState } from 'react';
import {
  type Testimonial,
  isBlank,
  mostTestimonials,
  moved,
  testimonialFields,
  testimonialPlace,
} from '#domain/evidence/narrative/testimonial.ts';
import { focusSoon } from './focus-soon.ts';

type TestimonialFieldsProps = {
  testimonials: readonly Testimonial[];
  onChange: (change: (all: Testimonial[]) => Testimonial[]) => void;
};

/** What others said. Without JavaScript there is one empty row more to fill in; with it rows come and go by button. */
export function TestimonialFields({ testimonials, onChange }: TestimonialFieldsProps) {
  const [isAlive, setIsAlive] = useState(false);
  useEffect(() => setIsAlive(true), []);
  const isFull = testimonials.length >= mostTestimonials;
  const rows = isAlive || isFull ? testimonials : [...testimonials, blank(freeId(testimonials))];
  const add = () => {
    // Two devices that are offline must not both make a third: they would be taken for one.
    const fresh = blank(`t${crypto.getRandomValues(new Uint32Array(2)).join('-')}`);
    onChange((all) => [...all, fresh]);
    focusSoon(`${testimonialPlace(fresh.id)}-quote`);
  };
  const change = (id: string, next: Partial<Testimonial>) => {
    // The empty row of the form becomes one of the list by being typed into.
    onChange((all) =>
      all.some((one) => one.id === id)
        ? all.map((one) => (one.id === id ? { ...one, ...next } : one))
        : [...all, { ...blank(id), ...next }],
    );
  };
  return (
    <section className="testimonials" aria-labelledby="testimonials-title">
      <h2 id="testimonials-title">Testimonials</h2>
      <p className="hint">
        Quote what others said of the change, if you like, with their leave. Their words are not counted as yours.
      </p>
      {rows.map((testimonial, index) => (
        <TestimonialRow
          key={testimonial.id}
          testimonial={testimonial}
          index={index}
          last={testimonials.length - 1}
          onChange={(next) => change(testimonial.id, next)}
          onRemove={() => {
            onChange((all) => all.filter((one) => one.id !== testimonial.id));
            focusSoon('add-testimonial');
          }}
          onMove={(by) => {
            onChange((all) => moved(all, index, by));
            const buttons = ['up', 'down'].map((way) => `${testimonialPlace(testimonial.id)}-${way}`);
            focusSoon(...(by < 0 ? buttons : buttons.reverse()));
          }}
        />
      ))}
      {isAlive && !isFull && (
        <button id="add-testimonial" type="button" className="btn" onClick={add}>
          Add a testimonial
        </button>
      )}
    </section>
  );
}

type RowProps = {
  testimonial: Testimonial;
  index: number;
  last: number;
  onChange: (next: Partial<Testimonial>) => void;
  onRemove: () => void;
  onMove: (by: -1 | 1) => void;
};

function TestimonialRow({ testimonial, index, last, onChange, onRemove, onMove }: RowProps) {
  const { id, quote, by, role, permission } = testimonial;
  const place = testimonialPlace(id);
  const number = index + 1;
  return (
    <fieldset id={place} className="testimonial-fields">
      <legend>Testimonial {number}</legend>
      <input type="hidden" name={testimonialFields.id(index)} value={id} />
      <div className="field field--wide">
        <label htmlFor={`${place}-quote`}>What was said, in their words</label>
        <textarea
          id={`${place}-quote`}
          name={testimonialFields.quote(index)}
          className="textarea"
          rows={3}
          maxLength={5000}
          value={quote}
          onChange={({ target }) => onChange({ quote: target.value })}
        />
      </div>
      <div className="testimonial-fields__row">
        <div className="field">
          <label htmlFor={`${place}-by`}>Who said it</label>
          <input
            id={`${place}-by`}
            name={testimonialFields.by(index)}
            className="input"
            maxLength={200}
            value={by}
            onChange={({ target }) => onChange({ by: target.value })}
          />
        </div>
        <div className="field">
          <label htmlFor={`${place}-role`}>Their role</label>
          <input
            id={`${place}-role`}
            name={testimonialFields.role(index)}
            className="input"
            maxLength={200}
            value={role}
            onChange={({ target }) => onChange({ role: target.value })}
          />
        </div>
        <div className="field">
          <label htmlFor={`${place}-given`}>Leave to quote them</label>
          <select
            id={`${place}-given`}
            name={testimonialFields.given(index)}
            className="select"
            value={permission?.given ?? ''}
            onChange={({ target }) => {
              const given = target.value;
              const isGiven = given === 'written' || given === 'spoken';
              onChange({ permission: isGiven ? { given, on: permission?.on ?? '' } : null });
            }}
          >
            <option value="">Not yet</option>
            <option value="written">Given in writing</option>
            <option value="spoken">Given in person</option>
          </select>
        </div>
        <div className="field">
          <label htmlFor={`${place}-on`}>Given on</label>
          <input
            id={`${place}-on`}
            name={testimonialFields.on(index)}
            type="date"
            className="input"
            value={permission?.on ?? ''}
            onChange={({ target }) =>
              onChange({ permission: { given: permission?.given ?? 'written', on: target.value } })
            }
          />
        </div>
      </div>
      {!(isBlank(testimonial) && index > last) && (
        <div className="actions">
          {index > 0 && (
            <MoveButton
              id={`${place}-up`}
              index={index}
              by="up"
              label={`Move testimonial ${number} up`}
              onMove={() => onMove(-1)}
            />
          )}
          {index < last && (
            <MoveButton
              id={`${place}-down`}
              index={index}
              by="down"
              label={`Move testimonial ${number} down`}
              onMove={() => onMove(1)}
            />
          )}
          <button
            type="submit"
            name="drop"
            value={testimonialFields.id(index)}
            className="btn btn-sm"
            aria-label={`Remove testimonial ${number}`}
            onClick={(event) => {
              event.preventDefault();
              onRemove();
            }}
          >
            Remove
          </button>
        </div>
      )}
    </fieldset>
  );
}

type MoveButtonProps = { id: string; index: number; by: 'up' | 'down'; label: string; onMove: () => void };

function MoveButton({ id, index, by, label, onMove }: MoveButtonProps) {
  return (
    <button
      id={id}
      type="submit"
      name="move"
      value={`${index}:${by}`}
      className="btn btn-sm"
      aria-label={label}
      onClick={(event) => {
        event.preventDefault();
        onMove();
      }}
    >
      {by === 'up' ? 'Move up' : 'Move down'}
    </button>
  );
}

function blank(id: string): Testimonial {
  return { id, quote: '', by: '', role: '', permission: null };
}

/** Of the empty row of the form, the same on the server and in the browser; no two in a list are the same. */
function freeId(testimonials: readonly Testimonial[]): string {
  for (let number = testimonials.length + 1; ; number += 1)
    if (testimonials.every(({ id }) => id !== `t${number}`)) return `t${number}`;
}
