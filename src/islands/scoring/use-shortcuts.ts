import { type RefObject, useEffect, useRef, useState } from 'react';
import { keepSetting, readSetting } from '../setting.ts';
import { fieldNames, ratingChoices } from './scoring-props.ts';

const setting = 'tessera.scoring-shortcuts';

export type Shortcuts = { enabled: boolean; turn: (on: boolean) => void };

type Acts = { onHelp: () => void; onPickComment: (lookFor: string) => void };

/**
 * Single keys for those who score many: j and k move between look-fors, y, a and n rate, x can’t be judged, c comments,
 * m takes a saved comment, e goes to the evidence, p points at a place, v and o write the private note and the overall
 * comment, ? helps, and Esc leads back to the look-for. Letters never fire while a text is being
 * typed or with Ctrl, Alt or Meta, and they can be turned off (WCAG 2.1.4); that is kept in this browser.
 */
export function useShortcuts(formRef: RefObject<HTMLFormElement | null>, { onHelp, onPickComment }: Acts): Shortcuts {
  const [enabled, setEnabled] = useState(true);
  // The look-for that the keys speak to: the one that last had the focus.
  const last = useRef<HTMLElement>(undefined);
  useEffect(() => {
    setEnabled(readSetting(setting) !== 'off');
  }, []);

  useEffect(() => {
    const form = formRef.current;
    if (!form) return;
    const onFocus = (event: FocusEvent) => {
      const lookFor = (event.target as Element | null)?.closest<HTMLElement>('[data-look-for]');
      if (lookFor) last.current = lookFor;
    };
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : undefined;
      // While a word is put together of several keys, they are its own.
      if (event.isComposing) return;
      if (event.key === 'Escape') {
        if (target && !document.querySelector('dialog:modal')) goBack(target);
        return;
      }
      if (!enabled || event.ctrlKey || event.metaKey || event.altKey) return;
      // In a dialog, or beside it once a press on it has left nothing focused, keys are the dialog's.
      if ((target && isTyping(target)) || document.querySelector('dialog:modal')) return;
      if (act(event.key)) event.preventDefault();
    };
    const goBack = (target: Element) => {
      // A button of a look-for is left with Tab; another form’s field is none of ours.
      const isLeft = isTyping(target) ? form.contains(target) : target === document.body || target.closest('#attempt');
      if (isLeft) (target.closest<HTMLElement>('[data-look-for]') ?? last.current)?.focus();
    };
    const act = (key: string): boolean => {
      if (key === '?') {
        onHelp();
        return true;
      }
      const lookFors = [...form.querySelectorAll<HTMLElement>('[data-look-for]')];
      const index = last.current ? lookFors.indexOf(last.current) : -1;
      if (key === 'j' || key === 'k') {
        const next = lookFors[key === 'j' ? index + 1 : Math.max(index - 1, 0)];
        next?.focus();
        return next !== undefined;
      }
      const lookFor = last.current ?? lookFors[0];
      const name = lookFor?.dataset.lookFor;
      return lookFor !== undefined && name !== undefined && actOn(lookFor, name, key);
    };
    const actOn = (lookFor: HTMLElement, name: string, key: string): boolean => {
      switch (key) {
        case 'c':
          return focus(fieldNames.comment(name));
        case 'm':
          onPickComment(name);
          return true;
        case 'x':
          choose(`${fieldNames.value(name)}-cannot`);
          return focus(fieldNames.condition(name));
        case 'e':
          return focusNext([...lookFor.querySelectorAll<HTMLElement>('.look-for__evidence a')]);
        case 'p':
          return open(lookFor, '.place-adder') && focus(fieldNames.file(name));
        case 'v':
          return open(lookFor, '.private-note') && focus(fieldNames.note(name));
        case 'o':
          return focus(fieldNames.overall);
        default: {
          const choice = ratingChoices.find((candidate) => candidate.key === key);
          return choice !== undefined && choose(`${fieldNames.value(name)}-${choice.value}`);
        }
      }
    };
    form.addEventListener('focusin', onFocus);
    document.addEventListener('keydown', onKey);
    return () => {
      form.removeEventListener('focusin', onFocus);
      document.removeEventListener('keydown', onKey);
    };
  }, [enabled, formRef, onHelp, onPickComment]);

  return {
    enabled,
    turn(on: boolean) {
      setEnabled(on);
      keepSetting(setting, on ? 'on' : 'off');
    },
  };
}

function focus(id: string): boolean {
  const field = document.getElementById(id);
  field?.focus();
  return field !== null;
}

function open(lookFor: HTMLElement, part: string): boolean {
  const details = lookFor.querySelector<HTMLDetailsElement>(part);
  if (details) details.open = true;
  return details !== null;
}

function choose(id: string): boolean {
  const radio = document.getElementById(id);
  radio?.click();
  radio?.focus();
  return radio !== null;
}

/** From one to the next, and from the last to the first. */
function focusNext(links: readonly HTMLElement[]): boolean {
  const at = links.findIndex((link) => link === document.activeElement);
  const next = links[(at + 1) % links.length];
  next?.focus();
  return next !== undefined;
}

/** Where letters are typed, or choose: a menu takes them too. */
function isTyping(target: Element): boolean {
  if (target instanceof HTMLInputElement) return !['radio', 'checkbox', 'button', 'submit'].includes(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}
