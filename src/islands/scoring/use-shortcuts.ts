import { type RefObject, useEffect, useState } from 'react';
import { fieldNames, ratingChoices } from './scoring-props.ts';

const setting = 'tessera.scoring-shortcuts';

export type Shortcuts = { enabled: boolean; turn: (on: boolean) => void };

/**
 * Single keys for those who score many: j and k move between look-fors, y, a and n rate, c comments, ? helps. They never
 * fire while a text is being typed or with Ctrl, Alt or Meta, and they can be turned off (WCAG 2.1.4); that is kept in
 * this browser.
 */
export function useShortcuts(formRef: RefObject<HTMLFormElement | null>, onHelp: () => void): Shortcuts {
  const [enabled, setEnabled] = useState(true);
  useEffect(() => {
    setEnabled(localStorage.getItem(setting) !== 'off');
  }, []);

  useEffect(() => {
    const form = formRef.current;
    if (!form) return;
    // The look-for that the keys speak to: the one that last had the focus.
    let current: HTMLElement | undefined;
    const onFocus = (event: FocusEvent) => {
      const lookFor = (event.target as Element | null)?.closest<HTMLElement>('[data-look-for]');
      if (lookFor) current = lookFor;
    };
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : undefined;
      if (event.key === 'Escape' && target instanceof HTMLTextAreaElement) {
        target.closest<HTMLElement>('[data-look-for]')?.focus();
        return;
      }
      if (!enabled || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      // In a dialog, or beside it once a press on it has left nothing focused, keys are the dialog's.
      if ((target && isTyping(target)) || document.querySelector('dialog:modal')) return;
      if (act(event.key)) event.preventDefault();
    };
    const act = (key: string): boolean => {
      if (key === '?') {
        onHelp();
        return true;
      }
      const lookFors = [...form.querySelectorAll<HTMLElement>('[data-look-for]')];
      const index = current ? lookFors.indexOf(current) : -1;
      if (key === 'j' || key === 'k') {
        const next = lookFors[key === 'j' ? index + 1 : Math.max(index - 1, 0)];
        next?.focus();
        return next !== undefined;
      }
      const lookFor = current ?? lookFors[0];
      const name = lookFor?.dataset.lookFor;
      if (!lookFor || name === undefined) return false;
      if (key === 'c') {
        document.getElementById(fieldNames.comment(name))?.focus();
        return true;
      }
      const choice = ratingChoices.find((candidate) => candidate.key === key);
      if (!choice) return false;
      const radio = document.getElementById(`${fieldNames.value(name)}-${choice.value}`);
      radio?.click();
      radio?.focus();
      return true;
    };
    form.addEventListener('focusin', onFocus);
    document.addEventListener('keydown', onKey);
    return () => {
      form.removeEventListener('focusin', onFocus);
      document.removeEventListener('keydown', onKey);
    };
  }, [enabled, formRef, onHelp]);

  return {
    enabled,
    turn(on: boolean) {
      setEnabled(on);
      localStorage.setItem(setting, on ? 'on' : 'off');
    },
  };
}

function isTyping(target: Element): boolean {
  if (target instanceof HTMLInputElement) return !['radio', 'checkbox', 'button', 'submit'].includes(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}
